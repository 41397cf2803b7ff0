"""What a change of holders means for Slack beyond the event itself: open sheets, sidebars, pages."""

from typing import assert_never

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import directory, home_pages, posts, rooms
from bot.domain.council import Council
from bot.domain.council import events as e
from bot.domain.errors.seating import HoldsASeatAlready
from bot.domain.ids import CouncilId, RoleNumber, UserId
from bot.domain.phases import Place
from bot.domain.sidebar import ROOM, rooms_of
from bot.intents import deliveries
from bot.intents.deliveries import Delivery, Kind, Urgency

SHOWN_AT_HOME = (  # what a player's page or the facilitators' console shows of a council
    e.CharterAdopted,
    e.ProposalSubmitted,
    e.ProposalWithdrawn,
    e.PolicyAdopted,
    e.ResponseRecorded,
    e.BallotOpened,
    e.VoteCast,
    e.VoteRetracted,
    e.BallotCounted,
    e.ClaimMade,
    e.ClaimJudged,
    e.ClaimRuled,
    e.PresentationPrepared,
)


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
    session: AsyncSession, team_id: str, council: Council, events: list[e.CouncilEvent]
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
                left, came = [], [holder]
            case e.SeatHandedOver(seat, holder, to):
                work += await _gone(session, council, holder)
                work += await _to_sidebar(session, council, seat, to)
                left, came = [holder], [to]
            case e.HolderMoved(holder):
                work += await _sheets(session, council, holder)
                left, came = [holder], []
            case _:
                assert_never(event)
        pages = set(await home_pages.homes(session, team_id, council.game))
        work += [deliveries.home(user) for user in (*left, *came) if user in pages]
    return work


async def homes(
    session: AsyncSession, team_id: str, council: Council, events: list[e.CouncilEvent]
) -> list[Delivery]:
    """The open Homes of the council's people and of the facilitators, made true."""
    if not any(isinstance(event, SHOWN_AT_HOME) for event in events):
        return []
    concerned = {seat.holder for seat in council.filled} | council.facilitators
    pages = await home_pages.homes(session, team_id, council.game)
    return [deliveries.home(user) for user in pages if user in concerned]


async def _gone(session: AsyncSession, council: Council, holder: UserId) -> list[Delivery]:
    return [
        *await _sheets(session, council, holder),
        *(
            Delivery(Kind.REMOVE, room, Urgency.REPLY, {"user": holder}, lane=f"leave:{room}")
            for room in await _sidebars(session, council)
        ),
    ]


async def _sheets(session: AsyncSession, council: Council, holder: UserId) -> list[Delivery]:
    """Envelopes and sheets that stand in their direct messages are made empty."""
    keys = await posts.post_keys(session, council.game, (f"envelope:{holder}", f"sheet:{holder}"))
    return [
        deliveries.card(
            "sheet_gone", f"dm:{holder}", Urgency.SHEET, key, council=CouncilId(council.id), existing=1
        )
        for key in keys
    ]


async def _to_sidebar(
    session: AsyncSession, council: Council, seat: RoleNumber, holder: UserId
) -> list[Delivery]:
    """Before the sidebars' bell nobody is missed: it invites everybody once more."""
    if council.phase is None or council.phase.kind.traits.place is not Place.SIDEBARS:
        return []
    return [
        Delivery(Kind.INVITE, room, Urgency.REPLY, {"users": [holder]})
        for room, role in (await _sidebars(session, council)).items()
        if role == seat
    ]


async def _sidebars(session: AsyncSession, council: Council) -> dict[str, RoleNumber]:
    return rooms_of(council, await rooms.open_rooms(session, council.game, ROOM))
