"""Reactions of a whole crowd: whether all of them are counted, and when."""

import asyncio
import time
from collections.abc import AsyncIterator

from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.ids import UserId
from tests.bench.figures import Asked, Figure, Tell
from tests.bench.stage import GAME, LONGEST, Stage, an_open_stage

LINE = 4
IN_SECONDS = 10.0  # all reactions


async def measured(asked: Asked, tell: Tell) -> AsyncIterator[Figure]:
    """Line 4."""
    tell(f"opening {asked.councils} councils")
    async with an_open_stage(asked) as stage:
        await stage.moot("start")
        tell(f"{len(stage.players):,} reactions")
        async for figure in _reactions(stage):
            yield figure


async def _reactions(stage: Stage) -> AsyncIterator[Figure]:
    """Everybody supports their council's proposal; when all of it is counted."""
    await stage.moot("next")  # to the first session
    councils = await _in_session(stage)
    for council in councils:
        proposer = UserId(str(council.filled[0].holder))
        await stage.store.services.councils.handle(
            council.id, cc.SubmitProposal("Owners answer", "Each model has one."), actor=proposer
        )
    await stage.heard.until(lambda: all(stage.proposal(one.number) for one in councils))
    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        holders = [(str(seat.holder), one.number) for one in councils for seat in one.filled]
        for number, (user, table) in enumerate(holders):
            await asyncio.sleep(max(0.0, began + number * IN_SECONDS / len(holders) - time.perf_counter()))
            group.create_task(stage.react(user, table))
    async with asyncio.timeout(LONGEST):
        while (  # noqa: ASYNC110
            counted := await _counted(stage)
        ) < len(holders) and time.perf_counter() < began + 60:
            await asyncio.sleep(0.2)
    took = time.perf_counter() - began
    what = f"of {len(holders):,} reactions in {IN_SECONDS:.0f} s are counted"
    yield Figure(LINE, what, counted, "reactions", floor=len(holders), goal=1, at_least=True)
    yield Figure(LINE, "until they are counted", took, floor=IN_SECONDS)


async def _in_session(stage: Stage) -> tuple[Council, ...]:
    reader = stage.store.services.reader
    async with asyncio.timeout(LONGEST):
        while True:
            councils = await reader.councils((await reader.game(GAME))[0])
            if all(one.begun for one in councils):
                return councils
            await asyncio.sleep(0.2)


async def _counted(stage: Stage) -> int:
    reader = stage.store.services.reader
    councils = await reader.councils((await reader.game(GAME))[0])
    sides = [
        side for council in councils for one in council.proposals.values() for side in one.sides.values()
    ]
    return sum(side[-1:] == (True,) for side in sides)
