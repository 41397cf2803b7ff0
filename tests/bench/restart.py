"""A bot that comes back to games that go on: how long until it is connected, and how much memory it takes."""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.slack.edge.manifest import OPTIONAL, manifest
from bot.workspace.server import Server
from bot.workspace.state.records import App
from bot.workspace.workspace import Workspace
from tests.bench import worlds as w
from tests.bench.figures import Figure, Tell, cpu_of

LINE = 5
READY, MEMORY, GOAL = 2.0, 150.0, 1.1  # seconds, megabytes, and to a small game
FEW, MANY = 10, 1_000  # players
TIMES = 4  # each is started
SETTLES = 3.0  # seconds after which a bot has caught up with its games
LONGEST = 60.0
CONNECTED = b"moot is connected"


@dataclass(frozen=True)
class Started:
    """A connected bot: after how many seconds, of which it has kept the processor busy for some, and how many
    megabytes it takes once it has caught up."""

    after: float
    cpu: float
    memory: float


@dataclass(frozen=True)
class Left:
    """What a bot comes back to."""

    server: Server
    app: App
    url: str


async def restarted(tell: Tell) -> AsyncIterator[Figure]:
    """Line 5: with one council, and with a hundred; in turns, and the quickest start of each, since what
    else the machine does can only slow it down."""
    tell(f"a bot that comes back to a game of {FEW} players, and of {MANY:,}")
    starts: dict[int, list[Started]] = {FEW: [], MANY: []}
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        left = {players: await stack.enter_async_context(_left(folder, players)) for players in starts}
        for players in (FEW, MANY) * TIMES:
            starts[players].append(await _start(left[players]))
    few, many = (
        Started(min(one.after for one in each), min(one.cpu for one in each), each[-1].memory)
        for each in starts.values()
    )
    what = f"with a game of {MANY:,} players in {MANY // 10} councils"
    yield Figure(LINE, f"start to “moot is connected” {what}", many.after, goal=READY)
    yield Figure(LINE, f"the same, to one of {FEW} players: CPU", many.cpu, floor=few.cpu, goal=GOAL)
    yield Figure(LINE, f"memory (RSS) {what}", many.memory, "MB", goal=MEMORY)
    each = (many.memory - few.memory) * 1000 / (MANY - FEW)
    yield Figure(LINE, f"memory of each player, from {FEW} to {MANY:,}", each, "kB")


@asynccontextmanager
async def _left(folder: Path, players: int) -> AsyncIterator[Left]:
    workspace = Workspace("Bench", limits_factor=None)
    app = workspace.add_app(manifest(), optional_scopes=OPTIONAL)
    async with w.an_empty_world(folder, players) as world:
        await w.a_played_game(world, workspace.team_id)
        url = world.store.engine.url.render_as_string().replace("+moot", "")
    async with Server(workspace) as server:
        yield Left(server, app, url)


async def _start(left: Left) -> Started:
    given = {"SLACK_BOT_TOKEN": left.app.bot_token, "SLACK_APP_TOKEN": left.app.app_token}
    given |= {"SLACK_API_URL": left.server.api_url, "DATABASE_URL": left.url, "MOOT_HEALTH_ADDRESS": ""}
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        env={**os.environ, **given},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(LONGEST):
            while CONNECTED not in (line := await process.stdout.readline()):
                assert line, "the bot has ended"
        after, cpu = time.perf_counter() - began, cpu_of(process.pid)
        reading = asyncio.create_task(process.stdout.read())
        await asyncio.sleep(SETTLES)
        memory = _resident(process.pid)
    finally:
        process.terminate()
        await process.wait()
    await reading
    return Started(after, cpu, memory)


def _resident(pid: int) -> float:
    """Megabytes of memory that a process takes."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024
