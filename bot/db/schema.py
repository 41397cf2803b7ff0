"""Which schema a database has, and what this version of Moot can do with it."""

import re
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import MootError

_PACKAGE = Path(__file__).resolve().parents[1]
_SAID = re.compile(r'^(revision|reads_from) = "(\w+)"$', re.MULTILINE)  # in the file of a migration


class SchemaIsNewer(MootError):
    template = (
        "The database was made by a newer Moot (its schema is {revision}), and this one cannot work on it. "
        "Update this one, or restore a backup from before."
    )
    restart_helps = False


class SchemaIsOlder(MootError):
    template = (
        "The database has an older schema, {revision}; this version of Moot needs {head}. Run `moot db "
        "upgrade`, or start Moot, which does the same."
    )


@dataclass(frozen=True, slots=True)
class Schema:
    """A database's schema: its revision, None where it is empty; and the revision `since` which a Moot can
    work on it, None where nobody has said so."""

    revision: str | None
    since: str | None

    @property
    def is_known(self) -> bool:
        """Whether this version of Moot has its migration."""
        return self.revision is None or self.revision in known()

    @property
    def is_older(self) -> bool:
        """Whether migrations are missing."""
        return self.is_known and self.revision != head()

    @property
    def is_usable(self) -> bool:
        """Whether this version can work on it, perhaps once it is migrated."""
        return self.is_known or self.since in known()

    def check(self) -> None:
        """Raises SchemaIsNewer where this version cannot work on it."""
        if not self.is_usable:
            raise SchemaIsNewer(revision=self.revision)

    def check_for_reading(self) -> None:
        """Raises SchemaIsNewer and SchemaIsOlder: who only looks migrates nothing."""
        self.check()
        if self.is_older:
            raise SchemaIsOlder(revision=self.revision, head=head())


def migrations_folder() -> Path:
    """The migrations, in a checkout or in an installed wheel."""
    shipped = _PACKAGE / "_shipped" / "migrations"
    return shipped if shipped.is_dir() else _PACKAGE.parent / "migrations"


@cache
def known() -> dict[str, str | None]:
    """The revisions that this version has, oldest first, each with the oldest that can work on it; None where
    a revision says nothing: then as before it. They are numbered, so their files can be read without Alembic,
    which takes longer to load than a database to open."""
    files = (migrations_folder() / "versions").glob("*.py")
    said = [dict(_SAID.findall(file.read_text("utf-8"))) for file in files]
    return {one["revision"]: one.get("reads_from") for one in sorted(said, key=itemgetter("revision"))}


def head() -> str:
    """The newest of them."""
    return [*known()][-1]


def reads_from(revision: str) -> str:
    """The oldest revision whose Moot can work on this one: the last that drops something says it."""
    revisions = [*known()]
    said = [known()[one] for one in revisions[: revisions.index(revision) + 1]]
    return next((since for since in reversed(said) if since), revisions[0])


async def present(session: AsyncSession) -> str | None:
    """The revision of a database that is in use."""
    found: str | None = await session.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def read(connection: Connection) -> Schema:
    """What a database says of its schema."""
    there = inspect(connection)
    if not there.has_table("alembic_version"):
        return Schema(None, None)
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    since = connection.scalar(text("SELECT since FROM readable")) if there.has_table("readable") else None
    return Schema(revision, since)
