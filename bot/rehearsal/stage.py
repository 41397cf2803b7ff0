"""`moot rehearse`: a local workspace, the real bot connected to it, and stand-ins.

The bot is a process of its own and knows nothing of this: it gets an address and tokens, as in real life.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot import clock
from bot.config import NONE, Settings
from bot.domain.council import Council
from bot.domain.cues import Tempo
from bot.domain.edition import AS_WRITTEN, Edition
from bot.domain.errors import MootError
from bot.domain.game import Game
from bot.domain.ids import GameId
from bot.domain.scenario import Scenario
from bot.reports.files import written
from bot.reports.story.files import files_of
from bot.runtime.store import Store, open_store
from bot.scenarios.load import load_pack
from bot.scenarios.packs import find_pack, known_packs, must_have
from bot.slack.edge.manifest import OPTIONAL, manifest
from bot.workspace.server import Server
from bot.workspace.state import keeping
from bot.workspace.state.records import App
from bot.workspace.workspace import Workspace

PLENARY = "governance-colab"  # the rehearsal's own channel
KEPT_EVERY = 10.0  # seconds
PRELUDE = 60  # times life's tempo, until the quarrel that the page opens on
MODERATE = 20  # people, if nobody says how many
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
    the page."""

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
        return load_pack(found, self.edition)

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


@dataclass(frozen=True, slots=True)
class Running:
    """Everything that runs: the workspace with its server, the bot, and a look into its database."""

    plan: Plan
    workspace: Workspace
    server: Server
    app: App
    store: Store
    bot: asyncio.subprocess.Process
    log: Path


@asynccontextmanager
async def rehearsal(plan: Plan) -> AsyncIterator[Running]:
    """Starts the workspace and the bot, and ends them. Raises CannotGoOn."""
    plan.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings = plan.settings
    workspace = Workspace("Rehearsal", limits_factor=float(plan.rates))
    if not (plan.keep and _restored(workspace, plan)):
        for left in (
            *plan.folder.glob("moot.db*"),
            *plan.folder.glob("bot.log"),
            *plan.folder.glob("*.json"),
        ):
            left.unlink()
    app = next(iter(workspace.apps.values()), None) or workspace.add_app(manifest(), optional_scopes=OPTIONAL)
    log = plan.folder / "bot.log"
    async with (
        open_store(settings) as store,
        Server(workspace, port=plan.port) as server,
        bot_process(server, app, settings, plan, log) as bot,
        _keeping(workspace, plan),
    ):
        yield Running(plan, workspace, server, app, store, bot, log)


def _restored(workspace: Workspace, plan: Plan) -> bool:
    try:
        return keeping.restore(workspace, plan.kept)
    except keeping.CannotRestore as fault:
        raise CannotGoOn(fault=fault) from None


@asynccontextmanager
async def _keeping(workspace: Workspace, plan: Plan) -> AsyncIterator[None]:
    """Keeps the workspace from time to time and at the end, if it was asked for."""

    async def again_and_again() -> None:
        while True:
            await asyncio.sleep(KEPT_EVERY)
            keeping.keep(workspace, plan.kept)

    task = asyncio.create_task(again_and_again()) if plan.keep else None
    try:
        yield
    finally:
        if task is not None:
            task.cancel()
            keeping.keep(workspace, plan.kept)


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
        "SLACK_BOT_TOKEN": app.bot_token,
        "SLACK_APP_TOKEN": app.app_token,
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


async def connected(running: Running) -> None:
    """Returns when the bot is connected. Raises BotStopped, or TimeoutError after a minute."""
    opened = asyncio.create_task(running.workspace.delivery.sockets.until_open(running.app, 60))
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
    reader, channels = running.store.services.reader, running.workspace.channels
    rows = [row for row, _ in await reader.all_games()]
    own = [row for row in rows if row.plenary in channels and channels[row.plenary].name == PLENARY]
    latest = next(iter(own or rows), None)
    return None if latest is None else (await reader.game(GameId(latest.id)))[0]


async def outcome(running: Running, game_id: GameId) -> tuple[Game, Scenario, tuple[Council, ...]]:
    """The game, its scenario and its councils, from the bot's database."""
    reader = running.store.services.reader
    game, scenario = await reader.game(game_id)
    return game, scenario, await reader.councils(game)


async def report(running: Running, game_id: GameId) -> tuple[Path, ...]:
    """Writes the game's report beside the books, and says where: as HTML and, if it can be made, PDF."""
    game, scenario, councils = await outcome(running, game_id)
    log, folder = await running.store.services.reader.log(game_id), running.plan.folder / "books"
    made = await asyncio.to_thread(
        files_of, game, scenario, councils, log, clock.now(), for_facilitators=True
    )
    return tuple(written(folder, file) for file in made.files)
