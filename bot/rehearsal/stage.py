"""`moot rehearse`: a local workspace, the real bot connected to it, and stand-ins.

The bot is a process of its own and knows nothing of this: it gets an address and tokens, as in real life.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from bot import clock
from bot.config import NONE, Settings
from bot.domain.council import Council
from bot.domain.cues import Tempo
from bot.domain.edition import AS_WRITTEN, Edition
from bot.domain.errors import MootError
from bot.domain.game import Game
from bot.domain.ids import GameId, SlackTeam
from bot.domain.scenario import Scenario
from bot.rehearsal.installing import KEY, listens, many, offered
from bot.reports.files import written
from bot.reports.story.files import files_of
from bot.runtime.store import Store, open_store
from bot.scenarios.load import load_pack
from bot.scenarios.packs import Stamp, find_pack, known_packs, must_have, stamp_of
from bot.services import Services
from bot.slack.edge.manifest import OPTIONAL, manifest
from bot.workspace.server import Server
from bot.workspace.state import keeping
from bot.workspace.state.records import App
from bot.workspace.workspace import Workspace

PLENARY = "governance-colab"  # the rehearsal's own channel
KEPT_EVERY = 10.0  # seconds
PRELUDE = 60  # times life's tempo, until the quarrel that the page opens on
MODERATE = 20  # people, if nobody says how many
CONNECTS_IN = 60.0  # seconds
_OF_THE_LAST = ("moot.db*", "bot.log", "*.json", KEY)
FREE_ADDRESS = "127.0.0.1:0"  # whatever .env says: a real bot may be at that one


class BotStopped(MootError):
    template = "The bot stopped with exit code {code} before the game was over; what it printed is in {log}."


class CannotGoOn(MootError):
    template = "What was kept of the last rehearsal cannot be used: {fault}"


class NotEnoughPlayers(MootError):
    template = "{title} needs {minimum} people or more: write `--players {minimum}`, or a higher number."


class PlayedOverDays(MootError):
    template = (
        "“{name}” is played over days, in working time, and a rehearsal is played live. To see its days, "
        "type `moot content show --format {key}` and the pack's key or folder."
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """What to rehearse. `tempo` is how many times faster than life; `folder` gets database and results;
    `temperament` names one of `temperaments`, or is `mixed`; with `keep` it goes on where it was left.
    `ballot` is how the final vote is held, where that is not as the scenario says; `pack` is a key, or where
    a pack lies, and the first in menus if empty. With `opening` a quarrel is under way when somebody opens
    the page. Of several `workspaces` each has a game, and one bot is installed in them all."""

    tempo: int
    players: int
    seed: int
    port: int
    folder: Path
    temperament: str = "mixed"
    keep: bool = False
    ballot: str = ""
    pack: str = ""
    opening: bool = False
    edition: Edition = AS_WRITTEN
    workspaces: int = 1

    def each(self) -> "tuple[Plan, ...]":
        """For each workspace, with a folder of its own for what is not the bot's."""
        if self.workspaces == 1:
            return (self,)
        folders = (self.folder / f"workspace-{number + 1}" for number in range(self.workspaces))
        return tuple(replace(self, folder=folder) for folder in folders)

    @property
    def kept(self) -> Path:
        """Where the workspace is kept."""
        return self.folder / "workspace.json"

    @property
    def rates(self) -> int:
        """How many times as much as Slack's rates allow."""
        return max(self.tempo, PRELUDE) if self.opening else self.tempo

    @property
    def settings(self) -> Settings:
        """The bot's, for this rehearsal: it plays the same pack, even where Moot knows another of its key."""
        found, database, usual = self._found, f"sqlite:///{self.folder / 'moot.db'}", Settings()
        known = known_packs(usual).get(found.name)
        own = usual.moot_content if known and known.resolve() == found else found.parent
        return Settings(database_url=database, moot_content=own, _env_file=None)

    @property
    def scenario(self) -> Scenario:
        """The pack that is played, in its edition. Raises what `find_pack` raises, UnknownEdition and
        BrokenPack."""
        found = self._found
        must_have(found, self.edition)
        return _read(found, self.edition, stamp_of(found))

    @property
    def _found(self) -> Path:
        return find_pack(self.pack, Settings).resolve()

    def with_players(self) -> "Plan":
        """With enough people: where no number is given, two full councils, but a moderate number at most.
        Raises NotEnoughPlayers, PlayedOverDays, and what `scenario` raises."""
        scenario = self.scenario
        if scenario.format is not None and scenario.format.tempo is Tempo.ASYNC:
            raise PlayedOverDays(name=scenario.format.name, key=self.edition.format)
        players = self.players or max(scenario.minimum, min(2 * len(scenario.roles), MODERATE))
        if players < scenario.minimum:
            raise NotEnoughPlayers(title=scenario.title, minimum=scenario.minimum)
        return replace(self, players=players)


@lru_cache
def _read(pack: Path, edition: Edition, _: Stamp) -> Scenario:
    """Reading and checking a pack takes a tenth of a second, and many ask for it."""
    return load_pack(pack, edition)


@dataclass(frozen=True, slots=True)
class Running:
    """Everything that runs in a workspace: with its server, the bot, and a look into its database."""

    plan: Plan
    workspace: Workspace
    server: Server
    app: App
    store: Store
    bot: asyncio.subprocess.Process
    log: Path

    @property
    def services(self) -> Services:
        """The bot's, as far as they are about this workspace."""
        return self.store.services.of(SlackTeam("", self.workspace.team_id))

    @property
    def page_url(self) -> str:
        """Where its page is, without a slash at the end."""
        return self.workspace.web_url.rstrip("/")


@asynccontextmanager
async def rehearsal(plan: Plan) -> AsyncIterator[Running]:
    """Starts one workspace and the bot, and ends them. Raises CannotGoOn."""
    async with rehearsals(plan) as (running, *_):
        yield running


@asynccontextmanager
async def rehearsals(plan: Plan) -> AsyncIterator[tuple[Running, ...]]:
    """Starts the workspaces and the bot, which is still to be installed where there are several, and ends
    them. Raises CannotGoOn."""
    plans, settings, log = plan.each(), plan.settings, plan.folder / "bot.log"
    workspaces = _workspaces(plan, plans)
    apps = offered(workspaces) if len(workspaces) > 1 else (_app(workspaces[0]),)
    async with (
        open_store(settings) as store,
        Server(*workspaces, port=plan.port) as server,
        _keeping(workspaces, plans),  # kept after the bot has ended, with its last messages
        bot_process(server, apps[0], settings, plan, log) as bot,
    ):
        yield tuple(
            Running(own, workspace, server, app, store, bot, log)
            for own, workspace, app in zip(plans, workspaces, apps, strict=True)
        )


def _workspaces(plan: Plan, plans: Sequence[Plan]) -> list[Workspace]:
    """As they were kept, or new ones, with nothing left of the last rehearsal."""
    new = [_workspace(number, len(plans), float(plan.rates)) for number in range(len(plans))]
    for own in (plan, *plans):
        own.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    pairs = list(zip(new, plans, strict=True))
    kept = [plan.keep and _restored(workspace, own) for workspace, own in pairs]
    if not any(kept):
        left = (file for own in (plan, *plans) for name in _OF_THE_LAST for file in own.folder.glob(name))
        for file in left:
            file.unlink()
    return new


def _workspace(number: int, several: int, rates: float) -> Workspace:
    """All ids are the same in each, but for the workspace's own: nothing may cross for that."""
    if several == 1:
        return Workspace("Rehearsal", limits_factor=rates)
    return Workspace(f"Rehearsal {number + 1}", limits_factor=rates, team_id=f"T0REHEARSE{number + 1}")


def _app(workspace: Workspace) -> App:
    return next(iter(workspace.apps.values()), None) or workspace.add_app(
        manifest(), optional_scopes=OPTIONAL
    )


def _restored(workspace: Workspace, plan: Plan) -> bool:
    try:
        return keeping.restore(workspace, plan.kept)
    except keeping.CannotRestore as fault:
        raise CannotGoOn(fault=fault) from None


@asynccontextmanager
async def _keeping(workspaces: Sequence[Workspace], plans: Sequence[Plan]) -> AsyncIterator[None]:
    """Keeps the workspaces from time to time and at the end, if it was asked for."""

    def keep() -> None:
        for workspace, plan in zip(workspaces, plans, strict=True):
            keeping.keep(workspace, plan.kept)

    async def again_and_again() -> None:
        while True:
            await asyncio.sleep(KEPT_EVERY)
            keep()

    task = asyncio.create_task(again_and_again()) if plans[0].keep else None
    try:
        yield
    finally:
        if task is not None:
            task.cancel()
            keep()


@contextmanager
def _pipe() -> Iterator[int]:
    """What the bot reads from: nothing ever comes, and it ends when this process does."""
    ends, holds = os.pipe()
    try:
        yield ends
    finally:
        os.close(ends)
        os.close(holds)


@asynccontextmanager
async def bot_process(
    server: Server, app: App, settings: Settings, plan: Plan, log: Path
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The real bot, connected to the workspace, in a process of its own that ends with this one."""
    environment = {
        **os.environ,
        **(many(app, plan.folder) if plan.workspaces > 1 else _one(app)),
        "SLACK_API_URL": server.api_url,
        "DATABASE_URL": settings.database_url,
        "MOOT_LEASE_SECONDS": str(settings.moot_lease_seconds),
        "MOOT_BUDGET_FACTOR": str(plan.rates),
        **({"MOOT_CONTENT": str(settings.moot_content)} if settings.moot_content else {}),
        "MOOT_BOARD_ADDRESS": FREE_ADDRESS,
        "MOOT_WEBHOOK_URL": NONE,  # whatever .env says: its receiver waits for real games
        "MOOT_HEALTH_ADDRESS": settings.moot_health_address or FREE_ADDRESS,
    }
    mine = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(mine, "ab") as output, _pipe() as tether:
        bot = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.rehearsal.tether", "bot", "run"),
            *(["--http"] if plan.workspaces > 1 else []),
            env=environment,
            stdin=tether,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C is for us; we end it in good order
        )
        try:
            yield bot
        finally:
            if bot.returncode is None:
                bot.terminate()
                try:
                    await asyncio.wait_for(bot.wait(), 6)
                except TimeoutError:
                    bot.kill()
                    await bot.wait()


def _one(app: App) -> dict[str, str]:
    """How the bot is told of one workspace, whatever .env says of many."""
    many_ways = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "MOOT_TOKEN_KEYS", "MOOT_PUBLIC_URL")
    tokens = {"SLACK_BOT_TOKEN": app.bot_token, "SLACK_APP_TOKEN": app.app_token}
    return tokens | dict.fromkeys(many_ways, "")


async def connected(running: Running) -> None:
    """Returns when the bot is connected, or listens. Raises BotStopped, or TimeoutError after a minute."""
    sockets = running.workspace.delivery.sockets
    if running.app.request_url is None:
        opened = asyncio.create_task(sockets.until_open(running.app, CONNECTS_IN))
    else:
        opened = asyncio.create_task(listens(running.app, CONNECTS_IN))
    stopped = asyncio.create_task(running.bot.wait())
    await asyncio.wait([opened, stopped], return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    alive(running)
    await opened


def alive(running: Running) -> None:
    """Raises BotStopped if the bot has ended."""
    if running.bot.returncode is not None:
        raise BotStopped(code=running.bot.returncode, log=running.log)


async def newest(running: Running) -> Game | None:
    """The game that was created last in the rehearsal's own channel; where there is none, in any. Meanwhile
    somebody may try out `/moot new` in another channel."""
    reader, channels = running.services.reader, running.workspace.channels
    team = running.workspace.team_id
    rows = [row for row, _ in await reader.all_games() if row.team_id == team]
    own = [row for row in rows if row.plenary in channels and channels[row.plenary].name == PLENARY]
    latest = next(iter(own or rows), None)
    return None if latest is None else (await reader.game(GameId(latest.id)))[0]


async def outcome(running: Running, game_id: GameId) -> tuple[Game, Scenario, tuple[Council, ...]]:
    """The game, its scenario and its councils, from the bot's database."""
    reader = running.services.reader
    game, scenario = await reader.game(game_id)
    return game, scenario, await reader.councils(game)


async def report(running: Running, game_id: GameId) -> tuple[Path, ...]:
    """Writes the game's report beside the books, and says where: as HTML and, if it can be made, PDF."""
    game, scenario, councils = await outcome(running, game_id)
    log, folder = await running.services.reader.log(game_id), running.plan.folder / "books"
    made = await asyncio.to_thread(
        files_of, game, scenario, councils, log, clock.now(), for_facilitators=True
    )
    return tuple(written(folder, file) for file in made.files)
