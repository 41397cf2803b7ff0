"""Engines and sessions for SQLite and PostgreSQL."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from bot.domain.errors import MootError

Sessions = async_sessionmaker[AsyncSession]


class NoPostgres(MootError):
    """DATABASE_URL names PostgreSQL, which needs the package asyncpg, and it is not installed. Moot is tested
    with SQLite so far; leave DATABASE_URL out to use it."""


def async_url(url: str) -> str:
    """The URL with an async driver: `sqlite:///x` and `postgresql://…` are understood as well."""
    parsed = make_url(url)
    driver = {
        "sqlite": "sqlite+aiosqlite",
        "postgresql": "postgresql+asyncpg",
        "postgres": "postgresql+asyncpg",
    }
    name = driver.get(parsed.drivername, parsed.drivername)
    return parsed.set(drivername=name).render_as_string(hide_password=False)


def make_engine(url: str) -> AsyncEngine:
    """An engine; makes the folder of a SQLite file. Transactions on SQLite are immediate, so that two writers
    wait for each other instead of failing half-way."""
    parsed = make_url(async_url(url))
    if parsed.drivername == "postgresql+asyncpg" and find_spec("asyncpg") is None:
        raise NoPostgres
    if parsed.get_backend_name() != "sqlite":
        return create_async_engine(parsed, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(parsed)
    event.listen(engine.sync_engine, "connect", _configure_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def make_sessions(engine: AsyncEngine) -> Sessions:
    """Sessions whose objects stay readable after the commit."""
    return async_sessionmaker(engine, expire_on_commit=False)


def make_readers(engine: AsyncEngine) -> Sessions:
    """Sessions for reading only: they take no write lock on SQLite."""
    return async_sessionmaker(engine.execution_options(moot_reads=True), expire_on_commit=False)


def _configure_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin by itself; _begin_sqlite does
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reads = connection.get_execution_options().get("moot_reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
