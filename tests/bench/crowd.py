"""A thousand players in a hundred councils: the opening, bells, commands meanwhile, reactions."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from itertools import count
from math import ceil

from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.ids import UserId
from bot.workspace.api.limits import INVITED_AT_ONCE
from bot.workspace.state.rates import PER_MINUTE
from bot.workspace.state.refusals import CannotDo
from tests.bench.stage import GAME, LONGEST, Stage

ALONE = 8.0  # seconds for which the bare handler is measured, before and after
IN_SECONDS = 10.0  # all reactions
ROUNDS = ("say One!", "say Two!", "say Three!", "say Well done all!")

Row = tuple[str, str, str, str, str]
Tell = Callable[[str], None]


async def measured(stage: Stage, tell: Tell) -> AsyncIterator[Row]:
    """All measures: what, the floor, Moot's, the ratio, the target."""
    tell(f"{stage.rate} commands a second to a bare Bolt handler")
    bare = await _acknowledged(stage, "/bare", ALONE)
    tell(f"opening {stage.councils} councils, with {stage.rate} commands a second meanwhile")
    async with _meanwhile(stage) as acks:
        took = await _opening(stage)
    yield _against_budgets("the opening: channels, invitations, envelopes, cards", _least(stage), took, stage)
    tell(f"{stage.rate} commands a second to a bare Bolt handler, again; budgets fill up")
    bare += await _acknowledged(stage, "/bare", ALONE)
    for row in _acks(bare, acks, stage.rate):
        yield row
    await asyncio.sleep(max(0.0, stage.minute - ALONE))
    tell("a bell")
    yield await _bell(stage)
    await asyncio.sleep(stage.minute)
    tell(f"{len(ROUNDS)} more rounds of cards, one upon another")
    yield await _rounds(stage)
    tell(f"{len(stage.players):,} reactions")
    yield await _reactions(stage)
    refused = sum(stage.heard.refused.values())
    yield "calls that the workspace answered with 429", "0", f"{refused}", "", "0"


# --- the opening


async def _opening(stage: Stage) -> float:
    heard, began = stage.heard, await _dealt(stage)
    tables, people = stage.councils, len(stage.players)

    def open_() -> bool:
        ready = len(heard.made & heard.invited & heard.posts.keys())
        return ready == tables and sum(one.startswith("D") for one in heard.posts) >= people

    return await heard.until(open_) - began


async def _dealt(stage: Stage) -> float:
    """Deals the seats; when the button was pressed."""
    await stage.moot("seat")
    deal = await stage.offered("Deal the seats")
    began = time.perf_counter()
    await stage.press(deal)
    return began


def _least(stage: Stage) -> float:
    """The least time that the workspace's rates permit, in seconds: what the first minute does not take, the
    next ones do."""
    each = ceil(len(stage.players) / stage.councils / INVITED_AT_ONCE)
    calls = {2: stage.councils, 3: stage.councils * each, "posting": len(stage.players) + stage.councils + 1}
    return max((number - 1) // PER_MINUTE[tier] for tier, number in calls.items()) * stage.minute


def _against_budgets(what: str, floor: float, took: float, stage: Stage) -> Row:
    times = 60 / stage.minute
    ratio = f"{took / floor:.3f}" if floor else "no floor"
    return what, f"{floor * times:.0f} s", f"{took * times:.1f} s", ratio, "1.05"


# --- commands


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


def _acks(bare: list[float], acks: list[float], rate: int) -> Iterator[Row]:
    what = f"ack of a command at {rate} a second, of {len(acks):,}"
    for name, share, target in (("p50", 50, "2"), ("p99", 99, "5")):
        floor, ours = (statistics.quantiles(times, n=100)[share - 1] for times in (bare, acks))
        yield (
            f"{what}: {name}",
            f"{floor * 1000:.1f} ms",
            f"{ours * 1000:.1f} ms",
            f"{ours / floor:.2f}",
            target,
        )


# --- bells


async def _bell(stage: Stage) -> Row:
    """The first bell, against the same number of posts made with nothing behind them."""
    floor = await _bare_posts(stage)
    before, began = stage.heard.posts.copy(), time.perf_counter()
    await stage.moot("start")
    took = await stage.heard.until(lambda: _all_got(stage, before, 1)) - began
    what = f"a bell to {stage.councils} channels, to bare posts"
    return what, f"{floor:.2f} s", f"{took:.2f} s", f"{took / floor:.2f}", ""


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


async def _rounds(stage: Stage) -> Row:
    """So many cards that the budget for posts is what limits them."""
    before, posted, began = stage.heard.posts.copy(), stage.heard.posted(), time.perf_counter()
    for words in ROUNDS:
        await stage.moot(words)
    took = await stage.heard.until(lambda: _all_got(stage, before, len(ROUNDS))) - began
    floor = (stage.heard.posted() - posted - 1) // PER_MINUTE["posting"] * stage.minute
    return _against_budgets(f"{len(ROUNDS)} rounds of cards to {stage.councils} channels", floor, took, stage)


def _all_got(stage: Stage, before: dict[str, int], cards: int) -> bool:
    posts = stage.heard.posts
    return all(posts[table] - before.get(table, 0) >= cards for table in stage.heard.made & before.keys())


# --- reactions


async def _reactions(stage: Stage) -> Row:
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
    what = f"{counted:,} of {len(holders):,} reactions in {IN_SECONDS:.0f} s are counted"
    return what, f"{IN_SECONDS:.1f} s", f"{took:.1f} s", f"{took / IN_SECONDS:.2f}", "all"


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
