"""The event store: streams of events, folded and cached by version.

A stream that cannot be read sets its game aside (`Aside`), so that no other game is harmed; unless a newer
version is at work, which can read it.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from copy import copy
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from sqlalchemy import JSON, Integer, Select, TableValuedAlias, bindparam, cast, func, insert, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from bot.db import directory
from bot.db.aside import Aside
from bot.db.codec import UnknownKind, decode, encode, wrong_in
from bot.db.noted import noted
from bot.db.tables import EventRow
from bot.domain.council import Council
from bot.domain.council import evolve as evolve_council
from bot.domain.council.events import CouncilEvent
from bot.domain.errors.aside import Cause, EventUnknown, EventUnreadable
from bot.domain.game import Game
from bot.domain.game import evolve as evolve_game
from bot.domain.game.events import GameEvent
from bot.domain.ids import CouncilId, GameId, Moment, SlackTeam, UserId, game_of
from bot.domain.log import Recorded

S = TypeVar("S")
E = TypeVar("E")

UNREADABLE = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)
"""What decoding or folding raises where something stands in a stream that was never decided."""
CACHED_STREAMS = 2_000
AT_ONCE = 200  # events that are folded before others have their turn: some milliseconds
LOADED = "loaded"  # in a session's info: its streams, where each is loaded once
_EVENTS = SQLModel.metadata.tables[str(EventRow.__tablename__)]  # its classes would cost more
_EVENT = _EVENTS.c.version, _EVENTS.c.kind, _EVENTS.c.data
NEWER = (  # built once, since everything asks it
    select(*_EVENT)
    .where(_EVENTS.c.stream == bindparam("stream"), _EVENTS.c.version > bindparam("known"))
    .order_by(_EVENTS.c.version)
)
APPENDED = insert(_EVENTS)


def _newer_in_each(known: TableValuedAlias) -> Select[Any]:
    """The events of several streams after the version that is known of each, as `known` has it."""
    is_newer = _EVENTS.c.version > cast(known.c.value, Integer)
    return (
        select(_EVENTS.c.stream, *_EVENT)
        .select_from(known.join(_EVENTS, (_EVENTS.c.stream == known.c.key) & is_newer))
        .order_by(_EVENTS.c.version)
    )


_KNOWN = bindparam("known", type_=JSON)
NEWER_IN_EACH = {  # by dialect
    "sqlite": _newer_in_each(func.json_each(_KNOWN).table_valued("key", "value")),
    "postgresql": _newer_in_each(func.json_each_text(_KNOWN).table_valued("key", "value")),
}


def load_once(session: AsyncSession) -> None:
    """From now on each stream is loaded once in this session. Right where all reads see the same moment."""
    session.info.setdefault(LOADED, {})


class Unread(Exception):
    """Something in a game's streams that this version cannot read or use, and why."""

    def __init__(self, game: GameId, cause: Cause) -> None:
        super().__init__(game)
        self.game, self.cause = game, cause


@dataclass(frozen=True, slots=True)
class Folded(Generic[S]):
    """A stream's state after `version` events; None before the first."""

    state: S | None
    version: int


@dataclass(eq=False, repr=False)
class EventStreams(Generic[S, E]):
    """All streams of one kind. Reading costs only the events since the last look.

    `game_of` gives the game of a stream. Seen `by` a workspace, only its own streams have anything in them,
    whatever ids are asked for. Whatever is read raises SetAside where the game is set aside. What cannot be
    read sets it aside; so does a state of which `unfit` says why it is of no use.
    """

    _prefix: str
    _evolve: Callable[[S | None, E], S]
    _game_of: Callable[[str], GameId]
    _aside: Aside
    _unfit: Callable[[S], Cause | None] = lambda _: None
    _team: SlackTeam | None = None
    _cache: OrderedDict[str, Folded[S]] = field(default_factory=OrderedDict)
    _owners: dict[GameId, SlackTeam] = field(default_factory=dict)

    def by(self, team: SlackTeam) -> "EventStreams[S, E]":
        """These streams as one workspace sees them: those of other workspaces are empty."""
        seen = copy(self)
        seen._team = team
        return seen

    async def is_seen(self, session: AsyncSession, key: str) -> bool:
        """Whether a stream is this workspace's own, or new."""
        if self._team is None:
            return True
        game = self._game_of(key)
        owner = self._owners.get(game) or await directory.owner(session, game)
        if owner is None:
            return True  # there is nothing yet
        self._owners[game] = owner
        return self._team.is_same(owner)

    async def load(self, session: AsyncSession, key: str) -> Folded[S]:
        """The stream as the database has it now."""
        if not await self.is_seen(session, key):
            return Folded(None, 0)
        self._aside.check(self._game_of(key))
        loaded: dict[str, Folded[S]] = session.info.get(LOADED, {})
        if (name := self._name(key)) not in loaded:
            known = self._known(key)
            rows = await session.execute(NEWER, {"stream": name, "known": known.version})
            async with self._reading(session):
                loaded[name] = await self._folded(session, key, known, rows)
        return loaded[name]

    async def load_each(self, session: AsyncSession, keys: Iterable[str]) -> list[Folded[S]]:
        """Streams of one game as the database has them now, in this order, by one statement."""
        known = {key: self._known(key) for key in keys}
        if not known or not await self.is_seen(session, next(iter(known))):
            return [Folded(None, 0) for _ in known]
        self._aside.check(self._game_of(next(iter(known))))
        loaded: dict[str, Folded[S]] = session.info.get(LOADED, {})
        asked = {key: folded for key, folded in known.items() if self._name(key) not in loaded}
        rows = await self._newer(session, asked) if asked else {}
        async with self._reading(session):
            for key, folded in asked.items():
                name = self._name(key)
                loaded[name] = await self._folded(session, key, folded, rows.get(name, ()))
        return [loaded[self._name(key)] for key in known]

    async def _newer(self, session: AsyncSession, known: Mapping[str, Folded[S]]) -> dict[str, list[Any]]:
        asked = {self._name(key): folded.version for key, folded in known.items()}
        newer, rows = NEWER_IN_EACH[session.get_bind().dialect.name], dict[str, list[Any]]()
        for stream, *event in await session.execute(newer, {"known": asked}):
            rows.setdefault(stream, []).append(event)
        return rows

    def _known(self, key: str) -> Folded[S]:
        return self._cache.setdefault(key, Folded(None, 0))

    async def _folded(
        self, session: AsyncSession, key: str, known: Folded[S], rows: Iterable[Any]
    ) -> Folded[S]:
        """What is known of a stream with these events; kept, unless something else came to be known
        meanwhile, or this transaction has added some: it may yet be rolled back."""
        folded = await self._fold(key, known, rows)
        if folded.state is not None and (cause := self._unfit(folded.state)) is not None:
            raise Unread(self._game_of(key), cause)
        if self._name(key) not in session.info and self._cache.get(key) is known:
            self._keep(key, folded)
        return folded

    async def _fold(self, key: str, folded: Folded[S], rows: Iterable[Any]) -> Folded[S]:
        state, version = folded.state, folded.version
        for count, (number, kind, data) in enumerate(rows, start=1):
            try:
                state, version = self._evolve(state, decode(kind, data)), number
            except UNREADABLE as fault:
                raise self._unreadable(key, number, kind, fault) from None
            if count % AT_ONCE == 0:
                await asyncio.sleep(0)
        return folded if version == folded.version else Folded(state, version)

    async def event(self, session: AsyncSession, key: str, version: int) -> E:
        """One event; NoResultFound if there is none of this version."""
        if not await self.is_seen(session, key):
            raise NoResultFound
        self._aside.check(self._game_of(key))
        row = await session.execute(_events(self._name(key)).where(_EVENTS.c.version == version))
        async with self._reading(session):
            return self._decoded(key, *row.one())

    async def between(self, session: AsyncSession, key: str, since: Moment, until: Moment) -> list[E]:
        """What was stored after `since`, up to and with `until`, in order."""
        if not await self.is_seen(session, key):
            return []
        self._aside.check(self._game_of(key))
        at = _EVENTS.c.at
        rows = await session.execute(_events(self._name(key)).where(at > since, at <= until))
        async with self._reading(session):
            return [self._decoded(key, *row) for row in rows]

    async def recorded(self, session: AsyncSession, keys: Iterable[str]) -> dict[str, list[Recorded[E]]]:
        """Every event of some streams of one game, by stream and in order, with how it is stored."""
        found: dict[str, list[Recorded[E]]] = {key: [] for key in keys}
        names = {self._name(key): key for key in found}
        if not names or not await self.is_seen(session, next(iter(found))):
            return found
        self._aside.check(self._game_of(next(iter(found))))
        stored = select(EventRow).where(col(EventRow.stream).in_(names)).order_by(col(EventRow.id))
        async with self._reading(session):
            for row in await session.scalars(stored):
                key, place = names[row.stream], row.id or 0
                event = self._decoded(key, row.version, row.kind, row.data)
                about = row.stream, row.version, row.at, UserId(row.actor), event, place
                found[key].append(Recorded(*about))
        return found

    @asynccontextmanager
    async def _reading(self, session: AsyncSession) -> AsyncIterator[None]:
        """What cannot be read within is left to a newer version, or sets its game aside."""
        try:
            yield
        except Unread as unread:
            raise await self._aside.unread(session, unread.game, unread.cause) from None

    def _decoded(self, key: str, number: int, kind: str, data: Any) -> E:
        try:
            found: E = decode(kind, data)
        except UNREADABLE as fault:
            raise self._unreadable(key, number, kind, fault) from None
        return found

    def _unreadable(self, key: str, number: int, kind: str, fault: Exception) -> Unread:
        cause: Cause
        if isinstance(fault, UnknownKind):
            cause = EventUnknown(log=self._log(key), kind=kind, number=number)
        else:
            fields = wrong_in(fault) if isinstance(fault, ValidationError) else ()
            wrong = ", ".join(fields) or type(fault).__name__
            cause = EventUnreadable(log=self._log(key), kind=kind, number=number, fault=wrong)
        return Unread(self._game_of(key), cause)

    def _log(self, key: str) -> str:
        council = key.rpartition("-")[2]
        return f"The log of Council {council}" if self._prefix == "council" else "The game's log"

    async def append(
        self,
        session: AsyncSession,
        key: str,
        folded: Folded[S],
        events: Sequence[E],
        *,
        at: Moment,
        actor: str,
    ) -> S:
        """Stores the events after `folded` and returns the state with them.

        Raises CannotBeStored before anything is added; and IntegrityError if somebody else was first: then
        the caller loads and decides again.
        """
        state, encoded, rows = folded.state, [encode(event) for event in events], list[dict[str, Any]]()
        session.info[self._name(key)] = "appended"
        noted(session).events.extend(f"{self._name(key)} {kind}" for kind, _ in encoded)
        for version, (event, (kind, data)) in enumerate(
            zip(events, encoded, strict=True), start=folded.version + 1
        ):
            stored = {"stream": self._name(key), "version": version, "kind": kind, "data": data}
            rows.append({**stored, "at": at, "actor": actor})
            state = self._evolve(state, event)
        if rows:
            await session.execute(APPENDED, rows)
        if state is None:
            raise ValueError("a stream begins with an event")
        return state

    def anew(self, game: GameId) -> None:
        """What is stored of a game was rewritten: nothing that was folded of it holds. An empty id is any."""
        for key in [key for key in self._cache if not game or self._game_of(key) == game]:
            del self._cache[key]
        self._owners.clear()

    def _name(self, key: str) -> str:
        return f"{self._prefix}:{key}"

    def _keep(self, key: str, folded: Folded[S]) -> None:
        self._cache[key] = folded
        self._cache.move_to_end(key)
        if len(self._cache) > CACHED_STREAMS:
            self._cache.popitem(last=False)


def _events(name: str) -> Select[Any]:
    return select(*_EVENT).where(_EVENTS.c.stream == name).order_by(_EVENTS.c.version)


def game_streams(
    aside: Aside | None = None, unfit: Callable[[Game], Cause | None] = lambda _: None
) -> EventStreams[Game, GameEvent]:
    """The streams of games; `unfit` says why one cannot be run, though it can be read."""
    return EventStreams("game", evolve_game, GameId, aside or Aside(), unfit)


def council_streams(aside: Aside | None = None) -> EventStreams[Council, CouncilEvent]:
    """The streams of councils."""
    return EventStreams("council", evolve_council, lambda key: game_of(CouncilId(key)), aside or Aside())
