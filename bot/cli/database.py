"""`moot db`: the schema, copies, and how a copy replaces the database."""

import asyncio
import sys
from pathlib import Path

import typer
from sqlalchemy import Connection, MetaData, func, inspect, select

from bot import clock
from bot.config import Settings
from bot.db import migrate, schema
from bot.db.copies import restore as placing
from bot.db.copies import tools
from bot.db.copies.backup import back_up
from bot.db.copies.use import check_unused
from bot.db.engine import is_postgres, make_engine, parse, shown
from bot.db.schema import Schema
from bot.domain.errors import MootError
from bot.runtime.existing import schema_of
from bot.runtime.store import explained

SAFE = "It holds secrets: keep it as safe as the database itself."
Tables = dict[str, tuple[int, set[str]]]


class NotAsked(MootError):
    template = "Nothing was changed, because nobody is here to answer. Use --yes to do it without asking."


class NotEmpty(MootError):
    template = (
        "{place} is not empty, and stays as it is. Create an empty database, such as with `createdb --owner "
        "moot moot2`, let DATABASE_URL name it, and run this again."
    )


def current() -> None:
    """Says which schema the database has, and whether this version can work on it."""
    url = Settings().database_url
    found = asyncio.run(schema_of(url))
    typer.echo(f"{shown(url)}: schema {found.revision}. {_verdict(found)}")


def _verdict(found: Schema) -> str:
    if not found.is_usable:
        return f"A newer Moot made it; this version knows {schema.head()} and cannot work on it."
    if not found.is_known:
        return f"A newer Moot made it; this version knows {schema.head()} and can work on it."
    if found.is_older:
        return f"This version needs {schema.head()}: `moot db upgrade`, or start Moot."
    return "It is up to date."


def upgrade(revision: str) -> None:
    """Applies the migrations that are missing."""
    url = Settings().database_url
    before = asyncio.run(schema_of(url))
    asyncio.run(_upgrade(url, revision or schema.head()))
    after = asyncio.run(schema_of(url))
    same = before.revision == after.revision
    typer.echo(
        f"{shown(url)}: schema {after.revision}{', as before' if same else f', was {before.revision}'}."
    )


async def _upgrade(url: str, revision: str) -> None:
    with explained(url):
        engine = make_engine(url, patient=True)
        try:
            await migrate.upgrade(engine, revision)
        finally:
            await engine.dispose()


def downgrade(revision: str, *, yes: bool) -> None:
    """Takes migrations back, once somebody has read what is lost."""
    url = Settings().database_url
    asyncio.run(schema_of(url))
    asyncio.run(check_unused(url))
    lost = asyncio.run(_downgrade(url, revision, stays=True))
    typer.echo(f"{shown(url)}: back to schema {revision}. This is lost:")
    for one in lost or ["nothing"]:
        typer.echo(f"  {one}")
    _ask("Make a backup first: `moot db backup FILE`. Take the migrations back?", yes=yes)
    asyncio.run(check_unused(url))
    asyncio.run(_downgrade(url, revision, stays=False))
    typer.echo(f"The schema is {revision}. Start the older Moot now; this version would migrate it again.")


async def _downgrade(url: str, revision: str, *, stays: bool) -> list[str]:
    """What is lost. Where the database `stays` as it is, this only tries."""
    with explained(url):
        engine = make_engine(url, patient=True)
        try:
            async with engine.connect() as connection:
                before = await connection.run_sync(_tables)
                await connection.run_sync(migrate.downgraded, revision)
                lost = _lost(before, await connection.run_sync(_tables))
                await (connection.rollback() if stays else connection.commit())
        finally:
            await engine.dispose()
    return lost


def _tables(connection: Connection) -> Tables:
    """The tables with the number of their rows and the names of their columns."""
    found = MetaData()
    found.reflect(connection)
    return {
        one.name: (
            connection.scalar(select(func.count()).select_from(one)) or 0,
            {column.name for column in one.columns},
        )
        for one in found.sorted_tables
    }


def _lost(before: Tables, after: Tables) -> list[str]:
    said = []
    for name, (rows, columns) in before.items():
        left, kept = after.get(name, (0, set()))
        if name not in after:
            said.append(f"the table {name}, with {rows:,} rows")
            continue
        said += [f"{column} of {name}, with {rows:,} rows" for column in sorted(columns - kept)]
        said += [f"{rows - left:,} of {rows:,} rows of {name}"] if left < rows else []
    return said


def backup(path: Path) -> None:
    """Copies the database while Moot runs, and checks the copy."""
    made = back_up(Settings().database_url, path)
    events = "" if made.events is None else f"{made.events:,} events, "
    typer.echo(f"{made.path}: {events}schema {made.revision}, {made.size:,} bytes. The copy is sound. {SAFE}")


def restore(path: Path, *, yes: bool) -> None:
    """Replaces the database by a copy, and keeps the old database."""
    url = Settings().database_url
    if is_postgres(url):
        _into_postgres(url, path, yes=yes)
    else:
        _into_a_file(url, path, yes=yes)


def _into_a_file(url: str, path: Path, *, yes: bool) -> None:
    target = Path(parse(url).database or "")
    copy = placing.checked(path, target)
    asyncio.run(check_unused(url))
    typer.echo(f"{path} is sound: {copy.events:,} events, schema {copy.schema.revision}.")
    _ask(f"Replace {shown(url)} by it? The old database is kept.", yes=yes)
    kept = placing.put_in_place(copy, target, clock.now())
    typer.echo(f"{shown(url)} is now that copy. Start Moot.")
    if kept is not None:
        typer.echo(f"The database before is {kept.absolute()}. Delete it when you are sure.")


def _into_postgres(url: str, path: Path, *, yes: bool) -> None:
    if not path.is_file():
        raise placing.NoCopy(path=path, why="there is no such file")
    revision, since = tools.revision_in(path)
    Schema(revision, since).check()
    if asyncio.run(_has_tables(url)):
        raise NotEmpty(place=shown(url))
    _ask(f"Fill {shown(url)} with {path}, schema {revision}?", yes=yes)
    tools.restore(url, path)
    typer.echo(f"{shown(url)} is filled. Start Moot with this DATABASE_URL.")


async def _has_tables(url: str) -> bool:
    with explained(url):
        engine = make_engine(url)
        try:
            async with engine.connect() as connection:
                return bool(await connection.run_sync(lambda it: inspect(it).get_table_names()))
        finally:
            await engine.dispose()


def _ask(question: str, *, yes: bool) -> None:
    """Raises NotAsked, and typer.Abort for a no."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise NotAsked
    typer.confirm(question, abort=True)
