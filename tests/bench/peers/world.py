"""A workspace with three hundred people and Slack's rates, for one app, and what can be seen of that app."""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from bot.workspace.page.people import People
from bot.workspace.server import Server
from bot.workspace.state.rates import RateLimits
from bot.workspace.state.records import App, Json
from bot.workspace.state.traffic import Traffic
from bot.workspace.workspace import Workspace
from tests.bench.stage import MINUTE

COUNCILS, SEATS = 30, 10
TIMES = 10.0  # how fast Slack's minutes pass once the game is open
EVENTS = {"lost": 0.04, "late": 0.25, "twice": 0.06}  # how often each happens to the event of a reaction
LATE = 3.0  # seconds at most
PATIENCE = 120.0  # seconds that anything may take


@dataclass(frozen=True, slots=True)
class Post:
    """A message that the app posted: when, by the machine's clock, and where."""

    at: float
    channel: str
    text: str


class Seen(Traffic):
    """What an app has posted, and how often it was told to wait."""

    def __init__(self) -> None:
        super().__init__(time.time, record=False)  # noqa: TID251 - the workspace's own clock
        self.posts: list[Post] = []
        self.refused = 0

    def called(
        self,
        app_id: str,
        method: str,
        args: dict[str, Any],
        response: dict[str, Any],
        status: int,
        took: float = 0.0,
    ) -> None:
        super().called(app_id, method, args, response, status, took)
        self.refused += status == 429
        if method == "chat.postMessage" and response.get("ok"):
            self.posts.append(Post(time.time(), response["channel"], str(args.get("text", ""))))  # noqa: TID251


@dataclass
class World:
    """The workspace. `words`, and how many seconds a `minute` of Slack's lasts, are what Python runs as the
    app, which can be killed and started again."""

    workspace: Workspace
    app: App
    seen: Seen
    people: People
    director: str
    plenary: str
    crowd: list[str]
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    minute: float = MINUTE
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Starts the app, and returns when it is connected."""
        with (self.folder / "app.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, *self.words, str(self.minute)), env=self.environment, stdout=log, stderr=log
            )
        await self.workspace.delivery.sockets.until_open(self.app, PATIENCE)

    async def again(self, times: float) -> None:
        """The app stops in good order, and starts again where Slack's minutes pass so many times as fast."""
        await self.end()
        self.minute = MINUTE / times
        self.workspace.limits = RateLimits(lambda: time.monotonic() * times, 1.0)
        await self.start()

    async def end(self, *, kill: bool = False) -> None:
        """In good order, or by SIGKILL."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.kill() if kill else self.process.terminate()
        await self.process.wait()

    def rough(self, seed: int) -> None:
        """From now on the events of reactions are lost, late, or come twice."""
        chance, deliver, loop = Random(seed), self.workspace.delivery.event, asyncio.get_running_loop()

        def event(app: App, payload: Json) -> None:
            drawn, kinds = chance.random(), list[str]()
            for kind, share in EVENTS.items():
                if 0 <= drawn < share:
                    kinds.append(kind)
                drawn -= share
            if not payload["event"]["type"].startswith("reaction") or not kinds:
                deliver(app, payload)
                return
            for _ in range({"lost": 0, "late": 1, "twice": 2}[kinds[0]]):
                loop.call_later(chance.uniform(0, LATE), deliver, app, payload)

        vars(self.workspace.delivery)["event"] = event


@asynccontextmanager
async def a_world(manifest: Json, optional: Iterable[str] = ()) -> AsyncIterator[World]:
    """With the app installed, but not started."""
    workspace = Workspace("Peers", limits_factor=None)
    app = workspace.add_app(manifest, optional_scopes=optional)
    workspace.limits = RateLimits(time.monotonic, 1.0)
    workspace.traffic = seen = Seen()
    director = workspace.add_person("director").id
    crowd = [workspace.add_person(f"player{number:03}").id for number in range(COUNCILS * SEATS)]
    plenary = workspace.add_channel("plenary", members=[app.bot_user_id, director, *crowd], quiet=True).id
    with tempfile.TemporaryDirectory() as folder:
        async with Server(workspace) as server:
            environment = {
                **os.environ,
                "SLACK_BOT_TOKEN": app.bot_token,
                "SLACK_APP_TOKEN": app.app_token,
                "SLACK_API_URL": server.api_url,
                "MOOT_LOG_LEVEL": "WARNING",
            }
            people = People(workspace)
            world = World(workspace, app, seen, people, director, plenary, crowd, Path(folder), environment)
            try:
                yield world
            finally:
                if world.process is not None:
                    await world.end()
