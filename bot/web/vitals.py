"""How Moot does, as far as the database tells: for operators."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import aside, directory, engine, inbox, installations, outbox, pulse, schema
from bot.db.transactions import AHEAD, Transactions
from bot.domain.ids import SlackTeam
from bot.metrics import Vitals


class VitalsService:
    """Looks, and knows what is wrong. What it counts is that of one workspace, as soon as `team` is known."""

    def __init__(self, transactions: Transactions, clock: Clock) -> None:
        self._transactions = transactions
        self._clock = clock
        self.team: SlackTeam | None = None

    @property
    def trouble(self) -> str | None:
        """What is wrong with the database and what to do, as far as the latest work has found; also what only
        writing has found. None where all is well."""
        return self._transactions.trouble

    async def look(self) -> Vitals:
        """Reads a little, before what others want to read. Raises StoreAway."""
        AHEAD.set(True)
        return await self._transactions.read(self._read)

    async def _read(self, session: AsyncSession) -> Vitals:
        now, team = self._clock(), self.team
        oldest = await outbox.oldest_due(session, now, team)
        bell = await directory.overdue(session, now, team)
        present = await schema.present(session) or ""
        beat = await pulse.latest(session, team.id if team is not None else "")
        return Vitals(
            rows=await outbox.open_by_status(session, team),
            oldest=None if oldest is None else max(0.0, (now - oldest).total_seconds()),
            inbox=await inbox.count(session, team),
            games=len(await directory.running(session, team)),
            aside=tuple(row.game_id for row in await aside.rows(session, team)),
            silence=None if beat is None else max(0.0, (now - beat).total_seconds()),
            overdue=0.0 if bell is None else (now - bell).total_seconds(),
            workspaces=await installations.counted(session),
            schema=present,
            is_current=present == schema.head(),
            size=await engine.size(session),
        )
