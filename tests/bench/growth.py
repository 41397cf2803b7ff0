"""Whether a command costs the same with many players, in a long stream, and in a large database."""

import gc
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from bot.domain.game.state import council_ids
from tests.bench import worlds as w
from tests.bench.figures import Asked, Figure, Tell
from tests.bench.restart import restarted
from tests.bench.worlds import Command, World

LINE = 5
GOAL = 1.1
ROUNDS = 60  # of a command, in turns
BELLS = 4
FEW, MANY = 100, 100_000  # events
CROWD = 10, 10_000  # players
COMMANDS: tuple[tuple[str, Command], ...] = (
    ("joining", w.join),
    ("joining late", w.join_late),
    ("a side", w.take_side),
    ("/moot status", w.status),
    ("/moot board", w.board),
)


@dataclass(frozen=True)
class Pair:
    """Two worlds that differ in one thing, which is called `what`."""

    what: str
    small: World
    large: World


async def measured(_asked: Asked, tell: Tell) -> AsyncIterator[Figure]:
    """Line 5."""
    async for figure in restarted(tell):
        yield figure
    for make in (_in_players, _in_a_councils_stream, _in_a_games_stream, _in_the_database):
        with tempfile.TemporaryDirectory() as folder:
            async with AsyncExitStack() as open_worlds:
                pair = await make(open_worlds, Path(folder), tell)
                if make is _in_a_councils_stream:
                    yield await _cold(pair, tell)
                async for figure in _compared(pair, tell):
                    yield figure


async def _in_players(stack: AsyncExitStack, folder: Path, tell: Tell) -> Pair:
    few, many = CROWD
    tell(f"games of {few} and of {many:,} players")
    small, large = [await stack.enter_async_context(w.a_world(folder, count)) for count in CROWD]
    for world in (small, large):
        await w.homes_opened(world)
    return Pair(f"with {many:,} players, to {few}", small, large)


async def _alike(stack: AsyncExitStack, folder: Path) -> tuple[World, World]:
    small, large = [await stack.enter_async_context(w.a_world(folder)) for _ in range(2)]
    return small, large


async def _in_a_councils_stream(stack: AsyncExitStack, folder: Path, tell: Tell) -> Pair:
    tell(f"a council's stream with {FEW} and with {MANY:,} events")
    small, large = await _alike(stack, folder)
    for world, events in ((small, FEW), (large, MANY)):
        await w.take_side(world, 0)
        await w.take_side(world, 1)
        await w.repeated(world, f"council:{w.COUNCIL}", events)
    return Pair(f"with {MANY:,} events in the council's stream, to {FEW}", small, large)


async def _in_a_games_stream(stack: AsyncExitStack, folder: Path, tell: Tell) -> Pair:
    tell(f"games' streams with {FEW} and with {MANY:,} events")
    small, large = await _alike(stack, folder)
    for world, events in ((small, FEW), (large, MANY)):
        for command, game in ((w.join, w.SIGNING_UP), (w.join_late, w.PLAYED)):
            await command(world, 0)
            await command(world, 1)
            await w.repeated(world, f"game:{game}", events)
    return Pair(f"with {MANY:,} events in the game's stream, to {FEW}", small, large)


async def _in_the_database(stack: AsyncExitStack, folder: Path, tell: Tell) -> Pair:
    tell(f"a database with {MANY:,} events of other games, and without")
    small, large = await _alike(stack, folder)
    await w.crowded(large, games=500, people=MANY // 500, events=MANY // 500)
    return Pair(f"with {MANY:,} events of other games, to none", small, large)


async def _compared(pair: Pair, tell: Tell) -> AsyncIterator[Figure]:
    for name, command in COMMANDS:
        tell(name)
        yield _figure(name, pair, *await in_turns(command, pair.small, pair.large, ROUNDS))
    tell("a bell")
    yield _figure("a bell, per council", pair, *await _bells(pair))
    await w.voting(pair.small)
    await w.voting(pair.large)
    yield _figure("a vote", pair, *await in_turns(w.vote, pair.small, pair.large, ROUNDS))


def _figure(name: str, pair: Pair, floor: float, ours: float) -> Figure:
    return Figure(LINE, f"{name} {pair.what}: CPU", ours, floor=floor, goal=GOAL)


async def in_turns(command: Command, small: World, large: World, rounds: int) -> tuple[float, float]:
    """The lower quartile of what it costs in each, of the processor's time: what else the machine does only
    adds to that. In turns, so that both see the same machine, and after two turns that warm up."""
    costs: tuple[list[float], list[float]] = ([], [])
    gc.collect()
    gc.freeze()
    for turn in range(-2, rounds):
        for world, noted in zip((small, large), costs, strict=True):
            noted.append(await cost(command, world, turn))
    small_cost, large_cost = (statistics.quantiles(one[2:], n=4)[0] for one in costs)
    return small_cost, large_cost


async def cost(command: Command, world: World, turn: int) -> float:
    """Seconds of the processor's time, in all threads."""
    began = time.process_time()
    await command(world, turn)
    return time.process_time() - began


async def _cold(pair: Pair, tell: Tell) -> Figure:
    """The first command in a stream that was never read, as after a restart."""
    tell("the first command in it")
    costs = []
    for world in (pair.small, pair.large):
        world.store.wakeups.anew(w.PLAYED)
        costs.append(await cost(w.take_side, world, 0))
    await w.take_side(pair.small, 1)
    await w.take_side(pair.large, 1)
    what = f"the first command after a restart, for each of {MANY:,} events in the council's stream: CPU"
    return Figure(LINE, what, (costs[1] - costs[0]) / MANY)


async def _bells(pair: Pair) -> tuple[float, float]:
    found = []
    for world, bells in ((pair.small, 5 * BELLS), (pair.large, BELLS)):
        game, _ = await world.store.services.reader.game(w.PLAYED)
        costs = [await cost(w.bell, world, turn) for turn in range(bells)]
        found.append(statistics.median(costs) / len([*council_ids(game)]))
    return found[0], found[1]
