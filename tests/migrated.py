"""Migrates new databases quickly: with the statements by which the migrations made the first of their kind.

`integration/test_store.py` runs the migrations themselves, and so does whatever opens a database that has
tables, and every bot in a process of its own.
"""

from typing import Any

from sqlalchemy import Connection, event, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.migrate import migrate

CHANGES_NOTHING = ("SELECT", "PRAGMA", "BEGIN")
LOCK = text("SELECT pg_advisory_xact_lock(1)")


class QuickMigration:
    """In the place of `migrate`; remembers what the first database of each kind took."""

    def __init__(self) -> None:
        self._statements: dict[str, list[str]] = {}

    async def __call__(self, engine: AsyncEngine) -> None:
        """Applies the migrations that are missing. Raises SchemaIsNewer."""
        known = self._statements.get(engine.dialect.name)
        async with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                await connection.execute(LOCK)
            new = await connection.run_sync(_is_new)
            if new and known:
                await _repeat(connection, known)
        if not (new and known):
            statements = await _watched(engine)
            if new:
                self._statements[engine.dialect.name] = statements


def _is_new(connection: Connection) -> bool:
    return not inspect(connection).get_table_names()


async def _repeat(connection: AsyncConnection, statements: list[str]) -> None:
    if connection.dialect.name == "postgresql":  # at once: each by itself would take a way there and back
        raw = await connection.get_raw_connection()
        assert raw.driver_connection is not None
        await raw.driver_connection.execute(";\n".join(statements))
        return
    for statement in statements:
        await connection.exec_driver_sql(statement)


async def _watched(engine: AsyncEngine) -> list[str]:
    """Migrates; what was changed thereby."""
    statements: list[str] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if not statement.lstrip().startswith(CHANGES_NOTHING):
            assert not parameters, f"has values of its own, and cannot be repeated: {statement}"
            statements.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    await migrate(engine)
    event.remove(engine.sync_engine, "before_cursor_execute", note)
    return statements
