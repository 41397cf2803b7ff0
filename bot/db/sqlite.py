"""Connections to SQLite with less ado than aiosqlite's.

A statement takes SQLite some microseconds, and handing it to a thread and back takes much longer, since
Python's threads also wait for one another. aiosqlite does that four times for each: for a cursor, to execute,
for the rows, to close. Here a writer does it to begin and to commit, since it may have to wait for another
program and for the disk; and a reader never does, since in WAL mode it waits for nobody.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Self

import aiosqlite

TURN = 0.001  # seconds
CHUNK = 64  # rows that aiosqlite would fetch at once; here all come with the statement


async def connect(database: str) -> aiosqlite.Connection:
    """A connection for writing; for SQLAlchemy's `async_creator`."""
    connection = Connection(lambda: sqlite3.connect(database, check_same_thread=False), CHUNK)
    connection._thread.daemon = True  # as SQLAlchemy does: it must not hold up the end of the process
    return await connection


async def connect_reader(database: str) -> aiosqlite.Connection:
    """Likewise, for reading."""
    return InPlace(lambda: sqlite3.connect(database, check_same_thread=False), CHUNK)


class Connection(aiosqlite.Connection):
    """Its cursors have read everything when a statement is done."""

    _turn = 0.0  # when it last gave way

    def cursor(self) -> "Cursor":  # type: ignore[override]
        """Costs nothing."""
        return Cursor(self)

    async def at_once(
        self, statement: str, parameters: Any, *, many: bool
    ) -> tuple[sqlite3.Cursor, list[Any]]:
        """The statement, its rows, and the end of its cursor."""
        if self._conn.in_transaction:
            await self._gives_way()
            return self._run(statement, parameters, many)
        work = self._execute(self._run, statement, parameters, many)  # type: ignore[no-untyped-call]
        found: tuple[sqlite3.Cursor, list[Any]] = await work
        return found

    async def _gives_way(self) -> None:
        """A long transaction lets others have their turn now and then."""
        now = asyncio.get_running_loop().time()
        if now - self._turn > TURN:
            await asyncio.sleep(0)
            self._turn = asyncio.get_running_loop().time()

    def _run(self, statement: str, parameters: Any, many: bool) -> tuple[sqlite3.Cursor, list[Any]]:
        cursor = self._conn.cursor()
        if many:
            cursor.executemany(statement, parameters)
        else:
            cursor.execute(statement, parameters)
        return cursor, cursor.fetchall() if cursor.description else []


class InPlace(Connection):
    """Works in the thread of whoever asks, without a thread of its own."""

    def __init__(self, connector: Callable[[], sqlite3.Connection], chunk: int) -> None:
        super().__init__(connector, chunk)
        self._connection = connector()
        self._tx: Any = self  # SQLAlchemy puts work there

    def put_nowait(self, work: tuple[asyncio.Future[Any], Callable[[], Any]]) -> None:
        """Does it."""
        future, function = work
        future.set_result(function())

    def begin(self) -> None:
        """A transaction in which all reads see the same moment, and not one that somebody left open."""
        self._conn.rollback()
        self._conn.execute("BEGIN")

    def stop(self) -> None:
        """There is no thread to stop."""
        self._running = False
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        await self._gives_way()
        return fn(*args, **kwargs)


class Cursor:
    """What SQLAlchemy asks of a cursor."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Self:
        """Executes it, and reads what there is."""
        return await self._done(statement, parameters, many=False)

    async def executemany(self, statement: str, parameters: Sequence[Sequence[Any]]) -> Self:
        """Likewise, once for each."""
        return await self._done(statement, parameters, many=True)

    async def _done(self, statement: str, parameters: Any, *, many: bool) -> Self:
        done, self._rows = await self._connection.at_once(statement, parameters, many=many)
        self.description, self.rowcount, self.lastrowid = done.description, done.rowcount, done.lastrowid
        return self

    async def fetchall(self) -> list[Any]:
        """What was read."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """There is nothing left to close."""
