"""Many workspaces on one PostgreSQL, each with a game that is under way, and replicas as processes of their
own."""

import asyncio
import json
import os
import random
import signal
import socket
import time
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import asyncpg
from pydantic import SecretStr

from bot import clock
from bot.config import Settings
from bot.db.engine import dsn
from bot.db.installations import Installation
from bot.db.sealed import new_key
from bot.domain.council import commands as cc
from bot.domain.game import commands as c
from bot.domain.ids import ChannelId, CouncilId, GameId, SlackTeam, UserId
from bot.domain.rules import DecisionRuleKind
from bot.runtime.store import Store, open_store
from bot.services.games import NewGame
from tests.bench.slack import SECRET, Replica, Slack
from tests.postgres import Postgres
from tests.torture.stage import Nursery

AT_WORK = 2  # councils of each game in which people act: so few that all replicas know them soon
LONGEST = 120.0  # seconds that anything may take
TICKS = os.sysconf("SC_CLK_TCK")
COPIED = ("games", "people", "rooms", "members", "posts", "events")
SIZE = "SELECT pg_database_size(current_database())"
OPEN_WORK = "SELECT count(*) FROM outbox WHERE status IN ('waiting', 'sending', 'parked')"


def team_of(number: int) -> str:
    """The id of a workspace."""
    return f"TEAM{number:03}"


def game_of(number: int) -> str:
    """The id of its game."""
    return f"game{number:03}"


@dataclass(frozen=True)
class Card:
    """A proposal's card in a workspace; `crowd` are the people of its council."""

    team: str
    channel: str
    ts: str
    crowd: Sequence[str]


@dataclass(frozen=True, slots=True)
class Opened:
    """What the opening of the first game took: calls, seconds of CPU of Moot and of PostgreSQL, and the bytes
    of the database for each player."""

    calls: int
    cpu: float
    database: float
    bytes: float


@dataclass
class Town:
    """So many workspaces, each with a game of its own."""

    server: Postgres
    template: str
    slack: Slack
    api: str
    key: str
    nursery: Nursery
    folder: Path
    workspaces: int
    opened: Opened = field(default_factory=lambda: Opened(1, 0, 0, 0))
    url: str = ""  # of the database that is in use
    link: asyncpg.Connection | None = None

    async def is_delivered(self) -> bool:
        """Whether no row of the outbox is open."""
        return not await self.ask(OPEN_WORK)

    async def ask(self, statement: str) -> Any:
        """What the database answers to a question of one value, on a connection that stays: to begin one
        takes CPU."""
        assert self.link is not None
        return await self.link.fetchval(statement)

    def card(self, number: int, chance: random.Random) -> Card:
        """A proposal in the workspace of this number."""
        channel, ts, crowd = chance.choice(self.cards[:AT_WORK])
        first, team = team_of(0), team_of(number)
        people = [one.replace(first, team) for one in crowd]
        return Card(team, channel.replace(first, team), ts, people)

    @cached_property
    def cards(self) -> list[tuple[str, str, list[str]]]:
        """The channels and moments of the proposals in the first workspace, and who has a seat there."""
        asked = (
            "SELECT json_agg(json_build_array(p.channel, p.ts, (SELECT json_agg(user_id ORDER BY role)"
            " FROM people WHERE game_id = p.game_id AND council_id = split_part(p.key, ':', 2))))"
            f" FROM posts p WHERE p.game_id = '{game_of(0)}' AND p.key LIKE 'proposal:%'"
        )
        return [
            (channel, ts, crowd) for channel, ts, crowd in json.loads(_ask(self.server, self.template, asked))
        ]

    def settings(self) -> dict[str, str]:
        """What all replicas are told."""
        return {
            "DATABASE_URL": self.url,
            "SLACK_API_URL": self.api,
            "SLACK_CLIENT_ID": "1.2",
            "SLACK_CLIENT_SECRET": "bench",
            "SLACK_SIGNING_SECRET": SECRET,
            "MOOT_TOKEN_KEYS": self.key,
            "MOOT_PUBLIC_URL": "https://moot.example.org",
            "MOOT_BUDGET_FACTOR": "100000",
            "TORTURE_SEED": "1",
            "TORTURE_LOG": str(self.folder / "bots.log"),
        }

    @asynccontextmanager
    async def replicas(self, number: int, url: str = "") -> AsyncIterator[list[Replica]]:
        """So many at work, on a new copy of the database, or on this one."""
        self.url = url or _copy(self.server, self.template)
        self.link = await asyncpg.connect(dsn(self.url))
        bots = [await self._born() for _ in range(number)]
        try:
            for bot in bots:
                await until(bot.ready, "a replica is ready")
            yield bots
        finally:
            await self.link.close()
            for bot in bots:
                with suppress(ProcessLookupError):
                    os.kill(bot.pid, signal.SIGKILL)

    async def _born(self) -> Replica:
        port, health = _free_ports(2)
        own = {"MOOT_HTTP_ADDRESS": f"127.0.0.1:{port}", "MOOT_HEALTH_ADDRESS": f"127.0.0.1:{health}"}
        return Replica(await self.nursery.start(self.settings() | own), port, health)


@asynccontextmanager
async def a_town(
    server: Postgres, nursery: Nursery, folder: Path, workspaces: int, players: int
) -> AsyncIterator[Town]:
    """Workspaces in which each council has a proposal that stands; everything is delivered there."""
    slack, key = Slack(), new_key()
    async with slack.served() as api:
        town = Town(server, server.new_database(), slack, api, key, nursery, folder, workspaces)
        settings = Settings(
            _env_file=None, database_url=town.template, slack_client_id="1.2", moot_token_keys=SecretStr(key)
        )
        async with open_store(settings) as store:
            for number in range(workspaces):
                await _installed(store, team_of(number))
            size = int(_ask(server, town.template, SIZE))
            await _under_way(store, players)
            async with town.replicas(1, town.template) as (bot,):
                calls, used = len(slack.calls), (cpu_of((bot.pid,)), cpu_of_server(server))
                await until(town.is_delivered, "all is delivered")
                bytes_each = (await town.ask(SIZE) - size) / players
                cpu, database = cpu_of((bot.pid,)) - used[0], cpu_of_server(server) - used[1]
                town.opened = Opened(len(slack.calls) - calls, cpu, database, bytes_each)
                _ask(server, town.url, _copies(workspaces))
        slack.calls.clear()
        yield town


async def _installed(store: Store, team: str) -> None:
    given = "A1", "UMOOT", "BMOOT", frozenset({"chat:write"}), SecretStr(f"xoxb-{team}"), UserId("UADMIN")
    address = f"https://{team.lower()}.slack.com/"
    await store.services.installations.save(Installation("", team, *given, clock.now(), url=address))


async def _under_way(store: Store, players: int) -> None:
    """A game in the first workspace, in its first session; each council has a charter and a proposal. Every
    id bears the workspace's, so that each copy has others."""
    team = team_of(0)
    game, services = GameId(game_of(0)), store.services.of(SlackTeam("", team))
    director, plenary = UserId(f"U{team}DIRECTOR"), ChannelId(f"C{team}PLENARY")
    new = NewGame(game, ("", team), "A game", "rainbow-road", plenary, (), None, "UTC", 1, 1)
    await services.games.create(new, actor=director)
    for player in (UserId(f"U{team}N{number:04}") for number in range(players)):
        await services.games.handle(game, c.Join(player), actor=player)
    for command in (c.PlanSeating(), c.DealSeats(), c.StartGame(), c.SkipPhase(seen=0)):
        await services.games.handle(game, command, actor=director)
    charter = cc.AdoptCharter(DecisionRuleKind.MAJORITY, 0.5, "At once.", "By a check.")
    for council in await services.councils.all_of(await services.games.load(game)):
        steward = next(seat.holder for seat in council.filled if seat.steward)
        assert steward is not None
        await services.councils.handle(CouncilId(council.id), charter, actor=steward)
        proposal = cc.SubmitProposal("Owners answer", "Each dataset has an owner who answers.")
        await services.councils.handle(CouncilId(council.id), proposal, actor=steward)


def _copies(workspaces: int) -> str:
    """SQL that gives each other workspace the same game, under its own names."""
    said = ["TRUNCATE pulses, leases, inbox, outbox;"]
    for number in range(1, workspaces):
        for table in COPIED:
            row = (
                f"replace(replace(to_jsonb(t)::text, '{game_of(0)}', '{game_of(number)}'),"
                f" '{team_of(0)}', '{team_of(number)}')::jsonb"
            )
            if table == "events":
                row += " || jsonb_build_object('id', nextval('events_id_seq'))"
            said.append(
                f"INSERT INTO {table} SELECT r.* FROM {table} t,"
                f" jsonb_populate_record(NULL::{table}, {row}) r WHERE t.{_of_game(table)};"
            )
    return "\n".join([*said, "ANALYZE;"])


def _of_game(table: str) -> str:
    game = game_of(0)
    if table == "events":
        return f"stream IN ('game:{game}') OR t.stream LIKE 'council:{game}-%'"
    return f"{'id' if table == 'games' else 'game_id'} = '{game}'"


async def until(condition: Callable[[], Any], what: str) -> None:
    """Returns when it is so. Raises TimeoutError, which says what never was."""
    since = time.perf_counter()
    while True:
        found = condition()
        if (await found) if asyncio.iscoroutine(found) else found:
            return
        if time.perf_counter() - since > LONGEST:
            raise TimeoutError(what)
        await asyncio.sleep(0.05)


def cpu_of(pids: Collection[int]) -> float:
    """Seconds of CPU that these processes, and their children that have ended, have used."""
    return sum(sum(map(int, _stat(pid)[11:15])) for pid in pids) / TICKS


def cpu_of_server(server: Postgres) -> float:
    """Seconds of CPU that PostgreSQL has used, with all its processes."""
    first = int((server.folder / "data" / "postmaster.pid").read_text().split("\n")[0])
    family = [first]
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError):
            if int(_stat(int(place.name))[1]) == first:
                family.append(int(place.name))
    used = 0.0
    for pid in family:
        with suppress(OSError):
            used += cpu_of((pid,))
    return used


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name, which may hold spaces; the first is the state."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _ask(server: Postgres, url: str, statement: str) -> str:
    name = url.partition("@/")[2].partition("?")[0]
    options = ("--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--set=ON_ERROR_STOP=1")
    return server.run("psql", *options, f"--dbname={name}", f"--command={statement}")


def _copy(server: Postgres, template: str) -> str:
    name = template.partition("@/")[2].partition("?")[0]
    new = f"{name}_{time.monotonic_ns()}"
    server.run("createdb", "--template", name, new)
    return template.replace(name, new, 1)


def _free_ports(number: int) -> list[int]:
    places = [socket.socket() for _ in range(number)]
    try:
        for one in places:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in places]
    finally:
        for one in places:
            one.close()
