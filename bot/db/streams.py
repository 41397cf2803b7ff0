"""The event store: streams of events, folded and cached by version."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.db import directory
from bot.db.codec import decode, encode
from bot.db.tables import EventRow
from bot.domain.council import Council
from bot.domain.council import evolve as evolve_council
from bot.domain.council.events import CouncilEvent
from bot.domain.game import Game
from bot.domain.game import evolve as evolve_game
from bot.domain.game.events import GameEvent
from bot.domain.ids import CouncilId, GameId, Moment, SlackTeam, game_of

S = TypeVar("S")
E = TypeVar("E")

CACHED_STREAMS = 2_000
NEWER = (  # built once, since everything asks it
    select(col(EventRow.version), col(EventRow.kind), col(EventRow.data))
    .where(col(EventRow.stream) == bindparam("stream"), col(EventRow.version) > bindparam("known"))
    .order_by(col(EventRow.version))
)


@dataclass(frozen=True, slots=True)
class Folded(Generic[S]):
    """A stream's state after `version` events; None before the first."""

    state: S | None
    version: int


class EventStreams(Generic[S, E]):
    """All streams of one kind. Reading costs only the events since the last look.

    `game_of` gives the game of a stream. Seen `by` a workspace, only its own streams have anything in them,
    whatever ids are asked for.
    """

    def __init__(
        self, prefix: str, evolve: Callable[[S | None, E], S], game_of: Callable[[str], GameId]
    ) -> None:
        self._prefix = prefix
        self._evolve = evolve
        self._game_of = game_of
        self._team: SlackTeam | None = None
        self._cache: OrderedDict[str, Folded[S]] = OrderedDict()
        self._owners: dict[GameId, SlackTeam] = {}

    def by(self, team: SlackTeam) -> "EventStreams[S, E]":
        """The same streams, as this workspace sees them."""
        seen = copy(self)
        seen._team = team
        return seen

    async def _is_seen(self, session: AsyncSession, key: str) -> bool:
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
        if not await self._is_seen(session, key):
            return Folded(None, 0)
        folded = self._cache.get(key, Folded(None, 0))
        rows = await session.execute(NEWER, {"stream": self._name(key), "known": folded.version})
        state, version = folded.state, folded.version
        for number, kind, data in rows:
            state, version = self._evolve(state, decode(kind, data)), number
        folded = Folded(state, version)
        if self._name(key) not in session.info:  # what this transaction added may yet be rolled back
            self._keep(key, folded)
        return folded

    async def event(self, session: AsyncSession, key: str, version: int) -> E:
        """One event; NoResultFound if there is none of this version."""
        row = await session.execute(
            select(col(EventRow.kind), col(EventRow.data)).where(
                col(EventRow.stream) == self._name(key), col(EventRow.version) == version
            )
        )
        kind, data = row.one()
        found: E = decode(kind, data)
        return found

    async def between(self, session: AsyncSession, key: str, since: Moment, until: Moment) -> list[E]:
        """What was stored after `since`, up to and with `until`, in order."""
        if not await self._is_seen(session, key):
            return []
        at = col(EventRow.at)
        rows = await session.execute(
            select(col(EventRow.kind), col(EventRow.data))
            .where(col(EventRow.stream) == self._name(key), at > since, at <= until)
            .order_by(col(EventRow.version))
        )
        return [decode(kind, data) for kind, data in rows]

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
        state, encoded = folded.state, [encode(event) for event in events]
        session.info[self._name(key)] = "appended"
        for version, (event, (kind, data)) in enumerate(
            zip(events, encoded, strict=True), start=folded.version + 1
        ):
            row = EventRow(stream=self._name(key), version=version, kind=kind, data=data, at=at, actor=actor)
            session.add(row)
            state = self._evolve(state, event)
        await session.flush()
        if state is None:
            raise ValueError("a stream begins with an event")
        return state

    def _name(self, key: str) -> str:
        return f"{self._prefix}:{key}"

    def _keep(self, key: str, folded: Folded[S]) -> None:
        self._cache[key] = folded
        self._cache.move_to_end(key)
        if len(self._cache) > CACHED_STREAMS:
            self._cache.popitem(last=False)


def game_streams() -> EventStreams[Game, GameEvent]:
    """The streams of games."""
    return EventStreams("game", evolve_game, GameId)


def council_streams() -> EventStreams[Council, CouncilEvent]:
    """The streams of councils."""
    return EventStreams("council", evolve_council, lambda key: game_of(CouncilId(key)))
