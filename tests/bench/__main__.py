"""Prints each measure as a ratio to its floor. Times are medians; the machine's load shows in both alike."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable

from rich.console import Console
from rich.progress import track
from rich.table import Table
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck

from bot import clock
from bot.app import Store, open_store
from bot.config import Settings
from bot.domain.council import commands as c
from bot.domain.ids import MOOT, CouncilId, RoleNumber, TeamKey, UserId
from bot.domain.scenario import BallotRule, DecisionRuleKind, PhaseKind
from bot.domain.seating import Seat
from bot.services.games import NewGame
from bot.slack.listeners import commands

ROUNDS = 200


async def main() -> None:
    """Runs every measure."""
    table = Table("measure", "floor", "Moot", "ratio")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=f"sqlite:///{folder}/bench.db")
        async with open_store(settings) as store:
            table.add_row("a command in a council with 2,000 events, to one with 20", *await _long(store))
            table.add_row("ack of /moot help, to a bare Bolt handler's", *await _ack(store))
    Console().print(table)


async def _long(store: Store) -> tuple[str, str, str]:
    short, long = await _council(store, "short", 20), await _council(store, "long", 2_000)
    await _side(store, short, 0)
    await _side(store, long, 0)
    floor, ours = [], []
    for turn in track(range(1, ROUNDS + 1), "commands"):  # in turns, so that both see the same machine
        floor.append(await _timed(lambda turn=turn: _side(store, short, turn)))  # type: ignore[misc]
        ours.append(await _timed(lambda turn=turn: _side(store, long, turn)))  # type: ignore[misc]
    return _row(floor, ours)


async def _council(store: Store, name: str, events: int) -> CouncilId:
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
        await _side(store, key, turn)
    return key


async def _side(store: Store, council: CouncilId, turn: int) -> None:
    command = c.TakeSide(1, turn % 2 == 0)  # type: ignore[arg-type]
    await store.services.councils.handle(council, command, actor=UserId("U2"))


async def _ack(store: Store) -> tuple[str, str, str]:
    async def bare(ack: AsyncAck) -> None:
        await ack()

    plain, ours = _bolt(), _bolt()
    plain.command("/moot")(bare)
    ours.command("/moot")(commands.moot)

    async def provide(context, next_):  # type: ignore[no-untyped-def]
        context["services"], context["answer"] = store.services, _silent
        await next_()

    ours.middleware(provide)
    floor_times, our_times = [], []
    for _ in track(range(ROUNDS), "acks"):
        floor_times.append(await _timed(lambda: plain.async_dispatch(_slash())))
        our_times.append(await _timed(lambda: ours.async_dispatch(_slash())))
    return _row(floor_times, our_times)


def _bolt() -> AsyncApp:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-bench", bot_user_id="UB")

    return AsyncApp(authorize=authorize, signing_secret="bench", request_verification_enabled=False)


def _slash() -> AsyncBoltRequest:
    body = {
        "command": "/moot",
        "text": "help",
        "team_id": "T1",
        "channel_id": "C9",
        "user_id": "U9",
        "trigger_id": "1.2",
    }
    return AsyncBoltRequest(mode="socket_mode", body=body)


async def _silent(_: object) -> None:
    return


async def _timed(work: Callable[[], Awaitable[object]]) -> float:
    begin = time.perf_counter()
    await work()
    return time.perf_counter() - begin


def _row(floor: list[float], ours: list[float]) -> tuple[str, str, str]:
    low, high = statistics.median(floor), statistics.median(ours)
    return f"{low * 1000:.2f} ms", f"{high * 1000:.2f} ms", f"{high / low:.2f}"


if __name__ == "__main__":
    asyncio.run(main())
