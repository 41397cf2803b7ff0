"""SQLite for SQLAlchemy's asyncio, on Python's own sqlite3: a dialect, and a connection for each of two uses.

A statement takes SQLite some microseconds, and handing it to a thread and back takes much longer, since
Python's threads also wait for one another. So a reader never does it, since in WAL mode it waits for nobody;
a writer does it only to commit, since it may have to wait for the disk, and to wait for another program
where it cannot begin at once.
"""

import asyncio
import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from queue import SimpleQueue
from threading import Thread
from typing import Any, Self, TypeVar, cast

from sqlalchemy import URL, AsyncAdaptedQueuePool, Pool
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import await_only

T = TypeVar("T")
DRIVER = "sqlite+moot"
TURN = 0.001  # seconds
BEGIN = "BEGIN IMMEDIATE"


class Dialect(SQLiteDialect_pysqlite):
    """SQLAlchemy's own for sqlite3, with connections that may await something."""

    driver = "moot"
    is_async = True
    has_terminate = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:  # noqa: ARG003
        """Tasks that wait for a connection let others go on."""
        return AsyncAdaptedQueuePool

    def do_terminate(self, dbapi_connection: Any) -> None:
        """Closes without waiting."""
        dbapi_connection.terminate()


registry.register("sqlite.moot", __name__, Dialect.__name__)


class Cursor(sqlite3.Cursor):
    """Has read everything when a statement is done: nothing changes what is still to be fetched."""

    _rows: Iterator[Any] = iter(())

    def execute(self, sql: str, parameters: Any = ()) -> Self:
        """Executes the statement, and reads its rows."""
        return self._done(super().execute, sql, parameters)

    def executemany(self, sql: str, parameters: Any) -> Self:
        """Executes the statement once for each of the parameters."""
        return self._done(super().executemany, sql, parameters)

    def _done(self, execute: Callable[[str, Any], Any], sql: str, parameters: Any) -> Self:
        connection = cast(Connection, self.connection)
        self._rows = iter(connection.done(partial(self._all_rows, execute, sql, parameters)))
        return self

    def _all_rows(self, execute: Callable[[str, Any], Any], sql: str, parameters: Any) -> list[Any]:
        execute(sql, parameters)
        return super().fetchall() if self.description else []

    def fetchone(self) -> Any:
        """The next row, or None."""
        return next(self._rows, None)

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        """The next rows, at most so many."""
        return list(islice(self._rows, size))

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        return list(self._rows)

    async def _async_soft_close(self) -> None:
        """SQLAlchemy asks for it before rows are fetched where nothing can be awaited: here they are read."""


class Connection(sqlite3.Connection):
    """Works in place, in the thread of the event loop."""

    _turn = 0.0  # when it last gave way

    def cursor(self, factory: Any = Cursor) -> Any:
        """A cursor of ours."""
        return super().cursor(factory)

    def done(self, work: Callable[[], T]) -> T:
        """What `work` returns; a long transaction lets others have their turn now and then."""
        await_only(self._gives_way())
        return work()

    async def _gives_way(self) -> None:
        loop = asyncio.get_running_loop()
        if loop.time() - self._turn > TURN:
            await asyncio.sleep(0)
            self._turn = loop.time()

    def terminate(self) -> None:
        """Closes without waiting."""
        self.close()


class Reader(Connection):
    """For reading."""

    def begin(self) -> None:
        """Begins a transaction in which all reads see the same moment; ends one that somebody left open."""
        self.rollback()
        super().cursor(sqlite3.Cursor).execute("BEGIN")


class Writer(Connection):
    """For writing. What may have to wait is done in a thread of its own, one after the other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._tasks: SimpleQueue[Callable[[], object] | None] = SimpleQueue()
        # A daemon: a wait for another program's lock must not hold up the end of the process.
        Thread(target=_work_off, args=(self._tasks,), name="sqlite", daemon=True).start()
        self._broken_off = False  # something that nobody waits for any more may be under way

    def began(self, locked_for: float) -> bool:
        """Begins a transaction, in place; False where that cannot be done at once. Afterwards, another
        program's lock is waited for so many seconds."""
        if self._broken_off:
            return False
        cursor = super().cursor(sqlite3.Cursor)
        cursor.execute(waiting(0))
        with contextlib.suppress(sqlite3.OperationalError):
            cursor.execute(BEGIN)
        cursor.execute(waiting(locked_for))
        return self.in_transaction

    def done(self, work: Callable[[], T]) -> T:
        """In a transaction nothing has to wait any more."""
        return super().done(work) if self.in_transaction else self._in_thread(work)

    def commit(self) -> None:
        """Writes to the disk, which may take a while."""
        self._in_thread(super().commit)

    def rollback(self) -> None:
        """Comes after what was broken off and is still under way; without that and outside of a transaction,
        as whenever SQLAlchemy gets a connection back, there is nothing to do."""
        if self.in_transaction or self._broken_off:
            self._broken_off = False
            self._in_thread(super().rollback)

    def close(self) -> None:
        """Closes once all that was asked for is done."""
        try:
            self._in_thread(super().close)
        finally:
            self._tasks.put(None)

    def terminate(self) -> None:
        """Closes without waiting, once all that was asked for is done."""
        self._tasks.put(super().close)
        self._tasks.put(None)

    def _in_thread(self, work: Callable[[], T]) -> T:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._tasks.put(partial(_report, loop, future, work))
        try:
            return await_only(future)
        except asyncio.CancelledError:
            self._broken_off = True
            raise


def waiting(seconds: float) -> str:
    """The statement from which on SQLite waits for another program's lock for so long."""
    return f"PRAGMA busy_timeout={seconds * 1000:.0f}"


def connect(kind: type[Connection], database: str) -> Connection:
    """A connection for SQLAlchemy's `creator`. A new file is its owner's alone from the beginning, and so is
    what SQLite puts beside it, which takes its rights."""
    if database != ":memory:":
        with contextlib.suppress(OSError):  # it is there; or SQLite says why it cannot be
            os.close(os.open(database, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    return sqlite3.connect(database, check_same_thread=False, factory=kind)


def _work_off(tasks: SimpleQueue[Callable[[], object] | None]) -> None:
    while (task := tasks.get()) is not None:
        task()


def _report(loop: asyncio.AbstractEventLoop, future: asyncio.Future[T], work: Callable[[], T]) -> None:
    """Does the work; its result or fault goes to whoever waits, if somebody still does."""
    settle: Callable[[], None]
    try:
        settle = partial(future.set_result, work())
    except Exception as fault:  # noqa: BLE001 - whoever waits gets it
        settle = partial(future.set_exception, fault)
    with contextlib.suppress(RuntimeError):  # the loop is closed
        loop.call_soon_threadsafe(lambda: None if future.done() else settle())
