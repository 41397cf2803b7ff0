"""The last sign of life, in a row of its own."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.tables import PulseRow
from bot.domain.ids import Moment


async def latest(session: AsyncSession) -> Moment | None:
    """When Moot was last known to be at work; None before its first day."""
    row = await session.get(PulseRow, 1, populate_existing=True)
    return row.at if row else None


async def beat(session: AsyncSession, at: Moment) -> None:
    """Moot is at work."""
    await session.merge(PulseRow(id=1, at=at))
