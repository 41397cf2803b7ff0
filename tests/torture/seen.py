"""What a game came to: what is stored, and what a reader of each channel sees. Made to be compared."""

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import select

from bot.courier.recovery import metadata
from bot.db.tables import PostRow
from bot.domain.ids import GameId
from bot.reports import policy_book
from bot.workspace.state.records import Channel, Message
from tests.torture.nursery import GAME
from tests.torture.stage import Stage

LEFT_OUT = (
    "cue:0:",  # the first phase is cut short; a cue whose bell is due as well does not ring any more
    "two_choices:",  # whether two choices stand for a moment depends on which event is lost or late
)
WHEN_HEARD = ("heard", "made", "asked")  # a vote is heard from an event, or read back: it counts for the same
VERSIONED = re.compile(
    r"^(turn|change|facilitates|signed_up|taken_off|away|seat|envelope:\w+:\w+-\d+|invited):\d+"
)
ASIDE = (
    "turn:",
    "slide:",
    "book_files:",
    "all_books:",
    "report:",
)  # cards with a lane of their own in a channel: in order among themselves

_MASKS = (
    (re.compile(r"https?://[^|>\s]*/archives/(\w+)/p\d+[^|>\s]*"), r"(message in \1)"),
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)?"), "(moment)"),
    (re.compile(r"<!date\^[^>]*>"), "(moment)"),
    (re.compile(r"\b\d{1,2}:\d{2}(:\d{2})?( ?[ap]m)?\b"), "(time)"),
    (re.compile(r"\b\d+(\.\d+)? ?(hours?|minutes?|seconds?|min|h|m|s)\b( (and )?)?"), "(span)"),
    (re.compile(r"(\(span\))+"), "(span)"),
    (re.compile(r"\b\d{9,}(\.\d+)?\b"), "(number)"),
)


_CHANNEL = re.compile(r"\bC0[0-9A-Z]{9}\b")


@dataclasses.dataclass(frozen=True, slots=True)
class Card:
    """A message of the bot: what it is, by its key, and what it says in the end."""

    key: str
    says: str


@dataclasses.dataclass(frozen=True, slots=True)
class Seen:
    """Everything that is compared; and each copy too many of a card, which `channels` has once."""

    stored: Mapping[str, Any]
    channels: Mapping[str, Mapping[str, Any]]
    doubles: tuple[str, ...]
    doubtful: frozenset[str]  # the cards of which the bot itself says that they may stand twice


async def look(stage: Stage) -> Seen:
    """At a game that is over, and of which everything is sent."""
    game, scenario = await stage.store.services.reader.game(GAME)
    councils = await stage.store.services.reader.councils(game)
    async with stage.store.engine.connect() as connection:
        rows = await connection.execute(select(PostRow))
        known = rows.all()
    posts = {(one.channel, one.ts): one.key for one in known}
    stored = {
        "game": plain(game),
        "councils": [plain(one) for one in councils],
        "books": [plain(policy_book.as_json(game, scenario, one)) for one in councils],
    }
    names = {
        stage.workspace.people[one].id: stage.workspace.people[one].name for one in stage.workspace.people
    }
    reader = _Reader(stage, posts, names)
    channels = {reader.name(one): reader.channel(one) for one in stage.workspace.channels.values()}
    where = {one.id: reader.name(one) for one in stage.workspace.channels.values()}
    doubtful = frozenset(_copy(one.key, where[one.channel]) for one in known if one.doubtful)
    return Seen(stored, channels, tuple(reader.doubles), doubtful)


class _Reader:
    """Reads channels as people do, and knows by the marks in the metadata which card a message is."""

    def __init__(self, stage: Stage, posts: Mapping[tuple[str, str], str], names: Mapping[str, str]) -> None:
        self._stage, self._posts, self._names = stage, posts, names
        self._by_mark = {_mark(metadata(GameId(GAME), key)): key for key in posts.values()}
        self._by_file = {
            (channel, self._file(stage.workspace.channels[channel].messages[ts])): key
            for (channel, ts), key in posts.items()
            if ts in stage.workspace.channels[channel].messages
        }
        self.doubles: list[str] = []

    def name(self, channel: Channel) -> str:
        """A channel's name; that of the other one for a conversation with the bot."""
        if channel.kind != "dm":
            return channel.name
        others = sorted(self._names[one] for one in channel.members if one != self._stage.app.bot_user_id)
        return f"dm with {' '.join(others)}"

    def channel(self, channel: Channel) -> Mapping[str, Any]:
        """What stands in it, in order; who is in it."""
        cards: dict[str, str] = {}  # a card's place is where it stood first
        for ts, one in channel.messages.items():
            key = self._key(channel, ts, one)
            if key is None or key.startswith(LEFT_OUT):
                continue
            if (channel.id, ts) in self._posts or key not in self._by_mark.values():
                cards[key] = self._says(one)
            else:
                self.doubles.append(_copy(key, self.name(channel)))
                cards.setdefault(key, "")
        shown = [Card(_named(key), says) for key, says in cards.items()]
        return {
            "main": [card for card in shown if not card.key.startswith(ASIDE)],
            "aside": [card for card in shown if card.key.startswith(ASIDE)],
            "members": sorted(self._names[one] for one in channel.members),
            "archived": channel.archived,
            "topic": masked(channel.topic),
        }

    def _key(self, channel: Channel, ts: str, message: Message) -> str | None:
        """Which card a message of the bot is; None for what others said."""
        if message.app_id != self._stage.app.id or message.subtype is not None:
            return None
        known = self._posts.get((channel.id, ts)) or self._by_mark.get(_mark(message.metadata))
        if known is None and message.files:
            known = self._by_file.get((channel.id, self._file(message)))
        return known or f"unknown: {ts} {message.text[:60]}"

    def _file(self, message: Message) -> str:
        """The name of the first file of a message; those carry no mark."""
        return self._stage.workspace.files[message.files[0]].name if message.files else ""

    def _says(self, message: Message) -> str:
        reactions = {
            name: sorted(self._names[one] for one in users)
            for name, users in message.reactions.items()
            if users
        }
        return self._in_names(masked(f"{message.text} {_words(message.blocks)} {reactions}"))

    def _in_names(self, text: str) -> str:
        """With the names of channels in place of their ids: what is done twice takes an id more, and from
        then on those of both games differ."""
        rooms = self._stage.workspace.channels
        return _CHANNEL.sub(lambda found: rooms[found[0]].name if found[0] in rooms else found[0], text)


def _copy(key: str, channel: str) -> str:
    return f"{key} in {channel}"


def _named(key: str) -> str:
    """A key without what no two games share."""
    return VERSIONED.sub(r"\1:(number)", masked(key))


def _mark(metadata: Mapping[str, Any] | None) -> str:
    return str(((metadata or {}).get("event_payload") or {}).get("card", ""))


def _words(blocks: Any) -> str:
    """All texts in blocks, and the buttons' values."""
    return " | ".join(_texts(blocks))


def _texts(value: Any) -> Iterator[str]:
    match value:
        case {"text": str(text), **_more}:
            yield text
        case dict():
            for one in value.values():
                yield from _texts(one)
        case list():
            for one in value:
                yield from _texts(one)


def masked(text: str) -> str:
    """The text without moments and spans, which no two games share."""
    for pattern, word in _MASKS:
        text = pattern.sub(word, text)
    return text


def plain(value: Any) -> Any:
    """A state as plain data without moments."""
    match value:
        case datetime():
            return "(moment)"
        case timedelta():
            return "(span)"
        case str() if not isinstance(value, Enum):
            return masked(value)
        case _ if dataclasses.is_dataclass(value):
            fields = (one.name for one in dataclasses.fields(value) if one.name not in WHEN_HEARD)
            return {name: plain(getattr(value, name)) for name in fields}
        case Mapping():
            return {str(plain(key)): plain(one) for key, one in sorted(value.items(), key=repr)}
        case frozenset() | set():
            return sorted((plain(one) for one in value), key=repr)
        case tuple() | list():
            return [plain(one) for one in value]
        case _:
            return value


def first_difference(expected: Any, found: Any, where: str = "") -> str | None:
    """The first place at which two of these are not the same, in words."""
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        for key in dict.fromkeys([*expected, *found]):
            if key not in expected or key not in found:
                return (
                    f"{where}/{key} is only in the {'undisturbed' if key in expected else 'disturbed'} game"
                )
            if told := first_difference(expected[key], found[key], f"{where}/{key}"):
                return told
        return None
    if isinstance(expected, list) and isinstance(found, list):
        for number, (one, other) in enumerate(zip(expected, found, strict=False)):
            if told := first_difference(one, other, f"{where}/{number}"):
                return told
        if len(expected) != len(found):
            counts = Counter(map(repr, expected)), Counter(map(repr, found))
            lost, more = list(counts[0] - counts[1]), list(counts[1] - counts[0])
            return f"{where}: lost {lost[:2]}, more {more[:2]}"
        return None
    if isinstance(expected, Card) and isinstance(found, Card) and expected.key == found.key:
        return (
            None
            if expected.says == found.says
            else f"{where}/{expected.key}: {_around(expected.says, found.says)}"
        )
    return None if expected == found else f"{where}: expected {expected!r:.300}, found {found!r:.300}"


def _around(one: str, other: str) -> str:
    at = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    start = max(0, at - 60)
    return f"expected …{one[start : at + 80]!r}, found …{other[start : at + 80]!r}"
