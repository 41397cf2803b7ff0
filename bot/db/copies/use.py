"""Whether a Moot works on a database, so that it must not be changed under it."""

import contextlib
import errno
import fcntl
from pathlib import Path

from sqlalchemy import text

from bot.db.engine import is_postgres, make_engine, parse, shown
from bot.domain.errors import MootError

# Where every program that has a SQLite file open in its WAL mode holds a lock: https://sqlite.org/fileformat2.html
SHARED_FIRST, SHARED_SIZE = 0x40000002, 510
OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND application_name LIKE 'moot%' AND pid <> pg_backend_pid()"
)


class InUse(MootError):
    template = (
        "Nothing was changed, because Moot or another program has the database open ({place}). Stop every "
        "bot first, under systemd, in a container or by hand."
    )


async def check_unused(url: str) -> None:
    """Raises InUse where another process has the database open."""
    if await _others(url) if is_postgres(url) else is_open(Path(parse(url).database or "")):
        raise InUse(place=shown(url))


async def _others(url: str) -> bool:
    engine = make_engine(url)
    try:
        async with engine.connect() as connection:
            return bool(await connection.scalar(OTHERS))
    finally:
        await engine.dispose()


def is_open(file: Path) -> bool:
    """Whether another process has a SQLite file open, also where the file is damaged. This process must not
    have it open: closing a file gives up the process's locks on it."""
    with contextlib.suppress(FileNotFoundError), file.open("r+b") as handle:
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, SHARED_SIZE, SHARED_FIRST)
        except OSError as fault:
            return fault.errno in (errno.EACCES, errno.EAGAIN)
    return False
