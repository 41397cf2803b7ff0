"""A copy of the database, made while Moot runs, and checked."""

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.db.copies import tools
from bot.db.engine import is_postgres, parse
from bot.domain.errors import MootError


class NothingToBackUp(MootError):
    template = (
        "There is no database at {file}. Set DATABASE_URL or MOOT_ENV_FILE, or run this in the folder where "
        "Moot is started."
    )


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
    size: int
    events: int | None = None  # where they were counted


def back_up(url: str, path: Path) -> Backup:
    """Writes a copy as it is at one moment, while others go on writing to the original.

    Under its name it appears only when it is whole and sound, and only its owner may read it.
    Raises NothingToBackUp, BackupExists and BackupBroken; for PostgreSQL, NoTool and ToolFailed.
    """
    source = None if is_postgres(url) else Path(parse(url).database or "")
    if source is not None and not source.is_file():
        raise NothingToBackUp(file=source.absolute())
    if path.exists():
        raise BackupExists(path=path)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        revision, events = _copied(source, part) if source is not None else _dumped(url, part)
        part.rename(path)
    except (sqlite3.Error, OSError) as fault:
        raise BackupBroken(why=fault, path=path) from fault
    finally:
        part.unlink(missing_ok=True)
    return Backup(path, revision, path.stat().st_size, events)


def _dumped(url: str, part: Path) -> tuple[str, None]:
    tools.dump(url, part)
    return tools.revision_in(part)[0], None


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
