"""What the use cases of a noun have in common: one transaction each, and work for Slack that it leaves."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import directory
from bot.db.transactions import Transactions
from bot.domain.ids import CouncilId, GameId, Moment
from bot.intents.intent import Delivery
from bot.intents.rows import enqueue

T = TypeVar("T")


class Wakeups(Protocol):
    """Who wants to hear of a commit. The calls are cheap, and harmless when nothing has changed."""

    def plan_changed(self, game: GameId, due: Moment | None) -> None:
        """The next bell or cue of a game is due at another moment."""

    def waiting_ends(self, council: CouncilId, due: Moment | None) -> None:
        """The next waiting time in a council is over at another moment."""

    def work_waiting(self, team: str = "") -> None:
        """There is new work in the outbox, for this workspace, or perhaps for any where it is empty."""

    def rewritten(self, game: GameId) -> None:
        """What is stored of a game is not what it was."""


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
