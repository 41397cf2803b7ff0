"""Engines that know what the ones before them learned: tests make thousands, for databases that all have the
same tables, and to compile what Moot asks of them takes longer than to ask it."""

from typing import Any

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

STATEMENTS = 5_000  # compiled ones that are kept of each kind of database: all that the suite asks


class SharedEngines:
    """In the place of `create_async_engine`: engines for one kind of database have one dialect, and one cache
    of compiled statements.

    A dialect knows the server's version and how its connections are at first, the same for all databases of
    a kind here; it holds no connection, pool or event loop, and neither does a compiled statement.
    """

    def __init__(self) -> None:
        self._first: dict[str, AsyncEngine] = {}

    def __call__(self, url: URL | str, **given: Any) -> AsyncEngine:
        """An engine as SQLAlchemy makes it, with what the first one that met a database has learned."""
        made = create_async_engine(url, query_cache_size=STATEMENTS, **given)
        engine, kind = made.sync_engine, made.dialect.name
        first = self._first.get(kind)
        if first is None or getattr(first.dialect, "default_isolation_level", None) is None:
            self._first[kind] = made
        else:
            engine.dialect = engine.pool._dialect = first.dialect
            engine._compiled_cache = first.sync_engine._compiled_cache
        return made
