"""What the use cases of a noun have in common: one transaction each, and work for Slack that it leaves."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import directory
from bot.db.transactions import Transactions
from bot.domain.ids import GameId
from bot.intents.intent import Delivery
from bot.intents.rows import enqueue
from bot.services.wakeups import Wakeups

T = TypeVar("T")


@dataclass(eq=False, repr=False)
class UseCases:
    """Made of the store, the clock, and who hears of a commit."""

    _transactions: Transactions
    _clock: Clock
    _wakeups: Wakeups

    async def _write(self, stream: str, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """What `work` returns, committed; there may be something in the outbox."""
        done = await self._transactions.write(stream, work)
        self._wakeups.work_waiting()
        return done

    async def _enqueue(self, session: AsyncSession, game: GameId, work: Iterable[Delivery]) -> None:
        """Leaves work of a game in the outbox."""
        team = await directory.team_of(session, game)
        assert team is not None
        await enqueue(session, work, team, game, self._clock())
