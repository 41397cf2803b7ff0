"""A copy of the SQLite database, made while Moot runs, and checked."""

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.db.engine import is_postgres, parse
from bot.domain.errors import MootError


class UsePgDump(MootError):
    template = (
        "The games are kept in PostgreSQL, which has a tool of its own for this: pg_dump --format=custom "
        '--file={path} "$DATABASE_URL". deploy/postgresql.md says how such a copy is restored.'
    )


class NothingToBackUp(MootError):
    template = "DATABASE_URL names {file}, and there is no such file. Run this where Moot is started."


class BackupExists(MootError):
    template = "There is a file {path} already, and it is left alone. Choose another name, or delete it."


class BackupBroken(MootError):
    template = (
        "The copy could not be made, or is not sound ({why}). Nothing was written to {path}; the database "
        "itself was only read."
    )


@dataclass(frozen=True, slots=True)
class Backup:
    """What was written and found sound."""

    path: Path
    revision: str
    events: int
    size: int


def back_up(url: str, path: Path) -> Backup:
    """Writes a copy as it is at one moment, while others go on writing to the original.

    Under its name it appears only when it is whole and sound, and only its owner may read it.
    Raises UsePgDump, NothingToBackUp, BackupExists and BackupBroken.
    """
    if is_postgres(url):
        raise UsePgDump(path=path)
    source = Path(parse(url).database or "")
    if not source.is_file():
        raise NothingToBackUp(file=source)
    if path.exists():
        raise BackupExists(path=path)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        revision, events = _copied(source, part)
        part.rename(path)
    except (sqlite3.Error, OSError) as fault:
        raise BackupBroken(why=fault, path=path) from fault
    finally:
        part.unlink(missing_ok=True)
    return Backup(path, revision, events, path.stat().st_size)


def _copied(source: Path, part: Path) -> tuple[str, int]:
    with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as original:
        with closing(sqlite3.connect(part)) as copy:
            original.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
        return _checked(part, original)


def _checked(part: Path, original: sqlite3.Connection) -> tuple[str, int]:
    """The schema's revision and the number of events; sqlite3.DatabaseError if the copy is not sound."""
    with closing(sqlite3.connect(part)) as copy:
        found = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if found != "ok":
            raise sqlite3.DatabaseError(found)
        revision = _revision(copy)
        if revision != _revision(original):
            raise sqlite3.DatabaseError(f"its schema is {revision}")
        return revision, copy.execute("SELECT count(*) FROM events").fetchone()[0]


def _revision(database: sqlite3.Connection) -> str:
    return str(database.execute("SELECT version_num FROM alembic_version").fetchone()[0])
