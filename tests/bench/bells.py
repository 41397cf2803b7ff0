"""One bell to all channels, with nothing else to do; then so many cards that Slack's rates are the limit."""

import asyncio
import time
from collections.abc import AsyncIterator

from bot.workspace.state.rates import PER_MINUTE
from tests.bench.figures import Asked, Figure, Tell
from tests.bench.opening import against_budgets
from tests.bench.stage import Stage, an_open_stage

LINE = 3
GOAL = 1.5
ROUNDS = ("say One!", "say Two!", "say Three!", "say Well done all!")


async def measured(asked: Asked, tell: Tell) -> AsyncIterator[Figure]:
    """Line 3."""
    tell(f"opening {asked.councils} councils")
    async with an_open_stage(asked) as stage:
        tell("a bell")
        yield await _bell(stage)
        await asyncio.sleep(stage.minute)
        tell(f"{len(ROUNDS)} more rounds of cards, one upon another")
        yield await _rounds(stage)


async def _bell(stage: Stage) -> Figure:
    """The first bell, against the same number of posts made with nothing behind them."""
    floor = await _bare_posts(stage)
    before, began = stage.heard.posts.copy(), time.perf_counter()
    await stage.moot("start")
    took = await stage.heard.until(lambda: _all_got(stage, before, 1)) - began
    what = f"a bell to {stage.councils} channels, to bare posts"
    return Figure(LINE, what, took, floor=floor, goal=GOAL)


async def _bare_posts(stage: Stage) -> float:
    channels = [
        stage.workspace.add_channel(f"bare-{number}", members=[stage.bare.bot_user_id], quiet=True)
        for number in range(stage.councils)
    ]
    began = time.perf_counter()
    await stage.people.command(stage.director, stage.plenary, "/bare", " ".join(one.id for one in channels))
    while not all(one.messages for one in channels):  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    return time.perf_counter() - began


async def _rounds(stage: Stage) -> Figure:
    """So many cards that the budget for posts is what limits them."""
    before, posted, began = stage.heard.posts.copy(), stage.heard.posted(), time.perf_counter()
    for words in ROUNDS:
        await stage.moot(words)
    took = await stage.heard.until(lambda: _all_got(stage, before, len(ROUNDS))) - began
    floor = (stage.heard.posted() - posted - 1) // PER_MINUTE["posting"] * stage.minute
    return against_budgets(
        LINE, f"{len(ROUNDS)} rounds of cards to {stage.councils} channels", floor, took, stage
    )


def _all_got(stage: Stage, before: dict[str, int], cards: int) -> bool:
    posts = stage.heard.posts
    return all(posts[table] - before.get(table, 0) >= cards for table in stage.heard.made & before.keys())
