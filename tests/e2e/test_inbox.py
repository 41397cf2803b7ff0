"""What takes longer than Slack waits: acknowledged in time, and done even if the bot dies over it."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.app import Store
from bot.db.tables import InboxRow
from bot.rehearsal.people import People
from bot.rehearsal.server import Server
from bot.rehearsal.workspace import Workspace
from bot.services.councils import CouncilService
from bot.slack.manifest import manifest
from tests.e2e.played import until as until_it_is
from tests.e2e.room import MovableClock, Room, running_bot, settings_for, until


async def test_a_command_that_was_under_way_when_the_bot_died_is_carried_out_by_the_next_one_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a council in its session
    clock = MovableClock()
    workspace = Workspace("Test", clock=clock.seconds, limits_factor=None)
    app = workspace.add_app(manifest())
    async with Server(workspace) as server:
        settings = settings_for(server, app, tmp_path)
        director = workspace.add_person("director").id
        plenary = workspace.add_channel("plenary", members=[app.bot_user_id, director]).id
        async with running_bot(settings, clock) as store:
            room = Room(workspace, app, store, clock, People(workspace), plenary, director)
            players = await room.opened(5)
            table = room.channel(players[0], "council-1")
            await room.to("session")
            await room.settled()

            # when somebody's proposal takes for ever, Slack hears in time that it is taken
            with monkeypatch.context() as dying:
                forever = asyncio.Event()
                dying.setattr(CouncilService, "handle", lambda *_, **__: forever.wait())
                await room.people.command(players[0], table, "/propose", "Owners answer. Each model has one.")
            assert await kept(store) == 1
            assert await proposals(store) == 0

        # and the bot dies, then the next one does it, and answers
        before = room.private(players[0], table)
        async with running_bot(settings, clock) as store:
            room = Room(workspace, app, store, clock, People(workspace), plenary, director)
            await room.card(players[0], table, "Proposal 1:")
            await until(
                lambda: len(room.private(players[0], table)) > len(before), "the proposer is answered"
            )

            async def forgotten() -> bool:
                return await kept(store) == 0

            await until_it_is(forgotten, "what is done is kept no longer")
            await room.settled()
            assert await proposals(store) == 1


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
