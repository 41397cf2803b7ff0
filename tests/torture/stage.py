"""Where the games are played: a workspace, and a bot as a process of its own that can be killed."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterable
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
    """One game's workspace and bot. `kill` may be called at any moment; a new bot comes by itself."""

    workspace: Workspace
    app: App
    store: Store
    people: People
    nursery: Nursery
    environment: dict[str, str]
    log: Path
    pid: int = 0
    kills: int = 0
    done_again: dict[str, int] = field(default_factory=dict)  # what people had to do again, by what it was
    _born: asyncio.Task[int] | None = None
    _gone: asyncio.Event = field(default_factory=asyncio.Event)

    def kill(self, pid: int | None = None) -> None:
        """SIGKILL, now; with `pid` only if that one still lives."""
        if self.pid and pid in (None, self.pid):
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            self.pid = 0
            self.kills += 1
            self._gone.set()

    async def keep_alive(self) -> None:
        """Starts the bot, and another one after each that was killed. Raises BotDied."""
        while True:
            self._gone.clear()
            self._born = asyncio.create_task(self.nursery.start(self.environment))
            self.pid = await asyncio.shield(self._born)
            while not self._gone.is_set():
                if not _lives(self.pid):
                    raise BotDied(f"the bot ended by itself; its log is {self.log}")
                with suppress(TimeoutError):
                    async with asyncio.timeout(0.1):
                        await self._gone.wait()

    async def up(self) -> None:
        """Returns when a bot is connected."""
        while not (self.pid and self.workspace.delivery.sockets.links(self.app)):  # noqa: ASYNC110
            await asyncio.sleep(0.02)

    async def bury(self) -> None:
        """Nobody lives on after a game that went wrong."""
        pid = await self._born if self._born else 0
        if pid and _lives(pid):
            os.kill(pid, signal.SIGKILL)

    async def end(self) -> None:
        """SIGTERM, and then nobody is started any more. Raises AssertionError if that takes too long."""
        pid, self.pid = await self._born if self._born else 0, 0
        if not pid or not _lives(pid):
            return
        os.kill(pid, signal.SIGTERM)
        try:
            async with asyncio.timeout(ENDS_IN):
                while _lives(pid):  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
        except TimeoutError:
            os.kill(pid, signal.SIGKILL)
            raise AssertionError(f"the bot did not stop in {ENDS_IN:.0f} s") from None


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
) -> AsyncIterator[Stage]:
    """A stage without a bot yet."""
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
            "MOOT_LEASE_SECONDS": "1",
            "TORTURE_SEED": str(seed),
            "TORTURE_LOG": str(log),
        }
        stage = Stage(workspace, app, store, People(workspace), nursery, environment, log)
        try:
            yield stage
        finally:
            await stage.bury()
