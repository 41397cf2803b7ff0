"""Brings a database to the newest schema; run at every start."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.errors import MootError

_PACKAGE = Path(__file__).resolve().parents[1]
_LOCK = 0x6D6F6F74  # "moot": replicas that start at once migrate one after the other


class SchemaIsNewer(MootError):
    template = (
        "The database was made by a newer Moot (its schema is {revision}). Update this one, or restore a "
        "backup from before."
    )


def migrations_folder() -> Path:
    """The migrations, in a checkout or in an installed wheel."""
    shipped = _PACKAGE / "_shipped" / "migrations"
    return shipped if shipped.is_dir() else _PACKAGE.parent / "migrations"


async def migrate(engine: AsyncEngine) -> None:
    """Applies the migrations that are missing. Raises SchemaIsNewer."""
    async with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.attributes["connection"] = connection
    known = {one.revision for one in ScriptDirectory.from_config(config).walk_revisions()}
    if (present := _revision(connection)) is not None and present not in known:
        raise SchemaIsNewer(revision=present)
    command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found
