"""What takes longer than Slack waits: acknowledged in time, and done even if the bot dies over it."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.config import Settings
from bot.db.tables import InboxRow
from bot.runtime.store import Store
from bot.services.councils import CouncilService
from bot.slack.edge.manifest import manifest
from bot.workspace.page.people import People
from bot.workspace.server import Server
from tests.e2e.room import Json, MovableClock, Room, running_bot, settings_for
from tests.patience import a_workspace, until

WORDS = "Owners answer. Each model has one."


async def test_a_command_that_was_under_way_when_the_bot_died_is_carried_out_by_the_next_one_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with left_by_a_bot_that_died(tmp_path, monkeypatch) as left, left.next_bot() as store:
        room = left.room(store)
        await room.card(left.proposer, left.table, "Proposal 1:")
        await until(lambda: bool(left.answers(room)), "the proposer is answered")

        await until(lambda: _nothing_kept(store), "what is done is kept no longer")
        await room.settled()
        assert await proposals(store) == 1


async def test_what_was_under_way_a_quarter_of_an_hour_ago_is_not_done_and_its_person_gets_their_words_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with left_by_a_bot_that_died(tmp_path, monkeypatch) as left:
        left.clock.move(timedelta(minutes=16))
        async with left.next_bot() as store:
            room = left.room(store)
            await until(lambda: bool(left.answers(room)), "the proposer is told")

            assert "too long to do it now" in left.answers(room)[0]["text"]
            assert f"> /propose {WORDS}" in str(left.answers(room)[0]["blocks"])
            await until(lambda: _nothing_kept(store), "it is kept no longer")
            await room.settled()
            assert await proposals(store) == 0


async def test_what_cannot_be_read_in_the_inbox_keeps_nothing_behind_it_from_being_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with left_by_a_bot_that_died(tmp_path, monkeypatch) as left:
        # given rows before the command that are no JSON, or no payload
        with closing(sqlite3.connect(tmp_path / "moot.db")) as database:
            for number, body in enumerate(("{not json", "[]", "null", "7", "{}", '{"type": 7}')):
                database.execute(
                    "INSERT INTO inbox (id, body, replica, kept_at, taken_at, team_id) "
                    "SELECT ?1, ?2, replica, kept_at, taken_at, team_id FROM inbox WHERE id > 0",
                    (-1 - number, body),
                )
            database.commit()

        # when the next bot starts
        async with left.next_bot() as store:
            room = left.room(store)

            # then the command is carried out, and what nobody can read is gone
            await room.card(left.proposer, left.table, "Proposal 1:")
            await until(lambda: _nothing_kept(store), "nothing is kept any longer")


@dataclass
class Left:
    """What a bot that died leaves behind: a game in its session, and a proposal that it had taken."""

    clock: MovableClock
    settings: Settings
    room: Callable[[Store], Room]
    proposer: str = ""
    table: str = ""
    seen: int = 0

    def next_bot(self) -> AbstractAsyncContextManager[Store]:
        """Runs one on the same database."""
        return running_bot(self.settings, self.clock)

    def answers(self, room: Room) -> list[Json]:
        """What only the proposer has seen since."""
        return room.private(self.proposer, self.table)[self.seen :]


@asynccontextmanager
async def left_by_a_bot_that_died(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Left]:
    """Somebody's proposal takes for ever, Slack hears in time that it is taken, and the bot dies."""
    clock = MovableClock()
    workspace = a_workspace("Test", clock=clock.seconds)
    app = workspace.add_app(manifest())
    director = workspace.add_person("director").id
    plenary = workspace.add_channel("plenary", members=[app.bot_user_id, director]).id

    def room_of(store: Store) -> Room:
        return Room(workspace, app, store, clock, People(workspace), plenary, director)

    async with Server(workspace) as server:
        left = Left(clock, settings_for(server, app, folder), room_of)
        async with left.next_bot() as store:
            room = room_of(store)
            left.proposer = (await room.opened(5))[0]
            left.table = room.channel(left.proposer, "council-1")
            await room.to("session")
            await room.settled()
            with monkeypatch.context() as dying:
                dying.setattr(CouncilService, "handle", lambda *_, **__: asyncio.Event().wait())
                await room.people.command(left.proposer, left.table, "/propose", WORDS)

            async def only_it() -> bool:
                return await kept(store) == 1

            await until(only_it, "it alone is kept")
            assert await proposals(store) == 0
        left.seen = len(left.answers(room))
        yield left


async def _nothing_kept(store: Store) -> bool:
    return await kept(store) == 0


async def kept(store: Store) -> int:
    """How much lies in the inbox."""
    async with store.engine.connect() as connection:
        return int(await connection.scalar(select(func.count()).select_from(InboxRow)) or 0)


async def proposals(store: Store) -> int:
    """How many the council has."""
    game = await store.services.reader.latest()
    assert game is not None
    council = (await store.services.reader.councils((await store.services.reader.game(game))[0]))[0]
    return len(council.proposals)
