"""The composition root: the only module that wires."""

import asyncio
import contextlib
import random
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import clock
from bot.config import Settings
from bot.courier.courier import Courier
from bot.courier.rendering import Renderer
from bot.courier.work import Worker
from bot.db.engine import make_engine, make_readers, make_sessions
from bot.db.migrate import migrate
from bot.db.streams import council_streams, game_streams
from bot.domain.errors import MootError
from bot.domain.ids import GameId, Moment
from bot.domain.scenario import Scenario
from bot.scenarios.load import load_pack
from bot.scenarios.packs import available, content_folder
from bot.scheduling import Alarm
from bot.services import Services
from bot.services.answers import AnswerService
from bot.services.councils import CouncilService
from bot.services.games import GameService
from bot.services.invitations import InvitationService
from bot.services.ports import Clock
from bot.services.reading import Reader
from bot.services.requests import RequestService
from bot.services.transactions import Transactions
from bot.slack.guard import Answer
from bot.slack.listeners import register

log = structlog.get_logger(__name__)
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without what looks alike


class UnknownScenario(MootError):
    """There is no content pack called {key}."""


class NoGameYet(MootError):
    """There is no game in this database yet."""


class TokensMissing(MootError):
    """These settings are missing: {names}. Put them into .env; deploy/README.md says where they come from."""


class TokenRefused(MootError):
    """Slack refused {name}: {error}. Copy it anew from the app's settings; deploy/README.md says where."""


class Unreachable(MootError):
    """Slack cannot be reached at {address} ({fault}). Check the network, or SLACK_API_URL."""


class NoSuchContent(MootError):
    """MOOT_CONTENT is {folder}, and there is no such folder."""


class LoadedPacks:
    """The packs of the content folders, checked once at the start."""

    def __init__(self, *folders: Path) -> None:
        self._packs: dict[str, Scenario] = {}
        for folder in folders:
            for key, path in available(folder).items():
                self._packs[key] = load_pack(path)

    def keys(self) -> tuple[str, ...]:
        """The packs' keys, sorted."""
        return tuple(sorted(self._packs))

    def scenario(self, key: str) -> Scenario:
        """The pack; UnknownScenario if there is none of this key."""
        if key not in self._packs:
            raise UnknownScenario(key=key)
        return self._packs[key]


class OneWorkspace:
    """The client of the one workspace whose token is in the settings."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    def client(self, team_id: str) -> AsyncWebClient:  # noqa: ARG002 - there is only one
        """The client."""
        return self._client


@dataclass(slots=True)
class LateWakeups:
    """Passes news of commits on to the alarm and the courier, which are made after the services."""

    alarm: Alarm | None = None
    courier: Courier | None = None

    def plan_changed(self, game: GameId, due: Moment | None) -> None:
        """Arms the alarm."""
        if self.alarm is not None:
            self.alarm.arm(game, due)

    def work_waiting(self) -> None:
        """Wakes the courier."""
        if self.courier is not None:
            self.courier.wake()


@dataclass(frozen=True, slots=True)
class Store:
    """A migrated database with the services on it."""

    engine: AsyncEngine
    services: Services
    answers: AnswerService
    wakeups: LateWakeups = field(default_factory=LateWakeups)


def packs_of(settings: Settings) -> LoadedPacks:
    """The packs that came with Moot, and the operator's own. Raises BrokenPack and NoSuchContent."""
    if settings.moot_content is not None and not settings.moot_content.is_dir():
        raise NoSuchContent(folder=settings.moot_content)
    return LoadedPacks(content_folder(), *([settings.moot_content] if settings.moot_content else []))


@asynccontextmanager
async def open_store(settings: Settings, now: Clock = clock.now) -> AsyncIterator[Store]:
    """Opens and migrates the database, and closes it at the end."""
    packs = packs_of(settings)
    engine = make_engine(settings.database_url)
    try:
        await migrate(engine)
        sqlite = engine.dialect.name == "sqlite"
        transactions = Transactions(make_sessions(engine), make_readers(engine), one_writer=sqlite)
        games, councils, wakeups = game_streams(), council_streams(), LateWakeups()
        council_service = CouncilService(transactions, councils, now, wakeups)
        game_service = GameService(transactions, games, council_service, packs, now, wakeups)
        services = Services(
            games=game_service,
            councils=council_service,
            requests=RequestService(transactions, now, wakeups),
            invitations=InvitationService(transactions, game_service, now, wakeups),
            reader=Reader(transactions, games, councils, packs),
            new_game_id=lambda: GameId("".join(secrets.choice(_ALPHABET) for _ in range(6))),
            new_seed=lambda: random.SystemRandom().randrange(1, 1_000_000),
            now=now,
        )
        yield Store(engine, services, AnswerService(transactions, now), wakeups)
    finally:
        await engine.dispose()


def make_bolt(client: AsyncWebClient, services: Services) -> AsyncApp:
    """The Bolt app with every listener, registered once."""
    bolt = AsyncApp(client=client)

    async def provide(
        context: AsyncBoltContext, body: dict[str, Any], next_: Callable[[], Awaitable[None]]
    ) -> None:
        context["services"] = services
        context["answer"] = Answer(body, context.respond or AsyncRespond(response_url=None), client)
        await next_()

    bolt.middleware(provide)
    register(bolt)
    return bolt


def make_client(settings: Settings, session: aiohttp.ClientSession) -> AsyncWebClient:
    """The Web API client of the workspace in the settings."""
    return AsyncWebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        session=session,
        retry_handlers=[],  # the courier retries; a blind retry could post twice
    )


async def check_tokens(client: AsyncWebClient, settings: Settings) -> None:
    """Tries both tokens, since Bolt would retry a wrong one for ever. Raises TokenRefused."""
    try:
        name = "SLACK_BOT_TOKEN"
        await client.auth_test()
        name = "SLACK_APP_TOKEN"
        await client.apps_connections_open(app_token=settings.slack_app_token.get_secret_value())
    except SlackApiError as refused:
        raise TokenRefused(name=name, error=refused.response.get("error", "no reason")) from None
    except (aiohttp.ClientError, OSError) as fault:
        raise Unreachable(address=settings.slack_api_url, fault=type(fault).__name__) from None


async def run(settings: Settings) -> None:
    """Runs the bot until it is cancelled. Raises TokensMissing, TokenRefused, Unreachable and BrokenPack."""
    tokens = {"SLACK_BOT_TOKEN": settings.slack_bot_token, "SLACK_APP_TOKEN": settings.slack_app_token}
    if missing := [name for name, token in tokens.items() if not token.get_secret_value()]:
        raise TokensMissing(names=", ".join(missing))
    async with open_store(settings) as store, aiohttp.ClientSession() as session:
        client = make_client(settings, session)
        await check_tokens(client, settings)
        async with delivering(store, client, settings), connected(store, client, settings):
            log.info("moot is connected", action="run")
            await asyncio.Event().wait()


@asynccontextmanager
async def delivering(store: Store, client: AsyncWebClient, settings: Settings) -> AsyncIterator[None]:
    """The courier and the alarm, at work."""
    services = store.services
    worker = Worker(
        Renderer(services.reader),
        services.reader,
        store.answers,
        services.councils,
        services.invitations,
    )
    courier = Courier(
        worker,
        store.answers,
        OneWorkspace(client),
        time.monotonic,
        factor=settings.moot_budget_factor,
    )
    alarm = Alarm(services.games.ring)
    store.wakeups.alarm, store.wakeups.courier = alarm, courier
    alarm.start()
    delivering = asyncio.create_task(courier.run())
    for game in await services.reader.running():
        alarm.arm(game, clock.now())  # what was missed rings now, in order; then the next bell is armed
    try:
        yield
    finally:
        alarm.stop()
        delivering.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await delivering


@asynccontextmanager
async def connected(store: Store, client: AsyncWebClient, settings: Settings) -> AsyncIterator[None]:
    """The listeners, connected to Slack by Socket Mode."""
    handler = AsyncSocketModeHandler(
        make_bolt(client, store.services), settings.slack_app_token.get_secret_value(), web_client=client
    )
    try:
        await handler.connect_async()  # type: ignore[no-untyped-call]
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]
