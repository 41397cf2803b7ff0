"""One call is one transaction: load, decide, append, enqueue. Nobody else commits."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from random import uniform
from typing import TypeVar
from weakref import WeakValueDictionary

import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.db import faults
from bot.db.noted import say
from bot.domain.errors.store import StoreAway

T = TypeVar("T")
READS_AT_ONCE = 6  # of both kinds; fewer than half the connections: readers must not keep writers waiting
PAUSE, LONGEST_PAUSE = 0.005, 0.5  # seconds, doubled with each try
AHEAD: ContextVar[bool] = ContextVar("ahead", default=False)
"""Whether the reads of this task go before those of the people who ask: what all wait for must not wait for
each."""
READING: ContextVar[bool] = ContextVar("reading", default=False)
"""Whether this task is within a transaction for reading: another one would wait for its end."""
CHANGED: ContextVar["Changes | None"] = ContextVar("changed", default=None)
"""Where it is noted that this task has changed something, if somebody watches."""
ASIDE_FROM = (
    "inbox",
    "visits",
    "pulse",
    "questions",
)  # what is noted on the way is no change that anybody asked for
TRIES = 20  # with an in-process lock, only other replicas can collide
CONTENDED_FOR = 60.0  # seconds since a collision in a stream, in which its writers wait instead
LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:stream, 0))")
log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Changes:
    """Whether anything has been committed since somebody began to watch."""

    any: bool = False


def watch() -> Changes:
    """Whether this task, and what it starts, has committed anything from now on."""
    changes = Changes()
    CHANGED.set(changes)
    return changes


class Transactions:
    """Runs work in transactions, one at a time for each stream in this process.

    The unique constraint on events is the real lock: who loses loads and decides again. The asyncio lock
    only saves the retries; and where replicas have collided lately, so does a lock of PostgreSQL's, which
    would cost all others a statement for nothing. `one_writer` is for SQLite, which has one anyway and waits
    by polling. `is_back` is told when the database works again, `failed` of each transaction that it fails,
    and `collided` of each that somebody else was quicker with.
    """

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        readers: async_sessionmaker[AsyncSession],
        *,
        one_writer: bool,
        is_back: Callable[[], None] = lambda: None,
        failed: Callable[[], None] = lambda: None,
        collided: Callable[[], None] = lambda: None,
    ) -> None:
        self._is_back = is_back
        self._failed, self._collided = failed, collided
        self._one_writer = one_writer
        self._sessions = sessions
        self._readers = readers
        self._waiting = asyncio.Semaphore()  # one of the courier's hundreds: people wait for no more
        at_once = 1 if one_writer else READS_AT_ONCE
        self._reading, self._ahead = asyncio.Semaphore(at_once), asyncio.Semaphore(at_once)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._contended: dict[str, float] = {}  # streams, and until when
        self._troubles: dict[bool, str] = {}  # by whether it was for writing

    @property
    def trouble(self) -> str | None:
        """What is wrong with the database, as a sentence; None where all is well, as far as is known."""
        return next(iter(self._troubles.values()), None)

    async def write(self, stream: str, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """What `work` returns, committed. No network inside. Raises StoreAway where the database fails; then
        nothing was changed, or Moot cannot know."""
        async with (
            self._waiting if self._one_writer and AHEAD.get() else contextlib.nullcontext(),
            self._locks.setdefault("" if self._one_writer else stream, asyncio.Lock()),
        ):
            for attempt in range(1, TRIES + 1):
                try:
                    done = await self._guarded(self._write_once, self._in_turn(stream, work), writes=True)
                except DBAPIError as fault:
                    in_the_way = isinstance(fault, IntegrityError) or faults.collided(fault)
                    if attempt == TRIES or not in_the_way:
                        raise
                else:
                    _note_change(stream)
                    return done
                self._collided()
                self._contended[stream] = time.monotonic() + CONTENDED_FOR
                pause = min(LONGEST_PAUSE, PAUSE * 2**attempt)
                await asyncio.sleep(uniform(0, pause))  # noqa: S311 - so that one gets ahead
        raise AssertionError("unreachable")

    def _in_turn(
        self, stream: str, work: Callable[[AsyncSession], Awaitable[T]]
    ) -> Callable[[AsyncSession], Awaitable[T]]:
        """The work; in a contended stream after that of other replicas that were first."""
        if self._contended.get(stream, 0.0) <= time.monotonic():
            self._contended.pop(stream, None)
            return work

        async def waited(session: AsyncSession) -> T:
            if not self._one_writer:
                await session.execute(LOCK, {"stream": stream})
            return await work(session)

        return waited

    async def read(self, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """What `work` returns; nothing is written. Raises StoreAway where the database fails.

        Few at a time, in the order in which they came: however many people ask, what need not read, above all
        an acknowledgement, has its turn in between. What is read within must be read with the session given.
        """
        assert not READING.get(), "asked within a transaction, and not with its session"
        async with self._ahead if AHEAD.get() else self._reading:
            return await self._guarded(self._read_once, work, writes=False)

    async def _write_once(self, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        async with self._sessions.begin() as session:
            done = await work(session)
        say(session)
        return done

    async def _read_once(self, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        before = READING.set(True)
        try:
            async with self._readers() as session:
                return await work(session)
        finally:
            READING.reset(before)

    async def _guarded(
        self,
        once: Callable[[Callable[[AsyncSession], Awaitable[T]]], Awaitable[T]],
        work: Callable[[AsyncSession], Awaitable[T]],
        *,
        writes: bool,
    ) -> T:
        """Says what is wrong with the database once, when it begins, and when it is over."""
        try:
            done = await once(work)
        except Exception as fault:
            sentence = faults.trouble(fault)
            if sentence is None:
                raise
            if sentence not in self._troubles.values():
                log.error(sentence, action="store", fault=type(fault).__name__)
            self._troubles[writes] = sentence
            self._failed()
            raise StoreAway from fault
        if self._troubles:
            self._went_well(writes)
        return done

    def _went_well(self, writes: bool) -> None:
        """Who can write can read as well; but a full disk and a locked file can still be read."""
        self._troubles = {} if writes else {one: said for one, said in self._troubles.items() if one}
        if not self._troubles:
            log.info("the database works again", action="store")
            self._is_back()


@dataclass(frozen=True, slots=True)
class Within:
    """A transaction for reading that goes on."""

    session: AsyncSession

    async def read(self, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """What `work` returns."""
        return await work(self.session)


def _note_change(stream: str) -> None:
    changes = CHANGED.get()
    if changes is not None and stream.partition(":")[0] not in ASIDE_FROM:
        changes.any = True
