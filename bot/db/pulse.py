"""Signs of life: each replica has a row for each workspace that it looks after."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from bot.db import versions
from bot.db.tables import PulseRow
from bot.db.upsert import dialect_of, upsert
from bot.domain.ids import Moment

SIGNS = SQLModel.metadata.tables[str(PulseRow.__tablename__)]
UNTOLD = ""  # of which workspace, in the row of an older Moot
KEPT_FOR = timedelta(hours=1)
LATELY = timedelta(seconds=45)  # three signs of life


LATEST = select(func.max(SIGNS.c.at)).where(SIGNS.c.team_id.in_((bindparam("team"), UNTOLD)))


async def latest(session: AsyncSession, team_id: str) -> Moment | None:
    """When Moot was last known to be at work for a workspace; None before its first day."""
    found: Moment | None = await session.scalar(LATEST, {"team": team_id})
    return found


LONG_GONE = delete(SIGNS).where(SIGNS.c.team_id == bindparam("team"), SIGNS.c.at < bindparam("before"))


async def beat(session: AsyncSession, team_id: str, replica: str, at: Moment, version: str = "") -> None:
    """This replica, of this version, is at work for it. The rows of those that have long gone are
    forgotten."""
    sign = {"team_id": team_id, "replica": replica, "at": at, "version": version or None}
    await session.execute(upsert(dialect_of(session), PulseRow, "at", "version"), sign)
    await session.execute(LONG_GONE, {"team": team_id, "before": at - KEPT_FOR})


class Lately(NamedTuple):
    """Which replicas gave a sign of life lately, each with the workspace and its version."""

    signs: Sequence[tuple[str, str, str | None]]

    def newer(self, version: str) -> bool:
        """Whether one is of a newer version than this."""
        return any(versions.is_newer(theirs, version) for _, _, theirs in self.signs)

    def others(self, team_id: str, replica: str) -> bool:
        """Whether another replica than this is at work for a workspace."""
        return any(team == team_id and one != replica for team, one, _ in self.signs)


SINCE = select(SIGNS.c.team_id, SIGNS.c.replica, SIGNS.c.version).where(SIGNS.c.at >= bindparam("since"))


async def lately(session: AsyncSession, at: Moment) -> Lately:
    """Who gave a sign of life lately, for any workspace."""
    found = await session.execute(SINCE, {"since": at - LATELY})
    return Lately([(team, replica, version) for team, replica, version in found])


async def older(session: AsyncSession, replicas: Collection[str], version: str) -> set[str]:
    """Those of these replicas that are known to be of an older version than this."""
    found = await session.execute(
        select(col(PulseRow.replica), col(PulseRow.version)).where(col(PulseRow.replica).in_(replicas))
    )
    return {replica for replica, theirs in found if versions.is_newer(version, theirs or "")}
