"""PostgreSQL's own tools, pg_dump and pg_restore, where they are installed."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import make_url

from bot.db.engine import dsn
from bot.domain.errors import MootError


class NoTool(MootError):
    template = (
        "The games are in PostgreSQL, and its {tool}, which copies them, is not installed here. Install "
        "PostgreSQL's client programs (on Debian `apt-get install postgresql-client`), or run it elsewhere: "
        "{command}"
    )


class ToolFailed(MootError):
    template = "{tool} failed: {said} It has to be at least as new as the server."


BACKUP = 'pg_dump --format=custom --file={path} "$DATABASE_URL"'
RESTORE = 'pg_restore --no-owner --exit-on-error --dbname="$DATABASE_URL" {path}'


def dump(url: str, path: Path) -> None:
    """Copies a database into a file, as it is at one moment. Raises NoTool and ToolFailed."""
    _run("pg_dump", url, "--format=custom", f"--file={path}", command=BACKUP.format(path=path))


def restore(url: str, path: Path) -> None:
    """Fills an empty database from such a file: all of it, or nothing. Raises NoTool and ToolFailed."""
    whole = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
    _run("pg_restore", url, *whole, str(path), command=RESTORE.format(path=path))


def revision_in(path: Path) -> tuple[str, str | None]:
    """The schema's revision in such a file, and since which one a Moot can work on it, if it says so. Raises
    NoTool and ToolFailed, also where the file is no such copy."""
    command = ["--data-only", "--table=alembic_version", "--table=readable", "--file=-", str(path)]
    said = _run("pg_restore", "", *command, command=RESTORE.format(path=path))
    found = re.search(r"^COPY \S*alembic_version .*\n(\S+)$", said, re.MULTILINE)
    since = re.search(r"^COPY \S*readable .*\n\d+\t(\S+)$", said, re.MULTILINE)
    if found is None:
        raise ToolFailed(tool="pg_restore", said=f"{path} holds no Moot database.")
    return found[1], since[1] if since else None


def _run(tool: str, url: str, *arguments: str, command: str) -> str:
    """What it prints. The password is in its environment: arguments can be seen by everybody here."""
    program = shutil.which(tool)
    if program is None:
        raise NoTool(tool=tool, command=command)
    where, environment = [], dict(os.environ)
    if url:
        address = make_url(dsn(url))
        environment["PGPASSWORD"] = address.password or environment.get("PGPASSWORD", "")
        where = [f"--dbname={address.set(password=None).render_as_string(hide_password=False)}"]
    done = subprocess.run(  # noqa: S603 - its name is ours, and no shell reads the rest
        [program, *where, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise ToolFailed(tool=tool, said=_last(done.stderr))
    return done.stdout


def _last(said: str) -> str:
    """The fault itself, which comes first."""
    lines = [line.partition("error: ")[2] or line for line in said.splitlines() if line.strip()]
    return f"{lines[0].rstrip('.')}." if lines else "It did not say why."
