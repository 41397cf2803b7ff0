"""What is used of Slack's budgets, for whoever comes next: Slack's count outlives a bot that dies."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.db.tables import BudgetRow
from bot.db.upsert import dialect_of, upsert

COUNTED_IN = 2.0  # seconds in which Slack counts a call that is made


@dataclass(frozen=True, slots=True)
class Used:
    """Of one method. Moments are in seconds since the epoch.

    `calls`: from when on how many calls may have been made. They were made before the next ones began; the
    last ones may have been made until now. The others are those of a `Window` (`courier/budgets.py`).
    """

    calls: tuple[tuple[float, int], ...] = ()
    closed_until: float = 0.0
    cut: float | None = None
    cut_at: float = 0.0

    def made(self, now: float) -> list[float]:
        """When Slack has counted each call at the latest."""
        ends = [*(min(at + COUNTED_IN, now) for at, _ in self.calls[1:]), now]
        return [end for (_, calls), end in zip(self.calls, ends, strict=False) for _ in range(calls)]


async def save(session: AsyncSession, team_id: str, method: str, used: Used) -> None:
    """In place of what was noted of this method."""
    row = {"team_id": team_id, "method": method, "used": asdict(used)}
    await session.execute(upsert(dialect_of(session), BudgetRow, "used"), row)


async def of(session: AsyncSession, teams: Collection[str]) -> list[tuple[str, str, Used]]:
    """What is noted of these workspaces, by workspace and method."""
    found = await session.scalars(select(BudgetRow).where(col(BudgetRow.team_id).in_(teams)))
    return [(row.team_id, row.method, _read(row.used)) for row in found]


def _read(kept: dict[str, Any]) -> Used:
    calls = tuple((float(at), int(number)) for at, number in kept.get("calls", ()))
    return Used(calls, kept.get("closed_until", 0.0), kept.get("cut"), kept.get("cut_at", 0.0))
