"""A bot that is killed with SIGKILL and started again, or replaced by another: how late a phase begins that
was due meanwhile, and what Slack refuses afterwards because too much was asked."""

import asyncio
import statistics
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from bot import clock
from bot.domain.game import Game
from bot.domain.ids import Moment
from tests.bench.figures import Asked, Figure, Tell
from tests.bench.stage import GAME, LONGEST, Process, Stage, a_stage
from tests.e2e.played import lease, pid_of
from tests.postgres import a_server

LINE = 9
SMALLER = Asked(players=300, councils=30)  # what Slack's rates open in a minute
SMALL = Asked(
    players=100, councils=10
)  # a phase that is made short rings its cues: all that fits into a minute
QUICKER = 4  # as fast as asked for pass Slack's minutes: they are many
KILLED_AT = (100, 200, 270)  # posts of the opening
PHASES = 2  # a game has four bells before its sidebars, which have cards of their own
LOOPS = 4  # that keep the machine busy
LATE = 2.0  # seconds
LEASE = 6.0  # seconds
AHEAD = timedelta(seconds=6)  # of a bell, when its moment is chosen
BEFORE = timedelta(seconds=0.7)  # a bell, when the bot is killed


@dataclass(frozen=True)
class Return:
    """When a phase was due, when the bot was killed, started and connected again, and when each channel got
    the phase's card after the kill: none, where all had it."""

    due: Moment
    killed: Moment
    started: Moment
    ready: Moment
    cards: tuple[Moment, ...]

    def since(self, moment: Moment) -> float:
        """Seconds until the first card."""
        return max(0.0, (min(self.cards, default=moment) - moment).total_seconds())

    def until_all(self, moment: Moment) -> float:
        """Seconds until the last card."""
        return max(0.0, (max(self.cards, default=moment) - moment).total_seconds())

    @property
    def can_ring(self) -> Moment:
        """When the bot was ready, and the phase due."""
        return max(self.ready, self.due)


async def measured(asked: Asked, tell: Tell) -> AsyncIterator[Figure]:
    """Line 9."""
    for part in (opening, phases, replaced):
        async for figure in part(asked, tell):
            yield figure


async def opening(asked: Asked, tell: Tell) -> AsyncIterator[Figure]:
    """One bot, on a SQLite file, which is started again at once, in an opening."""
    async with a_stage(replace(SMALLER, times=asked.times * QUICKER)) as stage:
        tell(f"an opening of {stage.councils} councils in which the bot is killed {len(KILLED_AT)} times")
        await _opened_with_kills(stage)
        yield _refusals("after SIGKILL in an opening", stage)


async def phases(asked: Asked, tell: Tell) -> AsyncIterator[Figure]:
    """The same around phases."""
    async with a_stage(replace(SMALL, times=asked.times * QUICKER)) as stage:
        await _started(stage)
        tell("phases that are due while it is dead")
        for figure in _returns("a phase due meanwhile", [await _missed(stage) for _ in range(PHASES)]):
            yield figure
        tell(f"the same beside {LOOPS} busy loops")
        async with _busy():
            returns = [await _missed(stage)]
        for figure in _returns(f"a phase due meanwhile, beside {LOOPS} busy loops", returns):
            yield figure
        tell("the middle of a phase's cards")
        for figure in _returns("the rest of a phase's cards", [await _missed(stage, cards=3)]):
            yield figure
        await asyncio.sleep(stage.minute)
        yield _refusals("after SIGKILL around phases", stage)


async def replaced(asked: Asked, tell: Tell) -> AsyncIterator[Figure]:
    """Two replicas on PostgreSQL, of which the one that looks after the game is killed."""
    quick = replace(SMALL, times=asked.times * QUICKER)
    with a_server() as server:
        async with a_stage(quick, server.new_database(), 2) as stage:
            await _started(stage)
            tell("phases that are due while nobody looks after the game")
            returns = [await _missed(stage) for _ in range(PHASES)]
            late = max(one.since(max(one.killed, one.due)) for one in returns)
            what = "SIGKILL with another replica, a phase due meanwhile: first card; latest"
            yield Figure(LINE, what, late, goal=LEASE)
            await asyncio.sleep(stage.minute)
            yield _refusals("after SIGKILL with another replica", stage)


async def _opened_with_kills(stage: Stage) -> None:
    opening = asyncio.create_task(stage.opened())
    for posts in KILLED_AT:
        await stage.heard.until(lambda posts=posts: stage.heard.posted() >= posts)  # type: ignore[misc]
        bot = await _at_work(stage)
        await bot.kill()
        await bot.start()
    await opening
    await asyncio.sleep(stage.minute)


async def _started(stage: Stage) -> None:
    await stage.opened()
    await stage.moot("start")
    await asyncio.sleep(stage.minute)  # the opening's posts no longer count


async def _at_work(stage: Stage) -> Process:
    """The bot that looks after the game."""
    holder = await lease(stage.store)
    assert holder is not None
    return next(one for one in stage.bots if one.running and one.running.pid == pid_of(holder))


async def _missed(stage: Stage, cards: int = 0) -> Return:
    """A phase that is due while the bot is dead; or in which it dies when so many channels have the card."""
    game = await _ends_soon(stage)
    assert game.clock is not None
    due, title = game.clock.ends, game.agenda[game.clock.phase + 1].title
    begins = due - BEFORE
    tables = {one.id for name, one in stage.workspace.names.items() if name.startswith("council-")}

    def told() -> dict[str, Moment]:
        said = [(at, channel) for at, channel, words in stage.heard.said if at > begins and title in words]
        return {channel: at for at, channel in said[::-1] if channel in tables}

    bot = await _at_work(stage)
    await asyncio.sleep((begins - clock.now()).total_seconds())
    await stage.heard.until(lambda: len(told()) >= cards)
    killed = clock.now()
    await bot.kill()
    await _connected(stage, len(stage.bots) - 1)
    started = clock.now()
    await bot.start()
    await _connected(stage, len(stage.bots))
    ready = clock.now()
    await stage.heard.until(lambda: len(told()) == stage.councils)
    await asyncio.sleep(stage.minute / 6)  # with fewer in a minute, Slack has room for each one's posts
    return Return(due, killed, started, ready, tuple(at for at in told().values() if at > killed))


async def _connected(stage: Stage, bots: int) -> None:
    async with asyncio.timeout(LONGEST):
        while len(stage.workspace.delivery.sockets.links(stage.app)) != bots:  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def _ends_soon(stage: Stage) -> Game:
    """Takes the phase so much time that it ends soon."""
    game = await stage.store.services.games.load(GAME)
    assert game.clock is not None
    left = game.clock.ends - clock.now() - AHEAD
    await stage.moot(f"take {left.total_seconds():.0f}s")
    async with asyncio.timeout(LONGEST):
        while game.clock is None or game.clock.ends - clock.now() > AHEAD:
            await asyncio.sleep(0.02)
            game = await stage.store.services.games.load(GAME)
    return game


def _returns(what: str, returns: Sequence[Return]) -> Iterator[Figure]:
    first = max(one.since(one.can_ring) for one in returns)
    last = max(one.until_all(one.can_ring) for one in returns)
    began = statistics.median(one.since(one.started) for one in returns)
    yield Figure(LINE, f"SIGKILL, {what}: first card once ready; latest of {len(returns)}", first, goal=LATE)
    yield Figure(LINE, f"SIGKILL, {what}: last card once ready; latest", last, goal=LATE)
    yield Figure(LINE, f"SIGKILL, {what}: first card once started; median", began)


def _refusals(when: str, stage: Stage) -> Figure:
    refused = stage.heard.refused.total()
    stage.heard.refused.clear()
    return Figure(LINE, f"calls answered with 429 {when}", refused, "calls", goal=0)


@asynccontextmanager
async def _busy() -> AsyncIterator[None]:
    loops = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", "while True: pass") for _ in range(LOOPS)
    ]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            await loop.wait()
