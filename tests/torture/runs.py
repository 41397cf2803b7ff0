"""One game, undisturbed or disturbed, from its stage to what it came to."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.config import Settings
from bot.domain.edition import AS_WRITTEN
from bot.scenarios.packs import packs_of
from bot.slack.edge.manifest import OPTIONAL
from tests.torture.hands import Hands
from tests.torture.script import Play
from tests.torture.seen import Seen, first_difference, look
from tests.torture.stage import Nursery, Stage, a_stage

Trouble = Callable[[Stage], AbstractAsyncContextManager[Any]]


@dataclass
class Result:
    """What a game came to, and what it took."""

    seen: Seen
    calls: int
    kills: int
    seconds: float
    done_again: dict[str, int] = field(default_factory=dict)


async def play(
    nursery: Nursery,
    folder: Path,
    seed: int,
    trouble: Trouble | None = None,
    *,
    database_url: str = "",
    optional_scopes: Iterable[str] = OPTIONAL,
    replicas: int = 1,
    tell: Callable[[str], None] = lambda _: None,
) -> Result:
    """Plays a game. Raises AssertionError where it does not come to its end."""
    began = time.monotonic()
    scenario = packs_of(Settings(_env_file=None)).scenario("rainbow-road", AS_WRITTEN)
    async with a_stage(
        nursery, folder, seed, database_url=database_url, optional_scopes=optional_scopes, replicas=replicas
    ) as stage:
        async with AsyncExitStack() as stack:
            if trouble is not None:
                await stack.enter_async_context(trouble(stage))
            game = Play(Hands(stage, tell=tell), scenario)
            await _while_alive(stage, game.play())
        await stage.end()
        seen = await look(stage)
        calls = len(stage.workspace.sent)
    return Result(seen, calls, stage.kills, time.monotonic() - began, stage.done_again)


async def _while_alive(stage: Stage, playing: Coroutine[Any, Any, None]) -> None:
    """Plays while bots are kept alive. Raises what either raises."""
    tasks = {asyncio.create_task(playing), asyncio.create_task(stage.keep_alive())}
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


def difference(expected: Seen, found: Seen) -> str | None:
    """The first difference in what is stored or seen, in words."""
    return first_difference(expected.stored, found.stored, "stored") or first_difference(
        expected.channels, found.channels, "channels"
    )
