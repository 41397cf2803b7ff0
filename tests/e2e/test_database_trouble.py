"""The database is away, locked or full: work waits, nothing is lost or doubled, and the log says why."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, event

from bot import clock
from bot.db import engine, faults
from tests.e2e import played
from tests.e2e.room import Room, a_room
from tests.patience import PATIENCE, until
from tests.postgres import Postgres
from tests.stumbles import said_by

SORRY = "I cannot reach my database"
PLENTY = 1_000_000  # pages
LOCKED_FOR = 1.0  # seconds: our own writers take turns in less, also on a busy machine


@pytest.fixture
async def on_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Room]:
    """A room on SQLite, whose patience with other programs is short."""
    monkeypatch.setattr(engine, "LOCKED_FOR", LOCKED_FOR)
    async with a_room(tmp_path) as opened:
        yield opened


async def test_a_database_that_goes_and_comes_back_loses_and_doubles_nothing(
    on_postgres: Room,
    server: Postgres,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # given a message that is on its way to Slack when the database stops
    room = on_postgres
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")
    await _on_its_way(room, monkeypatch, "The first word.")
    server.stop()

    # when it arrives there, which cannot be noted, and somebody types
    await until(lambda: _heard(room, table, "The first word.") == 1, "the first word is heard")
    assert SORRY in await room.moot(room.director, "say The second word.")

    # and the database comes back
    server.start()
    await room.moot(room.director, "say The third word.")
    await room.settled()

    # then what was said is there once, what was refused is not, and the game goes on
    said = [_heard(room, table, f"The {which} word.") for which in ("first", "second", "third")]
    assert said == [1, 0, 1]
    await room.bell()
    assert await played.twins(room.store, room.workspace, room.app.bot_user_id) == []
    assert faults.AWAY in caplog.text
    assert "Traceback" not in said_by(caplog, "bot.slack", "bot.courier", "bot.services", "slack_bolt")


async def test_a_bell_that_is_due_while_the_database_is_away_rings_when_it_is_back(
    on_postgres: Room, server: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    # given a game whose next bell is due
    room = on_postgres
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")
    game = await room.game()
    assert game.clock is not None
    room.clock.move(game.clock.ends - room.clock.now())

    # when the alarm goes off and finds no database
    await room.store.services.presence.note()  # only the clock has moved: nobody was away
    server.stop()
    room.store.wakeups.plan_changed(game.id, clock.now())
    await until(lambda: "a bell could not be rung" in caplog.text, "the alarm has gone off")

    # then it tries until there is one
    server.start()
    await room.card(players[0], table, game.agenda[1].title)


async def test_a_locked_file_is_waited_for(
    on_sqlite: Room, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a message that is on its way to Slack
    room = on_sqlite
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")
    await _on_its_way(room, monkeypatch, "The first word.")

    # when another program locks the file, longer than anybody waits
    file = str(room.store.engine.url.database)
    with closing(sqlite3.connect(file, timeout=PATIENCE, check_same_thread=False)) as other:
        await asyncio.to_thread(
            other.execute, "BEGIN IMMEDIATE"
        )  # Moot may be writing, and must be let go on
        await until(lambda: _heard(room, table, "The first word.") == 1, "the first word is heard")
        assert SORRY in await room.moot(room.director, "say The second word.")
        await until(lambda: faults.LOCKED in caplog.text, "the log says what to do")

    # then nothing is doubled, and it goes on
    await room.moot(room.director, "say The third word.")
    await room.settled()
    said = [_heard(room, table, f"The {which} word.") for which in ("first", "second", "third")]
    assert said == [1, 0, 1]


async def test_a_full_disk_is_said_and_survived(on_sqlite: Room, caplog: pytest.LogCaptureFixture) -> None:
    # given
    room = on_sqlite
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")

    # when there is no room for another page
    long = "Many words. " * 200
    with full(room):
        answers = [await room.moot(room.director, f"say {number} {long}") for number in range(5)]
    assert SORRY in answers[-1]
    assert faults.FULL in caplog.text

    # then what was taken is delivered, what was refused is not there, and with room again all goes on
    await room.moot(room.director, "say There is room again.")
    await room.settled()
    assert _heard(room, table, "There is room again.") == 1
    for number, answer in enumerate(answers):
        assert _heard(room, table, f"{number} Many words.") == (0 if SORRY in answer else 1)


@contextmanager
def full(room: Room) -> Iterator[None]:
    """SQLite refuses to grow, as on a full disk: SQLITE_FULL."""
    limit = 1  # no file shrinks below what it has

    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={limit}")

    event.listen(room.store.engine.sync_engine, "begin", begun)
    try:
        yield
    finally:
        limit = PLENTY


async def _on_its_way(room: Room, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """The facilitator speaks; returns while Slack takes its time with both messages."""
    arrived: list[str] = []

    def delay(method: str) -> float:
        if method != "chat.postMessage":
            return 0.0
        arrived.append(method)
        return 0.5

    monkeypatch.setattr(room.workspace.faults, "delay", delay)
    await room.moot(room.director, f"say {words}")
    await until(lambda: len(arrived) == 2, "both messages are on their way")


def _heard(room: Room, channel: str, words: str) -> int:
    messages = room.workspace.channels[channel].messages.values()
    return sum(words in one.text for one in messages)
