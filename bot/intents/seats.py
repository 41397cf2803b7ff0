"""What a change of holders means for Slack: who comes in and goes, envelopes and open sheets, pages."""

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import Literal, TypeAlias, assert_never, get_args

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import directory, home_pages, posts, rooms
from bot.domain.council import Council
from bot.domain.council import events as e
from bot.domain.errors.seating import HoldsASeatAlready
from bot.domain.ids import Moment, RoleNumber, TeamKey, UserId
from bot.domain.mending import empty_teams
from bot.domain.rooms import ROOM
from bot.domain.seating import Seat
from bot.domain.sidebar import rooms_of
from bot.intents import accounts, claims, people
from bot.intents import ballot as ballots
from bot.intents.injects import earlier
from bot.intents.intent import CouncilCard, Delivery, Urgency, beside
from bot.intents.rooms import Invite, Remove, council_room
from bot.intents.sessions import SidebarCard
from bot.intents.sheets import SheetGoneCard, envelope, made_true

SHOWN_AT_HOME = (  # what a player's page or the facilitators' console shows of a council
    e.CharterAdopted,
    e.ProposalSubmitted,
    e.ProposalWithdrawn,
    e.PolicyAdopted,
    e.PolicyRescinded,
    e.ResponseRecorded,
    e.BallotOpened,
    e.VoteCast,
    e.VoteRetracted,
    e.BallotCounted,
    e.ClaimMade,
    e.ClaimJudged,
    e.ClaimRuled,
    e.PresentationPrepared,
    *get_args(e.AskEvent),
)


SeatChange: TypeAlias = Literal["vacated", "filled", "handed_over", "moved", "deactivated", "returned"]
CHANGES: Mapping[type[e.SeatEvent], SeatChange] = {
    e.SeatVacated: "vacated",
    e.SeatFilled: "filled",
    e.SeatHandedOver: "handed_over",
    e.HolderMoved: "moved",
}


class WelcomeCard(CouncilCard):
    """Who sits in a council."""


class SeatNewsCard(CouncilCard):
    """Somebody came, left, handed over or moved."""

    holder: UserId
    seat: RoleNumber
    what: SeatChange
    to: UserId | None = None


class TeamEmptyCard(CouncilCard):
    """To a facilitator: nobody is left in a team."""

    team: TeamKey


# --- what the event itself means


def welcome(council: Council) -> WelcomeCard:
    """In a council's channel."""
    room = council_room(council)
    return WelcomeCard(room, f"welcome:{room}", council.id)


def of_seats(council: Council, event: e.SeatEvent, version: int) -> Iterator[Delivery]:
    """Who goes loses the channel, unless they facilitate; who comes gets it, and an envelope of their own."""
    room, seat, what = council_room(council), event.seat, _what(event)
    left = event.holder if isinstance(event, e.SeatVacated | e.SeatHandedOver) else None
    came = event.holder if left is None else None
    to = None
    if isinstance(event, e.SeatHandedOver):
        came = to = event.to
    if isinstance(event, e.HolderMoved):
        seat = event.to
    if left is not None and left not in council.facilitators:
        yield Delivery(Remove(room, left), Urgency.REPLY)
    if came is not None and not isinstance(event, e.HolderMoved):
        yield Delivery(Invite(room, (came,)), Urgency.REPLY)
    yield beside(welcome(council), Urgency.UPDATE)
    news = SeatNewsCard(room, f"seat:{version}:{room}", council.id, event.holder, seat, what, to)
    yield Delivery(news, Urgency.REPLY)
    if came is not None:
        yield envelope(council, came, version)
    if not isinstance(event, e.SeatHandedOver):
        yield from _teams(council, event)
    yield from claims.of_holders(council, event)
    yield from _of_absences(council, event)


def _what(event: e.SeatEvent) -> SeatChange:
    if isinstance(event, e.SeatVacated) and event.gone is not None:
        return "deactivated"
    return "returned" if isinstance(event, e.SeatFilled) and event.back else CHANGES[type(event)]


def _of_absences(council: Council, event: e.SeatEvent) -> Iterator[Delivery]:
    """Seats leave an open vote and return to it with their account; and the facilitators' card about those
    accounts says who has the seat now."""
    ballot = council.ballot
    if ballot is not None and ballot.called_at is None:
        yield beside(ballots.ballot(council), Urgency.UPDATE)
    for since in sorted({one.since for one in council.absent.values() if one.role in _touched(event)}):
        yield from (beside(card, Urgency.REPLY) for card in accounts.accounts(council.facilitators, since))


def _touched(event: e.SeatEvent) -> set[RoleNumber]:
    return {event.seat, event.to} if isinstance(event, e.HolderMoved) else {event.seat}


def _teams(council: Council, event: e.SeatVacated | e.SeatFilled | e.HolderMoved) -> Iterator[Delivery]:
    """The facilitators hear of a team that nobody is left in; once somebody is, their card says so. Of one
    that was emptied by a deactivated account, the card about that account speaks."""
    for team in sorted({council.seats[seat].team for seat in _touched(event)}):
        stands = team not in empty_teams(council) or _what(event) == "deactivated"
        for facilitator in sorted(council.facilitators):
            key = f"team_empty:{council.id}:{team}:{facilitator}"
            card = TeamEmptyCard(f"dm:{facilitator}", key, council.id, team, existing=stands)
            yield Delivery(card, Urgency.REPLY)


# --- what is read for it


async def holds_elsewhere(session: AsyncSession, council: Council, events: list[e.CouncilEvent]) -> bool:
    """Whether somebody who is about to get a seat here holds one in another council.

    Their row is locked until the end of the transaction, so that of two councils which seat the same person
    at once, the second sees the first. Raises HoldsASeatAlready where it was a hand-over.
    """
    for event in events:
        if isinstance(event, e.SeatFilled) and await _seated(session, council, event.holder):
            return True
        if isinstance(event, e.SeatHandedOver) and await _seated(session, council, event.to):
            raise HoldsASeatAlready
    return False


async def _seated(session: AsyncSession, council: Council, user: UserId) -> bool:
    row = await directory.person_to_seat(session, council.game, user)
    return row is not None and row.council_id not in (None, council.id)


async def project(session: AsyncSession, council: Council, event: e.SeatHandedOver | e.HolderMoved) -> None:
    """Notes who holds the seat now."""
    match event:
        case e.SeatHandedOver(seat, holder, to):
            await directory.save_seat(session, council.game, holder, None)
            await directory.save_seat(session, council.game, to, (council.id, seat))
        case e.HolderMoved(holder, _, seat):
            await directory.save_seat(session, council.game, holder, (council.id, seat))
        case _:
            assert_never(event)


async def seat_work(
    session: AsyncSession, team_id: str, council: Council, events: list[e.CouncilEvent], at: Moment
) -> list[Delivery]:
    """Takes back what the old holder still has open, and brings the new one to where the game is."""
    work: list[Delivery] = []
    for event in events:
        if not isinstance(event, e.SeatEvent):
            continue
        match event:
            case e.SeatVacated(_, holder):
                work += await _gone(session, council, holder)
                left, came = [holder], []
            case e.SeatFilled(seat, holder):
                work += await _to_sidebar(session, council, seat, holder)
                work += earlier(council, seat, at)
                left, came = [], [holder]
            case e.SeatHandedOver(seat, holder, to):
                work += await _gone(session, council, holder)
                work += await _to_sidebar(session, council, seat, to)
                work += earlier(council, seat, at)
                left, came = [holder], [to]
            case e.HolderMoved(holder, _, seat):
                work += await _sheets(session, council, holder)
                work += await _out_of_sidebars(session, council, holder, besides=seat)
                work += await _to_sidebar(session, council, seat, holder)
                work += earlier(council, seat, at)
                left, came = [holder], []
            case _:
                assert_never(event)
        pages = await home_pages.opened(session, team_id, (*left, *came))
        work += [people.home(user) for user in (*left, *came) if user in pages]
        teams = {council.seats[seat].team for seat in _touched(event)}
        work += await made_true(session, council, partial(_is_partner, teams=teams, but=frozenset(came)))
    return work


def _is_partner(seat: Seat, *, teams: Collection[TeamKey], but: Collection[UserId]) -> bool:
    """Whether its envelope names somebody who came or went; theirs that came is new."""
    return seat.team in teams and seat.holder not in but


async def homes(
    session: AsyncSession, team_id: str, council: Council, events: list[e.CouncilEvent]
) -> list[Delivery]:
    """The open Homes of the council's people and of the facilitators, made true."""
    speaking = any(isinstance(event, e.TurnEvent | e.FloorEvent) for event in events)
    shown = any(isinstance(event, SHOWN_AT_HOME) for event in events)
    if not shown and not speaking:
        return []  # who speaks is on the pages of those who hear it; a console is made true when it is opened
    concerned = {seat.holder for seat in council.filled if seat.holder}
    concerned |= council.facilitators if shown else set()
    return [people.home(user) for user in await home_pages.opened(session, team_id, concerned)]


async def _gone(session: AsyncSession, council: Council, holder: UserId) -> list[Delivery]:
    return [
        *await _sheets(session, council, holder),
        *await _out_of_sidebars(session, council, holder),
    ]


async def _out_of_sidebars(
    session: AsyncSession, council: Council, holder: UserId, besides: RoleNumber | None = None
) -> list[Delivery]:
    """Out of those that are not for this role; what their cards say of who is there is made true."""
    rooms = [room for room, roles in (await _sidebars(session, council)).items() if besides not in roles]
    out = [Delivery(Remove(room, holder), Urgency.REPLY, f"leave:{room}") for room in rooms]
    return [*out, *await _sidebar_cards(session, council, rooms)]


async def _sheets(session: AsyncSession, council: Council, holder: UserId) -> list[Delivery]:
    """Envelopes and sheets that stand in their direct messages are made empty."""
    keys = await posts.post_keys(session, council.game, (f"envelope:{holder}", f"sheet:{holder}"))
    cards = (SheetGoneCard(f"dm:{holder}", key, council.id, existing=True) for key in keys)
    return [Delivery(card, Urgency.SHEET) for card in cards]


async def _to_sidebar(
    session: AsyncSession, council: Council, seat: RoleNumber, holder: UserId
) -> list[Delivery]:
    """Before a room's bell nobody is missed: it invites everybody once more."""
    plan = council.phase.meets if council.phase is not None else None
    if plan is None:
        return []
    found = await _sidebars(session, council)
    rooms = [room for room, roles in found.items() if plan.has(room) and seat in roles]
    into = [Delivery(Invite(room, (holder,)), Urgency.REPLY) for room in rooms]
    return [*into, *await _sidebar_cards(session, council, rooms)]


async def _sidebar_cards(session: AsyncSession, council: Council, rooms: list[str]) -> list[Delivery]:
    """A newcomer may not share what the others talk about, and somebody may be left alone."""
    return [
        beside(SidebarCard(room, key), Urgency.REPLY)
        for room in rooms
        for key in await posts.keys_in(session, council.game, room, "sidebar")
    ]


async def _sidebars(session: AsyncSession, council: Council) -> dict[str, frozenset[RoleNumber]]:
    """Those that have channels, with the roles of each; of the rooms of teams and groups, those that are open
    now, since a council knows of no others. Who goes leaves all of them, if they do not belong there."""
    plan = council.phase.meets if council.phase is not None else None
    return rooms_of(council, await rooms.open_rooms(session, council.game, ROOM), [plan])
