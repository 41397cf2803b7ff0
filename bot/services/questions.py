"""A command that may mean several games waits until its person has said which; its words are not lost.

`/moot x` never comes here: nothing of it is kept.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import questions
from bot.db.tables import QuestionRow
from bot.db.transactions import Transactions
from bot.domain.ids import UserId

LASTS = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed: the command, such as `/moot`, and what stands behind it."""

    command: str
    text: str


class QuestionService:
    """Keeps commands, and gives each back once."""

    def __init__(self, transactions: Transactions, clock: Clock) -> None:
        self._transactions = transactions
        self._clock = clock

    async def keep(self, team_id: str, user: UserId, typed: Typed) -> int:
        """Keeps it for a while; its number."""
        at = self._clock()

        async def add(session: AsyncSession) -> int:
            row = QuestionRow(
                team_id=team_id, user_id=user, command=typed.command, text=typed.text, asked_at=at
            )
            return await questions.add(session, row, at - LASTS)

        return await self._transactions.write("questions", add)

    async def take(self, key: int, team_id: str, user: UserId) -> Typed | None:
        """What they typed, the first time that it is asked for."""
        since = self._clock() - LASTS
        found = await self._transactions.write(
            "questions", lambda session: questions.take(session, key, team_id, user, since)
        )
        return Typed(*found) if found else None
