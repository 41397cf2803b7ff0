"""Who was there when, in games over days. In live play nobody is watched so."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.db.directory import part
from bot.db.tables import GameRow, PersonRow
from bot.domain.game import Stage
from bot.domain.ids import GameId, Moment, SlackTeam, UserId

VISIT = timedelta(minutes=30)  # without anything done, and a visit is over
_PARTS = (
    select(PersonRow)
    .join(GameRow, col(GameRow.id) == col(PersonRow.game_id))
    .where(
        col(PersonRow.user_id) == bindparam("user"),
        col(PersonRow.seen_at).is_not(None),
        col(GameRow.stage) != Stage.ENDED,
    )
)
PARTS = _PARTS.where(col(GameRow.team_id) == bindparam("team"))  # built once, since every command asks it


async def note(session: AsyncSession, game: GameId, users: Iterable[UserId], at: Moment) -> None:
    """These people did something just now; after a while without, it is a new visit."""
    for user in users:
        row = await part(session, game, user)
        if row.seen_at is None or at - row.seen_at > VISIT:
            row.left_at = row.seen_at or at
        row.seen_at = at


async def last(session: AsyncSession, game: GameId, user: UserId, at: Moment) -> Moment | None:
    """When the visit before the present one ended, or the last one where none goes on."""
    row = await session.get(PersonRow, (game, user))
    if row is None or row.seen_at is None:
        return None
    return row.seen_at if at - row.seen_at > VISIT else row.left_at


async def of_all(session: AsyncSession, game: GameId) -> dict[UserId, Moment]:
    """When the people of a game last did something with Moot."""
    people = select(col(PersonRow.user_id), col(PersonRow.seen_at))
    found = await session.execute(
        people.where(col(PersonRow.game_id) == game, col(PersonRow.seen_at).is_not(None))
    )
    return {UserId(user): seen for user, seen in found if seen is not None}


async def parts(session: AsyncSession, team: SlackTeam | None, user: UserId) -> Sequence[PersonRow]:
    """Somebody's parts in a workspace's games over days that have not ended."""
    if team is None:
        return (await session.scalars(_PARTS, {"user": user})).all()
    return (await session.scalars(PARTS, {"user": user, "team": team.id})).all()


async def in_play(session: AsyncSession, team_id: str, user: UserId) -> list[GameId]:
    """The games over days that somebody is in and whose clock runs."""
    found = [
        await session.get(GameRow, part.game_id)
        for part in await parts(session, SlackTeam("", team_id), user)
    ]
    return [GameId(row.id) for row in found if row is not None and row.stage == Stage.RUNNING]
