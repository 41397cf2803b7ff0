"""Engines and sessions for SQLite and PostgreSQL."""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import asyncpg
from sqlalchemy import URL, event, make_url, text
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import await_only

from bot.db import sqlite
from bot.domain.errors import MootError

Sessions = async_sessionmaker[AsyncSession]
Connector: TypeAlias = Callable[[], Awaitable[Any]]  # of asyncpg

DRIVERS = {
    "sqlite": sqlite.DRIVER,
    "sqlite+aiosqlite": sqlite.DRIVER,  # as settings name it
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}
LOCKED_FOR = 10.0  # seconds that SQLite waits for another program's lock
LOOKS_AGAIN_IN = 0.02  # seconds
CONNECTS_IN = 5.0  # seconds to reach PostgreSQL
ANSWERS_IN = 30.0  # seconds for a statement; a server that is gone without a word must not hold us for ever
FORGOTTEN_AFTER = "60s"  # PostgreSQL ends the transaction of a replica that stands still in the middle of one
HIGHEST_PORT = 65535
NAMED = "moot"  # a connection to PostgreSQL, before the name of its replica
TRIED_AFTER = 1.0  # seconds that a connection has idled
CONNECTIONS = 10  # kept open by a replica; as many again in a rush


class UnreadableAddress(MootError):
    template = (
        "DATABASE_URL cannot be read as an address, such as postgresql://user:password@host:5432/name. In a "
        "password, write @ as %40, : as %3A, / as %2F and % as %25."
    )


def parse(url: str) -> URL:
    """The URL with an async driver: `sqlite:///x`, `postgres://…` and `postgresql://…` are understood.

    Raises UnreadableAddress, which says nothing of it: it may hold a password.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise UnreadableAddress from None
    if "@" in (parsed.host or "") or not 0 < (parsed.port or 1) <= HIGHEST_PORT:
        raise UnreadableAddress
    return parsed.set(drivername=DRIVERS.get(parsed.drivername, parsed.drivername))


def is_postgres(url: str) -> bool:
    """Whether this is the URL of a PostgreSQL."""
    return parse(url).get_backend_name() == "postgresql"


def shown(url: str) -> str:
    """The address as an operator knows it, a file by its whole path. What follows a question mark may hold a
    password, too."""
    parsed = parse(url)
    if parsed.get_backend_name() == "sqlite":
        return str(Path(parsed.database or ":memory:").absolute())
    bare = URL.create("postgresql", host=parsed.host, port=parsed.port, database=parsed.database)
    return bare.render_as_string()


def dsn(url: str) -> str:
    """The URL as PostgreSQL's own tools read it: SQLAlchemy's `ssl` is their `sslmode`."""
    parsed = parse(url)
    query = {("sslmode" if name == "ssl" else name): value for name, value in parsed.query.items()}
    query.pop("channel_binding", None)  # hosted databases put it there, and asyncpg does not know it
    return parsed.set(drivername="postgresql", query=query).render_as_string(hide_password=False)


def make_engine(url: str, replica: str = "", *, patient: bool = False) -> AsyncEngine:
    """An engine; makes the folder of a SQLite file. Transactions on SQLite are immediate, so that two writers
    wait for each other instead of failing half-way. A `patient` one waits for PostgreSQL's answers for ever;
    `replica` is whose connections they are.
    """
    if is_postgres(url):
        made = create_async_engine(
            "postgresql+asyncpg://",
            async_creator=connector(url, replica, None if patient else ANSWERS_IN),
            hide_parameters=True,
            pool_size=CONNECTIONS,
            pool_use_lifo=True,  # the fewer are used, the more of what is asked each of them knows
            max_overflow=CONNECTIONS,
        )
        _try_idle(made)
        return made
    parsed = parse(url)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = _sqlite(parsed, sqlite.Writer)
    event.listen(engine.sync_engine, "begin", _begin_writing)
    return engine


def _try_idle(engine: AsyncEngine) -> None:
    """Has a connection tried before it is used, if it has idled: then it may be gone. SQLAlchemy's own
    `pool_pre_ping` tries it each time, which is a quarter of what most transactions ask the server."""

    def checked_in(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info["idle_since"] = time.monotonic()

    def checked_out(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
        if time.monotonic() - record.info.get("idle_since", time.monotonic()) < TRIED_AFTER:
            return
        try:
            engine.sync_engine.dialect.do_ping(connection)
        except Exception as gone:
            raise DisconnectionError from gone  # the pool makes another

    event.listen(engine.sync_engine, "checkin", checked_in)
    event.listen(engine.sync_engine, "checkout", checked_out)


def named(replica: str) -> str:
    """What PostgreSQL calls the connections of a replica, of whose id the last part is its own; names may
    have 63 bytes there."""
    return f"{NAMED} {replica.rpartition(':')[2]}".strip()[:63]


def connector(url: str, replica: str = "", answers_in: float | None = ANSWERS_IN) -> Connector:
    """What makes a connection to PostgreSQL, outside of any pool."""
    return partial(
        asyncpg.connect,
        dsn(url),
        timeout=CONNECTS_IN,
        command_timeout=answers_in,
        server_settings={
            "application_name": named(replica),
            "idle_in_transaction_session_timeout": FORGOTTEN_AFTER,
        },
    )


def _sqlite(parsed: URL, kind: type[sqlite.Connection], **given: Any) -> AsyncEngine:
    creator = partial(sqlite.connect, kind, parsed.database or ":memory:")
    engine = create_async_engine(parsed, creator=creator, hide_parameters=True, **given)
    event.listen(engine.sync_engine, "connect", _configure_sqlite)
    return engine


def make_sessions(engine: AsyncEngine, replica: str = "") -> Sessions:
    """Sessions whose objects stay readable after the commit; `replica` signs what they tell the others."""
    return async_sessionmaker(engine, expire_on_commit=False, info={"replica": replica})


def make_readers(engine: AsyncEngine) -> Sessions:
    """Sessions for reading only. All reads of one see the same moment, and none takes a write lock. On SQLite
    they have connections of their own, which are closed with those of this engine."""
    if engine.dialect.name == "postgresql":
        reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    else:
        reading = _sqlite(engine.url, sqlite.Reader, pool_reset_on_return=None)  # sessions roll back
        event.listen(reading.sync_engine, "begin", lambda began: began.connection.driver_connection.begin())
        event.listen(engine.sync_engine, "engine_disposed", lambda _: reading.sync_engine.dispose())
        return async_sessionmaker(reading, class_=_EndsAtOnce, expire_on_commit=False)
    return async_sessionmaker(reading, expire_on_commit=False)


class _EndsAtOnce(AsyncSession):
    """A reader of SQLite, at whose end nothing is awaited: SQLAlchemy would start a task for that."""

    async def __aexit__(self, *_: object) -> None:
        self.sync_session.close()


def _begin_writing(began: Any) -> None:
    """What keeps it from beginning at once is waited for, or said, as with any statement."""
    if not began.connection.driver_connection.began(LOCKED_FOR):
        began.exec_driver_sql(sqlite.BEGIN)


async def size(session: AsyncSession) -> int:
    """How many bytes the database takes."""
    asked = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    if session.get_bind().dialect.name == "postgresql":
        asked = "SELECT pg_database_size(current_database())"
    return int(await session.scalar(text(asked)) or 0)


def _configure_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin by itself; _begin_sqlite does
    cursor = connection.cursor()
    cursor.execute(sqlite.waiting(LOCKED_FOR))
    _write_ahead(cursor)
    for pragma in ("synchronous=NORMAL", "secure_delete=ON", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _write_ahead(cursor: sqlite.Cursor) -> None:
    """Has the file written ahead. Where another program writes to a new file, SQLite itself does not wait."""
    until = time.monotonic() + LOCKED_FOR
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            await_only(asyncio.sleep(LOOKS_AGAIN_IN))
        else:
            return
