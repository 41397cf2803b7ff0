"""The channels of a game's rooms."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.db.tables import RoomRow
from bot.db.upsert import Insert, dialect_of, insert
from bot.domain.ids import GameId


async def room(session: AsyncSession, game: GameId, key: str) -> RoomRow | None:
    """A room by its key."""
    return await session.get(RoomRow, (game, key))


async def rooms(session: AsyncSession, game: GameId, begin: str) -> Sequence[RoomRow]:
    """The rooms whose keys begin so."""
    begins = col(RoomRow.key).startswith(begin, autoescape=True)
    found = await session.scalars(select(RoomRow).where(col(RoomRow.game_id) == game, begins))
    return found.all()


async def save_room(session: AsyncSession, game: GameId, key: str, channel: str) -> None:
    """Remembers the channel that Slack made for a room."""
    room = {"game_id": game, "key": key, "channel": channel, "archived": False}
    await session.execute(_save_room(dialect_of(session)), room)


@cache
def _save_room(dialect: str) -> Insert:
    new = insert(dialect, RoomRow)
    place = {"channel": new.excluded.channel, "archived": new.excluded.archived}
    return new.on_conflict_do_update(index_elements=["game_id", "key"], set_=place)


async def lock_channel(session: AsyncSession, team_id: str, channel: str) -> None:
    """Nobody else gives this channel to a game until the end of the transaction. SQLite has one writer
    anyway."""
    if dialect_of(session) == "postgresql":
        key = func.hashtext(f"plenary {team_id} {channel}")
        await session.execute(select(func.pg_advisory_xact_lock(key)))


async def archive_room(session: AsyncSession, game: GameId, key: str) -> None:
    """Remembers that a room is archived."""
    await session.execute(
        update(RoomRow).where(col(RoomRow.game_id) == game, col(RoomRow.key) == key).values(archived=True)
    )


async def open_rooms(session: AsyncSession, game: GameId, begin: str) -> Sequence[str]:
    """The keys of rooms that begin so and are not archived."""
    found = await session.scalars(
        select(col(RoomRow.key)).where(
            col(RoomRow.game_id) == game,
            col(RoomRow.key).startswith(begin, autoescape=True),
            col(RoomRow.archived).is_(False),
        )
    )
    return found.all()
