"""What Moot keeps is its user's alone, from the first byte; and no fault of a database quotes it."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot import logs
from bot.cli.main import main
from bot.config import Settings
from bot.db.copies.backup import back_up
from bot.runtime.store import open_store

SECRET = "heliotropes"


@pytest.fixture(autouse=True)
def lenient() -> Iterator[None]:
    """Files may be read by everybody, unless a program sees to it."""
    before = os.umask(0)
    yield
    os.umask(before)


def rights(folder: Path) -> dict[str, str]:
    """The rights of everything in a folder, and of the folder itself."""
    found = {one.name: one for one in [folder, *folder.rglob("*")]}
    return {name: stat.filemode(one.stat().st_mode)[1:] for name, one in found.items()}


async def test_a_new_database_and_its_backup_are_their_owners_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'games' / 'moot.db'}"
    async with open_store(Settings(database_url=url)):
        back_up(url, tmp_path / "backups" / "one.db")
        there = rights(tmp_path / "games") | rights(tmp_path / "backups")

    assert set(there) == {"games", "backups", "moot.db", "moot.db-wal", "moot.db-shm", "one.db"}
    assert {name: said for name, said in there.items() if not said.endswith("------")} == {}


def test_what_a_command_writes_is_its_users_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "argv", ["moot", "manifest"])
    with pytest.raises(SystemExit):
        main()

    (tmp_path / "book.md").touch()

    assert rights(tmp_path)["book.md"] == "rw-------"


async def test_the_log_line_of_a_databases_fault_quotes_nothing(
    database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("INFO", "json")
    async with open_store(Settings(database_url=database_url)) as store, store.engine.connect() as connection:
        insert = "INSERT INTO events (stream, version, kind, data) VALUES (:stream, 1, NULL, NULL)"
        try:
            await connection.execute(text(insert), {"stream": SECRET})
        except SQLAlchemyError:
            structlog.get_logger("bot.test").exception("not stored", action="store")

    told = capsys.readouterr().err
    assert "IntegrityError" in told
    assert SECRET not in told


@pytest.mark.parametrize(
    ("command", "url"),
    [
        ("run", f"postgres//moot:{SECRET}@db"),
        ("check", f"postgresql://moot:a@{SECRET}@127.0.0.1:1/moot"),
        ("outbox", f"postgresql://moot:{SECRET}@127.0.0.1:1/moot?password={SECRET}&sslmode={SECRET}"),
    ],
)
def test_no_command_prints_the_password_of_a_database(tmp_path: Path, command: str, url: str) -> None:
    environment = {**os.environ, "PYTHONPATH": os.getcwd(), "DATABASE_URL": url, "SLACK_BOT_TOKEN": ""}
    ended = subprocess.run(
        [sys.executable, "-m", "bot", command],
        cwd=tmp_path,
        env={**environment, "SLACK_API_URL": "http://127.0.0.1:1/"},
        capture_output=True,
        check=False,
        text=True,
    )

    assert ended.returncode == (78 if command == "run" else 1)  # nothing that a new start would mend
    assert ended.stdout + ended.stderr
    assert SECRET not in ended.stdout + ended.stderr
