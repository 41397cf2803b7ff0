"""How SQLite is driven: who waits where, and what is left behind when somebody stops waiting."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.engine import make_engine, make_readers, make_sessions

CREATE, FILL = "CREATE TABLE said (word TEXT)", "INSERT INTO said VALUES ('one'), ('two'), ('three')"
SAY, READ = text("INSERT INTO said VALUES ('more')"), text("SELECT word FROM said")


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """An engine for a file with three words in it."""
    made = make_engine(f"sqlite:///{tmp_path / 'words.db'}")
    async with made.begin() as connection:
        await connection.exec_driver_sql(CREATE)
        await connection.exec_driver_sql(FILL)
    yield made
    await made.dispose()


@pytest.fixture
def other(engine: AsyncEngine) -> Iterator[sqlite3.Connection]:
    """Another program, which has locked the file."""
    file = str(engine.url.database)
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield connection


async def test_statements_run_in_place_and_only_what_may_wait_in_a_thread(engine: AsyncEngine) -> None:
    # given new connections that tell which thread runs what
    await engine.dispose()
    ran: list[tuple[str, bool]] = []
    readers = make_readers(engine)

    def traced(connection: sqlite3.Connection, _: object) -> None:
        here = threading.get_ident()
        connection.set_trace_callback(
            lambda said: ran.append((said.split()[0], threading.get_ident() == here))
        )

    for one in (engine, readers.kw["bind"]):
        event.listen(one.sync_engine, "connect", traced)

    # when something is written, and read
    async with make_sessions(engine).begin() as session:
        await session.execute(SAY)
        await session.execute(READ)
    written, ran[:] = list(ran), []
    async with readers() as session:
        await session.execute(READ)

    # then only to commit was left to another thread, and of reading nothing
    only_commits = [("BEGIN", True), ("INSERT", True), ("SELECT", True), ("COMMIT", False)]
    assert [one for one in written if one[0] != "PRAGMA"] == only_commits
    assert [one for one in ran if one[0] != "PRAGMA"] == [
        ("BEGIN", True),
        ("SELECT", True),
        ("ROLLBACK", True),
    ]


async def test_whoever_waits_for_another_program_holds_up_nobody(
    engine: AsyncEngine, other: sqlite3.Connection
) -> None:
    # given a write that waits
    waiting = await _waiting(engine)

    # when others read, they need not wait
    async with make_readers(engine)() as session:
        assert len((await session.execute(READ)).all()) == 3
    assert not waiting.done()

    # and once the other program is done, the write is, too
    other.execute("COMMIT")
    await waiting
    assert len(other.execute("SELECT word FROM said").fetchall()) == 4


async def test_a_wait_that_is_broken_off_leaves_no_lock(
    engine: AsyncEngine, other: sqlite3.Connection
) -> None:
    # given a write that waits, and is broken off
    waiting = await _waiting(engine)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting

    # when the other program is done, so that the thread that waits gets the lock
    other.execute("COMMIT")

    # then it gives it back, and both can write again
    await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
    other.execute("COMMIT")
    await _write(engine)
    assert len(other.execute("SELECT word FROM said").fetchall()) == 4


async def test_what_was_asked_for_does_not_change_while_it_is_read(engine: AsyncEngine) -> None:
    async with make_sessions(engine).begin() as session:
        found = await session.execute(READ)
        first = found.fetchone()
        await session.execute(text("DELETE FROM said"))

        assert first is not None
        assert [first.word, *found.fetchmany(1)[0], *found.scalars()] == ["one", "two", "three"]
        assert (await session.execute(READ)).all() == []


async def _write(engine: AsyncEngine) -> None:
    async with make_sessions(engine).begin() as session:
        await session.execute(SAY)


async def _waiting(engine: AsyncEngine) -> asyncio.Task[None]:
    """A write whose connection asks SQLite to begin, and has to wait for it."""
    await engine.dispose()  # so that it is a new connection
    asks, loop = asyncio.Event(), asyncio.get_running_loop()

    def traced(connection: sqlite3.Connection, _: object) -> None:
        connection.set_trace_callback(
            lambda said: loop.call_soon_threadsafe(asks.set) if said.startswith("BEGIN") else None
        )

    event.listen(engine.sync_engine, "connect", traced)
    task = asyncio.create_task(_write(engine))
    await asks.wait()
    return task
