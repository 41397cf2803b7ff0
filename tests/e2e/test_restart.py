"""The bot stops, dies or is away: nothing is lost, and nothing happens twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import Settings
from bot.db.copies.backup import back_up
from bot.domain.game import Stage
from bot.domain.game import commands as c
from bot.domain.ids import UserId
from bot.platform.rates import POST
from bot.rehearsal import stage as rehearsal
from bot.rehearsal.cast import cast
from bot.runtime.store import open_store
from bot.services.councils import CouncilService
from bot.slack.edge.manifest import OPTIONAL, manifest
from bot.workspace.server import Server
from tests.builders import rainbow_road
from tests.e2e import played
from tests.e2e.room import Room, a_place
from tests.patience import a_workspace, until


@asynccontextmanager
async def a_stop(folder: Path, at: float, away: float) -> AsyncIterator[tuple[Room, list[str], str]]:
    """A game whose bot stops so many minutes after the first bell, and comes back after `away` minutes.

    With it, the players, and the channel of their council.
    """
    async with a_place(folder) as place:
        place.clock.stop()
        async with place.bot() as room:
            players = await room.opened(5)
            game = await room.game()
            assert game.clock is not None
            place.clock.move(game.clock.bell + timedelta(minutes=at) - place.clock.now())
            await room.ring(game.id)
        place.clock.move(timedelta(minutes=away))
        async with place.bot() as room:
            yield room, players, room.channel(players[0], "council-1")


async def test_a_bell_missed_by_less_than_a_minute_rings_by_itself_and_says_that_it_is_late(
    tmp_path: Path,
) -> None:
    async with a_stop(tmp_path, at=4.8, away=0.9) as (room, players, table):
        planned = [phase.title for phase in (await room.game()).agenda]

        await room.card(players[0], table, planned[1])
        await room.settled()

        assert "began late" in (await room.card(players[0], table, planned[1]))["text"]
        assert not (await room.game()).paused


async def test_after_a_longer_absence_the_facilitator_is_asked_and_may_resume_where_it_stopped(
    tmp_path: Path,
) -> None:
    # given a bot that was away for seventeen minutes, from the fourth on
    async with a_stop(tmp_path, at=4, away=17) as (room, players, table):
        # then nothing has rung, everybody reads that the clock is stopped, and the facilitator is asked
        asked = await room.card(room.director, await room.to_director(), "I was away")
        await room.card(players[0], table, "The clock is stopped")
        assert "11:19" in asked["text"]
        assert "11:36" in asked["text"]
        assert (await room.game()).paused

        # when the facilitator resumes
        await room.press(room.director, asked, "Resume where it stopped")
        await room.card(players[0], table, "The clock runs again")

        # then a minute of the first phase is left
        game = await room.game()
        assert game.clock is not None
        assert game.clock.phase == 0
        assert timedelta(seconds=50) < game.clock.ends - room.clock.now() <= timedelta(minutes=1)
        assert "began late" not in (await room.card(players[0], table, game.agenda[0].title))["text"]


async def test_a_facilitator_may_catch_up_and_each_missed_bell_rings_once_in_order_marked_late(
    tmp_path: Path,
) -> None:
    # given a bot that was away for seventeen minutes: the first two bells and a half
    async with a_stop(tmp_path, at=1, away=17) as (room, players, table):
        planned = [phase.title for phase in (await room.game()).agenda]

        # when the facilitator chooses to catch up, with a click too many
        asked = await room.card(room.director, await room.to_director(), "I was away")
        await room.press(room.director, asked, "Catch up with the clock")
        again = await room.pressed(room.director, asked, "Catch up with the clock")
        await room.card(players[0], table, planned[2])
        await room.settled()

        # then each missed bell rang once, in order, marked late, and the phase that runs ends on plan
        assert "catch up" in again or planned[2] in again
        cards = [title for title in room.titles(players[0], table) if title in planned]
        assert cards == planned[:3]
        for title in planned[1:3]:
            assert "began late" in (await room.card(players[0], table, title))["text"]
        game = await room.game()
        assert game.clock is not None
        assert game.clock.phase == 2
        assert game.clock.ends - game.clock.starts == game.agenda[2].lasts


async def test_a_bot_that_comes_back_knows_how_often_slack_was_called_just_before(tmp_path: Path) -> None:
    # given a bot that keeps to Slack's own rates, and has posted a few cards
    async with a_place(tmp_path) as place:
        place = replace(place, settings=place.settings.model_copy(update={"moot_budget_factor": 1.0}))
        async with place.bot() as room:
            await room.create()
            await room.settled()
            before = room.store.health.used()

        # when it is back
        async with place.bot() as room:
            await until(lambda: bool(room.store.health.used()), "the bot has looked what is used")
            after = room.store.health.used()

    # then it counts on from there
    assert before[POST] > 0
    assert after[POST] >= before[POST]


async def test_a_game_goes_on_from_a_backup_that_was_made_while_it_ran(tmp_path: Path) -> None:
    # given a game of which a backup was made in the first phase, and that went on to the second
    async with a_place(tmp_path) as place:
        async with place.bot() as room:
            players = await room.opened(5)
            table = room.channel(players[0], "council-1")
            planned = [phase.title for phase in (await room.game()).agenda]
            backup = await asyncio.to_thread(back_up, place.settings.database_url, tmp_path / "backup.db")
            await room.bell()

        # when the database is lost, and the copy is put in its place as deploy/README.md says
        database = tmp_path / "moot.db"
        for left in (database, tmp_path / "moot.db-wal", tmp_path / "moot.db-shm"):
            left.unlink(missing_ok=True)
        backup.path.rename(database)
        async with place.bot() as room:
            # then it asks what to do, as after any absence; what was lost happens again, and the game goes on
            asked = await room.card(room.director, await room.to_director(), "I was away")
            await room.press(room.director, asked, "Catch up with the clock")
            await until(
                lambda: room.titles(players[0], table).count(planned[1]) == 2, "the bell has rung again"
            )
            await room.settled()
            while (await room.game()).stage is not Stage.ENDED:
                await room.bell()
            heard = [title for title in room.titles(players[0], table) if title in planned]
            assert heard == [planned[0], planned[1], *planned[1:]]


async def test_councils_that_had_not_heard_of_the_end_hear_of_it_after_the_return(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a council that votes
    async with a_place(tmp_path) as place:
        async with place.bot() as room:
            players = await room.opened(5)
            table = room.channel(players[0], "council-1")
            game = await room.to("session")
            await room.asked(players[0], "/propose", "Owners answer. Each model has one.", table)
            proposal = await room.card(players[0], table, "Proposal 1:")
            steward = (await room.table())[1]
            await room.pressed(steward, proposal, "Record as decided")
            await room.to_phase(next(phase.key for phase in game.agenda if phase.holds_ballot))
            await room.open_vote()
            await room.card(players[0], table, "The final vote")
            await room.settled()

            # when the game ends, and the bot dies before its councils are told
            with monkeypatch.context() as dying:
                dying.setattr(CouncilService, "follow", _die)
                with pytest.raises(Died):
                    await room.store.services.games.handle(game.id, c.EndGame(), actor=UserId(room.director))
            assert (await room.store.services.reader.councils(game))[0].outcome is None

        # then the next one tells them, and the vote is counted
        async with place.bot() as room:
            await room.card(players[0], table, "The book is not approved")

            async def all_heard() -> bool:
                return await room.store.services.reader.unfinished([place.workspace.team_id]) == ()

            await until(all_heard, "nobody is left to be told")


class Died(Exception):
    """The bot did."""


async def _die(*_: object) -> None:
    raise Died


@pytest.mark.long
async def test_a_bot_that_is_killed_in_the_middle_of_a_game_goes_on_after_its_return(tmp_path: Path) -> None:
    # given a rehearsal with the bot as a process of its own
    plan = rehearsal.Plan(tempo=200, players=10, seed=3, port=0, folder=tmp_path)
    workspace = a_workspace("Test", limits_factor=float(plan.tempo))
    app = workspace.add_app(manifest(), optional_scopes=OPTIONAL)
    settings, log = Settings(database_url=f"sqlite:///{tmp_path / 'moot.db'}"), tmp_path / "bot.log"
    async with open_store(settings) as store, Server(workspace) as server:
        async with rehearsal.bot_process(server, app, settings, plan, log) as bot:
            running = rehearsal.Running(plan, workspace, server, app, store, bot, log)
            await rehearsal.connected(running)
            playing = [asyncio.create_task(one) for one in cast(running)]

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
    planned = [phase.title for phase in rainbow_road().agenda]
    heard = [title for title in titles if title in planned]
    assert heard == planned
