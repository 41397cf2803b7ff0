"""One bot, installed by OAuth in two workspaces where people, channels and messages have the same ids: their
games never meet, and what happens to one is nothing to the other."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bot.domain.game import Stage
from bot.domain.scenario import Scenario
from bot.rehearsal import stage as rehearsal
from bot.rehearsal.cast import comes
from bot.workspace.page.people import People
from bot.workspace.state.clock import system_time
from tests.e2e import played
from tests.e2e.room import everything_sent
from tests.e2e.test_whole_game import leaks
from tests.patience import a_workspace, until

PACKS, PLAYERS = ("rainbow-road", "machines-at-the-counter"), 6  # as many, so that ids are the same
Pair = tuple[rehearsal.Running, rehearsal.Running]


@asynccontextmanager
async def both(plan: rehearsal.Plan, said: list[str]) -> AsyncIterator[Pair]:
    """Both workspaces with the one bot, which each has a game of its own pack; what was sent is added to
    `said`."""
    async with rehearsal.rehearsals(plan) as all_running:
        one, two = (
            replace(running, plan=replace(running.plan, pack=pack))
            for running, pack in zip(all_running, PACKS, strict=True)
        )
        await rehearsal.connected(one)
        try:
            yield one, two
        finally:
            for number, running in enumerate((one, two)):
                said[number] += "".join(
                    f"{call} {sent}\n" for call, sent in everything_sent(running.workspace)
                )


@asynccontextmanager
async def acting(*running: rehearsal.Running) -> AsyncIterator[None]:
    """Everybody there plays."""
    async with AsyncExitStack() as stack:
        for one in running:
            await stack.enter_async_context(played.acting(one))
        yield


@pytest.mark.long
async def test_two_workspaces_with_equal_ids_play_and_neither_hears_of_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsal, "Workspace", partial(a_workspace, record=True))
    plan = rehearsal.Plan(
        tempo=100, players=PLAYERS, seed=3, port=0, folder=tmp_path, pack=PACKS[0], keep=True, workspaces=2
    )
    said = ["", ""]
    async with both(plan, said) as (one, two):
        # given the bot, installed in each on the pages that people see, and a game in each
        await comes(one)
        await comes(two)
        async with acting(two):
            async with acting(one):
                for running in (one, two):
                    await until(partial(sheets_are_shown, running, running.plan.scenario), "sheets are read")
                assert ids_of(one) == ids_of(two)
                assert len(await said_at_once(one, two)) == 1, "messages have the same ids, too"

            # when it is removed from one
            await one.workspace.uninstall(one.app)

            # then the game there stands still, and the other goes on
            await until(partial(stands_still, one), "the game stands still")
            game = await rehearsal.newest(two)
            assert game is not None
            assert game.clock is not None
            await played.until_phase(two, game.clock.phase + 1)
            assert await stands_still(one)

    # and so it is after a restart
    async with both(plan, said) as (one, two):
        async with acting(two):
            game = await rehearsal.newest(two)
            assert game is not None
            assert game.clock is not None
            await played.until_phase(two, game.clock.phase + 1)
            assert await stands_still(one)

            # when it is installed there once more
            await comes(one)

            # then that game goes on as well, and both come to their ends
            async with acting(one):
                await played.until_ended(one)
                await played.until_ended(two)
        for running in (one, two):
            game = await rehearsal.newest(running)
            assert game is not None
            assert game.stage is Stage.ENDED
            planned = [phase.title for phase in running.plan.scenario.agenda]
            for titles in played.headers(running.workspace, "council-"):
                assert [title for title in titles if title in planned] == planned, "each bell, once"

        # and everybody was told of their own game, and nobody of the other
        for own, other, number in ((one, two, 0), (two, one, 1)):
            assert leaks(said[number], own.plan.scenario)
            assert leaks(said[number], other.plan.scenario) == []
            foreign = (f"{other.workspace.name} game", other.workspace.team_id, other.app.bot_token)
            assert [word for word in foreign if word in said[number]] == []


def sheets_are_shown(running: rehearsal.Running, scenario: Scenario) -> bool:
    windows = (sent for call, sent in everything_sent(running.workspace) if call == "views.open")
    return any(leaks(sent, scenario) for sent in windows)


async def stands_still(running: rehearsal.Running) -> bool:
    game = await rehearsal.newest(running)
    return game is not None and game.clock is not None and game.clock.cut_off


def ids_of(running: rehearsal.Running) -> tuple[str, str, str, str]:
    """The app, its bot, who runs the game, and where."""
    workspace, app = running.workspace, running.app
    director = next(one.id for one in workspace.people.values() if one.name == "director")
    return app.id, app.bot_user_id, director, workspace.names[rehearsal.PLENARY].id


async def said_at_once(*everywhere: rehearsal.Running) -> set[str]:
    """The times of what somebody says, in the same microsecond in each plenary, and reacts to."""
    moment, times = int(system_time() * 1_000_000) + 2_000_000, set[str]()
    for running in everywhere:
        people, (_, _, director, plenary) = People(running.workspace), ids_of(running)
        running.workspace.last_ts = moment
        ts = await people.say(director, plenary, "Hello")
        await people.react(director, plenary, ts, "thumbsup")
        times.add(ts)
    return times
