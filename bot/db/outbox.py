"""The outbox: what is still to be done in Slack."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.db.tables import OutboxRow, OutboxStatus
from bot.domain.ids import Moment

OPEN = (OutboxStatus.WAITING, OutboxStatus.SENDING, OutboxStatus.PARKED)
READY = (OutboxStatus.WAITING, OutboxStatus.PARKED)


async def add(session: AsyncSession, rows: Sequence[OutboxRow]) -> None:
    """Adds work. A row that coalesces with waiting work is dropped: that is rendered when it is sent."""
    keys = {row.coalesce for row in rows if row.coalesce}
    waiting = await _waiting(session, keys) if keys else set()
    for row in rows:
        if row.coalesce and row.coalesce in waiting:
            continue
        if row.coalesce:
            waiting.add(row.coalesce)
        session.add(row)


async def _waiting(session: AsyncSession, keys: Iterable[str]) -> set[str]:
    found = await session.scalars(
        select(col(OutboxRow.coalesce)).where(
            col(OutboxRow.coalesce).in_(keys),
            col(OutboxRow.status).in_(READY),
        )
    )
    return {key for key in found if key}


async def heads(session: AsyncSession, at: Moment, limit: int) -> Sequence[OutboxRow]:
    """The next row of each lane that may be sent at `at`; the lane with the most urgent work first."""
    lanes = (
        select(
            func.min(col(OutboxRow.id)).label("head"),
            func.min(col(OutboxRow.priority)).label("urgency"),
        )
        .where(col(OutboxRow.status).in_(OPEN))
        .group_by(col(OutboxRow.lane))
        .subquery()
    )
    found = await session.scalars(
        select(OutboxRow)
        .join(lanes, lanes.c.head == col(OutboxRow.id))
        .where(
            col(OutboxRow.status).in_(READY),
            or_(col(OutboxRow.not_before).is_(None), col(OutboxRow.not_before) <= at),
        )
        .order_by(lanes.c.urgency, col(OutboxRow.id))
        .limit(limit)
    )
    return found.all()


async def next_wait(session: AsyncSession) -> Moment | None:
    """When the earliest postponed row may be tried again."""
    found: Moment | None = await session.scalar(
        select(func.min(col(OutboxRow.not_before))).where(col(OutboxRow.status).in_(READY))
    )
    return found


async def mark(session: AsyncSession, row_id: int, **values: Any) -> None:
    """Changes one row."""
    await session.execute(update(OutboxRow).where(col(OutboxRow.id) == row_id).values(**values))


async def claim(session: AsyncSession, row_id: int) -> bool:
    """Takes a row that is ready; False if somebody else did, or it is settled."""
    taken = await session.execute(
        update(OutboxRow)
        .where(col(OutboxRow.id) == row_id, col(OutboxRow.status).in_(READY))
        .values(status=OutboxStatus.SENDING)
    )
    return bool(getattr(taken, "rowcount", 0))


async def reclaim(session: AsyncSession, rows: Iterable[int] | None = None) -> None:
    """What was claimed and never settled is sent again: these rows, or after a start all of them."""
    statement = update(OutboxRow).where(col(OutboxRow.status) == OutboxStatus.SENDING)
    if rows is not None:
        statement = statement.where(col(OutboxRow.id).in_(tuple(rows)))
    await session.execute(statement.values(status=OutboxStatus.WAITING))


async def release(session: AsyncSession, lanes: Iterable[str] | None = None) -> None:
    """Parked work is tried again at once; in these lanes, or in all."""
    statement = update(OutboxRow).where(col(OutboxRow.status) == OutboxStatus.PARKED)
    if lanes is not None:
        statement = statement.where(col(OutboxRow.lane).in_(tuple(lanes)))
    await session.execute(statement.values(status=OutboxStatus.WAITING, not_before=None))


async def undelivered(session: AsyncSession, game_id: str) -> Sequence[OutboxRow]:
    """What is stuck or was given up in a game, for its facilitators."""
    found = await session.scalars(
        select(OutboxRow)
        .where(
            col(OutboxRow.game_id) == game_id,
            col(OutboxRow.status).in_((OutboxStatus.PARKED, OutboxStatus.DEAD)),
        )
        .order_by(col(OutboxRow.id))
    )
    return found.all()


async def open_count(session: AsyncSession, game_id: str) -> int:
    """How much work is still open in a game."""
    found: int | None = await session.scalar(
        select(func.count()).where(
            col(OutboxRow.game_id) == game_id,
            col(OutboxRow.status).in_(OPEN),
        )
    )
    return found or 0


async def open_before(session: AsyncSession, lane: str, row_id: int) -> bool:
    """Whether an earlier row of this lane is open."""
    found = await session.scalar(
        select(func.count()).where(
            col(OutboxRow.lane) == lane,
            col(OutboxRow.id) < row_id,
            col(OutboxRow.status).in_(OPEN),
        )
    )
    return bool(found)


def later(at: Moment, attempts: int) -> Moment:
    """When to try again after this many failures: 1 s, 2 s, 4 s … up to a minute."""
    return at + timedelta(seconds=min(60, 2 ** max(0, attempts - 1)))
