"""Links to boards, and what boards look for: which logs have grown."""

from collections.abc import Collection

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.db.tables import BoardLinkRow, EventRow
from bot.domain.ids import GameId, Moment, UserId

STANDS = col(BoardLinkRow.revoked_at).is_(None)


async def add(session: AsyncSession, digest: str, game: GameId, by: UserId, at: Moment) -> None:
    """A new link."""
    session.add(BoardLinkRow(digest=digest, game_id=game, made_by=by, made_at=at))
    await session.flush()


async def game_of(session: AsyncSession, digest: str) -> GameId | None:
    """The game to whose board this link leads."""
    found = await session.scalar(select(BoardLinkRow).where(col(BoardLinkRow.digest) == digest, STANDS))
    return GameId(found.game_id) if found else None


async def standing(session: AsyncSession, digests: Collection[str]) -> frozenset[str]:
    """Those of these links that are not revoked."""
    asked = select(col(BoardLinkRow.digest)).where(col(BoardLinkRow.digest).in_(digests), STANDS)
    return frozenset((await session.scalars(asked)).all())


async def count(session: AsyncSession, game: GameId) -> int:
    """How many links of a game stand."""
    asked = select(func.count()).select_from(BoardLinkRow)
    return await session.scalar(asked.where(col(BoardLinkRow.game_id) == game, STANDS)) or 0


async def revoke(session: AsyncSession, game: GameId, at: Moment) -> int:
    """Revokes all links of the game, and returns how many there were."""
    revoked = await session.scalars(
        update(BoardLinkRow)
        .where(col(BoardLinkRow.game_id) == game, STANDS)
        .values(revoked_at=at)
        .returning(col(BoardLinkRow.digest))
    )
    return len(revoked.all())


async def latest(session: AsyncSession) -> int:
    """The place of the last event that is stored; 0 where none is."""
    return await session.scalar(select(func.max(col(EventRow.id)))) or 0


async def grown(session: AsyncSession, since: int) -> dict[str, int]:
    """The streams that have events behind this place, and the place of the last of each."""
    place = col(EventRow.id)
    asked = select(col(EventRow.stream), func.max(place)).where(place > since).group_by(col(EventRow.stream))
    return {stream: last or 0 for stream, last in await session.execute(asked)}
