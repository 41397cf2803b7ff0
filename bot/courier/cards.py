"""Which card is made by what: tables from the name that an outbox row bears to what builds the card."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.game.events import GamePaused, TurnBegan
from bot.domain.ids import CouncilId, ProposalNumber, RoleNumber, UserId
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.domain.sidebar import sidebar_role
from bot.intents.deliveries import PLENARY
from bot.platform.rates import opening_of
from bot.queries.reader import Reader
from bot.slack.ballot import cards as ballot_cards
from bot.slack.ballot import receipts
from bot.slack.blocks.message import Message
from bot.slack.book import cards as book_cards
from bot.slack.book import parked
from bot.slack.charter import cards as charter_cards
from bot.slack.claims import cards as claims_cards
from bot.slack.clock import cards as clock_cards
from bot.slack.clock import controls
from bot.slack.presentations import cards as presentations_cards
from bot.slack.proposals import amendments
from bot.slack.proposals import cards as proposals_cards
from bot.slack.results import cards as results_cards
from bot.slack.seats import cards as seats_cards
from bot.slack.seats import people as people_cards
from bot.slack.sessions import cards as sessions_cards
from bot.slack.sheets import cards as sheets_cards
from bot.slack.sheets import reveals
from bot.slack.sign_up import cards as sign_up_cards
from bot.slack.sign_up import invitations

LONG_OPENING = timedelta(seconds=30)
Subject = dict[str, Any]


class NotYet(Exception):
    """What the card shows is not known yet; it is rendered again in a moment."""


class NoLonger(Exception):
    """There is nothing left to show."""


# --- cards about a council


@dataclass(frozen=True, slots=True)
class OfCouncil:
    """What a card about a council is made of."""

    game: Game
    scenario: Scenario
    council: Council
    subject: Subject

    @property
    def role(self) -> RoleNumber:
        """The seat that the row names."""
        return RoleNumber(self.subject["seat"])

    @property
    def seat(self) -> Seat:
        """The seat of the holder whom the row names. Raises NoLonger: a sheet belongs to the seat."""
        seat = self.council.seat_of(UserId(self.subject["holder"]))
        if seat is None:
            raise NoLonger  # they left meanwhile
        return seat


def _proposal(it: OfCouncil) -> Message:
    proposal = it.council.proposals[ProposalNumber(it.subject["number"])]
    if it.subject.get("round", 1) < proposal.round:
        return amendments.earlier_card(proposal)
    return proposals_cards.proposal(it.scenario, it.council, proposal)


def _straw(it: OfCouncil) -> Message:
    return sessions_cards.straw(it.scenario, it.council, it.council.straw_polls[it.subject["number"] - 1])


CouncilCards = Mapping[str, Callable[[OfCouncil], Message]]

_SEATS: CouncilCards = {
    "welcome": lambda it: seats_cards.welcome(it.game, it.scenario, it.council),
    "envelope": lambda it: sheets_cards.envelope(it.game, it.scenario, it.council, it.seat),
    "sheet": lambda it: sheets_cards.sheet(it.scenario, it.council, it.seat),
    "seat_news": lambda it: seats_cards.seat_news(it.scenario, it.council, it.subject),
    "sheet_gone": lambda it: seats_cards.sheet_gone(it.council),
}
_SESSIONS: CouncilCards = {
    "charter": lambda it: charter_cards.charter(it.scenario, it.council),
    "proposal": _proposal,
    "adopted": lambda it: proposals_cards.adopted(it.scenario, it.council, it.subject["policy"]),
    "book_ordered": lambda it: book_cards.ordered(it.scenario, it.council, it.role),
    "parked": lambda it: parked.card(it.scenario, it.council, it.council.items[it.subject["item"] - 1]),
    "response": lambda it: sessions_cards.response(it.council, it.subject["phase"]),
    "ideas": lambda it: sessions_cards.ideas(it.scenario, it.council),
    "done": lambda it: sessions_cards.done(it.scenario, it.council, it.subject["phase"]),
    "presentation": lambda it: presentations_cards.presentation(it.scenario, it.council),
    "slide": lambda it: presentations_cards.slide(it.scenario, counted(it.council)),
    "straw": _straw,
}
_VOTE: CouncilCards = {
    "book": lambda it: book_cards.book(it.scenario, it.council, frozen=True),
    "ballot": lambda it: ballot_cards.ballot(it.council),
    "outcome": lambda it: ballot_cards.outcome(it.council),
    "receipt": lambda it: receipts.public(it.council),
    "unread": lambda it: receipts.unread(it.council),
}
_AFTERWARDS: CouncilCards = {
    "claims_open": lambda it: claims_cards.claims_open(it.council),
    "claim": lambda it: claims_cards.claim(it.scenario, it.council, it.council.claims[it.role]),
    "disputed": lambda it: claims_cards.disputed(it.scenario, it.council, it.council.claims[it.role]),
    "reveal": lambda it: reveals.reveal(it.scenario, it.council),
    "reveal_question": lambda it: reveals.question(it.scenario, it.council, it.role),
}
OF_COUNCIL: CouncilCards = {**_SEATS, **_SESSIONS, **_VOTE, **_AFTERWARDS}


def counted(council: Council) -> Council:
    """The council, when its vote is. Raises NotYet."""
    if council.ballot is not None and council.outcome is None:
        raise NotYet  # the reactions are being read
    return council


# --- cards about the game


@dataclass(frozen=True, slots=True)
class OfGame:
    """What a card about the game is made of; some read what else they show."""

    game: Game
    scenario: Scenario
    subject: Subject

    @property
    def room(self) -> str:
        """Where it is shown."""
        return str(self.subject["room"])

    @property
    def by(self) -> UserId:
        """Who did it."""
        return UserId(self.subject["by"])


def _stepped_down(it: OfGame) -> Message:
    return people_cards.stepped_down(it.game, UserId(it.room.partition(":")[2]), it.by)


def _cue(it: OfGame) -> Message:
    left = timedelta(seconds=it.subject["left"]) if "left" in it.subject else None
    return clock_cards.cue(it.game, it.scenario, it.subject["phase"], it.subject["cue"], left)


def _sidebar_soon(it: OfGame) -> Message:
    return sessions_cards.sidebar_soon(it.game, it.scenario, sidebar_role(it.room))


OF_GAME: Mapping[str, Callable[[OfGame], Message]] = {
    "sign_up": lambda it: sign_up_cards.sign_up(it.game, it.scenario),
    "signed_up": lambda it: seats_cards.signed_up(it.game, it.by),
    "taken_off": lambda it: seats_cards.taken_off(it.game, it.by),
    "facilitates": lambda it: people_cards.facilitates(it.game, it.by),
    "stepped_down": _stepped_down,
    "start_near": lambda it: controls.start_near(it.game),
    "start_came": lambda it: controls.start_came(it.game),
    "cue": _cue,
    "inject": lambda it: clock_cards.inject(it.scenario, it.game.agenda[it.subject["phase"]].key),
    "all_done": lambda it: controls.all_done(it.game, it.subject["number"]),
    "sidebar": lambda it: sessions_cards.sidebar(it.game, it.scenario, sidebar_role(it.room)),
    "sidebar_soon": _sidebar_soon,
    "sidebar_over": lambda _: sessions_cards.sidebar_over(),
}


# --- cards about the game that read more


async def _invited(reader: Reader, it: OfGame) -> Message:
    councils = await reader.councils(it.game)
    invitation = await reader.invitation(it.game.id, it.subject["invitation"])
    return invitations.invited(it.scenario, councils, invitation)


async def _dealt(reader: Reader, it: OfGame) -> Message:
    return sign_up_cards.dealt(it.game, await reader.councils(it.game))


async def _opening(reader: Reader, it: OfGame) -> Message:
    takes = opening_of(it.game, reader.pace)
    if takes < LONG_OPENING:
        raise NoLonger  # it is over before anybody has read about it
    return sign_up_cards.opening(takes, await reader.opened(it.game.id))


async def _phase(reader: Reader, it: OfGame) -> Message:
    council = None if it.room == PLENARY else await _council_of(reader, it)
    late, run = bool(it.subject.get("late")), it.subject.get("run")
    return clock_cards.phase(it.game, it.scenario, it.subject["phase"], council, run=run, late=late)


async def _change(reader: Reader, it: OfGame) -> Message:
    event = await reader.game_event(it.game.id, it.subject["version"])
    return clock_cards.change(it.game, it.subject["what"], event, it.subject.get("phase"))


async def _away(reader: Reader, it: OfGame) -> Message:
    event = await reader.game_event(it.game.id, it.subject["number"])
    assert isinstance(event, GamePaused)
    return controls.away(it.game, event)


async def _turn(reader: Reader, it: OfGame) -> Message:
    event = await reader.game_event(it.game.id, it.subject["version"])
    assert isinstance(event, TurnBegan)
    return presentations_cards.turn(it.game, event)


async def _results(reader: Reader, it: OfGame) -> Message:
    councils = await reader.councils(it.game)
    return results_cards.results(it.game, it.scenario, tuple(counted(one) for one in councils))


async def _farewell(reader: Reader, it: OfGame) -> Message:
    return results_cards.farewell(it.scenario, counted(await _council_of(reader, it)))


async def _council_of(reader: Reader, it: OfGame) -> Council:
    return await reader.council(CouncilId(f"{it.game.id}-{it.room.partition(':')[2]}"))


READ: Mapping[str, Callable[[Reader, OfGame], Awaitable[Message]]] = {
    "invited": _invited,
    "dealt": _dealt,
    "opening": _opening,
    "phase": _phase,
    "change": _change,
    "away": _away,
    "turn": _turn,
    "results": _results,
    "farewell": _farewell,
}
