"""The composition root: the only module that wires."""

import asyncio
import contextlib
import gc
import os
import random
import secrets
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import clock, listening
from bot.config import Settings
from bot.courier.courier import Courier
from bot.courier.rendering import Renderer
from bot.courier.work import Worker
from bot.db import faults, news
from bot.db.engine import make_engine, make_readers, make_sessions
from bot.db.migrate import migrate
from bot.db.streams import council_streams, game_streams
from bot.domain.errors import MootError, StoreAway
from bot.domain.ids import CouncilId, GameId, Moment
from bot.domain.scenario import Scenario
from bot.metrics import Metrics
from bot.replicas import Keeper
from bot.scenarios.load import load_pack
from bot.scenarios.packs import available, content_folder
from bot.scheduling import BEAT, Alarm, Heartbeat
from bot.services import Services
from bot.services.answers import AnswerService
from bot.services.backlog import Backlog
from bot.services.councils import CouncilService, game_of
from bot.services.games import GameService
from bot.services.inbox import InboxService
from bot.services.invitations import InvitationService
from bot.services.leases import LeaseService
from bot.services.pace import Pace
from bot.services.ports import Clock
from bot.services.presence import PresenceService
from bot.services.reading import Reader
from bot.services.requests import RequestService
from bot.services.transactions import Transactions
from bot.services.visits import VisitService
from bot.services.vitals import VitalsService
from bot.slack.acks import KEPT, UNDONE, LateAck, WhenDone
from bot.slack.calling import MeasuredClient
from bot.slack.drafts import Drafts, KeepingAck, key_of
from bot.slack.guard import Answer
from bot.slack.left import taking_up
from bot.slack.listeners import register
from bot.slack.responding import Respond
from bot.web.health import Health
from bot.web.serving import health_served

log = structlog.get_logger(__name__)
FOLLOWED_IN = timedelta(seconds=3)  # a replica that changed a game and died before the councils followed
NEW_OBJECTS = 2_000  # between two looks of the garbage collector, which takes some milliseconds for them
LEASES_FREE_IN = 1.0  # seconds, when we are to stop
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


class NoDatabase(MootError):
    """{trouble} ({fault})"""


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
    """Passes news, ours and other replicas', to the alarms, the courier and the keeper of the leases, which
    are made after the services."""

    now: Clock
    alarm: Alarm[GameId] | None = None
    council_alarm: Alarm[CouncilId] | None = None
    courier: Courier | None = None
    keeper: Keeper | None = None
    missed: Callable[[], None] | None = None

    def store_is_back(self) -> None:
        """The database works again; what happened meanwhile could not be stored."""
        if self.missed is not None:
            self.missed()

    def plan_changed(self, game: GameId, due: Moment | None) -> None:
        """Arms the games' alarm."""
        if self.alarm is not None:
            self.alarm.arm(game, due)

    def waiting_ends(self, council: CouncilId, due: Moment | None) -> None:
        """Arms the councils' alarm."""
        if self.council_alarm is not None:
            self.council_alarm.arm(council, due)

    def work_waiting(self) -> None:
        """Wakes the courier; and it may be the first work of a workspace."""
        if self.courier is not None:
            self.courier.wake()
        if self.keeper is not None:
            self.keeper.look()

    def heard(self, told: news.News) -> None:
        """Another replica told us. What it did in a game is soon followed up again, should it have died."""
        match told:
            case news.WorkWaits():
                self.work_waiting()
            case news.PlanChanged(game, due):
                soon = self.now() + FOLLOWED_IN
                self.plan_changed(game, soon if due is None else min(due, soon))
            case news.WaitingEnds(council, due):
                self.waiting_ends(council, due)
            case news.LeaseReleased():
                if self.keeper is not None:
                    self.keeper.look()
            case news.Reconnected():
                if self.keeper is not None:
                    self.keeper.doubt()


@dataclass(frozen=True, slots=True)
class Store:
    """A migrated database with the services on it."""

    engine: AsyncEngine
    services: Services
    answers: AnswerService
    leases: LeaseService
    backlog: Backlog
    wakeups: LateWakeups
    health: Health


def packs_of(settings: Settings) -> LoadedPacks:
    """The packs that came with Moot, and the operator's own. Raises BrokenPack and NoSuchContent."""
    if settings.moot_content is not None and not settings.moot_content.is_dir():
        raise NoSuchContent(folder=settings.moot_content)
    return LoadedPacks(content_folder(), *([settings.moot_content] if settings.moot_content else []))


@asynccontextmanager
async def open_store(
    settings: Settings, now: Clock = clock.now, health: Health | None = None
) -> AsyncIterator[Store]:
    """Opens and migrates the database, and closes it at the end; what can be told of it is told to `health`.
    Raises NoDatabase and SchemaIsNewer."""
    packs, health = packs_of(settings), health or Health()
    metrics = health.metrics
    await _migrated(settings.database_url)
    engine = make_engine(settings.database_url)
    try:
        sqlite = engine.dialect.name == "sqlite"
        replica = f"{socket.gethostname()[:64]}:{os.getpid()}:{secrets.token_hex(4)}"
        sessions = make_sessions(engine, replica)
        games, councils, wakeups = game_streams(), council_streams(), LateWakeups(now)
        readers, back = make_readers(engine), wakeups.store_is_back
        transactions = Transactions(
            sessions, readers, one_writer=sqlite, is_back=back, failed=metrics.store_failed
        )
        council_service = CouncilService(transactions, councils, now, wakeups)
        reader = Reader(transactions, games, councils, packs, Pace(settings.moot_budget_factor))
        game_service = GameService(transactions, games, council_service, packs, now, wakeups)
        services = Services(
            games=game_service,
            councils=council_service,
            requests=RequestService(transactions, reader, now, wakeups),
            invitations=InvitationService(transactions, game_service, now, wakeups),
            presence=PresenceService(transactions, game_service, reader, now),
            reader=reader,
            visits=VisitService(transactions, council_service, reader, now),
            inbox=InboxService(transactions, now, replica, alone=sqlite),
            new_game_id=lambda: GameId("".join(secrets.choice(_ALPHABET) for _ in range(6))),
            new_seed=lambda: random.SystemRandom().randrange(1, 1_000_000),
            now=now,
        )
        leases = LeaseService(transactions, replica, settings.moot_lease_seconds, alone=sqlite)
        chance = random.SystemRandom()
        answers = AnswerService(transactions, now, replica, wakeups, chance, metrics.settled)
        health.vitals = VitalsService(transactions, now)
        yield Store(engine, services, answers, leases, Backlog(transactions), wakeups, health)
    finally:
        health.vitals = None
        await engine.dispose()


async def _migrated(url: str) -> None:
    engine = make_engine(url, patient=True)
    try:
        await migrate(engine)
    except Exception as fault:
        if (trouble := faults.trouble(fault)) is None:
            raise
        raise NoDatabase(trouble=trouble, fault=type(fault).__name__) from fault
    finally:
        await engine.dispose()


def make_bolt(client: AsyncWebClient, services: Services, signing_secret: str = "") -> AsyncApp:
    """The Bolt app with every listener, registered once. What comes by HTTP must bear this signature."""
    bolt, drafts = AsyncApp(client=client, signing_secret=signing_secret), Drafts(services.now)

    async def provide(
        context: AsyncBoltContext, body: dict[str, Any], next_: Callable[[], Awaitable[None]]
    ) -> None:
        context["client"] = client  # Bolt's own copy would not be measured
        context["services"], late = services, LateAck(services.inbox, body, context.get(KEPT))
        context["ack"] = late
        team, user, view = context.team_id or "", context.user_id or "", body.get("view") or {}
        respond = Respond(context.response_url, client.session)
        context["answer"] = Answer(
            body, respond, client, lambda form: drafts.filled(team, user, form), late.done, late.never_kept
        )
        if body.get("type") in ("view_submission", "view_closed"):
            key = key_of(team, user, view.get("callback_id", ""), view.get("private_metadata", ""))
            state = view.get("state", {}).get("values", {})
            if body["type"] == "view_submission":
                context["ack"] = KeepingAck(drafts, key, state)
            else:
                drafts.keep(key, state)
        await next_()

    async def failed(
        error: Exception, context: AsyncBoltContext, response: BoltResponse | None
    ) -> BoltResponse | None:
        context[UNDONE] = isinstance(error, StoreAway)
        if not context[UNDONE]:
            log.error("listener failed", action="listen", exc_info=error)
        return BoltResponse(status=503) if response is not None else None  # there is none any more

    bolt.middleware(provide)
    bolt.error(failed)
    bolt.listener_runner.listener_completion_handler = WhenDone()
    register(bolt)
    return bolt


def make_client(
    settings: Settings, session: aiohttp.ClientSession, metrics: Metrics | None = None
) -> AsyncWebClient:
    """The Web API client of the workspace in the settings."""
    return MeasuredClient(
        metrics or Metrics(),
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        session=session,
        retry_handlers=[],  # the courier retries; a blind retry could post twice
    )


async def check_tokens(client: AsyncWebClient, settings: Settings, *, http: bool) -> None:
    """Tries the tokens, since Bolt would retry a wrong one for ever. Raises TokenRefused."""
    try:
        name = "SLACK_BOT_TOKEN"
        await client.auth_test()
        if not http:
            name = "SLACK_APP_TOKEN"
            await client.apps_connections_open(app_token=settings.slack_app_token.get_secret_value())
    except SlackApiError as refused:
        raise TokenRefused(name=name, error=refused.response.get("error", "no reason")) from None
    except (aiohttp.ClientError, OSError) as fault:
        raise Unreachable(address=settings.slack_api_url, fault=type(fault).__name__) from None


async def run(settings: Settings, *, http: bool = False) -> None:
    """Runs the bot until it is cancelled. Raises TokensMissing, TokenRefused, Unreachable, CannotListen and
    BrokenPack."""
    tokens = {"SLACK_BOT_TOKEN": settings.slack_bot_token}
    if http:
        tokens["SLACK_SIGNING_SECRET"] = settings.slack_signing_secret
    else:
        tokens["SLACK_APP_TOKEN"] = settings.slack_app_token
    if missing := [name for name, token in tokens.items() if not token.get_secret_value()]:
        raise TokensMissing(names=", ".join(missing))
    health = Health()
    async with (
        health_served(settings.moot_health_address, health),
        open_store(settings, health=health) as store,
        aiohttp.ClientSession() as session,
    ):
        client = make_client(settings, session, health.metrics)
        await check_tokens(client, settings, http=http)
        async with (
            delivering(store, client, settings) as working,
            connected(store, client, settings, http=http),
        ):
            log.info("moot is connected", action="run")
            _settle_down()
            try:
                done, _ = await asyncio.wait(working, return_when=asyncio.FIRST_EXCEPTION)
            except asyncio.CancelledError:
                health.stopping = True
                raise
            for task in done:
                task.result()


def _settle_down() -> None:
    """The garbage collector stops everything while it looks through all objects. What was loaded by now stays
    for as long as we run, and need not be looked through; and what is new is looked through less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 20, 20)


class _Machinery:
    """The courier, the alarms and the keeper of the leases, who need each other, and the heartbeat."""

    def __init__(self, store: Store, client: AsyncWebClient, pace: Pace) -> None:
        self._services, self._wakeups, self._health = store.services, store.wakeups, store.health
        services = store.services
        renderer = Renderer(services.reader, services.now)
        worker = Worker(renderer, services.reader, store.answers, services.councils, services.invitations)
        self.keeper = Keeper(store.leases, time.monotonic, self._gained)
        clients = OneWorkspace(client)
        self.courier = Courier(worker, store.answers, clients, self.keeper, time.monotonic, pace=pace)
        self._alarm, self._council_alarm = Alarm(self._ring), Alarm(self._ring_council)
        self.heart = Heartbeat(services.presence.beat, self._jumped, services.now, time.monotonic)

    async def start(self) -> None:
        """From now on bells ring, and news reach everybody here."""
        self._wakeups.alarm, self._wakeups.council_alarm = self._alarm, self._council_alarm
        self._wakeups.courier, self._wakeups.keeper = self.courier, self.keeper
        self._health.held = self.keeper.held
        with contextlib.suppress(StoreAway):  # then the first bell says so
            await self._services.presence.beat()  # an absence is noticed before anything rings
        self._alarm.start()
        self._council_alarm.start()

    def silence(self) -> None:
        """No bell rings any more; what is under way may end."""
        self._wakeups.alarm = self._wakeups.council_alarm = None
        self._alarm.stop()
        self._council_alarm.stop()

    async def leave(self) -> None:
        """Nothing is under way any more: the leases are free for others."""
        self._wakeups.courier = self._wakeups.keeper = None
        with contextlib.suppress(StoreAway, TimeoutError):
            async with asyncio.timeout(LEASES_FREE_IN):
                await self.keeper.release()
                await self._services.presence.beat()

    async def _gained(self, teams: Collection[str]) -> None:
        for game in await self._services.reader.unfinished(teams):
            self._alarm.arm(game, clock.now())  # what was missed rings now, in order; then the next is armed
        self.courier.wake()

    async def _jumped(self) -> None:
        await self._gained(self.keeper.held())

    async def _ring(self, game: GameId) -> None:
        if await self._ours(game):
            await self._services.presence.ring(game)

    async def _ring_council(self, council: CouncilId) -> None:
        if await self._ours(game_of(council)):
            await self._services.presence.beat()  # an absence is noticed before anything rings here, too
            await self._services.councils.ring(council)

    async def _ours(self, game: GameId) -> bool:
        return self.keeper.holds(await self._services.reader.team_of(game) or "")


@asynccontextmanager
async def delivering(
    store: Store, client: AsyncWebClient, settings: Settings, *, beat_every: float = BEAT
) -> AsyncIterator[set[asyncio.Task[None]]]:
    """The courier and the alarm, at work for the workspaces whose leases this replica holds. Gives what ends
    early only where it is broken. At the end what is under way is finished or handed over, and the leases are
    free."""
    machinery = _Machinery(store, client, Pace(settings.moot_budget_factor))
    await machinery.start()
    hearing = news.listen(store.engine, store.leases.holder, store.wakeups.heard)
    try:
        async with (
            _at_work(hearing, "news") as heard,
            _at_work(machinery.keeper.run(), "leases") as kept,
            _at_work(machinery.courier.run(), "courier") as sent,
            _at_work(machinery.heart.run(beat_every), "heartbeat") as beaten,
        ):
            working = store.health.working = {heard, kept, sent, beaten}
            try:
                yield working
            finally:
                machinery.silence()
    finally:
        await machinery.leave()


@asynccontextmanager
async def _at_work(work: Coroutine[Any, Any, None], name: str) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(work, name=name)
    try:
        yield task
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def connected(
    store: Store, client: AsyncWebClient, settings: Settings, *, http: bool = False
) -> AsyncIterator[None]:
    """The listeners, connected to Slack by Socket Mode or reached by HTTP. Raises CannotListen."""
    bolt = make_bolt(client, store.services, settings.slack_signing_secret.get_secret_value())
    missed, kept = asyncio.Event(), asyncio.Event()

    def look() -> None:
        missed.set()
        kept.set()

    store.wakeups.missed, way = look, listening.by_http if http else listening.by_socket_mode
    try:
        async with (
            _at_work(listening.catching_up(store.services, missed), "catching up"),
            _at_work(taking_up(bolt, store.services.inbox, kept), "inbox"),
            way(bolt, store.health, settings, look),
        ):
            yield
    finally:
        store.wakeups.missed = store.health.connected = None
