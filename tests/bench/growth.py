"""Whether a command costs the same after thousands of events as after a few."""

import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable

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
from tests.bench.figures import Asked, Figure, Tell

LINE = 5
ROUNDS = 200
GOAL = 1.1


async def measured(asked: Asked, tell: Tell) -> AsyncIterator[Figure]:
    """Line 5."""
    tell("commands in a long council and in a short one, in turns")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=f"sqlite:///{folder}/long.db", _env_file=None)
        async with open_store(settings) as store:
            floor, ours = await _long(store)
    what = "a command in a council with 2,000 events, to one with 20"
    yield Figure(LINE, what, ours, floor=floor, goal=GOAL)


async def _long(store: Store) -> tuple[float, float]:
    short, long = await a_council(store, "short", 20), await a_council(store, "long", 2_000)
    await take_side(store, short, 0)
    await take_side(store, long, 0)
    floor, ours = [], []
    for turn in range(1, ROUNDS + 1):  # in turns, so that both see the same machine
        floor.append(await _timed(lambda turn=turn: take_side(store, short, turn)))  # type: ignore[misc]
        ours.append(await _timed(lambda turn=turn: take_side(store, long, turn)))  # type: ignore[misc]
    return statistics.median(floor), statistics.median(ours)


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
