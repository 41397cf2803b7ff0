"""The outbox: what is still to be done in Slack."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, insert, inspect, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import SQLModel, col

from bot.db import signals
from bot.db.noted import noted
from bot.db.tables import OutboxRow, OutboxStatus, SetAsideRow
from bot.domain.ids import Moment, SlackTeam
from bot.platform.cures import ADVICE, Verdict

OPEN = (OutboxStatus.WAITING, OutboxStatus.SENDING, OutboxStatus.PARKED)
READY = (OutboxStatus.WAITING, OutboxStatus.PARKED)
PASSES = "set_aside"  # the kind of work that is done for a game that is set aside, too; all other work waits
PARKING = tuple(error for error, one in ADVICE.items() if one.verdict is Verdict.PARK)
LONGEST_WAIT = timedelta(minutes=1)  # between two tries
ELSEWHERE = ("event_news", "result_news", "vote_news")  # work that goes to the webhook, and not to Slack
Values = dict[str, Any]  # of a row, by column
FRESH: Values = {"status": OutboxStatus.WAITING, "attempts": 0, "unsure": False, "error": ""}
NEW = insert(SQLModel.metadata.tables[str(OutboxRow.__tablename__)])  # objects of rows would cost more
NOTHING_LOADED = {"synchronize_session": False}  # an UPDATE need not look for rows that the session knows


async def add(session: AsyncSession, rows: Iterable[OutboxRow]) -> None:
    """Adds these rows, as `add_new` does."""
    await add_new(session, [(row.coalesce, partial(_values, row)) for row in rows])


async def add_new(session: AsyncSession, work: Sequence[tuple[str | None, Callable[[], Values]]]) -> None:
    """Adds work. What coalesces with waiting work is dropped: that is rendered when it is sent. Of most votes
    that is all, so that their row is not even made, and nobody is told."""
    keys = {coalesce for coalesce, _ in work if coalesce}
    waiting: dict[str, int | None] = dict(await _waiting(session, keys)) if keys else {}
    stored, new = noted(session), list[Values]()
    for coalesce, made in work:
        if coalesce and coalesce in waiting:
            if (before := waiting[coalesce]) is not None:
                stored.part_of.append(before)
            continue
        if coalesce:
            waiting[coalesce] = None
        new.append(FRESH | made())
        stored.work[new[-1]["kind"]] += 1
    if new:
        await session.execute(NEW, new)
    for team in dict.fromkeys(one["team_id"] for one in new):
        await signals.tell(session, signals.WorkWaits(team))


def _values(row: OutboxRow) -> Values:
    attributes = [one for one in inspect(OutboxRow).column_attrs if one.key != "id"]
    return {one.columns[0].key: getattr(row, one.key) for one in attributes}


WAITING = (  # built once, since every command asks it
    select(col(OutboxRow.coalesce), col(OutboxRow.id))
    .where(
        col(OutboxRow.coalesce).in_(bindparam("keys", expanding=True)),
        # no index has this: for many keys, SQLite would else look through all rows that wait
        col(OutboxRow.status).concat("").in_(READY),
    )
    .order_by(col(OutboxRow.id))
    .with_for_update(read=True)
)


async def _waiting(session: AsyncSession, keys: Iterable[str]) -> dict[str, int]:
    """Which of these wait, and in which row.

    Until the end of this transaction nobody can take them: what it changes is then part of what they show.
    """
    found = await session.execute(WAITING, {"keys": list(keys)})
    return {key: row for key, row in found if key and row is not None}


async def heads(
    session: AsyncSession,
    teams: Collection[str],
    at: Moment,
    limit: int,
    wanted: Callable[[int], bool] = lambda _: True,
    aside: Collection[str] = (),
) -> Sequence[OutboxRow]:
    """The next row of each lane of these workspaces that may be sent at `at`, if its id is `wanted`; the lane
    with the most urgent work first. At most so many. Games that are set `aside` wait."""
    lanes = (
        select(
            func.min(col(OutboxRow.id)).label("head"),
            func.min(col(OutboxRow.priority)).label("urgency"),
        )
        .where(col(OutboxRow.status).in_(OPEN), col(OutboxRow.team_id).in_(teams), _not_waiting(aside))
        .group_by(col(OutboxRow.lane))
        .subquery()
    )
    ready = await session.scalars(
        select(col(OutboxRow.id))
        .join(lanes, lanes.c.head == col(OutboxRow.id))
        .where(
            col(OutboxRow.status).in_(READY),
            or_(col(OutboxRow.not_before).is_(None), col(OutboxRow.not_before) <= at),
        )
        .order_by(lanes.c.urgency, col(OutboxRow.id))
    )
    ids = [row for row in ready if row is not None and wanted(row)]  # quick to read; whole rows are not
    chosen = ids[:limit]
    rows = await session.scalars(select(OutboxRow).where(col(OutboxRow.id).in_(chosen)))
    found = {row.id: row for row in rows}
    return [found[row] for row in chosen]


def _not_waiting(aside: Collection[str]) -> ColumnElement[bool]:
    return or_(col(OutboxRow.game_id).not_in(aside), col(OutboxRow.kind) == PASSES) if aside else true()


async def next_wait(
    session: AsyncSession, teams: Collection[str], aside: Collection[str] = ()
) -> Moment | None:
    """When the earliest postponed row of these workspaces may be tried again, but for games set `aside`."""
    return await session.scalar(
        select(func.min(col(OutboxRow.not_before))).where(
            col(OutboxRow.status).in_(READY), col(OutboxRow.team_id).in_(teams), _not_waiting(aside)
        )
    )


TAKE = (  # built once: it is done for each piece of work
    update(OutboxRow)
    .where(
        col(OutboxRow.id)
        == select(col(OutboxRow.id))
        .where(col(OutboxRow.id) == bindparam("row"), col(OutboxRow.status).in_(READY))
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    .values(status=OutboxStatus.SENDING, taken_by=bindparam("holder"))
    .execution_options(**NOTHING_LOADED)
)


async def take(session: AsyncSession, row_id: int, holder: str) -> bool:
    """Takes a row that is ready; False if it is settled, or somebody has it in hand just now."""
    taken = await session.execute(TAKE, {"row": row_id, "holder": holder})
    return bool(getattr(taken, "rowcount", 0))


async def settle(session: AsyncSession, row_id: int, holder: str, **values: Any) -> bool:
    """Changes a row that this replica sends; False if another one looks after it now."""
    settled = await session.execute(
        update(OutboxRow)
        .where(*_sent_by(holder), col(OutboxRow.id) == row_id)
        .values(**values)
        .execution_options(**NOTHING_LOADED)
    )
    return bool(getattr(settled, "rowcount", 0))


async def is_sent_by(session: AsyncSession, row_id: int, holder: str) -> bool:
    """Whether this replica still sends the row. Nobody can take it before this transaction is over."""
    found = await session.scalar(
        select(col(OutboxRow.id)).where(*_sent_by(holder), col(OutboxRow.id) == row_id).with_for_update()
    )
    return found is not None


async def reopen(session: AsyncSession, rows: Iterable[int], holder: str) -> None:
    """What this replica took and could not settle is sent again."""
    await session.execute(
        update(OutboxRow)
        .where(*_sent_by(holder), col(OutboxRow.id).in_(tuple(rows)))
        .values(status=OutboxStatus.WAITING, taken_by=None, unsure=True)
    )


async def take_over(session: AsyncSession, teams: Collection[str], holder: str) -> None:
    """What others were sending for these workspaces is sent again, by their new holder."""
    await session.execute(
        update(OutboxRow)
        .where(
            col(OutboxRow.status) == OutboxStatus.SENDING,
            col(OutboxRow.team_id).in_(teams),
            func.coalesce(col(OutboxRow.taken_by), "") != holder,
        )
        .values(status=OutboxStatus.WAITING, taken_by=None, unsure=True)
    )


def _sent_by(holder: str) -> tuple[Any, ...]:
    return col(OutboxRow.status) == OutboxStatus.SENDING, col(OutboxRow.taken_by) == holder


async def release(session: AsyncSession, team_id: str) -> None:
    """Parked work of a workspace is tried again at once."""
    parked = col(OutboxRow.status) == OutboxStatus.PARKED, col(OutboxRow.team_id) == team_id
    await session.execute(
        update(OutboxRow).where(*parked).values(status=OutboxStatus.WAITING, not_before=None)
    )
    await signals.tell(session, signals.WorkWaits(team_id))


async def unsettled(session: AsyncSession) -> Sequence[OutboxRow]:
    """Everything that waits, is being sent, is parked or was given up, oldest first."""
    found = await session.scalars(
        select(OutboxRow).where(col(OutboxRow.status) != OutboxStatus.DONE).order_by(col(OutboxRow.id))
    )
    return found.all()


async def whispered_twice(session: AsyncSession) -> int:
    """How many words to one person may have been said twice."""
    found: int | None = await session.scalar(
        select(func.count()).where(col(OutboxRow.unsure), col(OutboxRow.status) == OutboxStatus.DONE)
    )
    return found or 0


async def retry(
    session: AsyncSession,
    *,
    status: OutboxStatus | None = None,
    row_id: int | None = None,
    game_id: str | None = None,
) -> int:
    """Parked or dead work is tried again at once, as if for the first time; how many rows there were."""
    stuck = (OutboxStatus.PARKED, OutboxStatus.DEAD) if status is None else (status,)
    statement = update(OutboxRow).where(col(OutboxRow.status).in_(stuck))
    if row_id is not None:
        statement = statement.where(col(OutboxRow.id) == row_id)
    if game_id is not None:
        statement = statement.where(col(OutboxRow.game_id) == game_id)
    fresh = {"status": OutboxStatus.WAITING, "not_before": None, "settled_at": None, "attempts": 0}
    found = await session.execute(statement.values(**fresh))
    await signals.tell(session, signals.WorkWaits())
    return getattr(found, "rowcount", 0)


async def read_again(session: AsyncSession, teams: Collection[str], error: str) -> None:
    """What was given up with this error in these workspaces is tried again."""
    given_up = col(OutboxRow.status) == OutboxStatus.DEAD, col(OutboxRow.error) == error
    fresh = {"status": OutboxStatus.WAITING, "settled_at": None, "error": ""}
    await session.execute(
        update(OutboxRow).where(*given_up, col(OutboxRow.team_id).in_(teams)).values(**fresh)
    )


_LATER = aliased(OutboxRow)
_DONE_SINCE = (
    select(col(_LATER.id))
    .where(
        col(_LATER.coalesce) == col(OutboxRow.coalesce),
        col(_LATER.id) > col(OutboxRow.id),
        col(_LATER.status) == OutboxStatus.DONE,
    )
    .exists()
)
UNDELIVERED = (  # built once: each Home and each console of a facilitator asks it
    select(OutboxRow)
    .where(
        col(OutboxRow.game_id) == bindparam("game"),
        or_(
            col(OutboxRow.status).in_((OutboxStatus.PARKED, OutboxStatus.DEAD)),
            (col(OutboxRow.status) == OutboxStatus.SENDING) & col(OutboxRow.error).in_(PARKING),
        ),
        ~_DONE_SINCE,
    )
    .order_by(col(OutboxRow.id))
)


async def undelivered(session: AsyncSession, game_id: str) -> Sequence[OutboxRow]:
    """What is stuck or was given up in a game, and was not done later by another row. What is just being
    tried once more is stuck still."""
    return (await session.scalars(UNDELIVERED, {"game": game_id})).all()


async def stuck_since(
    session: AsyncSession, game_id: str, errors: Collection[str], given_up: Moment
) -> int | None:
    """The first row of a game that one of these errors has stuck, or had given up since this moment."""
    return await session.scalar(
        select(func.min(col(OutboxRow.id))).where(
            col(OutboxRow.game_id) == game_id,
            col(OutboxRow.error).in_(errors),
            or_(
                col(OutboxRow.status) == OutboxStatus.PARKED,
                (col(OutboxRow.status) == OutboxStatus.DEAD) & (col(OutboxRow.settled_at) >= given_up),
            ),
        )
    )


async def open_count(session: AsyncSession, game_id: str) -> int:
    """How much work is still open in a game."""
    found: int | None = await session.scalar(
        select(func.count()).where(
            col(OutboxRow.game_id) == game_id,
            col(OutboxRow.status).in_(OPEN),
        )
    )
    return found or 0


async def open_by_status(session: AsyncSession, team: SlackTeam | None = None) -> dict[str, int]:
    """How much is open or was given up in this workspace or in all, by status; 0 is said, too."""
    statuses = (*OPEN, OutboxStatus.DEAD)
    found = await session.execute(
        select(col(OutboxRow.status), func.count())
        .where(col(OutboxRow.status).in_(statuses), *_in(team))
        .group_by(col(OutboxRow.status))
    )
    return {str(status): 0 for status in statuses} | {str(status): count for status, count in found}


async def oldest_due(session: AsyncSession, at: Moment, team: SlackTeam | None = None) -> Moment | None:
    """When the oldest row was made, in this workspace or in all, that should be sent by now: the head of its
    lane, not stuck, not held back for longer than a retry waits, and of no game that is set aside."""
    heads = (
        select(func.min(col(OutboxRow.id)))
        .where(col(OutboxRow.status).in_(OPEN), *_in(team))
        .group_by(col(OutboxRow.lane))
        .scalar_subquery()
    )
    return await session.scalar(
        select(func.min(col(OutboxRow.created_at))).where(
            col(OutboxRow.id).in_(heads),
            col(OutboxRow.status) != OutboxStatus.PARKED,
            col(OutboxRow.kind).not_in(ELSEWHERE),
            col(OutboxRow.game_id).not_in(select(col(SetAsideRow.game_id))),
            or_(col(OutboxRow.not_before).is_(None), col(OutboxRow.not_before) <= at + LONGEST_WAIT),
        )
    )


def _in(team: SlackTeam | None) -> tuple[ColumnElement[bool], ...]:
    return () if team is None else (col(OutboxRow.team_id) == team.id,)


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


def later(at: Moment, attempts: int, spread: float) -> Moment:
    """When to try again after this many failures: in the second half of 1 s, 2 s, 4 s … up to a minute.
    `spread`, between 0 and 1, says where in it: what failed together should not come back together."""
    return at + timedelta(
        seconds=min(LONGEST_WAIT.total_seconds(), 2 ** min(max(0, attempts - 1), 6)) * (1 + spread) / 2
    )
