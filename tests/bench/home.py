"""What it costs to show App Home and the console, for 1 council and for 100: CPU, and SQL statements."""

import json
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path

from bot.courier.rendering.renderer import Renderer
from bot.domain.ids import GameId, UserId
from bot.queries.overview import overview
from bot.slack.console import cards as console_cards
from tests.bench import worlds as w
from tests.bench.counting import statements_of
from tests.bench.figures import Asked, Figure, Tell
from tests.bench.worlds import World

LINE = 6
GOAL = 0.020  # seconds of CPU
ROUNDS = 40
SIZES = 1, 10, 100  # councils of ten
GAMES = 2, 10, 100  # of one person
Shown = Callable[[], Awaitable[object]]


async def measured(_asked: Asked, tell: Tell) -> AsyncIterator[Figure]:
    """Line 6."""
    found: dict[str, list[tuple[float, int]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for councils in SIZES:
            tell(f"a game of {councils} councils")
            async with w.a_world(Path(folder), 10 * councils) as world:
                for what, shown in surfaces(world).items():
                    found.setdefault(what, []).append(await _cost(shown))
        for games in GAMES:
            tell(f"somebody in {games} games")
            async with w.an_empty_world(Path(folder)) as world:
                found.setdefault(OF_GAMES, []).append(await _cost(await a_home_of(world, games)))
    for figure in _figures(found):
        yield figure


OF_GAMES = "Home of somebody who runs several games"


def surfaces(world: World) -> dict[str, Shown]:
    """Everything that is shown of a whole game."""
    home = partial(_home, world)
    return {
        "Home of the director": partial(home, w.DIRECTOR),
        "Home of a player": partial(home, world.holder),
        "/moot status of the director": partial(world.types, w.DIRECTOR, "status", "CPLENARY"),
        "/moot status of a player": partial(world.types, world.holder, "status", "CPLENARY"),
        "/moot councils": partial(world.types, w.DIRECTOR, "councils", "CPLENARY"),
        "a look at one council": partial(_look, world),
    }


async def a_home_of(world: World, games: int) -> Shown:
    """Makes a world in which somebody runs so many games; shows their Home."""
    for number in range(games):
        await w.signing_up(world, GameId(f"game{number}"), w.HOST, f"C{number}")
    return partial(_home, world, w.HOST)


async def _home(world: World, user: UserId) -> None:
    renderer = Renderer(world.store.services.reader, world.clock)
    json.dumps((await renderer.home(w.TEAM, user)).to_dict())


async def _look(world: World) -> None:
    seen = await overview(world.store.services.reader, w.PLAYED, world.clock())
    shown = seen.council(w.COUNCIL)
    assert shown is not None
    for part in console_cards.council(seen, shown).parts():
        json.dumps(part.as_kwargs())


async def _cost(shown: Shown) -> tuple[float, int]:
    """The median of the processor's seconds, and how many statements, once it was shown before."""
    await shown()
    costs = []
    for _ in range(ROUNDS):
        began = time.process_time()
        await shown()
        costs.append(time.process_time() - began)
    return statistics.median(costs), await statements_of(shown)


def _figures(found: dict[str, list[tuple[float, int]]]) -> list[Figure]:
    figures = []
    for what, costs in found.items():
        few_many = GAMES if what == OF_GAMES else SIZES
        sizes = f"{few_many[-1]} {'games' if what == OF_GAMES else 'councils'}"
        (_, few), (cpu, many) = costs[0], costs[-1]
        figures.append(Figure(LINE, f"{what}, {sizes}: CPU", cpu, goal=GOAL))
        statements = f"{what}, {sizes}: SQL statements, to those for {few_many[0]}"
        figures.append(Figure(LINE, statements, many, "", floor=few, goal=1))
    return figures
