"""The bot stops, dies or is away: nothing is lost, and nothing happens twice."""

import asyncio
from datetime import timedelta
from pathlib import Path

from bot import dress_rehearsal as rehearsal
from bot.app import open_store
from bot.config import Settings
from bot.db.backup import back_up
from bot.domain.game import Stage
from bot.rehearsal.people import People
from bot.rehearsal.server import Server
from bot.rehearsal.workspace import Workspace
from bot.slack.manifest import manifest
from tests.e2e import played
from tests.e2e.room import MovableClock, Room, running_bot, settings_for, until


async def test_bells_missed_while_the_bot_was_away_ring_once_in_order_and_say_that_they_are_late(
    tmp_path: Path,
) -> None:
    # given a game in its first phase
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
            planned = [phase.title for phase in (await room.game()).agenda]

        # when it is away for seventeen minutes: the first two bells and a half
        clock.move(timedelta(minutes=17))
        async with running_bot(settings, clock) as store:
            room = Room(workspace, app, store, clock, People(workspace), plenary, director)
            await room.card(players[0], table, planned[2])
            await room.settled()

            # then each missed bell rang once, in order, marked late, and the phase that runs ends on plan
            cards = [title for title in room.titles(players[0], table) if title in planned]
            assert cards == planned[:3]
            for title in planned[1:3]:
                assert "rang late" in (await room.card(players[0], table, title))["text"]
            game = await room.game()
            assert game.clock is not None
            assert game.clock.phase == 2
            assert game.clock.ends - game.clock.starts == game.agenda[2].lasts


async def test_a_game_goes_on_from_a_backup_that_was_made_while_it_ran(tmp_path: Path) -> None:
    # given a game of which a backup was made in the first phase, and that went on to the second
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
            planned = [phase.title for phase in (await room.game()).agenda]
            backup = await asyncio.to_thread(back_up, settings.database_url, tmp_path / "backup.db")
            await room.bell()

        # when the database is lost, and the copy is put in its place as deploy/README.md says
        database = tmp_path / "moot.db"
        for left in (database, tmp_path / "moot.db-wal", tmp_path / "moot.db-shm"):
            left.unlink(missing_ok=True)
        backup.path.rename(database)
        async with running_bot(settings, clock) as store:
            room = Room(workspace, app, store, clock, People(workspace), plenary, director)

            # then what was lost happens again, and the game goes on to its end
            await until(
                lambda: room.titles(players[0], table).count(planned[1]) == 2, "the bell has rung again"
            )
            await room.settled()
            while (await room.game()).stage is not Stage.ENDED:
                await room.bell()
            heard = [title for title in room.titles(players[0], table) if title in planned]
            assert heard == [planned[0], planned[1], *planned[1:]]


async def test_a_bot_that_is_killed_in_the_middle_of_a_game_goes_on_after_its_return(tmp_path: Path) -> None:
    # given a rehearsal with the bot as a process of its own
    plan = rehearsal.Plan(tempo=200, players=10, seed=3, port=0, folder=tmp_path)
    workspace = Workspace("Test", limits_factor=float(plan.tempo))
    app = workspace.add_app(manifest())
    settings, log = Settings(database_url=f"sqlite:///{tmp_path / 'moot.db'}"), tmp_path / "bot.log"
    async with open_store(settings) as store, Server(workspace) as server:
        async with rehearsal.bot_process(server, app, settings, plan, log) as bot:
            running = rehearsal.Running(plan, workspace, server, app, store, bot, log)
            await rehearsal.connected(running)
            playing = [asyncio.create_task(one) for one in rehearsal.cast(running)]

            # when it is killed in the second phase, without a chance to say goodbye
            await played.until_phase(running, 1)
            bot.kill()
            await bot.wait()

        # and comes back
        async with rehearsal.bot_process(server, app, settings, plan, log) as bot:
            await played.until_ended(running)
            for task in playing:
                task.cancel()

    # then the game came to its end, with every phase's card once and in order
    reader = store.services.reader
    assert reader is not None
    titles = [
        block["text"]["text"]
        for channel in workspace.channels.values()
        if channel.name.startswith("council-1")
        for message in channel.messages.values()
        for block in message.blocks
        if block["type"] == "header"
    ]
    planned = [phase.title for phase in rehearsal.scenario().agenda]
    heard = [title for title in titles if title in planned]
    assert list(dict.fromkeys(heard)) == planned
    assert len(heard) <= len(planned) + 1, "at most the card that was under way may be there twice"
