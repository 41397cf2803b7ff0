"""The courier, the alarms and the keeper of the leases at work, and the listeners connected."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from functools import partial

from starlette.routing import BaseRoute

from bot import clock
from bot.config import Settings
from bot.courier.courier import Courier
from bot.courier.webhook import Receiver
from bot.courier.workers import Workers
from bot.db import signals
from bot.domain.errors.store import StoreAway
from bot.domain.ids import CouncilId, GameId, game_of
from bot.platform.rates import Pace
from bot.runtime import listening
from bot.runtime.alarm import BEAT, Alarm, Heartbeat
from bot.runtime.aside import looking_again
from bot.runtime.link import Link
from bot.runtime.listening import at_work
from bot.runtime.reaching import Reaching
from bot.runtime.replicas import Keeper
from bot.runtime.store import Store
from bot.runtime.sweeping import sweeping
from bot.services import Services
from bot.slack.app import make_bolt
from bot.slack.edge.calling import Clients, MeasuredClient, OneClient, team_of
from bot.slack.edge.left import taking_up

LEASES_FREE_IN = 1.0  # seconds, when we are to stop


class Machinery:
    """The courier, the alarms and the keeper of the leases, who need each other, and the heartbeat."""

    def __init__(self, store: Store, services: Services, clients: Clients, settings: Settings) -> None:
        pace, steady = Pace(settings.moot_budget_factor), time.monotonic
        self._services, self._wakeups, self._health = services, store.wakeups, store.health
        self._answers = store.answers
        app_token = settings.slack_app_token.get_secret_value()
        self.reaching = Reaching(services, clients, store.out, app_token, self._lost, self._found)
        self.keeper = Keeper(store.leases, steady, self._gained, self.reaching.able)
        workers = Workers(services, clients, store.answers, Receiver.of(settings))
        self.courier = Courier(workers, store.answers, clients, self.keeper, steady, pace=pace)
        self._alarm, self._council_alarm = Alarm(self._ring), Alarm(self._ring_council)
        self.heart = Heartbeat(services.presence.beat, self._jumped, services.now, steady)

    async def start(self) -> None:
        """From now on bells ring, and signals reach everybody here."""
        self._wakeups.alarm, self._wakeups.council_alarm = self._alarm, self._council_alarm
        self._wakeups.courier, self._wakeups.keeper = self.courier, self.keeper
        self._health.held = self.keeper.held
        if self._services.team is None:
            self._health.unreached = self.reaching.count
        else:
            self._health.refused = self.reaching.trouble
        self._services.installations.listeners.append(self._changed)
        self._services.aside.tell_of_packs()
        with contextlib.suppress(StoreAway):  # then the first bell says so
            await self._services.presence.beat()  # an absence is noticed before anything rings
        self._health.used, self._health.queued = self.courier.used, lambda: self.courier.queued
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

    def _changed(self, _enterprise: str, team_id: str) -> None:
        """Moot was installed in a workspace or, without an id, in an organization; or is gone from there."""
        self.reaching.changed(team_id)
        self.keeper.doubt(team_id)

    def _lost(self) -> None:
        """A workspace is out of reach: its lease is for others."""
        self.keeper.look()

    async def _found(self, services: Services) -> None:
        """A workspace is within reach again; what happened meanwhile was told to nobody."""
        assert services.team is not None
        await listening.catch_up(services)
        self.keeper.doubt(services.team.id)  # it may not have had the time to let go

    async def _gained(self, teams: Collection[str]) -> None:
        there = await self.reaching.installed(teams)
        for game in await self._services.reader.unfinished(there):
            self.ring_now(game)
        self.reaching.go_on(there)
        await self._answers.read_again(there)
        self.courier.wake()

    async def _jumped(self) -> None:
        await self._gained(self.keeper.held())

    async def _ring(self, game: GameId) -> None:
        if await self._ours(game):
            await self._services.presence.ring(game)

    async def _ring_council(self, council: CouncilId) -> None:
        if await self._ours(game_of(council)):
            await self._services.presence.before_ringing()
            await self._services.councils.ring(council)

    async def _ours(self, game: GameId) -> bool:
        return self.keeper.holds(await self._services.reader.team_of(game) or "")


async def served(store: Store, clients: Clients) -> Services:
    """The services for the one workspace whose token the client has, or for all. Raises SlackApiError."""
    if not isinstance(clients, OneClient):
        return store.services
    if store.leases.team is None:
        answer = await clients.client.auth_test()
        store.serves(team_of(answer), answer.get("url") or "")
    assert store.leases.team is not None
    clients.team = store.leases.team
    services = store.services.of(store.leases.team)
    if isinstance(clients.client, MeasuredClient):
        clients.client.refused = services.reach.refused
    return services


@asynccontextmanager
async def delivering(
    store: Store, clients: Clients, settings: Settings, *, beat_every: float = BEAT
) -> AsyncIterator[set[asyncio.Task[None]]]:
    """The courier and the alarm, at work for the workspaces whose leases this replica holds. Gives what ends
    early only where it is broken. At the end what is under way is finished or handed over, and the leases are
    free."""
    services = await served(store, clients)
    machinery = Machinery(store, services, clients, settings)
    await machinery.start()
    hearing = signals.listen(settings.database_url, store.leases.holder, store.wakeups.heard)
    try:
        async with (
            at_work(hearing, "signals") as heard,
            at_work(machinery.reaching.run(), "reach") as reached,
            at_work(machinery.keeper.run(), "leases") as kept,
            at_work(machinery.courier.run(), "courier") as sent,
            at_work(machinery.heart.run(beat_every), "heartbeat") as beaten,
            at_work(looking_again(services.aside, machinery.ring_now, beat_every), "set aside") as looked,
            at_work(
                sweeping(services.forgetting, machinery.keeper.held, store.leases.take, services.now), "sweep"
            ) as swept,
        ):
            working = store.health.working = {heard, kept, sent, beaten, reached, looked, swept}
            try:
                yield working
            finally:
                machinery.silence()
    finally:
        await machinery.leave()


@asynccontextmanager
async def connected(
    store: Store, clients: Clients, settings: Settings, *, http: bool = False
) -> AsyncIterator[None]:
    """The listeners, connected to Slack by Socket Mode or reached by HTTP. Raises CannotListen."""
    services = await served(store, clients)
    bolt = make_bolt(clients, services, settings.slack_signing_secret.get_secret_value())
    missed, kept = asyncio.Event(), asyncio.Event()

    def look() -> None:
        missed.set()
        kept.set()

    way, begin = listening.by_socket_mode, look
    if http:
        way = partial(listening.by_http, pages=_pages(store, clients, settings))
        # What came before we did went to the others, and Slack repeats what nobody took: each replica that
        # starts would else have every vote of all workspaces read again.
        begin = kept.set if await store.leases.has_others() else look
    store.wakeups.missed = look
    link = store.wakeups.link = Link(services.presence, services.team.id if services.team else "")
    services.aside.found.left = link.left
    store.health.shut = lambda: link.shut
    try:
        async with (
            at_work(listening.catching_up(services, missed), "catching up"),
            at_work(taking_up(bolt, services.inbox, kept), "inbox"),
            way(bolt, store.health, settings, begin, link),
        ):
            yield
    finally:
        store.wakeups.missed = store.wakeups.link = store.health.connected = None


def _pages(store: Store, clients: Clients, settings: Settings) -> Sequence[BaseRoute]:
    """Where browsers come to install the app."""
    if not settings.many:
        return ()
    from bot.web.installing.app import routes  # only now: most bots serve one workspace

    services = store.services
    return routes(settings, clients.client, services.installations, store.states, services.now)
