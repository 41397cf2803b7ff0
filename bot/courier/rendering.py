"""From an intent to a message: cards are rendered from the present state when they are sent."""

from datetime import datetime, timedelta
from typing import Any

from slack_sdk.models.views import View

from bot.courier import care
from bot.domain import errors
from bot.domain.care.news import news_of
from bot.domain.council import Council
from bot.domain.council.silence import silent
from bot.domain.game import Game, Stage
from bot.domain.game.events import GamePaused, TurnBegan
from bot.domain.ids import CouncilId, GameId, ProposalNumber, RoleNumber, UserId
from bot.domain.scenario import Scenario
from bot.domain.sidebar import sidebar_role
from bot.services.deliveries import PLENARY
from bot.services.overview import overview
from bot.services.pace import opening_of
from bot.services.ports import Clock
from bot.services.reading import Reader
from bot.slack.messages import (
    amendments,
    book_cards,
    claim_cards,
    controls,
    council_cards,
    game_cards,
    homes,
    invitation_cards,
    objections,
    parked,
    people_cards,
    personal,
    phrases,
    receipts,
    reveals,
    seat_cards,
    sheets,
    stage_cards,
)
from bot.slack.messages.message import Message

Subject = dict[str, Any]


LONG_OPENING = timedelta(seconds=30)


class NotYet(Exception):
    """What the card shows is not known yet; it is rendered again in a moment."""


class NoLonger(Exception):
    """There is nothing left to show."""


class Renderer:
    """Reads what a card shows, and writes it."""

    def __init__(self, reader: Reader, now: Clock) -> None:
        self._reader = reader
        self._now = now

    async def card(self, game_id: GameId, subject: Subject) -> Message:
        """The card that an outbox row names. Raises NotYet and NoLonger."""
        name = subject["card"]
        if name == "trouble":
            return personal.trouble(subject["subject"], subject["advice"], game_id, subject.get("whom", ""))
        game, scenario = await self._reader.game(game_id)
        if "council" in subject:
            council = await self._reader.council(CouncilId(subject["council"]))
            if name == "team_empty":
                councils = await self._reader.councils(game)
                return seat_cards.team_empty(game, scenario, councils, council, subject["team"])
            if name == "nudge":
                return self._nudge(game, scenario, council, UserId(subject["holder"]))
            if name in care.CARDS:
                return await self._care_card(name, game, scenario, council, subject)
            return _council_card(name, game, scenario, council, subject)
        return await self._game_card(name, game, scenario, subject)

    async def _care_card(
        self, name: str, game: Game, scenario: Scenario, council: Council, subject: Subject
    ) -> Message:
        news = None
        if name == "digest":
            since, until = (datetime.fromisoformat(subject[one]) for one in ("since", "until"))
            news = news_of(await self._reader.council_log(council.id, since, until))
        shown = care.care_card(name, game, scenario, council, subject, self._now(), news)
        if shown is None:
            raise NoLonger  # what it was about has passed
        return shown

    async def whisper(self, subject: Subject) -> Message:
        """A line for one person."""
        match subject["what"]:
            case "latest_counts":
                return personal.latest_counts(subject["choice"])
            case "copy_gone":
                return personal.copy_gone()
            case "came_late":
                return personal.plain(errors.BallotClosed().sentence)
            case "how_to_object":
                return objections.how_to_object(subject["number"])
            case "refusal":
                refusal: type[errors.Refusal] = getattr(errors, subject["refusal"])
                return personal.plain(_sentence(refusal))
            case _:
                raise NoLonger

    async def topic(self, game_id: GameId) -> str:
        """A council channel's topic: the phase and its end."""
        game, _ = await self._reader.game(game_id)
        if game.phase is None or game.clock is None:
            over = "The game is over" if game.stage is Stage.ENDED else "The game starts soon"
            return f"{game.name}: {over}"[:250]
        until = "the clock is stopped" if game.paused else f"until {phrases.zone_time(game, game.clock.ends)}"
        return f"{game.phase.title}: {until}"[:250]

    async def home(self, team_id: str, user: UserId, *, first: bool = False) -> View:
        """Somebody's App Home."""
        try:
            where = await self._reader.where(team_id, "", user)
        except errors.NoGame:
            return homes.home(None, self._now())
        councils = await self._reader.councils_of(where)
        if not where.facilitates:
            return homes.home(where, self._now(), councils, first=first)
        seen = await overview(self._reader, where.game.id, self._now())
        return homes.home(where, self._now(), councils, seen, first=first)

    async def _game_card(self, name: str, game: Game, scenario: Scenario, subject: Subject) -> Message:
        room = subject["room"]
        match name:
            case "signed_up":
                return seat_cards.signed_up(game, UserId(subject["by"]))
            case "taken_off":
                return seat_cards.taken_off(game, UserId(subject["by"]))
            case "facilitates":
                return people_cards.facilitates(game, UserId(subject["by"]))
            case "stepped_down":
                user = UserId(room.partition(":")[2])
                return people_cards.stepped_down(game, user, UserId(subject["by"]))
            case "invited":
                councils = await self._reader.councils(game)
                invitation = await self._reader.invitation(game.id, subject["invitation"])
                return invitation_cards.invited(scenario, councils, invitation)
            case "sign_up":
                return game_cards.sign_up(game, scenario)
            case "dealt":
                return game_cards.dealt(game, await self._reader.councils(game))
            case "opening":
                takes = opening_of(game, self._reader.pace)
                if takes < LONG_OPENING:
                    raise NoLonger  # it is over before anybody has read about it
                return game_cards.opening(takes, await self._reader.opened(game.id))
            case "phase":
                council = None if room == PLENARY else await self._council_of(game, room)
                late, run = bool(subject.get("late")), subject.get("run")
                return game_cards.phase(game, scenario, subject["phase"], council, run=run, late=late)
            case "cue":
                left = timedelta(seconds=subject["left"]) if "left" in subject else None
                return game_cards.cue(game, scenario, subject["phase"], subject["cue"], left)
            case "inject":
                return game_cards.inject(scenario, game.agenda[subject["phase"]].key)
            case "change":
                event = await self._reader.game_event(game.id, subject["version"])
                return game_cards.change(game, subject["what"], event, subject.get("phase"))
            case "results":
                return game_cards.results(game, scenario, await self._counted(game))
            case "farewell":
                return game_cards.farewell(scenario, _counted(await self._council_of(game, room)))
            case "turn":
                event = await self._reader.game_event(game.id, subject["version"])
                assert isinstance(event, TurnBegan)
                return stage_cards.turn(game, event)
            case "away":
                event = await self._reader.game_event(game.id, subject["number"])
                assert isinstance(event, GamePaused)
                return controls.away(game, event)
            case "all_done":
                return controls.all_done(game, subject["number"])
            case "start_near":
                return controls.start_near(game)
            case "start_came":
                return controls.start_came(game)
            case "sidebar":
                return council_cards.sidebar(game, scenario, sidebar_role(room))
            case "sidebar_soon":
                return council_cards.sidebar_soon(game, scenario, sidebar_role(room))
            case "sidebar_over":
                return council_cards.sidebar_over()
            case _:
                raise NoLonger

    def _nudge(self, game: Game, scenario: Scenario, council: Council, holder: UserId) -> Message:
        quiet = next((one for one in silent(council) if one.holder == holder), None)
        if quiet is None:
            raise NoLonger  # they have acted, or gone
        return people_cards.nudge(game, scenario, council, quiet, self._now())

    async def _council_of(self, game: Game, room: str) -> Council:
        return await self._reader.council(CouncilId(f"{game.id}-{room.partition(':')[2]}"))

    async def _counted(self, game: Game) -> tuple[Council, ...]:
        return tuple(_counted(council) for council in await self._reader.councils(game))


def _counted(council: Council) -> Council:
    if council.ballot is not None and council.outcome is None:
        raise NotYet  # the reactions are being read
    return council


def _council_card(name: str, game: Game, scenario: Scenario, council: Council, subject: Subject) -> Message:
    match name:
        case "welcome":
            return council_cards.welcome(game, scenario, council)
        case "envelope" | "sheet":
            seat = council.seat_of(UserId(subject["holder"]))
            if seat is None:
                raise NoLonger  # they left meanwhile; the sheet belongs to the seat
            if name == "sheet":
                return sheets.sheet(scenario, council, seat)
            return sheets.envelope(game, scenario, council, seat)
        case "seat_news":
            return seat_cards.seat_news(scenario, council, subject)
        case "sheet_gone":
            return seat_cards.sheet_gone(council)
        case "charter":
            return council_cards.charter(scenario, council)
        case "proposal":
            proposal = council.proposals[ProposalNumber(subject["number"])]
            if subject.get("round", 1) < proposal.round:
                return amendments.earlier_card(proposal)
            return council_cards.proposal(scenario, council, proposal)
        case "adopted":
            return council_cards.adopted(scenario, council, subject["policy"])
        case "response":
            return council_cards.response(council, subject["phase"])
        case "ideas":
            return council_cards.ideas(scenario, council)
        case "book":
            return book_cards.book(scenario, council, frozen=True)
        case "book_ordered":
            return book_cards.ordered(scenario, council, RoleNumber(subject["seat"]))
        case "parked":
            return parked.card(scenario, council, council.items[subject["item"] - 1])
        case "ballot":
            return council_cards.ballot(council)
        case "outcome":
            return council_cards.outcome(council)
        case "claims_open":
            return claim_cards.claims_open(council)
        case "claim":
            return claim_cards.claim(scenario, council, council.claims[RoleNumber(subject["seat"])])
        case "disputed":
            return claim_cards.disputed(scenario, council, council.claims[RoleNumber(subject["seat"])])
        case "reveal":
            return reveals.reveal(scenario, council)
        case "reveal_question":
            return reveals.question(scenario, council, RoleNumber(subject["seat"]))
        case "receipt":
            return receipts.public(council)
        case "unread":
            return receipts.unread(council)
        case "done":
            return stage_cards.done(scenario, council, subject["phase"])
        case "presentation":
            return stage_cards.presentation(scenario, council)
        case "straw":
            return stage_cards.straw(scenario, council, council.straw_polls[subject["number"] - 1])
        case "slide":
            return council_cards.slide(scenario, _counted(council))
        case _:
            raise NoLonger


def _sentence(refusal: type[errors.Refusal]) -> str:
    try:
        return refusal().sentence
    except KeyError:  # a sentence with facts in it, which a reaction does not carry
        return errors.Refusal().sentence
