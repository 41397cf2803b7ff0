"""Signs of life: each replica has a row for each workspace that it looks after."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.db import versions
from bot.db.tables import PulseRow
from bot.domain.ids import Moment

UNTOLD = ""  # of which workspace, in the row of an older Moot
KEPT_FOR = timedelta(hours=1)
LATELY = timedelta(seconds=45)  # three signs of life


async def latest(session: AsyncSession, team_id: str) -> Moment | None:
    """When Moot was last known to be at work for a workspace; None before its first day."""
    signs = select(func.max(col(PulseRow.at))).where(col(PulseRow.team_id).in_((team_id, UNTOLD)))
    return await session.scalar(signs)


async def beat(session: AsyncSession, team_id: str, replica: str, at: Moment, version: str = "") -> None:
    """This replica, of this version, is at work for it. The rows of those that have long gone are
    forgotten."""
    await session.merge(PulseRow(team_id=team_id, replica=replica, at=at, version=version or None))
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


async def has_newer(session: AsyncSession, version: str, at: Moment) -> bool:
    """Whether a replica of a newer version than this gave a sign of life lately."""
    found = await session.scalars(select(col(PulseRow.version)).where(col(PulseRow.at) >= at - LATELY))
    return any(versions.is_newer(one, version) for one in found)


async def older(session: AsyncSession, replicas: Collection[str], version: str) -> set[str]:
    """Those of these replicas that are known to be of an older version than this."""
    found = await session.execute(
        select(col(PulseRow.replica), col(PulseRow.version)).where(col(PulseRow.replica).in_(replicas))
    )
    return {replica for replica, theirs in found if versions.is_newer(version, theirs or "")}
