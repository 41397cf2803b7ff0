"""A database that is there already, for commands: they make none, and change the schema of none."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot import env_file
from bot.config import Settings
from bot.db import schema
from bot.db.engine import is_postgres, make_engine, parse, shown
from bot.db.schema import Schema
from bot.domain.errors import MootError
from bot.runtime.store import Store, explained, open_store


class NoDatabaseYet(MootError):
    template = (
        "There is no Moot database at {place}. The settings came from {source}. Set DATABASE_URL or "
        "MOOT_ENV_FILE, or run this in the folder where Moot is started. Moot makes its database when it "
        "first starts."
    )


@asynccontextmanager
async def open_existing(settings: Settings) -> AsyncIterator[Store]:
    """The services on a database that this version's Moot has been started on. Raises NoDatabaseYet,
    SchemaIsOlder, SchemaIsNewer and NoDatabase."""
    async with open_store(settings, ready=_ready) as store:
        yield store


async def schema_of(url: str) -> Schema:
    """The schema of a database that is there. Raises NoDatabaseYet and NoDatabase."""
    with explained(url):
        if not _is_there(url):
            raise _none(url)
        engine = make_engine(url)
        try:
            async with engine.connect() as connection:
                found = await connection.run_sync(schema.read)
        finally:
            await engine.dispose()
    if found.revision is None:
        raise _none(url)
    return found


def _is_there(url: str) -> bool:
    """Whether there can be one: of PostgreSQL, only the server knows."""
    return is_postgres(url) or Path(parse(url).database or "").is_file()


async def _ready(url: str) -> None:
    (await schema_of(url)).check_for_reading()


def _none(url: str) -> NoDatabaseYet:
    return NoDatabaseYet(place=shown(url), source=env_file.found())
