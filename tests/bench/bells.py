"""Bells to all channels, with nothing else to do; then so many cards that Slack's rates are the limit."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from statistics import median

from bot.workspace.state.rates import PER_MINUTE
from tests.bench.figures import Asked, Figure, Tell
from tests.bench.opening import against_budgets
from tests.bench.stage import Arrival, Stage, an_open_stage

LINE = 3
GOAL = 1.5
FIRST_IN = 0.05  # seconds
BELLS = 3
ROUNDS = ("say One!", "say Two!", "say Three!", "say Well done all!")


@dataclass(frozen=True, slots=True)
class Rung:
    """When the first and the last card of a bell arrived, in seconds after the command."""

    first: float
    last: float


async def measured(asked: Asked, tell: Tell) -> AsyncIterator[Figure]:
    """Line 3."""
    tell(f"opening {asked.councils} councils")
    async with an_open_stage(asked) as stage:
        await stage.moot("start")
        bare, bells = list[Rung](), list[Rung]()
        for number in range(1, BELLS + 1):
            await _quiet(stage)
            tell(f"bell {number} of {BELLS}")
            bare.append(await _bare_posts(stage, number))
            await _quiet(stage)
            bells.append(await _bell(stage))
        what = f"a bell to {stage.councils} channels, to bare posts: the last card"
        last, floor = median(one.last for one in bells), median(one.last for one in bare)
        yield Figure(LINE, what, last, floor=floor, goal=GOAL)
        first = median(one.first for one in bells)
        yield Figure(LINE, "its first card after the command", first, goal=FIRST_IN)
        await _quiet(stage)
        tell(f"{len(ROUNDS)} more rounds of cards, one upon another, in Slack's own minutes")
        await stage.again(1, http=False)
        await asyncio.sleep(stage.minute)  # the budgets are full, whatever was sent before
        yield await _rounds(stage)


async def _quiet(stage: Stage) -> None:
    """Until Moot has called nothing for a while; the budgets are full again."""
    before = -1
    while stage.heard.calls.total() != before:
        before = stage.heard.calls.total()
        await asyncio.sleep(2 * stage.minute)


async def _bell(stage: Stage) -> Rung:
    """The bell that a facilitator rings, from their command; so that nothing else rings beside it."""
    before, posts, began = len(stage.heard.arrivals), stage.heard.posts.copy(), _now()
    await stage.moot("next")
    await stage.heard.until(lambda: _all_got(stage, posts, 1))
    return _rung(stage.heard.arrivals[before:], stage.app.id, began)


def _now() -> float:
    return time.time()  # noqa: TID251 - as the arrivals are noted


async def _bare_posts(stage: Stage, number: int) -> Rung:
    """The same number of posts with nothing behind them, from when they are asked for."""
    channels = [
        stage.workspace.add_channel(f"bare-{number}-{one}", members=[stage.bare.bot_user_id], quiet=True)
        for one in range(stage.councils)
    ]
    before, began = len(stage.heard.arrivals), _now()
    await stage.people.command(stage.director, stage.plenary, "/bare", " ".join(one.id for one in channels))
    while not all(one.messages for one in channels):  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    return _rung(stage.heard.arrivals[before:], stage.bare.id, began)


def _rung(arrivals: list[Arrival], app_id: str, began: float) -> Rung:
    at = [one.at - began for one in arrivals if one.app_id == app_id]
    return Rung(min(at), max(at))


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
    posts, names = stage.heard.posts, stage.workspace.names
    tables = [one.id for name, one in names.items() if name.startswith("council-")]
    return all(posts[table] - before.get(table, 0) >= cards for table in tables)
