"""A copy of a SQLite database put in its place, while the old one is kept aside."""

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.db.copies.use import InUse, is_open
from bot.db.schema import Schema
from bot.domain.errors import MootError
from bot.domain.ids import Moment

BESIDE = ("-wal", "-shm", "-journal")  # what SQLite may leave beside a file


class NoCopy(MootError):
    template = "{path} is not a sound copy of a Moot database ({why}). Nothing was changed."


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that was found sound."""

    path: Path
    schema: Schema
    events: int


def checked(path: Path, target: Path) -> Copy:
    """Reads a copy through. Raises NoCopy, and SchemaIsNewer where this version cannot work on it."""
    if not path.is_file():
        raise NoCopy(path=path, why="there is no such file")
    if target.exists() and path.samefile(target):
        raise NoCopy(path=path, why="it is the database itself")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
            if (found := copy.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
                raise NoCopy(path=path, why=found)
            sound = Copy(path, _schema(copy), copy.execute("SELECT count(*) FROM events").fetchone()[0])
    except sqlite3.Error as fault:
        raise NoCopy(path=path, why=fault) from fault
    sound.schema.check()
    return sound


def put_in_place(copy: Copy, target: Path, at: Moment) -> Path | None:
    """The copy becomes the database; the name under which the old one is kept. Broken off, it can be run
    again. Raises InUse, and OSError where something cannot be written."""
    if is_open(target):
        raise InUse(place=target.absolute())
    _folder(target.parent)
    part = target.with_name(f"{target.name}.restoring")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    shutil.copyfile(copy.path, part)
    _own(part, target if target.exists() else target.parent)
    with part.open("rb") as written:
        os.fsync(written.fileno())
    kept = _put_aside(target, at)
    os.replace(part, target)
    return kept


def _put_aside(target: Path, at: Moment) -> Path | None:
    """Under a name that nothing has yet, with what SQLite left beside it, which belongs to it by its name."""
    name = f"{target.stem}-before-{at:%Y%m%d-%H%M%S}{target.suffix}"
    kept = next(one for one in _numbered(target.with_name(name)) if not one.exists())
    was_there = target.exists()
    for end in ("", *BESIDE):
        if (one := target.with_name(target.name + end)).exists():
            one.rename(kept.with_name(kept.name + end))
    return kept if was_there else None


def _numbered(path: Path) -> list[Path]:
    return [path, *(path.with_stem(f"{path.stem}-{number}") for number in range(2, 100))]


def _folder(folder: Path) -> None:
    """Makes it where it is missing, for whoever has the one above it."""
    if not folder.exists():
        _folder(folder.parent)
        folder.mkdir(mode=0o700)
        _own(folder, folder.parent)


def _own(path: Path, like: Path) -> None:
    """Root works for others: what it makes belongs to whoever has what it is made like."""
    if os.geteuid() == 0:
        whose = like.stat()
        os.chown(path, whose.st_uid, whose.st_gid)


def _schema(copy: sqlite3.Connection) -> Schema:
    revision = copy.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    tables = copy.execute("SELECT count(*) FROM sqlite_master WHERE name = 'readable'").fetchone()[0]
    since = copy.execute("SELECT since FROM readable").fetchone() if tables else None
    return Schema(revision, since[0] if since else None)
