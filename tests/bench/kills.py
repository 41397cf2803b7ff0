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
KILLED_AT = (100, 200, 270)  # posts of the opening
PHASES = 3  # that are due while the bot is dead
LOOPS = 4  # that keep the machine busy
LATE = 2.0  # seconds
LEASE = 6.0  # seconds
AHEAD = timedelta(seconds=6)  # of a bell, when its moment is chosen
BEFORE = timedelta(seconds=0.7)  # a bell, when the bot is killed


@dataclass(frozen=True)
class Return:
    """When a phase was due, when the bot was killed, started and connected again, and when each channel got
    the phase's card."""

    due: Moment
    killed: Moment
    started: Moment
    ready: Moment
    cards: tuple[Moment, ...]

    def late(self, which: str) -> float:
        """Seconds from when the bot was ready, and the phase due, to its `first` or its `last` card; or to
        the first since it `began`."""
        card = max(self.cards) if which == "last" else min(self.cards)
        since = self.started if which == "began" else max(self.ready, self.due)
        return max(0.0, (card - since).total_seconds())


async def measured(asked: Asked, tell: Tell) -> AsyncIterator[Figure]:
    """Line 9."""
    async for figure in alone(asked, tell):
        yield figure
    async for figure in replaced(asked, tell):
        yield figure


async def alone(asked: Asked, tell: Tell) -> AsyncIterator[Figure]:
    """One bot, on a SQLite file, which is started again at once."""
    async with a_stage(replace(SMALLER, times=asked.times)) as stage:
        tell(f"an opening of {stage.councils} councils in which the bot is killed {len(KILLED_AT)} times")
        await _opened_with_kills(stage)
        yield _refusals("after SIGKILL in an opening", stage)
        stage.heard.refused.clear()
        await stage.moot("start")
        tell("phases that are due while it is dead")
        for figure in _returns("", [await _missed(stage) for _ in range(PHASES)]):
            yield figure
        tell(f"the same beside {LOOPS} busy loops")
        async with _busy():
            returns = [await _missed(stage) for _ in range(PHASES)]
        for figure in _returns(f" beside {LOOPS} busy loops", returns):
            yield figure
        await asyncio.sleep(stage.minute)
        yield _refusals("after SIGKILL before a phase", stage)


async def replaced(asked: Asked, tell: Tell) -> AsyncIterator[Figure]:
    """Two replicas on PostgreSQL, of which the one that looks after the game is killed."""
    with a_server() as server:
        async with a_stage(replace(SMALLER, times=asked.times), server.new_database(), 2) as stage:
            tell("an opening with two replicas, in which the one at work is killed")
            await _opened_with_kills(stage)
            await stage.moot("start")
            tell("phases that are due while nobody looks after the game")
            returns = [await _missed(stage) for _ in range(PHASES)]
            late = max((min(one.cards) - max(one.killed, one.due)).total_seconds() for one in returns)
            what = "the other replica after SIGKILL: first card of a phase due meanwhile; latest"
            yield Figure(LINE, what, late, goal=LEASE)
            await asyncio.sleep(stage.minute)
            yield _refusals("with two replicas after SIGKILL", stage)


async def _opened_with_kills(stage: Stage) -> None:
    opening = asyncio.create_task(stage.opened())
    for posts in KILLED_AT:
        await stage.heard.until(lambda posts=posts: stage.heard.posted() >= posts)  # type: ignore[misc]
        await (await _killed(stage)).start()
    await opening
    await asyncio.sleep(stage.minute)


async def _killed(stage: Stage) -> Process:
    """The bot that looks after the game, dead."""
    holder = await lease(stage.store)
    assert holder is not None
    bot = next(one for one in stage.bots if one.running and one.running.pid == pid_of(holder))
    await bot.kill()
    return bot


async def _missed(stage: Stage) -> Return:
    """A phase that is due while the bot is dead."""
    sockets = stage.workspace.delivery.sockets
    game = await _ends_soon(stage)
    assert game.clock is not None
    due, title = game.clock.ends, game.agenda[game.clock.phase + 1].title
    await asyncio.sleep((due - BEFORE - clock.now()).total_seconds())
    killed, bot = clock.now(), await _killed(stage)
    links = len(stage.bots)
    async with asyncio.timeout(LONGEST):
        while len(sockets.links(stage.app)) == links:  # noqa: ASYNC110 - the dead one's
            await asyncio.sleep(0.005)
        started = clock.now()
        await bot.start()
        while len(sockets.links(stage.app)) < links:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
    ready = clock.now()

    def cards() -> dict[str, Moment]:
        said = [one for one in stage.heard.said if one[0] > killed and title in one[2]]
        return {channel: at for at, channel, _ in said[::-1] if channel in stage.heard.made}

    await stage.heard.until(lambda: len(cards()) == stage.councils)
    return Return(due, killed, started, ready, tuple(cards().values()))


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


def _returns(how: str, returns: Sequence[Return]) -> Iterator[Figure]:
    what = f"after SIGKILL{how}, a phase due meanwhile:"
    first, last, began = ([one.late(which) for one in returns] for which in ("first", "last", "began"))
    yield Figure(LINE, f"{what} first card once ready; latest of {len(returns)}", max(first), goal=LATE)
    yield Figure(LINE, f"{what} last card once ready; latest", max(last), goal=LATE)
    yield Figure(LINE, f"{what} first card once the process is started; median", statistics.median(began))


def _refusals(when: str, stage: Stage) -> Figure:
    return Figure(LINE, f"calls answered with 429 {when}", stage.heard.refused.total(), "calls", goal=0)


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
