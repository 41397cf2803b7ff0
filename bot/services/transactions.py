"""One call is one transaction: load, decide, append, enqueue. Nobody else commits."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

T = TypeVar("T")
TRIES = 8  # with an in-process lock, only other replicas can collide


class Transactions:
    """Runs work in transactions, one at a time for each stream in this process.

    The unique constraint on events is the real lock: who loses loads and decides again. The asyncio lock
    only saves the retries. `one_writer` is for SQLite, which has one anyway and waits by polling.
    """

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        readers: async_sessionmaker[AsyncSession],
        *,
        one_writer: bool,
    ) -> None:
        self._one_writer = one_writer
        self._sessions = sessions
        self._readers = readers
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def write(self, stream: str, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """What `work` returns, committed. No network inside."""
        async with self._locks["" if self._one_writer else stream]:
            for attempt in range(1, TRIES + 1):
                try:
                    async with self._sessions.begin() as session:
                        return await work(session)
                except IntegrityError:
                    if attempt == TRIES:
                        raise
        raise AssertionError("unreachable")

    async def read(self, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """What `work` returns; nothing is written."""
        async with self._readers() as session:
            return await work(session)
