"""What 1, 2 and 4 replicas on one PostgreSQL store and deliver, what a command costs each of them, and who
takes over from one that is killed.

All share one machine's cores with PostgreSQL and with those who play Slack, so the throughput here is bounded
by the cores. What tells the throughput of a larger machine is the CPU for each command, and that it does not
grow with the number of replicas.
"""

import asyncio
import os
import random
import signal
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot import logs
from tests.bench.figures import Asked, Figure, Tell
from tests.bench.scale import UNITS
from tests.bench.slack import Replica
from tests.bench.town import SIZE, Card, Town, a_town, cpu_of, cpu_of_server, team_of, until
from tests.postgres import a_server
from tests.torture.stage import a_nursery

LINE = 7
SIZES = (1, 2, 4)  # replicas
MODELLED = 2  # replicas, of which the model of scale.py is made
GROUPS, AT_A_TIME = 12, 4  # groups of people in one council that act at the same moment; of so many
OF_A_GROUP = 2 * (AT_A_TIME - 1) + 1  # commands: one proposes, the others take a side and take it back
TAKEOVER, SAME = 3.0, 1.15
EVENTS = "SELECT count(*) FROM events"
HELD = "SELECT count(*) FROM leases WHERE until > extract(epoch FROM clock_timestamp())"
HELD_BY = "SELECT array_agg(team_id) FROM leases WHERE split_part(holder, ':', 2) = '{pid}'"
TRIES = 4
WARM = 1400  # commands before it is measured
IDLES = 0.1  # seconds of CPU in a second that a replica takes at most with nothing to do
SETTLES_IN = 3.0  # seconds, in which replicas share
IDLE_FOR = 5.0  # seconds
CARDS = ("chat.postMessage", "chat.update")


@dataclass(frozen=True)
class Run:
    """What so many replicas did in `seconds`: `cpu` and `database` are seconds of CPU."""

    replicas: int
    commands: int
    events: int
    cards: int
    seconds: float
    delivered_in: float
    cpu: float
    database: float
    collided: int
    grown: int  # bytes


async def measured(asked: Asked, tell: Tell) -> AsyncIterator[Figure]:
    """Line 7."""
    logs.configure("WARNING", "text")
    async with AsyncExitStack() as stack:
        server = stack.enter_context(a_server())
        folder = Path(stack.enter_context(TemporaryDirectory()))
        nursery = await stack.enter_async_context(a_nursery())
        tell(f"{asked.workspaces} workspaces of {asked.crowd} players are made")
        town = await stack.enter_async_context(a_town(server, nursery, folder, asked.workspaces, asked.crowd))
        tell("one replica with nothing to do")
        async with town.replicas(1) as bots:
            for figure in await _idle(town, bots):
                yield figure
        runs = []
        for number in SIZES:
            tell(f"{number} replicas, {asked.commands} commands")
            async with town.replicas(number) as bots:
                runs.append(await _load(town, bots, asked.commands))
            for figure in _figures(runs):
                yield figure
        tell("one of two is killed")
        async with town.replicas(2) as bots:
            took = await _takeover(town, bots)
        what = "from SIGKILL of one of two replicas to the first card of the other, slowest workspace"
        yield Figure(LINE, what, took, goal=TAKEOVER)


def _figures(runs: list[Run]) -> list[Figure]:
    first, run = runs[0], runs[-1]
    on = f"with {run.replicas} replica{'s' if run.replicas > 1 else ''}"
    found = [
        Figure(LINE, f"commands stored {on}, of two cores for all", run.commands / run.seconds, "/s"),
        Figure(LINE, f"events stored {on}", run.events / run.seconds, "/s"),
        Figure(LINE, f"cards delivered {on}", run.cards / run.delivered_in, "/s"),
    ]
    each, once = run.cpu / run.commands, first.cpu / first.commands
    stored, alone = run.database / run.commands, first.database / first.commands
    if run is first:
        found.append(Figure(LINE, f"CPU of Moot for a command {on}", each))
        found.append(Figure(LINE, f"CPU of PostgreSQL for a command {on}", stored))
        return found
    found.append(Figure(LINE, f"CPU of Moot for a command {on}, to one alone", each, floor=once, goal=SAME))
    what = f"CPU of PostgreSQL for a command {on}, to one alone"
    found.append(Figure(LINE, what, stored, floor=alone, goal=SAME))
    what = f"commands decided again {on}, as a share"
    found.append(Figure(LINE, what, 100 * run.collided / run.commands, "%"))
    if run.replicas == MODELLED:
        found.append(Figure(LINE, UNITS["moot_command"][0], each))
        found.append(Figure(LINE, UNITS["database_command"][0], stored))
        found.append(Figure(LINE, UNITS["command_bytes"][0], run.grown / run.commands / 1000, "kB"))
    return found


async def _idle(town: Town, bots: list[Replica]) -> list[Figure]:
    """What a replica takes that only holds games; and what the opening took."""
    await _settled(town, bots)
    opened, used = town.opened, (cpu_of([bot.pid for bot in bots]), cpu_of_server(town.server))
    await asyncio.sleep(IDLE_FOR)
    moot = (cpu_of([bot.pid for bot in bots]) - used[0]) / IDLE_FOR
    database = (cpu_of_server(town.server) - used[1]) / IDLE_FOR
    return [
        Figure(LINE, UNITS["moot_card"][0], opened.cpu / opened.calls),
        Figure(LINE, UNITS["database_card"][0], opened.database / opened.calls),
        Figure(LINE, UNITS["player_bytes"][0], opened.bytes / 1000, "kB"),
        Figure(LINE, UNITS["moot_idle"][0], moot),
        Figure(LINE, UNITS["database_idle"][0], database),
    ]


async def _load(town: Town, bots: list[Replica], commands: int) -> Run:
    """People of many councils propose and take sides; Slack gives each command to any replica."""
    await _settled(town, bots)
    chance, slack = random.Random(1), town.slack
    await _played(
        town, bots, WARM, chance
    )  # whoever begins reads each council, and PostgreSQL each statement
    slack.calls.clear()
    used, stored = [cpu_of([bot.pid for bot in bots]), cpu_of_server(town.server)], await town.ask(EVENTS)
    collided, size = sum([await bot.collided() for bot in bots]), await town.ask(SIZE)
    began = time.perf_counter()
    await _played(town, bots, commands, chance)
    seconds = time.perf_counter() - began
    await until(town.is_delivered, "all is delivered")
    cards = [one for one in slack.calls if one.method in CARDS]
    return Run(
        replicas=len(bots),
        commands=commands // OF_A_GROUP * OF_A_GROUP,
        events=await town.ask(EVENTS) - stored,
        cards=len(cards),
        seconds=seconds,
        delivered_in=cards[-1].at - began,
        cpu=cpu_of([bot.pid for bot in bots]) - used[0],
        database=cpu_of_server(town.server) - used[1],
        collided=sum([await bot.collided() for bot in bots]) - collided,
        grown=await town.ask(SIZE) - size,
    )


async def _played(town: Town, bots: list[Replica], commands: int, chance: random.Random) -> None:
    """Returns when everybody is answered."""
    left = iter(range(commands // OF_A_GROUP))

    async def group() -> None:
        for _ in left:
            card = town.card(chance.randrange(town.workspaces), chance)
            one, *others = chance.sample(card.crowd, AT_A_TIME)
            await asyncio.gather(
                _proposes(town, bots, card, one, chance),
                *(_sides(bots, card, user, chance) for user in others),
            )

    await asyncio.gather(*(group() for _ in range(GROUPS)))


async def _proposes(town: Town, bots: list[Replica], card: Card, user: str, chance: random.Random) -> None:
    """Puts a new proposal on the table."""
    command = {
        "command": "/propose",
        "text": f"Rule {chance.getrandbits(60)}. Each dataset has an owner who answers.",
        "user_id": user,
        "channel_id": card.channel,
        "team_id": card.team,
        "api_app_id": "A1",
        "trigger_id": "1.2",
        "response_url": f"http://127.0.0.1:{town.slack.port}/answer",
    }
    await _given(bots, command, chance)


async def _sides(bots: list[Replica], card: Card, user: str, chance: random.Random) -> None:
    """Is against it, and then no longer."""
    for kind in ("reaction_added", "reaction_removed"):
        await _given(bots, _reaction(kind, card, user, chance), chance)


async def _given(bots: list[Replica], payload: dict[str, Any], chance: random.Random) -> None:
    """To any replica; what is not taken, to any again, as often as Slack would."""
    for _ in range(TRIES):
        if await chance.choice(bots).deliver(payload) == 200:
            return
    raise AssertionError("no replica takes it")


def _reaction(kind: str, card: Card, user: str, chance: random.Random) -> dict[str, Any]:
    event = {
        "type": kind,
        "user": user,
        "reaction": "thumbsdown",
        "item": {"type": "message", "channel": card.channel, "ts": card.ts},
        "item_user": "UMOOT",
        "event_ts": f"{time.time():.6f}",  # noqa: TID251 - Slack's own clock
    }
    return {
        "type": "event_callback",
        "team_id": card.team,
        "api_app_id": "A1",
        "event_id": f"Ev{chance.getrandbits(60)}",
        "event_time": int(float(event["event_ts"])),  # type: ignore[arg-type]
        "event": event,
        "authorizations": [{"team_id": card.team, "user_id": "UMOOT", "is_bot": True}],
    }


async def _settled(town: Town, bots: list[Replica]) -> None:
    """Every workspace is looked after by somebody, nothing waits, and what a start takes is over."""

    async def so() -> bool:
        return await town.ask(HELD) == town.workspaces and await town.is_delivered()

    await until(so, "it is settled")
    await asyncio.sleep(SETTLES_IN)
    before = 0.0
    while (now := cpu_of([bot.pid for bot in bots])) - before > IDLES * len(bots):
        before = now
        await asyncio.sleep(1)


async def _takeover(town: Town, bots: list[Replica]) -> float:
    """Seconds from the kill until each of the workspaces that the one held has a card from the other."""
    await _settled(town, bots)
    held = [await town.ask(HELD_BY.format(pid=bot.pid)) or () for bot in bots]
    dead, others = (bots[0], bots[1:]) if len(held[0]) >= len(held[1]) else (bots[1], bots[:1])
    teams = {int(team[-3:]) for team in max(held, key=len)}
    chance, killed = random.Random(2), time.perf_counter()
    os.kill(dead.pid, signal.SIGKILL)
    town.slack.calls.clear()
    for number in sorted(teams):
        card = town.card(number, chance)
        await _proposes(town, others, card, card.crowd[0], chance)
    first: dict[str, float] = {}

    def all_have() -> bool:
        for one in town.slack.calls:
            if one.method in CARDS:
                first.setdefault(one.team, one.at)
        return {team_of(number) for number in teams} <= first.keys()

    await until(all_have, "each has a card")
    return max(first[team_of(number)] for number in teams) - killed
