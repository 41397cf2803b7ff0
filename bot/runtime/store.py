"""A migrated database with the services on it."""

import os
import random
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncEngine

from bot import clock
from bot.clock import Clock
from bot.config import Settings
from bot.courier.backlog import Backlog
from bot.courier.settling import AnswerService
from bot.db import directory, faults, versions
from bot.db.aside import Aside
from bot.db.engine import is_postgres, make_engine, make_readers, make_sessions, shown
from bot.db.migrate import migrate
from bot.db.sealed import Sealer
from bot.db.streams import EventStreams, council_streams, game_streams
from bot.db.transactions import Transactions
from bot.domain.council import Council
from bot.domain.council.events import CouncilEvent
from bot.domain.errors import MootError
from bot.domain.game import Game
from bot.domain.game.events import GameEvent
from bot.domain.ids import GameId, SlackTeam
from bot.intents.rows import INTENTS
from bot.metrics import Metrics
from bot.platform.rates import Pace
from bot.queries.reader import Reader
from bot.runtime.leases import LeaseService
from bot.runtime.wakeups import LateWakeups
from bot.scenarios.fitting import Fitting
from bot.scenarios.packs import Packs, packs_of
from bot.services import Services
from bot.services.accounts import AccountService
from bot.services.aside import AsideService
from bot.services.boards import BoardService, Served
from bot.services.care import CareService
from bot.services.channels import ChannelService
from bot.services.councils import CouncilService
from bot.services.forgetting import ForgettingService
from bot.services.games import GameService
from bot.services.inbox import InboxService, InHand
from bot.services.installations import InstallationService
from bot.services.invitations import InvitationService
from bot.services.membership import MembershipService
from bot.services.oauth_states import StateService
from bot.services.pictures import PictureService
from bot.services.presence import PresenceService
from bot.services.questions import QuestionService
from bot.services.reach import OutOfReach, ReachService
from bot.services.rights import RightsService, Set
from bot.services.sending import RequestService
from bot.services.visits import VisitService
from bot.web.health import Health
from bot.web.vitals import VitalsService

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without what looks alike


class NoDatabase(MootError):
    template = "{place}: {trouble} ({fault})"


class NoFile(NoDatabase):
    """A SQLite file, for which nobody but an operator can do anything."""

    template = NoDatabase.template
    restart_helps = False


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
    states: StateService
    out: OutOfReach

    def serves(self, team: SlackTeam, address: str = "") -> Services:
        """From now on this process looks after this workspace only, which is at this address; the services
        for it."""
        self.leases.team = team
        if self.health.vitals is not None:
            self.health.vitals.team = team
        services = self.services.of(team)
        services.reader.address = address
        return services


def _drawn() -> int:
    return random.SystemRandom().randrange(1, 1_000_000)


@asynccontextmanager
async def open_store(
    settings: Settings,
    now: Clock = clock.now,
    health: Health | None = None,
    new_seed: Callable[[], int] = _drawn,
    ready: Callable[[str], Awaitable[None]] | None = None,
) -> AsyncIterator[Store]:
    """Opens and migrates the database, and closes it at the end; what can be told of it is told to `health`.
    Games are dealt with seeds from `new_seed`. With `ready`, that is done instead of the migration. Raises
    NoDatabase and SchemaIsNewer."""
    packs, health = packs_of(settings), health or Health()
    await (ready or _migrated)(settings.database_url)
    replica = f"{socket.gethostname()[:64]}:{os.getpid()}:{secrets.token_hex(4)}"
    engine = make_engine(settings.database_url, replica)
    try:
        sqlite = engine.dialect.name == "sqlite"
        wakeups, metrics = LateWakeups(now), health.metrics
        version = versions.stamp(INTENTS.values())
        aside = Aside(now, version, alone=sqlite)
        transactions = _transactions(engine, replica, wakeups, metrics)
        streams, pace = _streams(packs, aside), Pace(settings.moot_budget_factor)
        tells, sealer = settings.webhook is not None, Sealer(settings.token_keys)
        installations = InstallationService(transactions, now, sealer)
        wakeups.installed, wakeups.anew = installations.changed, _forgetting(*streams, aside)
        out = OutOfReach(f"{settings.moot_public_url}/slack/install" if settings.many else "")
        given = (transactions, *streams, packs, pace, wakeups, replica, sqlite, aside, new_seed, tells)
        rights = RightsService(transactions, now, Set.of(settings))
        services = _Services(*given, installations, out, rights, metrics.rang, settings)()
        leases = LeaseService(transactions, replica, settings.moot_lease_seconds, version, alone=sqlite)
        answers = AnswerService(transactions, now, replica, random.SystemRandom(), aside, metrics.settled)
        health.vitals = VitalsService(transactions, now)
        states, backlog = StateService(transactions, now, sealer), Backlog(transactions)
        try:
            yield Store(engine, services, answers, leases, backlog, wakeups, health, states, out)
        finally:
            await installations.renewals.settle()
    finally:
        health.vitals = None
        await engine.dispose()


def _transactions(engine: AsyncEngine, replica: str, wakeups: LateWakeups, metrics: Metrics) -> Transactions:
    return Transactions(
        make_sessions(engine, replica),
        make_readers(engine),
        one_writer=engine.dialect.name == "sqlite",
        is_back=wakeups.store_is_back,
        failed=metrics.store_failed,
        collided=metrics.collided,
    )


@asynccontextmanager
async def open_reader(settings: Settings) -> AsyncIterator[Reader]:
    """Reads the database as it is, and changes nothing. Raises NoSuchContent."""
    packs, engine = packs_of(settings), make_engine(settings.database_url)
    transactions = Transactions(make_sessions(engine, ""), make_readers(engine), one_writer=True)
    try:
        yield Reader(transactions, *_streams(packs, Aside()), packs, Pace(settings.moot_budget_factor))
    finally:
        await engine.dispose()


@dataclass(eq=False, repr=False)
class _Services:
    """Makes the services on a database: once for all workspaces, and once for each. `alone`: no other process
    works on it."""

    transactions: Transactions
    games: EventStreams[Game, GameEvent]
    councils: EventStreams[Council, CouncilEvent]
    packs: Packs
    pace: Pace
    wakeups: LateWakeups
    replica: str
    alone: bool
    found: Aside
    new_seed: Callable[[], int]
    tells: bool  # a webhook
    installations: InstallationService
    out: OutOfReach
    rights: RightsService
    rang: Callable[[float], None]
    settings: Settings
    boards: Served = field(default_factory=Served)
    in_hand: InHand = field(default_factory=InHand)
    made: dict[str, Services] = field(default_factory=dict)  # by id, which no two workspaces share

    def of(self, team: SlackTeam) -> Services:
        """Those of a workspace. Not every payload names its enterprise."""
        if team.id not in self.made:
            self.made[team.id] = self(team)
        return self.made[team.id]

    async def at(self, team_id: str) -> Services:
        """Those of the workspace with this id."""
        if team_id in self.made:
            return self.made[team_id]
        team = await self.transactions.read(lambda session: directory.workspace(session, team_id))
        return self.of(team)

    def __call__(self, team: SlackTeam | None = None) -> Services:
        given = transactions, now, _ = self.transactions, self.wakeups.now, self.wakeups
        games_log = self.games if team is None else self.games.by(team)
        councils_log = self.councils if team is None else self.councils.by(team)
        whose = "" if team is None else team.id
        reader = Reader(transactions, games_log, councils_log, self.packs, self.pace, team)
        councils = CouncilService(*given, councils_log, webhook=self.tells)
        care = CareService(transactions, councils, now)
        games = GameService(*given, games_log, councils, self.packs, care, webhook=self.tells, rang=self.rang)
        membership, requests = MembershipService(*given, games_log), RequestService(*given, reader)
        aside = AsideService(*given, self.found, reader, self.packs)
        return Services(
            games=games,
            councils=councils,
            channels=ChannelService(*given, councils, games_log),
            membership=membership,
            requests=requests,
            invitations=InvitationService(*given, games, membership, reader),
            pictures=PictureService(*given),
            boards=BoardService(transactions, now, games_log, self.boards),
            presence=PresenceService(transactions, games, aside, requests, reader, now, self.replica, whose),
            aside=aside,
            reader=reader,
            visits=VisitService(transactions, councils, reader, now, team),
            inbox=InboxService(transactions, now, self.replica, self.in_hand, alone=self.alone, team=team),
            accounts=AccountService(transactions, games),
            questions=QuestionService(transactions, now),
            reach=ReachService(games, reader, now, team, self.out),
            forgetting=ForgettingService(
                *given, url=self.settings.database_url, keep_for=self.settings.keep_for, team=team
            ),
            installations=self.installations,
            rights=self.rights,
            new_game_id=lambda: GameId("".join(secrets.choice(_ALPHABET) for _ in range(6))),
            new_seed=self.new_seed,
            now=now,
            team=team,
            of=self.of,
            at=self.at,
        )


def _forgetting(
    games: EventStreams[Game, GameEvent], councils: EventStreams[Council, CouncilEvent], aside: Aside
) -> Callable[[GameId], None]:
    def anew(game: GameId) -> None:
        games.anew(game)
        councils.anew(game)
        aside.over(game)

    return anew


def _streams(
    packs: Packs, found: Aside
) -> tuple[EventStreams[Game, GameEvent], EventStreams[Council, CouncilEvent]]:
    return game_streams(found, Fitting(packs)), council_streams(found)


async def _migrated(url: str) -> None:
    with explained(url):
        engine = make_engine(url, patient=True)
        try:
            await migrate(engine)
        finally:
            await engine.dispose()


@contextmanager
def explained(url: str) -> Iterator[None]:
    """What is wrong with a database becomes a sentence that names it. Raises NoDatabase."""
    try:
        yield
    except Exception as fault:
        if (trouble := faults.trouble(fault)) is None:
            raise
        kind = NoDatabase if is_postgres(url) else NoFile
        raise kind(place=shown(url), trouble=trouble, fault=type(fault).__name__) from fault
