"""Prints each measure as a ratio to its floor. Times are medians; the machine's load shows in both alike."""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot import clock
from bot.config import Settings
from bot.domain.council import commands as c
from bot.domain.ids import MOOT, CouncilId, RoleNumber, TeamKey, UserId
from bot.domain.offer import BallotRule
from bot.domain.phases import PhaseKind
from bot.domain.rules import DecisionRuleKind
from bot.domain.seating import Seat
from bot.runtime.store import Store, open_store
from bot.services.games import NewGame
from tests.bench import crowd
from tests.bench.stage import a_stage

ROUNDS = 200


async def main() -> None:
    """Runs every measure."""
    asked, console = _asked(), Console()
    table = Table("measure", "floor", "Moot", "ratio", "target")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        console.print(f"signing up {asked.players:,} players")
        async with a_stage(folder, asked.players, asked.councils, asked.times, asked.rate) as stage:
            async for row in crowd.measured(stage, lambda what: console.print(f"{what} …")):
                table.add_row(*row)
                console.print("  ".join(filter(None, row)), style="dim", highlight=False)
        async with open_store(Settings(database_url=f"sqlite:///{folder}/long.db", _env_file=None)) as store:
            what = "a command in a council with 2,000 events, to one with 20"
            table.add_row(what, *await _long(store), "1.1")
    console.print(table)
    console.print(f"A minute of Slack's budgets lasted {60 / asked.times:g} s, and all else its own time.")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--players", type=int, default=1000)
    parser.add_argument("--councils", type=int, default=100, help="as many as the deal will make")
    parser.add_argument("--times", type=float, default=1, help="how fast Slack's minutes pass")
    parser.add_argument("--rate", type=int, default=200, help="commands a second while the game opens")
    return parser.parse_args()


async def _long(store: Store) -> tuple[str, str, str]:
    short, long = await a_council(store, "short", 20), await a_council(store, "long", 2_000)
    await take_side(store, short, 0)
    await take_side(store, long, 0)
    floor, ours = [], []
    for turn in track(range(1, ROUNDS + 1), "commands"):  # in turns, so that both see the same machine
        floor.append(await _timed(lambda turn=turn: take_side(store, short, turn)))  # type: ignore[misc]
        ours.append(await _timed(lambda turn=turn: take_side(store, long, turn)))  # type: ignore[misc]
    return _row(floor, ours)


async def a_council(store: Store, name: str, events: int) -> CouncilId:
    """A council on a game of its own, with this many sides taken on one proposal."""
    game = await store.services.games.create(
        NewGame(
            game=store.services.new_game_id(),
            team=("", "T1"),
            name=name,
            scenario="rainbow-road",
            plenary="C1",  # type: ignore[arg-type]
            facilitators=(),
            starts_at=None,
            timezone="UTC",
            speed=1,
            seed=1,
        ),
        actor=UserId("U1"),
    )
    key = CouncilId(f"{game.id}-1")
    seats = tuple(
        Seat(RoleNumber(n), TeamKey("data-platform"), n == 1, UserId(f"U{n}")) for n in range(1, 11)
    )
    rules = (DecisionRuleKind.MAJORITY,)
    councils = store.services.councils
    found = c.SeatCouncil(key, game.id, 1, "Council 1", seats, "Stewards", rules, BallotRule())
    await councils.handle(key, found, actor=MOOT)
    await councils.handle(
        key, c.EnterPhase("session-1", PhaseKind.SESSION, clock.now(), True, False), actor=MOOT
    )
    await councils.handle(key, c.SubmitProposal("Title", "Text"), actor=UserId("U1"))
    for turn in range(events):
        await take_side(store, key, turn)
    return key


async def take_side(store: Store, council: CouncilId, turn: int) -> None:
    command = c.TakeSide(1, turn % 2 == 0)  # type: ignore[arg-type]
    await store.services.councils.handle(council, command, actor=UserId("U2"))


async def _timed(work: Callable[[], Awaitable[object]]) -> float:
    begin = time.perf_counter()
    await work()
    return time.perf_counter() - begin


def _row(floor: list[float], ours: list[float]) -> tuple[str, str, str]:
    low, high = statistics.median(floor), statistics.median(ours)
    return f"{low * 1000:.2f} ms", f"{high * 1000:.2f} ms", f"{high / low:.2f}"


if __name__ == "__main__":
    asyncio.run(main())
