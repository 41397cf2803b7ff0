"""Leases of workspaces: one replica at a time delivers and rings for a workspace.

A lease is a row with an expiry, taken by a conditional UPDATE. Who takes one gives back, in the same
transaction, what the holder before was sending; from then on that one can neither take nor settle anything.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Float, Select, bindparam, select, text, union, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import SQLModel, col

from bot.db import outbox
from bot.db.engine import NAMED
from bot.db.tables import GameRow, LeaseRow, OutboxRow, OutboxStatus
from bot.db.upsert import dialect_of, insert
from bot.domain.game import Stage
from bot.domain.ids import SlackTeam

NOBODY = ""
KEPT_IDLE = 60.0  # seconds, at least, for which a workspace is held
CONNECTED = text(
    "SELECT DISTINCT application_name FROM pg_stat_activity"
    " WHERE datname = current_database() AND application_name LIKE :names"
).bindparams(names=f"{NAMED} %")
GOING_ON = tuple(one for one in Stage if one is not Stage.ENDED)  # named, so that the index is of use
BUSY = union(  # the workspaces with something to do
    select(col(GameRow.team_id)).where(col(GameRow.stage).in_(GOING_ON)),
    select(col(OutboxRow.team_id)).where(col(OutboxRow.status).in_(outbox.OPEN)),
)


class DatabaseClock(FunctionElement[float]):
    """Seconds on the database's clock."""

    type = Float()
    inherit_cache = True


@compiles(DatabaseClock, "postgresql")
def _on_postgres(_element: Any, _compiler: Any, **_: Any) -> str:
    return "extract(epoch FROM clock_timestamp())"


@compiles(DatabaseClock, "sqlite")
def _on_sqlite(_element: Any, _compiler: Any, **_: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


LEASES = SQLModel.metadata.tables[str(LeaseRow.__tablename__)]
RENEW = (
    update(LEASES)
    .where(LEASES.c.holder == bindparam("mine"))
    .values(until=DatabaseClock() + bindparam("term", type_=Float()))
    .returning(LEASES.c.team_id)
)


async def renew(session: AsyncSession, holder: str, term: float) -> frozenset[str]:
    """The workspaces that this replica still holds, for `term` seconds from now."""
    return frozenset(await session.scalars(RENEW, {"mine": holder, "term": term}))


@dataclass(frozen=True, slots=True)
class Standing:
    """Which replica holds which workspace just now, and which workspaces with something to do nobody looks
    after."""

    held: Mapping[str, str]
    free: Sequence[str]


_THEIRS = (col(LeaseRow.until) > DatabaseClock()) | (col(LeaseRow.holder) == bindparam("holder"))


@cache  # built once, as every replica asks it all the time
def _held(*, of_one: bool) -> Select[str, str]:
    held = select(col(LeaseRow.team_id), col(LeaseRow.holder)).where(col(LeaseRow.holder) != NOBODY, _THEIRS)
    return held.where(col(LeaseRow.team_id) == bindparam("team")) if of_one else held


@cache
def _free(*, of_one: bool) -> Select[str]:
    """The workspaces with something to do that nobody looks after."""
    busy = BUSY.subquery()
    free = select(busy.c.team_id).where(busy.c.team_id.not_in(select(col(LeaseRow.team_id)).where(_THEIRS)))
    return free.where(busy.c.team_id == bindparam("team")) if of_one else free


async def standing(session: AsyncSession, holder: str, team: SlackTeam | None = None) -> Standing:
    """How it stands; of workspaces only `team`, where one is named."""
    asked = {"holder": holder} | ({} if team is None else {"team": team.id})
    found = await session.execute(_held(of_one=team is not None), asked)
    held = {row.team_id: row.holder for row in found}
    free = await session.scalars(_free(of_one=team is not None), asked)
    return Standing(held, free.all())


async def connected(session: AsyncSession) -> frozenset[str]:
    """What the connections of replicas to this PostgreSQL are called (`engine.named`); on SQLite, nothing."""
    if dialect_of(session) == "sqlite":
        return frozenset()
    return frozenset(await session.scalars(CONNECTED))


async def others(session: AsyncSession, holder: str, team: SlackTeam | None = None) -> Sequence[str]:
    """The workspaces that other replicas hold, or held; of these only `team`, where one is named."""
    theirs = select(col(LeaseRow.team_id)).where(col(LeaseRow.holder) != holder)
    found = await session.scalars(theirs if team is None else theirs.where(col(LeaseRow.team_id) == team.id))
    return found.all()


async def take(
    session: AsyncSession, teams: Collection[str], holder: str, term: float, *, by_force: bool = False
) -> frozenset[str]:
    """Takes those of these workspaces that nobody holds (or, by force, that somebody does)."""
    await _ensure(session, teams)
    now, key = DatabaseClock(), col(LeaseRow.team_id)
    wanted = select(key).where(key.in_(teams)).order_by(key)
    if not by_force:
        wanted = wanted.where(col(LeaseRow.until) <= now)
    found = await session.scalars(
        update(LeaseRow)
        .where(key.in_(wanted.with_for_update(skip_locked=True)))
        .values(holder=holder, since=now, until=now + term)
        .returning(key)
    )
    taken = frozenset(found.all())
    await outbox.take_over(session, taken, holder)
    return taken


# Built once: it is asked for each piece of work.
HOLDER = (
    select(col(LeaseRow.holder)).where(col(LeaseRow.team_id) == bindparam("team")).with_for_update(read=True)
)


async def holds(session: AsyncSession, team: str, holder: str) -> bool:
    """Whether this replica holds it. Nobody can take it before this transaction is over, so it is asked for
    once in each."""
    known: set[tuple[str, str]] = session.info.setdefault("held", set())
    if (team, holder) not in known and await session.scalar(HOLDER, {"team": team}) == holder:
        known.add((team, holder))
    return (team, holder) in known


async def release(session: AsyncSession, holder: str, teams: Collection[str] | None = None) -> None:
    """Gives back everything that this replica holds, or only these: others take it at once."""
    await _give_back(session, holder, *() if teams is None else (col(LeaseRow.team_id).in_(teams),))


async def release_idle(session: AsyncSession, holder: str) -> None:
    """Gives back the workspaces in which there is nothing to do, after a while: somebody may come again."""
    idle = col(LeaseRow.team_id).not_in(BUSY), col(LeaseRow.since) < DatabaseClock() - KEPT_IDLE
    await _give_back(session, holder, *idle)


async def release_quiet(session: AsyncSession, holder: str, most: int) -> frozenset[str]:
    """Gives back at most so many of the workspaces for which nothing is being sent just now; which."""
    key, mine = col(LeaseRow.team_id), col(LeaseRow.holder) == holder
    held = await session.scalars(select(key).where(mine).order_by(key).with_for_update())
    # Asked now that nobody can take more for them: the statement sees all that was taken before.
    sending = select(col(OutboxRow.team_id)).where(
        col(OutboxRow.status) == OutboxStatus.SENDING, col(OutboxRow.taken_by) == holder
    )
    busy = frozenset(await session.scalars(sending))
    quiet = [team for team in held if team not in busy][:most]
    await _give_back(session, holder, key.in_(quiet))
    return frozenset(quiet)


async def _give_back(session: AsyncSession, holder: str, *which: ColumnElement[bool]) -> None:
    ours = update(LeaseRow).where(col(LeaseRow.holder) == holder, *which)
    await session.execute(ours.values(holder=NOBODY, until=0.0))


async def _ensure(session: AsyncSession, teams: Iterable[str]) -> None:
    known = insert(dialect_of(session), LeaseRow).on_conflict_do_nothing()
    await session.execute(
        known, [{"team_id": team, "holder": NOBODY, "since": 0.0, "until": 0.0} for team in sorted(teams)]
    )
