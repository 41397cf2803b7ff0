"""Small pieces of work that come close upon one another, in one transaction: what a transaction costs, above
all its commit, is paid once for all of them."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, TypeAlias, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession
from structlog.contextvars import get_contextvars

from bot.causes import because_of
from bot.db.transactions import Transactions
from bot.domain.errors.store import StoreAway

T = TypeVar("T")
G = TypeVar("G")
Alike: TypeAlias = Callable[[AsyncSession, Sequence[G]], Awaitable[Sequence[T]]]
MOST = 50  # pieces: what people do meanwhile does not wait for more


@dataclass(eq=False, slots=True)
class Piece:
    """Work that waits, for something `given`, what becomes of it, and what lines of the log say of it: its
    cause above all."""

    work: Alike[Any, Any]
    given: Any
    done: asyncio.Future[Any]
    about: dict[str, Any] = field(default_factory=get_contextvars)


class Together:
    """Runs pieces of work in their order. While a transaction is under way, what comes waits for the next.
    Pieces of one kind that lie next to one another are done as one. Each piece ends as it would alone: where
    a transaction with several fails, each is done by itself."""

    def __init__(self, transactions: Transactions, stream: str) -> None:
        self._transactions = transactions
        self._stream = stream
        self._waiting: list[Piece] = []
        self._at_work: asyncio.Task[None] | None = None

    async def write(self, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """What `work` returns, committed. It may be done more than once until then. Raises what it raises,
        and StoreAway as Transactions does."""

        async def alone(session: AsyncSession, _: object) -> Sequence[T]:
            return [await work(session)]

        return await self.write_alike(alone, None)

    async def write_alike(self, work: Alike[G, T], given: G) -> T:
        """What `work` returns for what is `given`, committed; neighbours with the same `work` are done
        by one call. Raises as `write` does."""
        piece = Piece(work, given, asyncio.get_running_loop().create_future())
        self._waiting.append(piece)
        if self._at_work is None:
            self._at_work = asyncio.create_task(self._work_off())
        done: T = await piece.done
        return done

    async def _work_off(self) -> None:
        try:
            while self._waiting:
                await self._commit()
        finally:
            self._at_work = None

    async def _commit(self) -> None:
        pieces: list[Piece] = []

        async def all_of_them(session: AsyncSession) -> list[Any]:
            if not pieces:  # it is our turn: all that have come by now; and the same at another try
                pieces.extend(one for one in self._waiting[:MOST] if not one.done.done())
                del self._waiting[:MOST]
            alike = [list(some) for _, some in groupby(pieces, key=lambda one: one.work)]
            return [result for some in alike for result in await _done(session, some)]

        try:
            found = await self._transactions.write(self._stream, all_of_them)
        except Exception as fault:  # noqa: BLE001 - whoever waits gets it
            if len(pieces) == 1 or isinstance(fault, StoreAway):
                _fail(pieces or self._all(), fault)
            else:
                for one in pieces:
                    await self._alone(one)
        else:
            for one, result in zip(pieces, found, strict=True):
                _settle(one, result)

    async def _alone(self, piece: Piece) -> None:
        try:
            (result,) = await self._transactions.write(self._stream, lambda session: _done(session, [piece]))
        except Exception as fault:  # noqa: BLE001 - whoever waits gets it
            _fail([piece], fault)
        else:
            _settle(piece, result)

    def _all(self) -> list[Piece]:
        """No transaction could begin."""
        pieces, self._waiting = self._waiting, []
        return pieces


async def _done(session: AsyncSession, alike: Sequence[Piece]) -> Sequence[Any]:
    """The next pieces read anew what these have changed."""
    with because_of(None, **alike[0].about):
        results = await alike[0].work(session, [one.given for one in alike])
    await session.flush()
    session.expunge_all()
    return results


def _settle(piece: Piece, result: Any) -> None:
    if not piece.done.done():
        piece.done.set_result(result)


def _fail(pieces: list[Piece], fault: Exception) -> None:
    for one in pieces:
        if not one.done.done():
            one.done.set_exception(fault)
