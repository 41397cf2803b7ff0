"""Who is in which room of a game, as far as Slack has said."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.db.tables import MemberRow, PersonRow
from bot.db.upsert import dialect_of, upsert
from bot.domain.ids import COUNCIL, GameId, Moment, UserId, council_of

INSIDE = ""
LEFT = "left"  # went by themselves, or somebody took them out
BURST = timedelta(minutes=15)  # what is refused for one reason within it is told as one


OF_ROOM = select(MemberRow).where(
    col(MemberRow.game_id) == bindparam("game"), col(MemberRow.room) == bindparam("room")
)


async def of_room(session: AsyncSession, game: GameId, room: str) -> dict[UserId, MemberRow]:
    """What is known of the people of a room."""
    found = await session.scalars(OF_ROOM, {"game": game, "room": room})
    return {UserId(row.user_id): row for row in found}


async def one(session: AsyncSession, game: GameId, room: str, user: UserId) -> MemberRow | None:
    """What is known of somebody in a room."""
    return await session.get(MemberRow, (game, room, user))


async def outside(session: AsyncSession, game: GameId, begin: str = "") -> Sequence[MemberRow]:
    """Who is not in a room whose key begins so."""
    found = await session.scalars(
        select(MemberRow)
        .where(
            col(MemberRow.game_id) == game,
            col(MemberRow.out) != INSIDE,
            col(MemberRow.room).startswith(begin, autoescape=True),
        )
        .order_by(col(MemberRow.room), col(MemberRow.user_id))
    )
    return found.all()


MISSING = (  # built once: each Home and each console of a facilitator asks it
    select(MemberRow, col(PersonRow.council_id), col(PersonRow.facilitator))
    .join(
        PersonRow,
        (col(PersonRow.game_id) == col(MemberRow.game_id))
        & (col(PersonRow.user_id) == col(MemberRow.user_id)),
    )
    .where(
        col(MemberRow.game_id) == bindparam("game"),
        col(MemberRow.out) != INSIDE,
        col(MemberRow.room).startswith(COUNCIL),
    )
    .order_by(col(PersonRow.role))
)


async def missing(session: AsyncSession, game: GameId) -> Sequence[MemberRow]:
    """Who holds a seat and is not in the channel of its council; and facilitators whom Slack refuses."""
    return [
        row
        for row, council, runs_it in await session.execute(MISSING, {"game": game})
        if council == council_of(game, row.room) or (runs_it and row.out != LEFT)
    ]


async def burst(session: AsyncSession, game: GameId, words: Collection[str], at: Moment) -> Moment:
    """When Slack began to refuse people with one of these words, if that was a moment ago; else `at`."""
    began: Moment | None = await session.scalar(
        select(func.min(col(MemberRow.since))).where(
            col(MemberRow.game_id) == game, col(MemberRow.out).in_(words), col(MemberRow.since) > at - BURST
        )
    )
    return began or at


async def note(
    session: AsyncSession, game: GameId, room: str, said: Mapping[UserId, str], since: Moment
) -> None:
    """Keeps who is in, or why not."""
    rows = [
        {"game_id": game, "room": room, "user_id": user, "out": out, "since": since}
        for user, out in said.items()
    ]
    if rows:
        await session.execute(upsert(dialect_of(session), MemberRow, "out", "since"), rows)


async def forget(session: AsyncSession, game: GameId, room: str) -> None:
    """The room has another channel now, in which nobody is yet."""
    await session.execute(
        delete(MemberRow).where(col(MemberRow.game_id) == game, col(MemberRow.room) == room)
    )
