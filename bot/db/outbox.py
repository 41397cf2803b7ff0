"""The outbox: what is still to be done in Slack."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import timedelta
from functools import cache, partial
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Update, bindparam, func, insert, inspect, or_, select, update
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
ROWS = SQLModel.metadata.tables[str(OutboxRow.__tablename__)]
NEW = insert(ROWS)  # objects of rows would cost more


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


class Heads(NamedTuple):
    """The rows that may be sent now, and from when on the next one may that is postponed."""

    rows: Sequence[OutboxRow]
    next_at: Moment | None


@cache
def _lanes(*, aside: bool) -> Select[Any]:
    """The first open row of each lane, if it is ready, and until when it is postponed."""
    waits = ROWS.c.game_id.in_(bindparam("aside", expanding=True)) & (ROWS.c.kind != PASSES)
    lanes = (
        select(func.min(ROWS.c.id).label("head"), func.min(ROWS.c.priority).label("urgency"))
        .where(ROWS.c.status.in_(OPEN), ROWS.c.team_id.in_(bindparam("teams", expanding=True)))
        .where(*[~waits] if aside else [])
        .group_by(ROWS.c.lane)
        .subquery()
    )
    return (
        select(ROWS.c.id, ROWS.c.not_before)
        .join(lanes, lanes.c.head == ROWS.c.id)
        .where(ROWS.c.status.in_(READY))
        .order_by(lanes.c.urgency, ROWS.c.id)
    )


THESE = select(OutboxRow).where(col(OutboxRow.id).in_(bindparam("rows", expanding=True)))


async def heads(
    session: AsyncSession,
    teams: Collection[str],
    at: Moment,
    limit: int,
    wanted: Callable[[int], bool] = lambda _: True,
    aside: Collection[str] = (),
) -> Heads:
    """The next row of each lane of these workspaces that may be sent at `at`, if its id is `wanted`; the lane
    with the most urgent work first. At most so many. Games that are set `aside` wait."""
    asked = {"teams": list(teams)} | ({"aside": list(aside)} if aside else {})
    lanes = (await session.execute(_lanes(aside=bool(aside)), asked)).all()
    next_at = min((one.not_before for one in lanes if one.not_before and one.not_before > at), default=None)
    ready = (one.id for one in lanes if one.not_before is None or one.not_before <= at)
    ids = [*filter(wanted, ready)]
    chosen = ids[:limit]  # an id and a moment are quick to read; whole rows are not
    rows = {row.id: row for row in await session.scalars(THESE, {"rows": chosen})} if chosen else {}
    return Heads([rows[row] for row in chosen], next_at)


# Built once, as all that is done for each piece of work, and on the table, which costs less than objects.
TAKE = (
    update(ROWS)
    .where(
        ROWS.c.id.in_(
            select(ROWS.c.id)
            .where(ROWS.c.id.in_(bindparam("rows", expanding=True)), ROWS.c.status.in_(READY))
            .with_for_update(skip_locked=True)
        )
    )
    .values(status=OutboxStatus.SENDING, claimed_by=bindparam("holder"))
    .returning(ROWS.c.id)
)


async def take(session: AsyncSession, rows: Collection[int], holder: str) -> frozenset[int]:
    """Takes those of these rows that are not settled, and that nobody has in hand just now; which."""
    return frozenset(await session.scalars(TAKE, {"rows": list(rows), "holder": holder}))


SENT_BY = ROWS.c.status == OutboxStatus.SENDING, ROWS.c.claimed_by == bindparam("holder")
THIS = ROWS.c.id == bindparam("row")


@cache
def _settling(*names: str) -> Update:
    return update(ROWS).where(*SENT_BY, THIS).values({name: bindparam(f"new_{name}") for name in names})


async def settle(session: AsyncSession, row_id: int, holder: str, **values: Any) -> bool:
    """Changes a row that this replica sends; False if another one looks after it now."""
    new = {f"new_{name}": value for name, value in values.items()}
    settled = await session.execute(_settling(*values), {"row": row_id, "holder": holder, **new})
    return bool(getattr(settled, "rowcount", 0))


DONE = (
    update(ROWS)
    .where(*SENT_BY, ROWS.c.id.in_(bindparam("rows", expanding=True)))
    .values(status=OutboxStatus.DONE, settled_at=bindparam("at"), error="", unsure=False)
    .returning(ROWS.c.id)
)


async def done(session: AsyncSession, rows: Collection[int], holder: str, at: Moment) -> frozenset[int]:
    """Rows that this replica has sent, without any doubt; those of which that is noted, since no other one
    looks after them now."""
    return frozenset(await session.scalars(DONE, {"rows": list(rows), "holder": holder, "at": at}))


OURS = select(ROWS.c.id).where(*SENT_BY, THIS).with_for_update()


async def is_sent_by(session: AsyncSession, row_id: int, holder: str) -> bool:
    """Whether this replica still sends the row. Nobody can take it before this transaction is over."""
    return await session.scalar(OURS, {"row": row_id, "holder": holder}) is not None


REOPEN = (
    update(ROWS)
    .where(*SENT_BY, ROWS.c.id.in_(bindparam("rows", expanding=True)))
    .values(status=OutboxStatus.WAITING, claimed_by=None, unsure=True)
)


async def reopen(session: AsyncSession, rows: Iterable[int], holder: str) -> None:
    """What this replica took and could not settle is sent again."""
    await session.execute(REOPEN, {"rows": list(rows), "holder": holder})


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


async def trouble(
    session: AsyncSession, game_id: str, errors: Collection[str], given_up: Moment
) -> int | None:
    """The row with which a game's trouble with these errors began. It lasts while something is stuck, or was
    given up since this moment. What is just being tried once more is stuck still."""
    return await session.scalar(
        select(func.min(col(OutboxRow.trouble))).where(
            col(OutboxRow.game_id) == game_id,
            col(OutboxRow.error).in_(errors),
            or_(
                col(OutboxRow.status).in_((OutboxStatus.PARKED, OutboxStatus.SENDING)),
                (col(OutboxRow.status) == OutboxStatus.DEAD) & (col(OutboxRow.settled_at) >= given_up),
            ),
        )
    )


async def is_part_of(session: AsyncSession, row_id: int, trouble: int) -> None:
    """A row that is stuck is part of the trouble that began with this row."""
    await session.execute(update(ROWS).where(ROWS.c.id == row_id).values(trouble=trouble))


OPEN_COUNT = (
    select(func.count()).select_from(ROWS).where(ROWS.c.game_id == bindparam("game"), ROWS.c.status.in_(OPEN))
)


async def open_count(session: AsyncSession, game_id: str) -> int:
    """How much work is still open in a game."""
    return await session.scalar(OPEN_COUNT, {"game": game_id}) or 0


async def open_by_status(session: AsyncSession, team: SlackTeam | None = None) -> dict[str, int]:
    """How much is open or was given up in this workspace or in all, by status; 0 is said, too."""
    statuses = (*OPEN, OutboxStatus.DEAD)
    found = await session.execute(
        select(col(OutboxRow.status), func.count())
        .where(col(OutboxRow.status).in_(statuses), *_in(team))
        .group_by(col(OutboxRow.status))
    )
    return {str(status): 0 for status in statuses} | {str(status): count for status, count in found}


@cache
def _oldest(*, of_one: bool) -> Select[Any]:
    heads = (
        select(func.min(ROWS.c.id))
        .where(ROWS.c.status.in_(OPEN), *[ROWS.c.team_id == bindparam("team")] if of_one else [])
        .group_by(ROWS.c.lane)
    )
    return select(func.min(ROWS.c.created_at)).where(
        ROWS.c.id.in_(heads),
        ROWS.c.status != OutboxStatus.PARKED,
        ROWS.c.kind.not_in(ELSEWHERE),
        ROWS.c.game_id.not_in(select(col(SetAsideRow.game_id))),
        or_(ROWS.c.not_before.is_(None), ROWS.c.not_before <= bindparam("until")),
    )


async def oldest_due(session: AsyncSession, at: Moment, team: SlackTeam | None = None) -> Moment | None:
    """When the oldest row was made, in this workspace or in all, that should be sent by now: the head of its
    lane, not stuck, not held back for longer than a retry waits, and of no game that is set aside."""
    asked = {"until": at + LONGEST_WAIT} | ({} if team is None else {"team": team.id})
    found: Moment | None = await session.scalar(_oldest(of_one=team is not None), asked)
    return found


def _in(team: SlackTeam | None) -> tuple[ColumnElement[bool], ...]:
    return () if team is None else (col(OutboxRow.team_id) == team.id,)


EARLIER = (
    select(func.count())
    .select_from(ROWS)
    .where(ROWS.c.lane == bindparam("lane"), ROWS.c.id < bindparam("row"), ROWS.c.status.in_(OPEN))
)


async def open_before(session: AsyncSession, lane: str, row_id: int) -> bool:
    """Whether an earlier row of this lane is open."""
    return bool(await session.scalar(EARLIER, {"lane": lane, "row": row_id}))


def later(at: Moment, attempts: int, spread: float) -> Moment:
    """When to try again after this many failures: in the second half of 1 s, 2 s, 4 s … up to a minute.
    `spread`, between 0 and 1, says where in it: what failed together should not come back together."""
    return at + timedelta(
        seconds=min(LONGEST_WAIT.total_seconds(), 2 ** min(max(0, attempts - 1), 6)) * (1 + spread) / 2
    )
