"""SIGTERM: what is under way is finished, the rest is left to who comes after, and nothing is doubled."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.config import Settings
from bot.rehearsal import stage as rehearsal
from bot.rehearsal.cast import cast
from bot.runtime.store import open_store
from bot.slack.edge.manifest import manifest
from bot.workspace.server import Server
from tests.e2e import played
from tests.patience import PATIENCE, a_workspace, until
from tests.stumbles import stumbles

GOES_ON_TO = 3  # the phase: from there to the end, nothing is different from any other game


@pytest.mark.long
async def test_a_stop_in_the_middle_of_deliveries_doubles_and_loses_nothing(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a game, and a Slack that takes a second for each message
    plan = rehearsal.Plan(tempo=200, players=10, seed=3, port=0, folder=tmp_path)
    workspace = a_workspace("Test", limits_factor=float(plan.tempo))
    app = workspace.add_app(manifest())
    settings, log = Settings(database_url=database_url), tmp_path / "bot.log"
    async with open_store(settings) as store, Server(workspace) as server:
        async with rehearsal.bot_process(server, app, settings, plan, log) as bot:
            running = rehearsal.Running(plan, workspace, server, app, store, bot, log)
            await rehearsal.connected(running)
            playing = [asyncio.create_task(one) for one in cast(running)]
            await played.until_phase(running, 1)
            arrived: list[str] = []
            with monkeypatch.context() as slow:
                slow.setattr(workspace.faults, "delay", slow_posts(arrived))

                async def on_its_way() -> bool:
                    return bool(arrived)

                await until(on_its_way, "a message is on its way")

                # when the bot is told to stop
                bot.terminate()
                async with asyncio.timeout(PATIENCE):
                    assert await bot.wait() == 0

        # then it has left nothing half done, and holds nothing back
        assert await played.being_sent(store) == 0
        assert await played.lease(store) is None

        # and the next one goes on where it stopped, with every card in every room once
        async with rehearsal.bot_process(server, app, settings, plan, log):
            await played.until_heard(running, GOES_ON_TO)
            await played.until_without_twins(store, workspace, app.bot_user_id)
            for task in playing:
                task.cancel()
        for room in ("council-1", "governance-colab"):
            (heard,) = played.bells(workspace, room)
            assert len(heard) > GOES_ON_TO
            assert heard == played.all_bells()[: len(heard)]
    assert stumbles(log.read_text("utf-8")) == []


def slow_posts(arrived: list[str]) -> Callable[[str], float]:
    def delay(method: str) -> float:
        if method != "chat.postMessage":
            return 0.0
        arrived.append(method)
        return 1.0

    return delay
