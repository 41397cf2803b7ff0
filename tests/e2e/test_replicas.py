"""Several bots on one PostgreSQL: one at a time delivers, and another takes over when it dies."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.config import Settings
from bot.rehearsal import stage as rehearsal
from bot.runtime.store import open_store
from bot.slack.edge.manifest import OPTIONAL, manifest
from bot.workspace.server import Server
from tests.conftest import Databases
from tests.e2e import played
from tests.patience import a_workspace
from tests.stumbles import stumbles

GOES_ON_TO = 4  # the phase: from there to the end, nothing is different from any other game
SOON = 30.0  # seconds in which another replica has to have taken over, also on a busy machine


@pytest.mark.long
async def test_three_replicas_play_a_game_and_one_that_is_killed_is_replaced(
    tmp_path: Path, new_database: Databases
) -> None:
    # given a game at which three bots, each a process of its own, are at work on one database
    plan = rehearsal.Plan(tempo=100, players=10, seed=3, port=0, folder=tmp_path)
    workspace = a_workspace("Test", limits_factor=float(plan.tempo))
    app = workspace.add_app(manifest(), optional_scopes=OPTIONAL)
    settings = Settings(database_url=new_database("postgres"))
    logs = [tmp_path / f"bot{number}.log" for number in range(3)]
    async with open_store(settings) as store, Server(workspace) as server, AsyncExitStack() as stack:
        bots = [
            await stack.enter_async_context(rehearsal.bot_process(server, app, settings, plan, log))
            for log in logs
        ]
        running = rehearsal.Running(plan, workspace, server, app, store, bots[0], logs[0])
        await played.until_connected(workspace, app, 3)
        await stack.enter_async_context(played.acting(running))

        # when the one that delivers is killed right after a bell
        await played.until_heard(running, 2)
        last = await played.lease(store)
        assert last is not None
        killed = next(bot for bot in bots if bot.pid == played.pid_of(last))
        killed.kill()
        await killed.wait()

        # then another takes over, soon after the killed one renewed its lease for the last time
        await played.until_taken_over(store, last.holder)
        second = await played.lease(store)
        assert second is not None
        assert played.pid_of(second) in {bot.pid for bot in bots if bot is not killed}
        assert second.since - (last.until - settings.moot_lease_seconds) < SOON

        # and the game goes on
        await played.until_heard(running, GOES_ON_TO)

        # with every bell in every room, once and in order, and no other card twice
        for room in ("council-1", "governance-colab"):
            (heard,) = played.bells(workspace, room)
            assert len(heard) > GOES_ON_TO
            assert heard == played.all_bells()[: len(heard)]
        await played.until_without_twins(store, workspace, app.bot_user_id)

    # and nobody who went on has stumbled
    for bot, log in zip(bots, logs, strict=True):
        assert bot is killed or stumbles(log.read_text("utf-8")) == []
