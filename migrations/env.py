"""Alembic's entry. The bot hands over its connection; on the command line, where nobody does, the tables in
the code are compared with a fresh database that has all migrations."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from alembic import context
from alembic.operations import MigrationScript, Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, create_engine
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import bot.db.tables
from bot.db.types import Json, UtcDateTime

assert bot.db.tables


def plain(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """How a new migration writes a type: without the bot's own classes, which may change later."""
    match item:
        case UtcDateTime() if kind == "type":
            return "sa.DateTime(timezone=True)"
        case Json() if kind == "type":
            return "sa.JSON()"
        case AutoString() if kind == "type":
            return f"sa.String({item.length})"
        case _:
            return False


def numbered(_: MigrationContext, __: Any, made: Sequence[MigrationScript]) -> None:
    """Gives a new migration the next number."""
    for script in made:
        script.rev_id = f"{int(context.script.get_current_head() or 0) + 1:04}"


def migrated(connection: Connection) -> Connection:
    """The database, with all migrations."""

    def missing(revision: Any, _: MigrationContext) -> Iterable[Any]:
        return context.script._upgrade_revs("head", revision)

    fresh = MigrationContext.configure(connection, opts={"fn": missing})
    with Operations.context(fresh):
        fresh.run_migrations()
    return connection


def run(connection: Connection) -> None:
    """What was asked for."""
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        render_item=plain,
        process_revision_directives=numbered,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with create_engine("sqlite://").connect() as memory:
        run(migrated(memory))
