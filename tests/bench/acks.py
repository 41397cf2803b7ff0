"""How soon Slack hears that something was taken, to a bare Bolt handler on the same workspace."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import count

from bot.workspace.state.refusals import CannotDo
from tests.bench.figures import Asked, Figure, Tell
from tests.bench.stage import LONGEST, Stage, a_stage

LINE = 1
GOALS = {50: 1.1, 99: 2.0}  # by percentile
ALONE = 8.0  # seconds for which the bare handler is measured, before and after


async def measured(asked: Asked, tell: Tell) -> AsyncIterator[Figure]:
    """Line 1."""
    async with a_stage(asked) as stage:
        tell(f"{stage.rate} commands a second to a bare Bolt handler")
        bare = await _acknowledged(stage, "/bare", ALONE)
        tell(f"{stage.rate} commands a second to Moot, while it opens {stage.councils} councils")
        async with _meanwhile(stage) as acks:
            await stage.opened()
        tell(f"{stage.rate} commands a second to a bare Bolt handler, again")
        bare += await _acknowledged(stage, "/bare", ALONE)
    for figure in _acks(bare, acks, asked.rate):
        yield figure


@asynccontextmanager
async def _meanwhile(stage: Stage) -> AsyncIterator[list[float]]:
    """Commands to Moot for as long as the block lasts; how long each took to be acknowledged."""
    acks: list[float] = []
    going = asyncio.create_task(_commands(stage, "/moot", LONGEST, acks))
    try:
        yield acks
    finally:
        going.cancel()
        await asyncio.wait([going])


async def _acknowledged(stage: Stage, command: str, seconds: float) -> list[float]:
    acks: list[float] = []
    await _commands(stage, command, seconds, acks)
    return acks


async def _commands(stage: Stage, command: str, seconds: float, acks: list[float]) -> None:
    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number in count():
            due = began + number / stage.rate
            if due > began + seconds:
                return
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            user = stage.players[number % len(stage.players)]
            group.create_task(_timed(stage, user, command, acks))


async def _timed(stage: Stage, user: str, command: str, acks: list[float]) -> None:
    began = time.perf_counter()
    try:
        await stage.people.command(user, stage.plenary, command, "help" if command == "/moot" else "")
    except CannotDo:
        acks.append(LONGEST)  # nobody answered
    else:
        acks.append(time.perf_counter() - began)


def _acks(bare: list[float], acks: list[float], rate: int) -> Iterator[Figure]:
    for share, goal in GOALS.items():
        floor, ours = (statistics.quantiles(times, n=100)[share - 1] for times in (bare, acks))
        yield Figure(
            LINE,
            f"ack of a command at {rate} a second, of {len(acks):,}: p{share}",
            ours,
            floor=floor,
            goal=goal,
        )
