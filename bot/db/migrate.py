"""Brings a database to another schema: to the newest at every start."""

from typing import Literal

import structlog
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db import schema
from bot.domain.errors import MootError

_LOCK = 0x6D6F6F74  # "moot": replicas that start at once migrate one after the other
log = structlog.get_logger(__name__)


class NoSuchRevision(MootError):
    template = "There is no schema {revision} {where}. This version of Moot knows {first} to {last}."


async def migrate(engine: AsyncEngine) -> None:
    """Applies the migrations that are missing; leaves a newer schema alone that this version can work on.
    Raises SchemaIsNewer."""
    await upgrade(engine, schema.head())


async def upgrade(engine: AsyncEngine, revision: str) -> None:
    """Applies the migrations that are missing up to this one. Raises SchemaIsNewer and NoSuchRevision."""
    async with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        await connection.run_sync(upgraded, revision)


def upgraded(connection: Connection, revision: str) -> None:
    """Applies the migrations up to this revision on a connection. Raises SchemaIsNewer and NoSuchRevision."""
    present = schema.read(connection)
    present.check()
    if not present.is_known:
        log.warning("the database has a newer schema", action="store", revision=present.revision)
        return
    if revision not in [*_after(present.revision), present.revision]:
        raise _no_such(revision, f"after {present.revision}")
    if revision != present.revision:
        _move(connection, "upgrade", revision)
    _note(connection, revision)
    # Shows at the start, and not with the first bell, that it cannot be written to.
    connection.exec_driver_sql("UPDATE alembic_version SET version_num = version_num")


def downgraded(connection: Connection, revision: str) -> None:
    """Takes migrations back until this one is the last. Raises SchemaIsNewer and NoSuchRevision."""
    present = schema.read(connection)
    if present.revision is None or not present.is_known:
        raise schema.SchemaIsNewer(revision=present.revision)
    if revision not in schema.known() or revision in [*_after(present.revision), present.revision]:
        raise _no_such(revision, f"before {present.revision}")
    _move(connection, "downgrade", revision)
    _note(connection, revision)


def _move(connection: Connection, which_way: Literal["upgrade", "downgrade"], revision: str) -> None:
    from alembic import command  # only now: most starts find the newest schema
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(schema.migrations_folder()))
    config.attributes["connection"] = connection
    (command.upgrade if which_way == "upgrade" else command.downgrade)(config, revision)


def _after(revision: str | None) -> list[str]:
    """The revisions after this one."""
    known = [*schema.known()]
    return known[known.index(revision) + 1 :] if revision else known


def _no_such(revision: str, where: str) -> NoSuchRevision:
    known = [*schema.known()]
    return NoSuchRevision(revision=revision, where=where, first=known[0], last=known[-1])


def _note(connection: Connection, revision: str) -> None:
    """Says which Moot can work on this schema, as far as there is a place for it. Its values come from the
    migrations, never from outside."""
    since = schema.reads_from(revision)
    if inspect(connection).has_table("readable") and schema.read(connection).since != since:
        connection.exec_driver_sql("DELETE FROM readable")
        connection.exec_driver_sql(f"INSERT INTO readable (id, since) VALUES (1, '{since}')")  # noqa: S608
