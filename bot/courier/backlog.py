"""What is still to be sent, or could not be: for operators."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import outbox, posts
from bot.db.tables import OutboxRow, OutboxStatus
from bot.db.transactions import Transactions


class Backlog:
    """The unsettled work of all games."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def rows(self) -> Sequence[OutboxRow]:
        """Everything that waits, is parked or was given up, oldest first."""
        return await self._transactions.read(outbox.unsettled)

    async def doubtful(self) -> int:
        """How many messages may stand twice, since the answer to the first was lost."""

        async def count(session: AsyncSession) -> int:
            return len(await posts.doubtful(session)) + await outbox.whispered_twice(session)

        return await self._transactions.read(count)

    async def retry(self, *, status: OutboxStatus | None = None, row: int | None = None) -> int:
        """Parked or dead work is tried again at once: one row, or all of a status. How many there were."""
        return await self._transactions.write(
            "outbox", lambda session: outbox.retry(session, status=status, row_id=row)
        )
