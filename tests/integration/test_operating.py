"""`moot db backup`, `moot outbox` and `moot games`, beside a bot that runs."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from bot.config import Settings
from bot.db import posts
from bot.db.copies.backup import BackupBroken, BackupExists, NothingToBackUp, back_up
from bot.db.engine import make_sessions
from bot.db.posts import Post
from bot.db.tables import OutboxRow, OutboxStatus
from bot.domain.game import commands as c
from bot.domain.ids import ChannelId, GameId, UserId
from bot.runtime.store import Store, open_store
from bot.services.games import NewGame
from tests.integration.typed import moot
from tests.patience import until

GAME = GameId("g1")
SECRET = "heliotropes"


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[tuple[str, Store]]:
    """An open database with a game, and its URL."""
    async with open_store(Settings(database_url=database_url)) as opened:
        await _created(opened)
        yield database_url, opened


# --- backups


async def test_a_backup_is_made_while_others_write_and_is_whole(tmp_path: Path) -> None:
    # given a database in which people join without a pause
    url = f"sqlite:///{tmp_path / 'moot.db'}"
    async with open_store(Settings(database_url=url)) as store:
        await _created(store)
        closed = asyncio.Event()
        joining = asyncio.create_task(_joining(store, until=closed))
        await until(lambda: _players(store), "somebody has joined")
        before = await _players(store)

        # when it is copied
        backup = await asyncio.to_thread(back_up, url, tmp_path / "backups" / "tuesday.db")
        assert not joining.done()
        await until(lambda: _more_than(before, store), "they still join, so this test shows something")
        closed.set()
        await joining

    # then the copy is one sound file that only its owner reads, with a game as it was at one moment
    assert [one.name for one in backup.path.parent.iterdir()] == ["tuesday.db"]
    assert backup.path.stat().st_mode & 0o777 == 0o600
    async with open_store(Settings(database_url=f"sqlite:///{backup.path}")) as copy:
        assert 1 + await _players(copy) == backup.events


def test_a_backup_leaves_a_file_that_is_there_alone(tmp_path: Path) -> None:
    (tmp_path / "moot.db").touch()
    (tmp_path / "kept.db").write_text("a letter")

    with pytest.raises(BackupExists, match=r"kept\.db"):
        back_up(f"sqlite:///{tmp_path / 'moot.db'}", tmp_path / "kept.db")
    assert (tmp_path / "kept.db").read_text() == "a letter"


def test_a_backup_of_nothing_says_where_it_looked(tmp_path: Path) -> None:
    with pytest.raises(NothingToBackUp, match=r"moot\.db"):
        back_up(f"sqlite:///{tmp_path / 'moot.db'}", tmp_path / "copy.db")


async def test_a_backup_of_a_damaged_database_is_refused(tmp_path: Path) -> None:
    # given a database with holes in the middle of it
    path = tmp_path / "moot.db"
    async with open_store(Settings(database_url=f"sqlite:///{path}")) as store:
        await _created(store)
        await _joined(store, 50)
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = path.stat().st_size
    with path.open("r+b") as file:
        for place in range(size // 4, size, 4096):
            file.seek(place)
            file.write(b"\xff" * 512)

    # when, then
    with pytest.raises(BackupBroken):
        back_up(f"sqlite:///{path}", tmp_path / "copy.db")
    assert [one for one in os.listdir(tmp_path) if one.startswith("copy")] == []


# --- the outbox


async def test_the_outbox_is_listed_with_reason_and_cure_and_without_a_word_of_what_it_says(
    store: tuple[str, Store],
) -> None:
    # given work that waits, is parked and was given up
    url, opened = store
    await _stuck(opened, OutboxStatus.PARKED, "not_in_channel")
    await _stuck(opened, OutboxStatus.DEAD, "internal")
    await _stuck(opened, OutboxStatus.DEAD, "webhook: answers 503")

    # when
    said = " ".join((await moot(url, "outbox")).split())

    # then
    for words in ("waiting", "parked", "dead", "council:1", "not_in_channel", "Invite me there"):
        assert words in said
    assert "bot's log says more" in said
    assert "webhook: answers 503: The webhook's receiver" in said
    assert SECRET not in said


async def test_the_outbox_tells_how_many_messages_may_stand_twice(store: tuple[str, Store]) -> None:
    # given a message whose answer was lost, and that was sent again by a bot that could not look
    url, opened = store
    post = Post(GAME, SECRET, ChannelId("C1"), "1.1")
    async with make_sessions(opened.engine).begin() as session:
        await posts.save_post(session, post, may_stand_twice=True)

    # then
    said = await moot(url, "outbox")
    assert "may appear twice: 1" in said
    assert ":history" in said
    assert SECRET not in said


async def test_an_empty_outbox_says_so(database_url: str) -> None:
    async with open_store(Settings(database_url=database_url)):
        pass

    assert "Nothing is waiting" in await moot(database_url, "outbox")


async def test_stuck_work_is_tried_again_one_by_one_or_all_of_a_kind(store: tuple[str, Store]) -> None:
    # given
    url, opened = store
    parked = [await _stuck(opened, OutboxStatus.PARKED, "is_archived") for _ in range(2)]
    dead = [await _stuck(opened, OutboxStatus.DEAD, "internal") for _ in range(3)]

    # when one is tried again, it waits as if it were new
    assert "1 to be tried again" in await moot(url, "outbox", "retry", str(dead[0]))
    assert await _states(opened, dead) == ["waiting", "dead", "dead"]

    # and so do all of a kind, and no others
    assert "2 to be tried again" in await moot(url, "outbox", "retry", "all-dead")
    assert await _states(opened, dead) == ["waiting"] * 3
    assert await _states(opened, parked) == ["parked"] * 2
    assert "2 to be tried again" in await moot(url, "outbox", "retry", "all-parked")
    assert await _states(opened, parked) == ["waiting"] * 2
    [first] = [row for row in await opened.backlog.rows() if row.id == dead[0]]
    assert (first.attempts, first.not_before, first.settled_at) == (0, None, None)


async def test_what_cannot_be_tried_again_is_named(store: tuple[str, Store]) -> None:
    url, _ = store
    assert "numbered 999" in await moot(url, "outbox", "retry", "999", refused=True)
    assert "all-parked" in await moot(url, "outbox", "retry", "everything", refused=True)


# --- what these tests are made of


async def _created(store: Store) -> None:
    new = NewGame(GAME, ("", "T1"), SECRET, "rainbow-road", ChannelId("C1"), (), None, "UTC", speed=1, seed=1)
    await store.services.games.create(new, actor=UserId("UDIRECTOR"))


async def _joined(store: Store, players: int) -> None:
    for number in range(players):
        user = UserId(f"U{number}")
        await store.services.games.handle(GAME, c.Join(user), actor=user)


async def _joining(store: Store, *, until: asyncio.Event) -> None:
    """People join, one after the other."""
    numbers = count()
    while not until.is_set():
        user = UserId(f"U{next(numbers)}")
        await store.services.games.handle(GAME, c.Join(user), actor=user)


async def _more_than(before: int, store: Store) -> bool:
    return await _players(store) > before


async def _players(store: Store) -> int:
    return len((await store.services.games.load(GAME)).players)


async def _stuck(store: Store, status: OutboxStatus, error: str) -> int:
    """Work in a room whose words are secret; its number."""
    row = OutboxRow(
        team_id="T1",
        game_id=GAME,
        kind="card",
        lane=f"{GAME}/council:1",
        subject={"room": "council:1", "card": "claim", "key": SECRET},
        priority=3,
        status=status,
        attempts=4,
        error=error,
        created_at=store.services.now(),
    )
    async with make_sessions(store.engine).begin() as session:
        session.add(row)
    assert row.id is not None
    return row.id


async def _states(store: Store, rows: list[int]) -> list[str]:
    found = {row.id: row.status for row in await store.backlog.rows()}
    return [str(found[row]) for row in rows]


# --- who runs a game


async def test_an_operator_gives_a_game_that_nobody_runs_to_somebody(store: tuple[str, Store]) -> None:
    # given a game whose only facilitator has lost their account, while nobody else was there
    url, opened = store
    await opened.services.accounts.deactivated("T1", UserId("UDIRECTOR"))
    assert (await opened.services.games.load(GAME)).facilitators == frozenset()

    # when
    said = await moot(url, "games", "facilitate", "g1", "UANN")

    # then they run it, and the running bot has something to tell them
    assert "UANN now runs heliotropes (g1)" in said
    assert (await opened.services.games.load(GAME)).facilitators == {"UANN"}
    rooms = {row.room for row in await opened.backlog.rows()}
    assert {"dm:UANN", "plenary"} <= rooms
    assert await moot(url, "games", "facilitate", "g1", "UANN") == said


async def test_a_game_or_a_person_that_there_is_not_is_said_so(store: tuple[str, Store]) -> None:
    url, _ = store

    assert "no game g7" in await moot(url, "games", "facilitate", "g7", "UANN", refused=True)
    assert "not a Slack id of a person" in await moot(url, "games", "facilitate", "g1", "@ann", refused=True)
