"""Signs of life: each replica has a row for each workspace that it looks after."""

from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.db.tables import PulseRow
from bot.domain.ids import Moment

UNTOLD = ""  # of which workspace, in the row of an older Moot
KEPT_FOR = timedelta(hours=1)


async def latest(session: AsyncSession, team_id: str) -> Moment | None:
    """When Moot was last known to be at work for a workspace; None before its first day."""
    signs = select(func.max(col(PulseRow.at))).where(col(PulseRow.team_id).in_((team_id, UNTOLD)))
    return await session.scalar(signs)


async def beat(session: AsyncSession, team_id: str, replica: str, at: Moment) -> None:
    """This replica is at work for it. The rows of those that have long gone are forgotten."""
    await session.merge(PulseRow(team_id=team_id, replica=replica, at=at))
    await session.execute(
        delete(PulseRow).where(col(PulseRow.team_id) == team_id, col(PulseRow.at) < at - KEPT_FOR)
    )


async def others(session: AsyncSession, team_id: str, replica: str, since: Moment) -> bool:
    """Whether another replica gave a sign of life for a workspace since then."""
    found = await session.scalar(
        select(func.count()).where(
            col(PulseRow.team_id) == team_id, col(PulseRow.replica) != replica, col(PulseRow.at) >= since
        )
    )
    return bool(found)
