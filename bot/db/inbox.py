"""The inbox: what Slack was told is taken, before it was done."""

from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.causes import cause
from bot.db.tables import InboxRow
from bot.domain.ids import Moment, SlackTeam

UNTOLD = ""  # whose it is, in rows of an older Moot
S = TypeVar("S", bound=Select[Any])


async def add(session: AsyncSession, team_id: str, body: dict[str, Any], replica: str, at: Moment) -> int:
    """Keeps a workspace's payload; its id."""
    row = InboxRow(team_id=team_id, body=body, replica=replica, kept_at=at, taken_at=at, cause=cause())
    session.add(row)
    await session.flush()
    assert row.id is not None
    return row.id


async def remove(session: AsyncSession, rows: Collection[int]) -> None:
    """It is done."""
    await session.execute(delete(InboxRow).where(col(InboxRow.id).in_(rows)))


async def take(
    session: AsyncSession,
    team: SlackTeam | None,
    replica: str,
    busy: Collection[int],
    left_before: Moment,
    at: Moment,
) -> Sequence[InboxRow]:
    """What nobody works at in this workspace or in all, oldest first: what is this replica's own but for what
    it is `busy` with, and what others took by then. It is this replica's now."""
    found = await session.scalars(
        _kept(select(InboxRow), team)
        .where(
            col(InboxRow.id).not_in(busy),
            or_(col(InboxRow.replica) == replica, col(InboxRow.taken_at) <= left_before),
        )
        .order_by(col(InboxRow.id))
        .with_for_update(skip_locked=True)
    )
    rows = found.all()
    for row in rows:
        row.replica, row.taken_at = replica, at
    return rows


async def kept_between(
    session: AsyncSession, team: SlackTeam | None, since: Moment, until: Moment
) -> Sequence[dict[str, Any]]:
    """What was kept in that time and is not done yet, in this workspace or in all."""
    found = await session.scalars(
        _kept(select(InboxRow), team).where(col(InboxRow.kept_at).between(since, until))
    )
    return [row.body for row in found]


async def count(session: AsyncSession, team: SlackTeam | None = None) -> int:
    """How much is not done yet, in this workspace or in all."""
    kept = _kept(select(func.count()).select_from(InboxRow), team)
    found: int | None = await session.scalar(kept)
    return found or 0


def _kept(rows: S, team: SlackTeam | None) -> S:
    return rows if team is None else rows.where(col(InboxRow.team_id).in_((team.id, UNTOLD)))
