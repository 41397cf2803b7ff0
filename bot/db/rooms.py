"""The channels of a game's rooms."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import String, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from bot.db.members import BURST
from bot.db.tables import GameRow, RoomRow
from bot.db.upsert import dialect_of, upsert
from bot.domain.game import Stage
from bot.domain.ids import GameId, Moment


class Gone(StrEnum):
    """Why nothing can be done in a channel."""

    ARCHIVED = "archived"
    OUT = "out"  # Moot is not in it
    DELETED = "deleted"
    ANEW = "anew"  # another one is being made


@dataclass(frozen=True, slots=True)
class Lost:
    """A room whose channel was lost. `gone` is empty where it can be used again."""

    key: str
    channel: str
    gone: str


async def room(session: AsyncSession, game: GameId, key: str) -> RoomRow | None:
    """A room by its key."""
    return await session.get(RoomRow, (game, key))


_ROOMS = SQLModel.metadata.tables[str(RoomRow.__tablename__)]  # its class would cost more
OPEN_ROOM = select(_ROOMS.c.channel, _ROOMS.c.archived, _ROOMS.c.gone).where(
    _ROOMS.c.game_id == bindparam("game"), _ROOMS.c.key == bindparam("key")
)


async def open_room(session: AsyncSession, game: GameId, key: str) -> tuple[str | None, bool]:
    """The channel id of a room, once Slack has made it; and whether it can be used."""
    found = (await session.execute(OPEN_ROOM, {"game": game, "key": key})).first()
    if found is None or found.gone == Gone.ANEW:
        return None, False
    return found.channel, not found.archived and not found.gone


async def rooms(session: AsyncSession, game: GameId, begin: str) -> Sequence[RoomRow]:
    """The rooms whose keys begin so."""
    begins = col(RoomRow.key).startswith(begin, autoescape=True)
    found = await session.scalars(select(RoomRow).where(col(RoomRow.game_id) == game, begins))
    return found.all()


async def save_room(session: AsyncSession, game: GameId, key: str, channel: str) -> None:
    """Remembers the channel that Slack made for a room."""
    await save_rooms(session, [(game, key, channel)])


async def save_rooms(session: AsyncSession, those: Iterable[tuple[GameId, str, str]]) -> None:
    """Remembers the channels that Slack made for rooms, each with its game and its key."""
    new = [
        {"game_id": game, "key": key, "channel": channel, "archived": False, "gone": ""}
        for game, key, channel in those
    ]
    if new:
        await session.execute(upsert(dialect_of(session), RoomRow, "channel", "archived", "gone"), new)


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


OPEN_ROOMS = select(_ROOMS.c.key).where(
    _ROOMS.c.game_id == bindparam("game"),
    func.substr(_ROOMS.c.key, 1, func.length(bindparam("begin", type_=String))) == bindparam("begin"),
    _ROOMS.c.archived.is_(False),
)


async def open_rooms(session: AsyncSession, game: GameId, begin: str) -> Sequence[str]:
    """The keys of rooms that begin so and are not archived."""
    return (await session.scalars(OPEN_ROOMS, {"game": game, "begin": begin})).all()


OF_CHANNEL = (  # built once: it is asked whenever somebody comes or goes
    select(RoomRow)
    .join(GameRow, col(GameRow.id) == col(RoomRow.game_id))
    .where(
        col(RoomRow.channel) == bindparam("channel"),
        col(GameRow.team_id) == bindparam("team"),
        col(GameRow.stage) != Stage.ENDED,
    )
)


async def of_channel(session: AsyncSession, team_id: str, channel: str) -> Sequence[RoomRow]:
    """The rooms of games that go on which have this channel."""
    return (await session.scalars(OF_CHANNEL, {"channel": channel, "team": team_id})).all()


async def gone(session: AsyncSession, game: GameId) -> Sequence[RoomRow]:
    """The rooms in which nothing can be done."""
    found = await session.scalars(
        select(RoomRow)
        .where(col(RoomRow.game_id) == game, col(RoomRow.gone) != "")
        .order_by(col(RoomRow.key))
    )
    return found.all()


GONE_FROM = select(RoomRow).where(
    col(RoomRow.game_id).in_(bindparam("games", expanding=True)),
    col(RoomRow.key).in_(bindparam("keys", expanding=True)),
    col(RoomRow.gone).in_(bindparam("gone", expanding=True)),
)


async def gone_from(
    session: AsyncSession, those: Collection[tuple[str, str]], why: Collection[Gone]
) -> list[RoomRow]:
    """Those of these rooms, each a game and a key, in which nothing can be done for one of these reasons."""
    if not those:
        return []
    games, keys = {game for game, _ in those}, {key for _, key in those}
    found = await session.scalars(GONE_FROM, {"games": [*games], "keys": [*keys], "gone": [*why]})
    return [row for row in found if (row.game_id, row.key) in those]


async def lost(session: AsyncSession, game: GameId, since: Moment) -> Sequence[Lost]:
    """The rooms whose channels were lost then, those that can be used again as well."""
    found = await session.scalars(
        select(RoomRow)
        .where(col(RoomRow.game_id) == game, col(RoomRow.gone_at) == since)
        .order_by(col(RoomRow.key))
    )
    return [Lost(row.key, row.channel, row.gone) for row in found]


async def burst(session: AsyncSession, game: GameId, at: Moment) -> Moment:
    """When the game began to lose channels, if that was a moment ago; else `at`."""
    began: Moment | None = await session.scalar(
        select(func.min(col(RoomRow.gone_at))).where(
            col(RoomRow.game_id) == game, col(RoomRow.gone) != "", col(RoomRow.gone_at) > at - BURST
        )
    )
    return began or at
