"""Messages of ours: which card stands where."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from sqlalchemy import bindparam, case, delete, exists, literal, or_, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from bot.db.rooms import Gone
from bot.db.tables import GameRow, PostRow, RoomRow
from bot.db.upsert import Insert, dialect_of, insert
from bot.domain.ids import ChannelId, GameId


@dataclass(frozen=True, slots=True)
class Post:
    """A message of ours: what it is, and where."""

    game: GameId
    key: str
    channel: ChannelId
    ts: str


class CardPlace(NamedTuple):
    """Where a card stands, if it does; the channel of its room, once Slack has made it; and whether the card
    goes on in further messages."""

    post: Post | None
    channel: str | None
    goes_on: bool = False


PART = "#part:"  # in the key of a message in which a card goes on; then comes its number, from 2


def part_key(key: str, number: int) -> str:
    """The key of a card's message of this number; the card's own for the first."""
    return key if number == 1 else f"{key}{PART}{number}"


def card_key(key: str) -> str:
    """The key of the card to which a message belongs."""
    return key.partition(PART)[0]


_POSTS, _ROOMS, _GAMES = (  # their classes would cost more
    SQLModel.metadata.tables[str(one.__tablename__)] for one in (PostRow, RoomRow, GameRow)
)
POST = select(_POSTS.c.channel, _POSTS.c.ts).where(
    _POSTS.c.game_id == bindparam("game"), _POSTS.c.key == bindparam("key")
)


async def post(session: AsyncSession, game: GameId, key: str) -> Post | None:
    """A message of ours by its key."""
    found = (await session.execute(POST, {"game": game, "key": key})).first()
    return None if found is None else Post(game, key, ChannelId(found[0]), found[1])


async def those(session: AsyncSession, game: GameId, keys: Iterable[str]) -> list[Post]:
    """The messages of ours with these keys, as far as they stand somewhere."""
    this, wanted = col(PostRow.game_id) == game, col(PostRow.key).in_(set(keys))
    found = await session.scalars(select(PostRow).where(this, wanted))
    return [Post(GameId(one.game_id), one.key, ChannelId(one.channel), one.ts) for one in found]


_SECOND = _POSTS.alias()
CARD_PLACE = (  # built once, since every card asks it
    select(
        _POSTS.c.channel,
        _POSTS.c.ts,
        case((_ROOMS.c.gone != Gone.ANEW, _ROOMS.c.channel)),
        exists().where(_SECOND.c.game_id == _GAMES.c.id, _SECOND.c.key == bindparam("second")),
    )
    .select_from(_GAMES)
    .outerjoin(_POSTS, (_POSTS.c.game_id == _GAMES.c.id) & (_POSTS.c.key == bindparam("key")))
    .outerjoin(_ROOMS, (_ROOMS.c.game_id == _GAMES.c.id) & (_ROOMS.c.key == bindparam("room")))
    .where(_GAMES.c.id == bindparam("game"))
)


async def card_place(session: AsyncSession, game: GameId, key: str, room: str) -> CardPlace:
    """Where a card stands, or is to stand."""
    asked = {"game": game, "key": key, "room": room, "second": part_key(key, 2)}
    found = (await session.execute(CARD_PLACE, asked)).first()
    if found is None:
        return CardPlace(None, None)
    channel, ts, home, goes_on = found
    return CardPlace(Post(game, key, ChannelId(channel), ts) if channel else None, home, goes_on)


class Channels(NamedTuple):
    """The channels in which cards stand, by their keys; and those of rooms that Slack has made."""

    of_cards: dict[str, str]
    of_rooms: dict[str, str]


CHANNELS = union_all(
    select(literal("card"), _POSTS.c.key, _POSTS.c.channel).where(
        _POSTS.c.game_id == bindparam("game"), _POSTS.c.key.in_(bindparam("cards", expanding=True))
    ),
    select(literal("room"), _ROOMS.c.key, _ROOMS.c.channel).where(
        _ROOMS.c.game_id == bindparam("game"),
        _ROOMS.c.key.in_(bindparam("rooms", expanding=True)),
        _ROOMS.c.gone != Gone.ANEW,
    ),
)


async def channels(
    session: AsyncSession, game: GameId, cards: Collection[str], rooms: Collection[str]
) -> Channels:
    """Where the cards with these keys stand, and the channels of these rooms."""
    found: dict[str, dict[str, str]] = {"card": {}, "room": {}}
    asked = {"game": game, "cards": [*cards], "rooms": [*rooms]}
    for what, key, channel in await session.execute(CHANNELS, asked):
        found[what][key] = channel
    return Channels(found["card"], found["room"])


async def further(session: AsyncSession, game: GameId, key: str) -> list[Post]:
    """The messages in which a card goes on, in their order."""
    goes_on = col(PostRow.key).startswith(f"{key}{PART}", autoescape=True)
    found = await session.scalars(select(PostRow).where(col(PostRow.game_id) == game, goes_on))
    parts = [Post(GameId(one.game_id), one.key, ChannelId(one.channel), one.ts) for one in found]
    return sorted(parts, key=lambda one: int(one.key.rpartition(":")[2]))


async def forget(session: AsyncSession, post: Post) -> None:
    """A message of ours is gone."""
    await session.execute(
        delete(PostRow).where(col(PostRow.game_id) == post.game, col(PostRow.key) == post.key)
    )


async def post_keys(session: AsyncSession, game: GameId, begin: Sequence[str]) -> Sequence[str]:
    """The keys of cards of ours that are one of these, or go on from it with a colon; oldest first."""
    keys = col(PostRow.key)
    fits = [keys == one for one in begin] + [keys.startswith(f"{one}:", autoescape=True) for one in begin]
    cards = ~keys.contains(PART, autoescape=True)
    found = await session.scalars(
        select(keys).where(col(PostRow.game_id) == game, or_(*fits), cards).order_by(col(PostRow.ts))
    )
    return found.all()


async def keys_in(session: AsyncSession, game: GameId, room: str, begin: str) -> Sequence[str]:
    """The keys that go on from this with a colon, of cards that stand in a room's present channel."""
    channel = select(col(RoomRow.channel)).where(col(RoomRow.game_id) == game, col(RoomRow.key) == room)
    begins = col(PostRow.key).startswith(f"{begin}:", autoescape=True)
    begins &= ~col(PostRow.key).contains(PART, autoescape=True)
    stands = (col(PostRow.game_id) == game) & (col(PostRow.channel) == channel.scalar_subquery())
    found = await session.scalars(select(col(PostRow.key)).where(stands, begins))
    return found.all()


POST_AT = (  # built once, since every reaction asks it
    select(col(PostRow.game_id), col(PostRow.key))
    .join(GameRow, col(GameRow.id) == col(PostRow.game_id))
    .where(
        col(PostRow.channel) == bindparam("channel"),
        col(PostRow.ts) == bindparam("ts"),
        col(GameRow.team_id) == bindparam("team"),
    )
)


async def post_at(session: AsyncSession, team_id: str, channel: str, ts: str) -> Post | None:
    """The message of ours at this place; a `ts` alone is unique only within its channel."""
    found = (await session.execute(POST_AT, {"channel": channel, "ts": ts, "team": team_id})).first()
    return None if found is None else Post(GameId(found[0]), found[1], ChannelId(channel), ts)


async def save_post(session: AsyncSession, post: Post, *, may_stand_twice: bool = False) -> None:
    """Remembers where a message of ours stands."""
    await save_posts(session, [(post, may_stand_twice)])


async def save_posts(session: AsyncSession, those: Iterable[tuple[Post, bool]]) -> None:
    """Remembers where messages of ours stand, and whether each may stand twice."""
    new = [
        {"game_id": one.game, "key": one.key, "channel": one.channel, "ts": one.ts, "doubtful": doubtful}
        for one, doubtful in those
    ]
    if new:
        await session.execute(_save_post(dialect_of(session)), [{**one, "seeded": False} for one in new])


async def is_seeded(session: AsyncSession, post: Post) -> bool:
    """Whether the choices stand under this very message."""
    row = await session.get(PostRow, (post.game, post.key))
    return row is not None and row.ts == post.ts and row.seeded


async def save_seeded(session: AsyncSession, post: Post) -> None:
    """The choices stand under this message."""
    this = col(PostRow.game_id) == post.game, col(PostRow.key) == post.key, col(PostRow.ts) == post.ts
    await session.execute(update(PostRow).where(*this).values(seeded=True))


@cache
def _save_post(dialect: str) -> Insert:
    new = insert(dialect, PostRow)
    doubtful = col(PostRow.doubtful) | new.excluded.doubtful  # once, and for ever
    place = {name: new.excluded[name] for name in ("channel", "ts", "seeded")} | {"doubtful": doubtful}
    return new.on_conflict_do_update(index_elements=["game_id", "key"], set_=place)


async def doubtful(session: AsyncSession, team_id: str | None = None, channel: str = "") -> Sequence[Post]:
    """The messages, in a workspace's channel or in all, that may stand twice: the answer to the first was
    lost."""
    which = select(PostRow).where(col(PostRow.doubtful))
    if team_id is not None:
        which = which.join(GameRow, col(GameRow.id) == col(PostRow.game_id)).where(
            col(GameRow.team_id) == team_id, col(PostRow.channel) == channel
        )
    found = await session.scalars(which)
    return [Post(GameId(one.game_id), one.key, ChannelId(one.channel), one.ts) for one in found]


async def forget_channel(session: AsyncSession, game: GameId, channel: str) -> None:
    """Every message of ours in a channel is out of reach."""
    await session.execute(
        delete(PostRow).where(col(PostRow.game_id) == game, col(PostRow.channel) == channel)
    )
