"""What is wrong with a database that fails, and what an operator can do about it."""

import asyncpg
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

AWAY = "The database cannot be reached. See that it runs, and that DATABASE_URL is right. Work waits."
FULL = "The disk of the database is full. Make room on it. Work waits."
LOCKED = "Another program keeps the SQLite file locked. Close it. Work waits."
READ_ONLY = (
    "The database cannot be written to. Look at the rights of its file or user. Work waits until it can."
)
CLOSED = (
    "The SQLite file cannot be opened. Check that its folder exists, and that the user who runs Moot may "
    "write to both. Work waits."
)
CROWDED = "The database lets nobody else in. Raise its max_connections, or run fewer replicas. Work waits."
REFUSED = "The database refuses the user or the password in DATABASE_URL. Mend it, and start Moot anew."
UNKNOWN = "There is no database of the name in DATABASE_URL. Create it (createdb), and start Moot anew."
BROKEN = "The SQLite file is damaged. Stop Moot, and run `moot db restore` with a backup."

SQLITE = {
    "database is locked": LOCKED,
    "database or disk is full": FULL,
    "readonly database": READ_ONLY,
    "unable to open": CLOSED,
    "disk i/o error": FULL,
    "malformed": BROKEN,
    "not a database": BROKEN,
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html; the first two letters are the class.
POSTGRES = {
    "53100": FULL,
    "53300": CROWDED,
    "25006": READ_ONLY,
    "42501": READ_ONLY,
    "28": REFUSED,
    "3D": UNKNOWN,
    "08": AWAY,
    "57": AWAY,
    "53": AWAY,
}
COLLIDED = ("40001", "40P01")  # serialization_failure, deadlock_detected


def trouble(fault: BaseException) -> str | None:
    """What an operator reads and can do; None where the database is not to blame.

    Ask only about what was raised around the database: any OSError counts as its absence.
    """
    if isinstance(fault, PermissionError | NotADirectoryError) and fault.filename:
        return CLOSED  # a file's; the absence of a server names none
    if isinstance(fault, OSError | TimeoutError | NoConnectionFree | asyncpg.InterfaceError):
        return AWAY
    code = sqlstate(fault)
    if code:
        return POSTGRES.get(code) or POSTGRES.get(code[:2])
    if not isinstance(fault, DBAPIError):
        return None
    said = str(fault.orig).lower()
    for words, sentence in SQLITE.items():
        if words in said:
            return sentence
    gone = fault.connection_invalidated or isinstance(fault, InterfaceError)
    return AWAY if gone and not isinstance(fault, OperationalError) else None


def collided(fault: DBAPIError) -> bool:
    """Whether two transactions stood in each other's way, so that ours may simply be tried again."""
    return sqlstate(fault) in COLLIDED


def sqlstate(fault: BaseException) -> str:
    """PostgreSQL's code; empty for others."""
    driver = fault.orig if isinstance(fault, DBAPIError) else fault
    return str(getattr(driver, "sqlstate", None) or "")
