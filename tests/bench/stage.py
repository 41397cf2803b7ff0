"""A workspace with a crowd, Moot and a bare Bolt app on it, each in a process of its own."""

import asyncio
import os
import socket
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.config import Settings
from bot.domain.game import commands as c
from bot.domain.ids import ChannelId, GameId, UserId
from bot.runtime.store import Store, open_store
from bot.services.games import NewGame
from bot.slack.edge.acks import SLACK_WAITS
from bot.slack.edge.manifest import OPTIONAL, REQUEST_PATH, manifest
from bot.workspace.page.people import People
from bot.workspace.server import Server
from bot.workspace.state.rates import RateLimits
from bot.workspace.state.records import App
from bot.workspace.state.traffic import Exchange, Traffic
from bot.workspace.workspace import Workspace
from tests.bench.figures import Asked

MINUTE = 60.0
QUICKLY = 60.0  # how fast Slack's minutes pass where they are not what is measured
LONGEST = 600.0  # seconds that anything may take
BARE = {
    "display_information": {"name": "Bare"},
    "features": {
        "bot_user": {"display_name": "Bare"},
        "slash_commands": [{"command": "/bare", "description": "Is acknowledged"}],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write", "reactions:read"]}},
    "settings": {
        "socket_mode_enabled": True,
        "interactivity": {"is_enabled": True},
        "event_subscriptions": {"bot_events": ["reaction_added", "reaction_removed"]},
    },
}
GAME = GameId("bench")


class Heard(Traffic):
    """Counts what Moot was answered, and when the last of it was; and how soon each app acknowledged what it
    was given, by its id."""

    def __init__(self, app: App) -> None:
        super().__init__(time.time, record=False)  # noqa: TID251 - the workspace's own clock
        self._app = app
        self.made: set[str] = set()
        self.invited: set[str] = set()
        self.posts: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.answers = 0  # to people who acted
        self.acks: defaultdict[str, list[float]] = defaultdict(list)
        self.changed = asyncio.Event()

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
        if app_id != self._app.id:
            return
        self.answers += method == "response_url"
        if status == 429:
            self.refused[method] += 1
        elif method == "conversations.create" and response.get("ok"):
            self.made.add(response["channel"]["id"])
        elif method == "conversations.invite" and response.get("ok"):
            self.invited.add(str(args["channel"]))
        elif method == "chat.postMessage" and response.get("ok"):
            self.posts[response["channel"]] += 1
        self.changed.set()

    def acknowledged(self, exchange: Exchange, answer: Any) -> None:
        super().acknowledged(exchange, answer)
        self._acked(exchange)

    def lost(self, exchange: Exchange, reason: str) -> None:
        super().lost(exchange, reason)
        exchange.took = SLACK_WAITS
        self._acked(exchange)

    def _acked(self, exchange: Exchange) -> None:
        self.acks[exchange.app_id].append(exchange.took or 0.0)
        self.changed.set()

    def posted(self) -> int:
        """How many messages in all."""
        return self.posts.total()

    async def until(self, condition: Callable[[], bool]) -> float:
        """When it became so, by the machine's steady clock."""
        async with asyncio.timeout(LONGEST):
            while not condition():
                self.changed.clear()
                await self.changed.wait()
        return time.perf_counter()


@dataclass
class Stage:
    """What a measure can do and see. `minute` is how many seconds one of Slack's lasts
    here, `rate` how many commands a second people type."""

    workspace: Workspace
    app: App
    bare: App
    heard: Heard
    store: Store
    people: People
    director: str
    plenary: str
    councils: int
    rate: int
    players: list[str]
    processes: "Processes"
    minute: float = MINUTE

    @asynccontextmanager
    async def running(self, times: float, *, http: bool = False) -> AsyncIterator[None]:
        """Both apps run within the block; Slack's minutes pass so many times as fast."""
        self.minute = MINUTE / times
        self.workspace.limits = RateLimits(lambda: time.monotonic() * times, 1.0)
        async with self.processes.moot(self.app, self.minute, http), self.processes.bare(self.bare, http):
            for one in (self.app, self.bare):
                await (_listens(one) if http else self.workspace.delivery.sockets.until_open(one, 60))
            yield

    async def moot(self, text: str) -> None:
        """The director types `/moot TEXT`; returns when it is acknowledged."""
        await self.people.command(self.director, self.plenary, "/moot", text)

    async def offered(self, label: str) -> tuple[str, str]:
        """The newest button with these words in what only the director sees, once it is there."""
        async with asyncio.timeout(LONGEST):
            while (found := self._button(label)) is None:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        return found

    async def press(self, button: tuple[str, str]) -> None:
        """The director presses it; returns when it is acknowledged."""
        await self.people.click(self.director, self.plenary, *button)

    async def opened(self) -> float:
        """Deals the seats; seconds until every channel and everybody has what opens a game."""
        await self.moot("seat")
        deal = await self.offered("Deal the seats")
        began = time.perf_counter()
        await self.press(deal)

        def so() -> bool:
            heard = self.heard
            ready = len(heard.made & heard.invited & heard.posts.keys())
            return ready == self.councils and sum(one.startswith("D") for one in heard.posts) >= len(
                self.players
            )

        return await self.heard.until(so) - began

    def proposal(self, table: int) -> tuple[str, str] | None:
        """The channel and the ts of a council's newest proposal, once it is posted."""
        channel = self.workspace.channels[self.workspace.names[f"council-{table}-{GAME}"].id]
        cards = [ts for ts, one in channel.messages.items() if one.text.startswith("Proposal ")]
        return (channel.id, cards[-1]) if cards else None

    async def react(self, user: str, table: int) -> None:
        """Somebody puts a thumb under their council's proposal."""
        card = self.proposal(table)
        assert card is not None
        await self.people.react(user, *card, "thumbsup")

    def _button(self, label: str) -> tuple[str, str] | None:
        for message in self.people.history(self.director, self.plenary)[::-1]:
            for block in message["blocks"]:
                for element in block["elements"] if block["type"] == "actions" else ():
                    if element.get("text", {}).get("text") == label:
                        return message["ts"], element["action_id"]
        return None


@asynccontextmanager
async def an_open_stage(asked: Asked) -> AsyncIterator[Stage]:
    """A game that is open. What came before took little, since Slack's minutes pass quickly here."""
    async with a_stage(replace(asked, times=QUICKLY)) as stage:
        await stage.opened()
        await asyncio.sleep(2 * stage.minute)  # the budgets are full again
        yield stage


@asynccontextmanager
async def a_stage(asked: Asked) -> AsyncIterator[Stage]:
    """A game that so many have joined. Slack's minutes pass `times` as fast, for Moot and the workspace."""
    async with a_quiet_stage(asked) as stage, stage.running(asked.times):
        yield stage


@asynccontextmanager
async def a_quiet_stage(asked: Asked) -> AsyncIterator[Stage]:
    """A game that so many have joined, and no app runs yet."""
    workspace = Workspace("Bench", limits_factor=None)
    app, bare = workspace.add_app(manifest(), optional_scopes=OPTIONAL), workspace.add_app(BARE)
    workspace.traffic = heard = Heard(app)
    director = workspace.add_person("director").id
    crowd = [workspace.add_person(f"player{number:04}").id for number in range(asked.players)]
    bots = [app.bot_user_id, bare.bot_user_id]
    plenary = workspace.add_channel("plenary", members=[*bots, director, *crowd], quiet=True).id
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=f"sqlite:///{folder}/moot.db", _env_file=None)
        async with open_store(settings) as store, Server(workspace) as server:
            await _signed_up(store, workspace.team_id, plenary, director, crowd)
            processes = Processes(server.api_url, Path(folder), settings.database_url)
            people = People(workspace)
            yield Stage(
                workspace,
                app,
                bare,
                heard,
                store,
                people,
                director,
                plenary,
                asked.councils,
                asked.rate,
                crowd,
                processes,
            )


async def _signed_up(store: Store, team: str, plenary: str, director: str, crowd: list[str]) -> None:
    games = store.services.games
    new = NewGame(
        game=GAME,
        team=("", team),
        name="The bench game",
        scenario="rainbow-road",
        plenary=ChannelId(plenary),
        facilitators=(),
        starts_at=None,
        timezone="UTC",
        speed=1,
        seed=1,
    )
    await games.create(new, actor=UserId(director))
    for user in crowd:
        await games.handle(GAME, c.Join(UserId(user)), actor=UserId(user))


@dataclass(frozen=True)
class Processes:
    """The apps, each in a process of its own; what they print is in a file in the folder."""

    api_url: str
    folder: Path
    database_url: str

    def moot(self, app: App, minute: float, http: bool) -> AbstractAsyncContextManager[None]:
        """The real bot."""
        return self._of(app, http, "moot", str(minute), DATABASE_URL=self.database_url)

    def bare(self, app: App, http: bool) -> AbstractAsyncContextManager[None]:
        """What Bolt does by itself."""
        return self._of(app, http, "bare")

    @asynccontextmanager
    async def _of(self, app: App, http: bool, name: str, *arguments: str, **more: str) -> AsyncIterator[None]:
        address = f"127.0.0.1:{_free_port()}" if http else ""
        app.request_url = f"http://{address}{REQUEST_PATH}" if http else None
        environment = {
            **os.environ,
            "SLACK_BOT_TOKEN": app.bot_token,
            "SLACK_APP_TOKEN": app.app_token,
            "SLACK_SIGNING_SECRET": app.signing_secret,
            "SLACK_API_URL": self.api_url,
            "MOOT_LOG_LEVEL": "WARNING",
            **({"MOOT_HTTP_ADDRESS": address} if http else {}),
            **more,
        }
        with (self.folder / f"{name}.log").open("ab") as output:
            way = "http" if http else "socket"
            module = (sys.executable, "-m", "tests.bench.bots", name, way, *arguments)
            process = await asyncio.create_subprocess_exec(
                *module, env=environment, stdout=output, stderr=output
            )
            try:
                yield
            finally:
                if process.returncode is None:
                    process.terminate()
                    await process.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def _listens(app: App) -> None:
    """Returns once something listens at its request URL."""
    url = urlsplit(app.request_url or "")
    async with asyncio.timeout(60):
        while True:
            try:
                _, writer = await asyncio.open_connection(url.hostname, url.port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return
