"""The courier, the alarms and the keeper of the leases at work, and the listeners connected."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Collection, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot import clock
from bot.config import Settings
from bot.courier.courier import Courier
from bot.courier.rendering.renderer import Renderer
from bot.courier.work import Worker
from bot.db import signals
from bot.domain.errors.store import StoreAway
from bot.domain.ids import CouncilId, GameId, game_of
from bot.platform.rates import Pace
from bot.runtime import listening
from bot.runtime.alarm import BEAT, Alarm, Heartbeat
from bot.runtime.aside import looking_again
from bot.runtime.replicas import Keeper
from bot.runtime.store import Store
from bot.slack.app import make_bolt
from bot.slack.edge.left import taking_up

LEASES_FREE_IN = 1.0  # seconds, when we are to stop


class OneWorkspace:
    """The client of the one workspace whose token is in the settings."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    def client(self, team_id: str) -> AsyncWebClient:  # noqa: ARG002 - there is only one
        """The client."""
        return self._client


class Machinery:
    """The courier, the alarms and the keeper of the leases, who need each other, and the heartbeat."""

    def __init__(self, store: Store, client: AsyncWebClient, pace: Pace) -> None:
        self._services, self._wakeups, self._health = store.services, store.wakeups, store.health
        services, self._answers = store.services, store.answers
        renderer = Renderer(services.reader, services.now)
        worker = Worker(renderer, services, store.answers)
        self.keeper = Keeper(store.leases, time.monotonic, self._gained)
        clients = OneWorkspace(client)
        self.courier = Courier(worker, store.answers, clients, self.keeper, time.monotonic, pace=pace)
        self._alarm, self._council_alarm = Alarm(self._ring), Alarm(self._ring_council)
        self.heart = Heartbeat(services.presence.beat, self._jumped, services.now, time.monotonic)

    async def start(self) -> None:
        """From now on bells ring, and signals reach everybody here."""
        self._wakeups.alarm, self._wakeups.council_alarm = self._alarm, self._council_alarm
        self._wakeups.courier, self._wakeups.keeper = self.courier, self.keeper
        self._health.held = self.keeper.held
        self._services.aside.tell_of_packs()
        with contextlib.suppress(StoreAway):  # then the first bell says so
            await self._services.presence.beat()  # an absence is noticed before anything rings
        self._alarm.start()
        self._council_alarm.start()

    def ring_now(self, game: GameId) -> None:
        """What a game has missed rings, in order; then its next bell is armed."""
        self._alarm.arm(game, clock.now())

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
            self.ring_now(game)
        await self._answers.read_again(teams)
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
    machinery = Machinery(store, client, Pace(settings.moot_budget_factor))
    await machinery.start()
    hearing = signals.listen(store.engine, store.leases.holder, store.wakeups.heard)
    try:
        async with (
            _at_work(hearing, "signals") as heard,
            _at_work(machinery.keeper.run(), "leases") as kept,
            _at_work(machinery.courier.run(), "courier") as sent,
            _at_work(machinery.heart.run(beat_every), "heartbeat") as beaten,
            _at_work(
                looking_again(store.services.aside, machinery.ring_now, beat_every), "set aside"
            ) as looked,
        ):
            working = store.health.working = {heard, kept, sent, beaten, looked}
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
