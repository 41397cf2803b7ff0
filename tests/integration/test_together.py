"""Small pieces of work in one transaction: each ends as it would alone."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from bot.causes import because_of
from bot.clock import now
from bot.config import Settings
from bot.db.engine import make_readers, make_sessions
from bot.db.noted import noted
from bot.db.tables import PulseRow
from bot.db.together import Together
from bot.db.transactions import Transactions
from bot.runtime.store import open_store

Work = Callable[[AsyncSession], Awaitable[str]]


@asynccontextmanager
async def a_store(url: str) -> AsyncIterator[tuple[AsyncEngine, Together]]:
    async with open_store(Settings(database_url=url)) as store:
        sqlite = store.engine.dialect.name == "sqlite"
        sessions, readers = make_sessions(store.engine), make_readers(store.engine)
        yield store.engine, Together(Transactions(sessions, readers, one_writer=sqlite), "pieces")


def adds(name: str) -> Work:
    """A piece of work that stores a row of this name, which may stand once."""

    async def work(session: AsyncSession) -> str:
        session.add(PulseRow(team_id="T1", replica=name, at=now()))
        await session.flush()
        noted(session).work[name] += 1
        return name

    return work


async def fails(_: AsyncSession) -> str:
    raise LookupError


async def stored(engine: AsyncEngine) -> int:
    async with make_sessions(engine)() as session:
        return await session.scalar(select(func.count()).select_from(PulseRow)) or 0


async def test_what_comes_together_is_committed_together_and_each_gets_its_own(database_url: str) -> None:
    async with a_store(database_url) as (engine, together):
        commits: list[object] = []
        event.listen(engine.sync_engine, "commit", commits.append)

        names = [f"one-{number}" for number in range(20)]
        found = await asyncio.gather(*(together.write(adds(name)) for name in names))

        assert found == names
        assert await stored(engine) == 20
        assert len(commits) == 1


async def test_a_piece_that_fails_fails_alone(database_url: str) -> None:
    async with a_store(database_url) as (engine, together):
        given = adds("a"), fails, adds("a"), adds("b")

        first, failed, double, last = await asyncio.gather(
            *(together.write(work) for work in given), return_exceptions=True
        )

        assert (first, last) == ("a", "b")
        assert isinstance(failed, LookupError)
        assert isinstance(double, IntegrityError)
        assert await stored(engine) == 2


async def test_nobody_does_the_work_of_a_task_that_was_cancelled_before_its_turn(database_url: str) -> None:
    async with a_store(database_url) as (engine, together):
        left, kept = (asyncio.create_task(together.write(adds(name))) for name in ("left", "kept"))
        await asyncio.sleep(0)
        left.cancel()

        assert await kept == "kept"

        with pytest.raises(asyncio.CancelledError):
            await left
        assert await stored(engine) == 1


async def test_the_log_says_of_each_piece_what_caused_it(database_url: str) -> None:
    async with a_store(database_url) as (_, together):
        with capture_logs([merge_contextvars]) as logs:
            with because_of("bell-1", row=1):
                one = asyncio.create_task(together.write(adds("a")))
            with because_of("bell-2", row=2):
                two = asyncio.create_task(together.write(adds("b")))
            await asyncio.gather(one, two)

        said = [(line["cause"], line["work"]) for line in logs if line.get("action") == "store"]
        assert said == [("bell-1", {"a": 1}), ("bell-2", {"b": 1})]
