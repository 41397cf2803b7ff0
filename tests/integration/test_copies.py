"""`moot db`: copies take the place of the database, migrations go back, and nothing is made by looking."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.config import Settings
from bot.db import schema
from bot.domain.game import commands as c
from bot.domain.ids import ChannelId, GameId, UserId
from bot.runtime.store import open_store
from bot.services.games import NewGame
from tests.conftest import Databases
from tests.integration.typed import moot
from tests.postgres import Postgres

GAME = GameId("g1")
HOLDS_IT_OPEN = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute("PRAGMA journal_mode=WAL")
database.execute("SELECT count(*) FROM games").fetchone()
print("open", flush=True)
sys.stdin.read()
"""
NOBODY = 65534


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'moot.db'}"


# --- restoring


async def test_a_copy_takes_the_place_of_the_database_which_is_kept_aside(tmp_path: Path, url: str) -> None:
    # given a game, a copy of it, and somebody who joined after that
    await _joined(url, "U1")
    await moot(url, "db", "backup", str(tmp_path / "tuesday.db"))
    await _joined(url, "U2")
    if os.geteuid() == 0:
        os.chown(tmp_path / "moot.db", NOBODY, NOBODY)

    # when it is restored
    said = await moot(url, "db", "restore", str(tmp_path / "tuesday.db"), "--yes")

    # then the game is as it was, its file belongs to whom it belonged, and the other is kept whole
    owner = (tmp_path / "moot.db").stat()
    assert owner.st_mode & 0o777 == 0o600
    assert owner.st_uid == (NOBODY if os.geteuid() == 0 else os.geteuid())
    assert await _players(url) == {"U1"}
    (kept,) = _found(tmp_path, "moot-before-*.db")
    assert str(kept) in said
    assert await _players(f"sqlite:///{kept}") == {"U1", "U2"}
    assert not _found(tmp_path, "*.restoring")


async def test_a_restore_that_was_broken_off_is_done_again(tmp_path: Path, url: str) -> None:
    # given one that was stopped after the database was put aside
    await _joined(url, "U1")
    await moot(url, "db", "backup", str(tmp_path / "tuesday.db"))
    (tmp_path / "moot.db").rename(tmp_path / "moot-before-20310303-090000.db")
    (tmp_path / "moot.db.restoring").write_bytes(b"half")

    await moot(url, "db", "restore", str(tmp_path / "tuesday.db"), "--yes")

    assert await _players(url) == {"U1"}
    assert not _found(tmp_path, "*.restoring")


async def test_a_damaged_database_can_be_replaced_and_is_kept_with_what_was_beside_it(
    tmp_path: Path, url: str
) -> None:
    await _joined(url, "U1")
    await moot(url, "db", "backup", str(tmp_path / "tuesday.db"))
    (tmp_path / "moot.db").write_bytes(b"no database at all" * 300)
    (tmp_path / "moot.db-wal").write_bytes(b"and its log")

    await moot(url, "db", "restore", str(tmp_path / "tuesday.db"), "--yes")

    assert await _players(url) == {"U1"}
    (kept,) = _found(tmp_path, "moot-before-*.db-wal")
    assert kept.read_bytes() == b"and its log"


async def test_while_a_bot_runs_nothing_is_restored_nor_taken_back(tmp_path: Path, url: str) -> None:
    await _joined(url, "U1")
    await moot(url, "db", "backup", str(tmp_path / "tuesday.db"))
    before = (tmp_path / "moot.db").stat().st_ino

    with _another_process(tmp_path / "moot.db"):
        for words in (("restore", str(tmp_path / "tuesday.db")), ("downgrade", "0001")):
            said = await moot(url, "db", *words, "--yes", refused=True)
            assert "Stop every bot first" in said

    assert (tmp_path / "moot.db").stat().st_ino == before
    assert schema.head() in await moot(url, "db", "current")


async def test_unsound_copies_are_refused(tmp_path: Path, url: str) -> None:
    # given a database, and files of which none can take its place
    await _joined(url, "U1")
    await moot(url, "db", "backup", str(tmp_path / "newer.db"))
    with closing(sqlite3.connect(tmp_path / "newer.db")) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.execute("UPDATE readable SET since = '9999'")
        newer.commit()
    (tmp_path / "letter.db").write_text("a letter" * 1000)
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE songs (name TEXT)").connection.close()

    # then each is named with why, and nothing is changed
    for name, why in (
        ("newer.db", "made by a newer Moot"),
        ("letter.db", "not a database"),
        ("other.db", "no such table"),
        ("nowhere.db", "no such file"),
        ("moot.db", "the database itself"),
    ):
        assert why in await moot(url, "db", "restore", str(tmp_path / name), "--yes", refused=True)
    assert not _found(tmp_path, "moot-before-*")
    assert await _players(url) == {"U1"}


async def test_a_question_that_nobody_can_answer_changes_nothing(tmp_path: Path, url: str) -> None:
    await _joined(url, "U1")
    await moot(url, "db", "backup", str(tmp_path / "tuesday.db"))

    assert "--yes" in await moot(url, "db", "restore", str(tmp_path / "tuesday.db"), refused=True)
    assert "--yes" in await moot(url, "db", "downgrade", "0014", refused=True)


async def test_postgresqls_own_tools_copy_and_restore(
    tmp_path: Path, new_database: Databases, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a game there, and the tools
    url, fresh = new_database("postgres"), new_database("postgres")
    await _joined(url, "U1")
    monkeypatch.setenv("PATH", f"{postgres.programs}:{os.environ['PATH']}")

    # when it is copied, and restored into another database
    copied = await moot(url, "db", "backup", str(tmp_path / "moot.dump"))
    await moot(fresh, "db", "restore", str(tmp_path / "moot.dump"), "--yes")

    # then it is all there, and a database with something in it is left alone
    assert f"schema {schema.head()}" in copied
    assert (tmp_path / "moot.dump").stat().st_mode & 0o777 == 0o600
    assert await _players(fresh) == {"U1"}
    said = await moot(url, "db", "restore", str(tmp_path / "moot.dump"), "--yes", refused=True)
    assert "is not empty" in said

    # and what is no copy, or a server that is not there, gets a sentence
    (tmp_path / "letter").write_text("a letter")
    assert "pg_restore failed" in await moot(fresh, "db", "restore", str(tmp_path / "letter"), refused=True)
    nowhere = f"postgresql://moot:hushhush@/{make_url(url).database}?host={tmp_path}"
    said = await moot(nowhere, "db", "backup", str(tmp_path / "other.dump"), refused=True)
    assert "pg_dump failed" in said
    assert "hushhush" not in said
    assert not _found(tmp_path, "other.dump*")


async def test_without_postgresqls_tools_the_command_for_elsewhere_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "moot.dump").touch()

    for words, tool in (("backup", "pg_dump"), ("restore", "pg_restore")):
        path = tmp_path / ("new.dump" if words == "backup" else "moot.dump")
        said = await moot("postgresql://moot:hushhush@db/moot", "db", words, str(path), refused=True)
        assert f"{tool} " in said
        assert "hushhush" not in said


# --- the schema


async def test_migrations_go_back_for_an_older_moot_and_say_what_is_lost(database_url: str) -> None:
    # given a game, on the newest schema
    await _joined(database_url, "U1")

    # when they are taken back
    said = await moot(database_url, "db", "downgrade", "0016", "--yes")

    # then what is lost was named, and whoever looks is told what to do
    assert "version of pulses" in said
    assert "the table readable" in said
    assert "schema 0016" in await moot(database_url, "db", "current")
    assert "moot db upgrade" in await moot(database_url, "games", refused=True)
    assert "was 0016" in await moot(database_url, "db", "upgrade")
    assert await _players(database_url) == {"U1"}

    # and there is neither a way down to what is above, nor to what is not there
    for words in (("downgrade", schema.head()), ("downgrade", "9999"), ("upgrade", "0001")):
        assert "There is no schema" in await moot(database_url, "db", *words, refused=True)


# --- who only looks


LOOKING = [
    ["games"],
    ["outbox"],
    ["outbox", "retry", "all-dead"],
    ["games", "facilitate", "g1", "U0123ABCD"],
    ["export"],
    ["print", "g1"],
    ["db", "current"],
    ["db", "upgrade"],
    ["db", "downgrade", "0014"],
    ["db", "backup", "copy.db"],
]


@pytest.mark.parametrize("words", LOOKING, ids=" ".join)
async def test_a_command_makes_no_database_and_says_where_it_looked(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    said = await moot("sqlite:///var/moot.db", *words, refused=True)

    assert f"{tmp_path}/var/moot.db" in said
    assert "Set DATABASE_URL or MOOT_ENV_FILE" in said
    assert os.listdir(tmp_path) == []


async def test_an_empty_postgresql_stays_empty(new_database: Databases) -> None:
    url = new_database("postgres")

    for _ in range(2):
        assert "There is no Moot database" in await moot(url, "games", refused=True)


# --- what these tests are made of


def _found(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern))


async def _joined(url: str, *users: str) -> None:
    async with open_store(Settings(database_url=url)) as store:
        games = store.services.games
        if await store.services.reader.team_of(GAME) is None:
            new = NewGame(
                GAME, ("", "T1"), "Moot", "rainbow-road", ChannelId("C1"), (), None, "UTC", speed=1, seed=1
            )
            await games.create(new, actor=UserId("UDIRECTOR"))
        for user in users:
            await games.handle(GAME, c.Join(UserId(user)), actor=UserId(user))


async def _players(url: str) -> set[str]:
    async with open_store(Settings(database_url=url)) as store:
        return {str(one.player) for one in (await store.services.games.load(GAME)).players}


@contextmanager
def _another_process(file: Path) -> Iterator[None]:
    """Within, it has the file open, as a bot has."""
    command = [sys.executable, "-c", HOLDS_IT_OPEN, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        try:
            yield
        finally:
            other.communicate("")
