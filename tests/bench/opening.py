"""How long the opening of a large game takes, to the least that Slack's rates permit, and what it costs Moot;
beside it, plain loops open games of the same size."""

import asyncio
import json
import tempfile
import time
from collections.abc import AsyncIterator
from math import ceil
from pathlib import Path

from bot.workspace.api.limits import INVITED_AT_ONCE
from bot.workspace.state.rates import PER_MINUTE
from tests.bench.figures import Asked, Figure, Tell
from tests.bench.loops import ORDERS, Plan
from tests.bench.stage import MINUTE, Stage, a_process, a_stage

LINE = 2
GOAL = 1.02
MOST_CPU = 10  # percent
STARTED_IN = 3.0  # seconds for the loops' processes
LOOP = {
    "features": {"bot_user": {"display_name": "Loop"}, "app_home": {"messages_tab_enabled": True}},
    "oauth_config": {"scopes": {"bot": ["chat:write", "groups:write", "im:write"]}},
}


async def measured(asked: Asked, tell: Tell) -> AsyncIterator[Figure]:
    """Line 2."""
    tell(f"signing up {asked.players:,} players")
    async with a_stage(asked) as stage:
        tell(f"opening {stage.councils} councils, and as many in plain loops")
        loops = [asyncio.create_task(_loop(stage, order)) for order in ORDERS]
        await asyncio.sleep(STARTED_IN)
        before = stage.bots[0].cpu
        took = await stage.opened()
        cpu = stage.bots[0].cpu - before
        yield against_budgets(
            LINE, "the opening: channels, invitations, envelopes, cards", least(stage), took, stage
        )
        refused = sum(stage.heard.refused.values())
        yield Figure(LINE, "calls that the workspace answered with 429 meanwhile", refused, "calls", goal=0)
        share = 100 * cpu / _real(took, stage)
        yield Figure(LINE, "CPU of Moot's process meanwhile, of one core", share, "%", goal=MOST_CPU)
        tell("the loops are still at it")
        for order, looped in zip(ORDERS, loops, strict=True):
            floor = _real(await looped, stage)
            yield Figure(LINE, f"the opening, to a plain loop {order}", _real(took, stage), floor=floor)


def least(stage: Stage) -> float:
    """The least time that the workspace's rates permit, in seconds: what the first minute does not take, the
    next ones do."""
    each = ceil(len(stage.players) / stage.councils / INVITED_AT_ONCE)
    calls = {2: stage.councils, 3: stage.councils * each, "posting": len(stage.players) + stage.councils + 1}
    return max((number - 1) // PER_MINUTE[tier] for tier, number in calls.items()) * stage.minute


def against_budgets(line: int, what: str, floor: float, took: float, stage: Stage) -> Figure:
    """In Slack's own minutes, however fast they pass."""
    return Figure(line, what, _real(took, stage), floor=_real(floor, stage), goal=GOAL)


def _real(seconds: float, stage: Stage) -> float:
    """How long it lasts where a minute is one: nearly all of it is waiting for Slack's rates."""
    return seconds * MINUTE / stage.minute


async def _loop(stage: Stage, order: str) -> float:
    """Seconds that a plain loop takes for a game of the same size."""
    name = order.replace(" ", "-")
    app = stage.workspace.add_app(LOOP | {"display_information": {"name": name}})
    each = ceil(len(stage.players) / stage.councils)
    plan: Plan = {
        f"{name}-{number}": stage.players[number * each : (number + 1) * each]
        for number in range(stage.councils)
    }
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
        given = order, str(MINUTE / stage.minute), str(folder / "plan.json")
        process = a_process(stage.server, app, folder, *given, module="tests.bench.loops")
        began = time.perf_counter()
        await process.start()
        try:
            assert process.running is not None
            if await process.running.wait():
                raise RuntimeError((folder / f"{order}.log").read_text(encoding="utf-8"))
        finally:
            await process.stop()
    return time.perf_counter() - began
