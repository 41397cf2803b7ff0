"""Where the games are played: a workspace, and a bot as a process of its own that can be killed."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bot.config import Settings
from bot.runtime.store import Store, open_store
from bot.slack.edge.manifest import OPTIONAL, manifest
from bot.workspace.page.people import People
from bot.workspace.server import Server
from bot.workspace.state.records import App
from bot.workspace.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
RETRIES = (0.0, 0.5, 1.0, 2.0, 4.0)  # seconds after which Slack sends an event again
ENDS_IN = 6.0  # seconds that a bot has to stop


class BotDied(AssertionError):
    """The bot ended although nobody had killed it."""


class Nursery:
    """Starts bots; see nursery.py."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._starting = asyncio.Lock()
        self.opening = asyncio.Lock()  # Alembic migrates one database at a time in a process

    async def start(self, environment: dict[str, str]) -> int:
        """The id of a new bot's process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        async with self._starting:
            self._process.stdin.write(f"{json.dumps(environment)}\n".encode())
            await self._process.stdin.drain()
            return int(await self._process.stdout.readline())


@asynccontextmanager
async def a_nursery() -> AsyncIterator[Nursery]:
    """A nursery for many games."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.torture.nursery",
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        yield Nursery(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


@dataclass
class Stage:
    """One game's workspace and its bots. `kill` may be called at any moment; a new bot comes by itself."""

    workspace: Workspace
    app: App
    store: Store
    people: People
    nursery: Nursery
    environment: dict[str, str]
    log: Path
    replicas: int = 1
    kills: int = 0
    done_again: dict[str, int] = field(default_factory=dict)  # what people had to do again, by what it was
    _living: dict[int, int] = field(default_factory=dict)  # processes by the place that they have
    _born: set[asyncio.Task[int]] = field(default_factory=set)
    _gone: dict[int, asyncio.Event] = field(default_factory=dict)

    @property
    def pids(self) -> tuple[int, ...]:
        """The bots that live, by their places."""
        return tuple(pid for _, pid in sorted(self._living.items()))

    def kill(self, pids: Collection[int]) -> None:
        """SIGKILL, now, for those of them that still live."""
        for place, pid in [*self._living.items()]:
            if pid in pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                del self._living[place]
                self.kills += 1
                self._gone[place].set()

    async def keep_alive(self) -> None:
        """Starts the bots, and another one after each that was killed. Raises BotDied."""
        places = [asyncio.create_task(self._fill(place)) for place in range(self.replicas)]
        try:
            await asyncio.gather(*places)
        finally:
            for one in places:
                one.cancel()

    async def _fill(self, place: int) -> None:
        gone = self._gone[place] = asyncio.Event()
        while True:
            gone.clear()
            born = asyncio.create_task(self.nursery.start(self.environment))
            self._born = {one for one in self._born if not one.done() or _lives(one.result())} | {born}
            self._living[place] = pid = await asyncio.shield(born)
            while not gone.is_set():
                if not _lives(pid):
                    raise BotDied(f"the bot ended by itself; its log is {self.log}")
                with suppress(TimeoutError):
                    async with asyncio.timeout(0.1):
                        await gone.wait()

    async def up(self) -> None:
        """Returns when a bot is connected."""
        while not self.connected:  # noqa: ASYNC110
            await asyncio.sleep(0.02)

    @property
    def connected(self) -> bool:
        """Whether a bot is."""
        return bool(self._living and self.workspace.delivery.sockets.links(self.app))

    async def bury(self) -> None:
        """Nobody lives on after a game that went wrong."""
        for pid in [await one for one in self._born]:
            if _lives(pid):
                os.kill(pid, signal.SIGKILL)

    async def end(self) -> None:
        """SIGTERM, and then nobody is started any more. Raises AssertionError if that takes too long."""
        pids = [pid for pid in [await one for one in self._born] if _lives(pid)]
        self._living.clear()
        for pid in pids:
            os.kill(pid, signal.SIGTERM)
        try:
            async with asyncio.timeout(ENDS_IN):
                while any(map(_lives, pids)):  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
        except TimeoutError:
            for pid in filter(_lives, pids):
                os.kill(pid, signal.SIGKILL)
            raise AssertionError(f"a bot did not stop in {ENDS_IN:.0f} s") from None


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@asynccontextmanager
async def a_stage(
    nursery: Nursery,
    folder: Path,
    seed: int,
    *,
    database_url: str = "",
    optional_scopes: Iterable[str] = OPTIONAL,
    replicas: int = 1,
) -> AsyncIterator[Stage]:
    """A stage without bots yet; `replicas` are to be on it."""
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    url = database_url or f"sqlite:///{folder / 'moot.db'}"
    workspace = Workspace("Torture", limits_factor=None, retry_seconds=RETRIES)
    app = workspace.add_app(manifest(), optional_scopes=optional_scopes)
    settings, log = Settings(database_url=url, _env_file=None), folder / "bot.log"
    async with AsyncExitStack() as stack, Server(workspace) as server:
        async with nursery.opening:
            store = await stack.enter_async_context(open_store(settings))
        environment = {
            "SLACK_BOT_TOKEN": app.bot_token,
            "SLACK_APP_TOKEN": app.app_token,
            "SLACK_API_URL": server.api_url,
            "DATABASE_URL": url,
            "MOOT_BUDGET_FACTOR": "100000",
            "MOOT_LEASE_SECONDS": "1" if replicas == 1 else "3",  # renewed in time on a busy machine, too
            "TORTURE_SEED": str(seed),
            "TORTURE_LOG": str(log),
        }
        stage = Stage(workspace, app, store, People(workspace), nursery, environment, log, replicas)
        try:
            yield stage
        finally:
            await stage.bury()
