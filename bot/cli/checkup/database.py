"""Whether the database can be reached and written, how old its schema is, and what is going on in it.

It creates nothing, not even a missing SQLite file.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, MetaData, false, func, select, text
from sqlmodel import col

from bot.cli.checkup.findings import Finding, fail, ok, warn
from bot.config import Settings
from bot.db import faults, schema
from bot.db.engine import UnreadableAddress, make_engine, parse, shown
from bot.db.schema import Schema
from bot.db.tables import GameRow, PulseRow
from bot.domain.ids import Moment

ABOUT = "database"
UP_TO_DATE = "can be written and is up to date."
GIVE_ACCESS = "Give the user who runs Moot write access."


@dataclass(frozen=True, slots=True)
class Life:
    """What a database says about the Moot on it: how many games it has had, and its last sign of life."""

    games: int = 0
    beat: Moment | None = None


async def of_database(settings: Settings) -> tuple[Finding, Life]:
    """What there is to say about it, and, if it is up to date, what is going on in it."""
    try:
        url = parse(settings.database_url)
    except UnreadableAddress as unread:
        return fail(ABOUT, str(unread), "See .env.example."), Life()
    place = shown(settings.database_url)
    if url.get_backend_name() == "sqlite" and (early := _file(Path(url.database or ":memory:"), place)):
        return early, Life()
    engine = make_engine(settings.database_url)
    try:
        async with engine.connect() as connection:
            found = _migrated(place, await connection.run_sync(_tried))
            lives = found.said.endswith(UP_TO_DATE)
            return found, await connection.run_sync(_life) if lives else Life()
    except Exception as fault:
        if (trouble := faults.trouble(fault)) is None:
            raise
        return fail(ABOUT, f"{place}: {type(fault).__name__}.", trouble), Life()
    finally:
        await engine.dispose()


def _file(path: Path, place: str) -> Finding | None:
    """What can be said of a SQLite file without opening it; None if it exists and can be written."""
    if path.exists():
        if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
            return None
        return fail(ABOUT, f"{place} cannot be written.", GIVE_ACCESS)
    parent = next(one for one in path.absolute().parents if one.exists())
    if not os.access(parent, os.W_OK) or not parent.is_dir():
        return fail(ABOUT, f"{parent} cannot be written.", GIVE_ACCESS)
    return ok(ABOUT, f"{place} does not exist yet; the first start creates it.")


def _tried(connection: Connection) -> Schema:
    """The schema. Also proves that we may write: makes a table with a row, changes no row of each table, and
    rolls all of it back."""
    connection.execute(text("CREATE TABLE moot_check (tried INTEGER)"))
    connection.execute(text("INSERT INTO moot_check VALUES (1)"))
    there, nothing = MetaData(), false()  # as they are in the database: an older schema has fewer columns
    there.reflect(connection)
    for table in there.sorted_tables:
        columns = [column.name for column in table.columns]
        connection.execute(table.insert().from_select(columns, table.select().where(nothing)))
        connection.execute(table.delete().where(nothing))
    connection.rollback()
    return schema.read(connection)


def _life(connection: Connection) -> Life:
    games = connection.scalar(select(func.count()).select_from(GameRow)) or 0
    return Life(games, connection.scalar(select(func.max(col(PulseRow.at)))))


def _migrated(place: str, found: Schema) -> Finding:
    if found.revision is None:
        return ok(ABOUT, f"{place} is empty; the first start fills it.")
    if not found.is_usable:
        advice = "A newer Moot has used it. Update Moot, or restore a backup from this version."
        return fail(ABOUT, f"{place} has an unknown version, {found.revision}.", advice)
    if found.is_older:
        said = f"{place} has an older version; the next start updates it."
        return warn(ABOUT, said, "Make a backup first; see deploy/database.md.")
    return ok(ABOUT, f"{place} {UP_TO_DATE}")
