"""A workspace with a crowd, Moot and a bare Bolt app on it, each in a process of its own."""

import asyncio
import os
import socket
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from bot import clock
from bot.config import Settings
from bot.domain.game import commands as c
from bot.domain.ids import ChannelId, GameId, Moment, UserId
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
from tests.bench.figures import Asked, cpu_of

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


class Arrival(NamedTuple):
    """A message that any app posted: where, and when its call reached the workspace, in Unix seconds."""

    app_id: str
    channel: str
    at: float


class Heard(Traffic):
    """Counts what an app was answered, and notes when every message arrived."""

    def __init__(self, app: App) -> None:
        super().__init__(time.time, record=False)  # noqa: TID251 - the workspace's own clock
        self._app = app
        self.made: set[str] = set()
        self.invited: set[str] = set()
        self.posts: Counter[str] = Counter()
        self.arrivals: list[Arrival] = []
        self.calls: Counter[str] = Counter()
        self.said: list[tuple[Moment, str, str]] = []  # when, in which channel and what was posted
        self.refused: Counter[str] = Counter()
        self.answers = 0  # to people who acted
        self.acks: defaultdict[tuple[str, str], list[float]] = defaultdict(list)  # how soon, by app and kind
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
        if method == "chat.postMessage" and response.get("ok"):
            self.arrivals.append(Arrival(app_id, response["channel"], self._clock() - took))
        if app_id != self._app.id:
            return
        self.calls[method] += 1
        self.answers += method == "response_url"
        if status == 429:
            self.refused[method] += 1
        elif method == "conversations.create" and response.get("ok"):
            self.made.add(response["channel"]["id"])
        elif method == "conversations.invite" and response.get("ok"):
            self.invited.add(str(args["channel"]))
        elif method == "chat.postMessage" and response.get("ok"):
            self.posts[response["channel"]] += 1
            self.said.append((clock.now(), response["channel"], str(args.get("text", ""))))
        self.changed.set()

    def acknowledged(self, exchange: Exchange, answer: Any) -> None:
        super().acknowledged(exchange, answer)
        self._acked(exchange)

    def lost(self, exchange: Exchange, reason: str) -> None:
        super().lost(exchange, reason)
        exchange.took = SLACK_WAITS
        self._acked(exchange)

    def _acked(self, exchange: Exchange) -> None:
        self.acks[exchange.app_id, exchange.name].append(exchange.took or 0.0)
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
class Process:
    """A process of this `module`, with what it writes in a file of the folder. It can be killed and started
    again."""

    folder: Path
    arguments: tuple[str, ...]
    environment: dict[str, str]
    module: str = "tests.bench.bots"
    running: asyncio.subprocess.Process | None = None

    @property
    def cpu(self) -> float:
        """Seconds that it has kept a core busy."""
        assert self.running is not None
        return cpu_of(self.running.pid)

    async def start(self) -> None:
        """Returns at once; it is ready later."""
        with (self.folder / f"{self.arguments[0]}.log").open("ab") as output:
            self.running = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                self.module,
                *self.arguments,
                env=self.environment,
                stdout=output,
                stderr=output,
            )

    async def kill(self) -> None:
        """With SIGKILL: it has no time for anything."""
        assert self.running is not None
        self.running.kill()
        await self.running.wait()

    async def stop(self) -> None:
        """In good order, if it runs."""
        if self.running is not None and self.running.returncode is None:
            self.running.terminate()
            await self.running.wait()


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
    minute: float
    councils: int
    rate: int
    players: list[str]
    bots: list[Process]
    server: Server
    other: Process  # the bare app's

    async def again(self, times: float, *, http: bool) -> None:
        """The apps stop and start again, reached by this way; Slack's minutes pass so many times as fast."""
        self.minute = MINUTE / times
        self.workspace.limits = RateLimits(lambda: time.monotonic() * times, 1.0)
        for one, app in ((self.other, self.bare), *((bot, self.app) for bot in self.bots)):
            await one.stop()
            address = f"127.0.0.1:{_free_port()}"
            app.request_url = f"http://{address}{REQUEST_PATH}" if http else None
            one.environment |= {"MOOT_HTTP_ADDRESS": address} if http else {}
            one.arguments = (*one.arguments[:1], *(str(self.minute) for _ in one.arguments[1:]))
            await one.start()
        for app in (self.bare, self.app):
            await (_listens(app) if http else self.workspace.delivery.sockets.until_open(app, 60))

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


Prepare = Callable[[Workspace, App, Store], Awaitable[None]]
"""What happens to the game that everybody has joined before Moot starts."""


async def _nothing(_workspace: Workspace, _app: App, _store: Store) -> None:
    """It is left as it is."""


@asynccontextmanager
async def a_stage(
    asked: Asked, database_url: str = "", replicas: int = 1, prepare: Prepare = _nothing
) -> AsyncIterator[Stage]:
    """A game that so many have joined. Slack's minutes pass `times` as fast, for Moot and the workspace.
    Without another database, it is kept in a SQLite file."""
    with tempfile.TemporaryDirectory() as folder:
        url = database_url or f"sqlite:///{Path(folder) / 'moot.db'}"
        async with _stage(Path(folder), asked, url, replicas, prepare) as stage:
            yield stage


@asynccontextmanager
async def _stage(
    folder: Path, asked: Asked, url: str, replicas: int, prepare: Prepare
) -> AsyncIterator[Stage]:
    times = asked.times
    workspace = Workspace("Bench", limits_factor=None)
    app, bare = workspace.add_app(manifest(), optional_scopes=OPTIONAL), workspace.add_app(BARE)
    workspace.limits = RateLimits(lambda: time.monotonic() * times, 1.0)
    workspace.traffic = heard = Heard(app)
    settings = Settings(database_url=url, _env_file=None)
    director = workspace.add_person("director").id
    crowd = [workspace.add_person(f"player{number:04}").id for number in range(asked.players)]
    both = [app.bot_user_id, bare.bot_user_id]
    plenary = workspace.add_channel("plenary", members=[*both, director, *crowd], quiet=True).id
    async with open_store(settings) as store, Server(workspace) as server:
        await signed_up(store, workspace.team_id, plenary, director, crowd)
        await prepare(workspace, app, store)
        minute = MINUTE / times
        moot = partial(a_process, server, app, folder, "moot", str(minute), settings=settings)
        bots = [moot() for _ in range(replicas)]
        other = a_process(server, bare, folder, "bare")
        async with AsyncExitStack() as stack:
            for one in (other, *bots):
                await one.start()
                stack.push_async_callback(one.stop)
            await workspace.delivery.sockets.until_open(bare, 60)
            async with asyncio.timeout(60):
                while len(workspace.delivery.sockets.links(app)) < replicas:  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
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
                minute,
                asked.councils,
                asked.rate,
                crowd,
                bots,
                server,
                other,
            )


async def signed_up(store: Store, team: str, plenary: str, director: str, crowd: list[str]) -> None:
    """Everybody joins the game."""
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


def a_process(
    server: Server,
    app: App,
    folder: Path,
    *arguments: str,
    settings: Settings | None = None,
    module: str = "tests.bench.bots",
) -> Process:
    """With the app's tokens; it is yet to be started."""
    environment = {
        **os.environ,
        "SLACK_BOT_TOKEN": app.bot_token,
        "SLACK_APP_TOKEN": app.app_token,
        "SLACK_SIGNING_SECRET": app.signing_secret,
        "SLACK_API_URL": server.api_url,
        "MOOT_LOG_LEVEL": "WARNING",
        **({"DATABASE_URL": settings.database_url} if settings else {}),
    }
    return Process(folder, arguments, environment, module)


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
