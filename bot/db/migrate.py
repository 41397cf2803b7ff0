"""Brings a database to the newest schema; run at every start."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

_PACKAGE = Path(__file__).resolve().parents[1]


def migrations_folder() -> Path:
    """The migrations, in a checkout or in an installed wheel."""
    shipped = _PACKAGE / "_shipped" / "migrations"
    return shipped if shipped.is_dir() else _PACKAGE.parent / "migrations"


async def migrate(engine: AsyncEngine) -> None:
    """Applies the migrations that are missing."""
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
