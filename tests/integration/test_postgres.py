"""What only PostgreSQL does: connections that are cut, and replicas that wait for one another."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import transactions
from bot.db.engine import make_engine, make_readers, make_sessions
from bot.db.migrate import migrate
from bot.db.transactions import Transactions
from tests.conftest import Databases


async def test_a_connection_that_was_cut_while_it_idled_is_replaced_before_it_is_used(
    new_database: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given one that is tried each time it is used
    monkeypatch.setattr("bot.db.engine.TRIED_AFTER", 0.0)
    url = new_database("postgres")
    engine, other = make_engine(url, "a:1:one"), make_engine(url, "a:2:two")
    backend, cut = text("SELECT pg_backend_pid()"), text("SELECT pg_terminate_backend(:pid, 10000)")
    async with engine.connect() as connection:
        first = await connection.scalar(backend)

    # when the server cuts it off
    async with other.connect() as connection:
        assert await connection.scalar(cut, {"pid": first})

    # then whoever asks next has another, and notices nothing
    async with engine.connect() as connection:
        assert await connection.scalar(backend) != first
    await engine.dispose()
    await other.dispose()


async def test_where_replicas_have_collided_they_wait_for_one_another(new_database: Databases) -> None:
    # given two that write in one stream, of which the second has lost once
    url, done, lost = new_database("postgres"), list[str](), list[str]()
    engines = [make_engine(url) for _ in range(2)]
    await migrate(engines[0])
    one, other = (
        Transactions(make_sessions(engine), make_readers(engine), one_writer=False) for engine in engines
    )
    began, goes_on = asyncio.Event(), asyncio.Event()

    async def loses(_session: AsyncSession) -> None:
        if not lost:
            lost.append("once")
            raise IntegrityError("", None, Exception())

    async def first(_session: AsyncSession) -> None:
        began.set()
        await goes_on.wait()
        done.append("first")

    async def second(_session: AsyncSession) -> None:
        done.append("second")

    for each in (one, other):
        lost.clear()
        await each.write("council:1", loses)

    # when both write there at once, and in another stream
    writing = asyncio.create_task(one.write("council:1", first))
    await began.wait()
    waiting = asyncio.create_task(other.write("council:1", second))
    await other.write("council:2", second)
    goes_on.set()
    await asyncio.gather(writing, waiting)

    # then the second waits for the first, and the other stream for nobody
    assert done == ["second", "first", "second"]
    for engine in engines:
        await engine.dispose()


async def test_who_loses_a_dozen_times_in_a_row_gets_through_in_the_end(
    new_database: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "LONGEST_PAUSE", 0.001)
    engine, tries = make_engine(new_database("postgres")), list[str]()
    one = Transactions(make_sessions(engine), make_readers(engine), one_writer=False)

    async def loses(_session: AsyncSession) -> str:
        tries.append("once more")
        if len(tries) <= 12:
            raise IntegrityError("", None, Exception())
        return "done"

    assert await one.write("council:1", loses) == "done"
    await engine.dispose()
