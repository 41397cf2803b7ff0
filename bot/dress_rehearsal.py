"""`moot rehearse`: a local workspace, the real bot connected to it, and stand-ins.

The bot is a process of its own and knows nothing of this: it gets an address and tokens, as in real life.
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from bot.config import Settings
from bot.domain.council import Council
from bot.domain.errors import MootError
from bot.domain.game import Game, Stage
from bot.domain.ids import GameId
from bot.domain.scenario import Scenario
from bot.dress_controls import Desk
from bot.rehearsal import keeping, temperaments
from bot.rehearsal.director import Director
from bot.rehearsal.people import People
from bot.rehearsal.server import Server
from bot.rehearsal.stand_ins import Idea, StandIn
from bot.rehearsal.state import App
from bot.rehearsal.temperaments import TEMPERAMENTS
from bot.rehearsal.workspace import Workspace
from bot.reports import policy_book
from bot.runtime.store import Store, open_store
from bot.scenarios.packs import packs_of
from bot.slack.edge.manifest import OPTIONAL, manifest

PLENARY = "governance-colab"
KEPT_EVERY = 10.0  # seconds
FREE_ADDRESS = "127.0.0.1:0"  # whatever .env says: a real bot may be at that one
# Plainly invented; two for each seat of two councils, and some to spare.
NAMES = (
    "Ada Amberley", "Ben Birchwood", "Cleo Cornflower", "Dov Driftwood", "Esme Elderflower", "Finn Fernhill",
    "Greta Gooseberry", "Hugo Hazelnut", "Ines Ivywell", "Jonas Juniper", "Kira Kestrel", "Liam Larkspur",
    "Mona Marigold", "Nico Nettle", "Olga Oakapple", "Pim Periwinkle", "Quinn Quince", "Rosa Rowanberry",
    "Sami Snowdrop", "Tilda Thistle", "Uma Umbel", "Vito Violet", "Wanda Willow", "Xaver Xeranthem",
    "Yara Yarrow", "Zeno Zinnia",
)  # fmt: skip


class BotStopped(MootError):
    template = "The bot stopped with exit code {code} before the game was over; what it printed is in {log}."


class CannotGoOn(MootError):
    template = "What was kept of the last rehearsal cannot be used: {fault}"


class NoResult(MootError):
    template = "The game did not come to a result within {seconds:.0f} seconds. The bot's log is {log}."


@dataclass(frozen=True, slots=True)
class Plan:
    """What to rehearse. `tempo` is how many times faster than life; `folder` gets database and results;
    `temperament` names one of `temperaments`, or is `mixed`; with `keep` it goes on where it was left."""

    @property
    def kept(self) -> Path:
        """Where the workspace is kept."""
        return self.folder / "workspace.json"

    tempo: int
    players: int
    seed: int
    port: int
    folder: Path
    temperament: str = "mixed"
    keep: bool = False


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
    plan.folder.mkdir(parents=True, exist_ok=True)
    database = plan.folder / "moot.db"
    settings = Settings(database_url=f"sqlite:///{database}", _env_file=None)
    workspace = Workspace("Rehearsal", limits_factor=float(plan.tempo))
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


@asynccontextmanager
async def bot_process(
    server: Server, app: App, settings: Settings, plan: Plan, log: Path
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The real bot as a process of its own, connected to the workspace; ended by SIGTERM."""
    environment = {
        **os.environ,
        "SLACK_BOT_TOKEN": app.bot_token,
        "SLACK_APP_TOKEN": app.app_token,
        "SLACK_API_URL": server.api_url,
        "DATABASE_URL": settings.database_url,
        "MOOT_LEASE_SECONDS": str(settings.moot_lease_seconds),
        "MOOT_BUDGET_FACTOR": str(plan.tempo),
        "MOOT_HEALTH_ADDRESS": settings.moot_health_address or FREE_ADDRESS,
    }
    with log.open("ab") as output:
        bot = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            env=environment,
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


def cast(running: Running) -> list[Coroutine[Any, Any, None]]:
    """What people do: a stand-in for every seat, a few who come late, and last the director. Where a game was
    kept it goes on, and the director has nothing left to do but to keep the tempo."""
    workspace, plan, people = running.workspace, running.plan, People(running.workspace)
    goes_on = PLENARY in workspace.names
    director, plenary = _plenary(running) if goes_on else _founded(running)
    pack = scenario()
    acting = [
        _stand_in(running, people, user, pack, number, resumes=goes_on)
        for number, user in enumerate(workspace.stand_ins)
    ]
    desk = Desk(people, director, plenary, acting, partial(newest, running), plan.tempo)
    workspace.controls = {one.key: one for one in desk.controls()}
    doing = [*(one.play() for one in acting), desk.follow()]
    if goes_on:
        return [*doing, desk.go_on()]
    lead = Director(people, director, plenary, plan.players, plan.tempo, "Rehearsal game", 120 + plan.players)
    return [*doing, lead.run()]


def _plenary(running: Running) -> tuple[str, str]:
    """The director and the plenary of a rehearsal that goes on."""
    director = next(one.id for one in running.workspace.people.values() if one.name == "director")
    return director, running.workspace.names[PLENARY].id


def _founded(running: Running) -> tuple[str, str]:
    """Brings everybody into a new plenary, the bot last, so that it does not hear of each of them."""
    workspace, plan = running.workspace, running.plan
    director = workspace.add_person("director", real_name="Dora Dandelion", display_name="Dora Dandelion").id
    late = min(plan.players // 20, 10)
    for number in range(plan.players + late):
        random = Random(f"{plan.seed}:{number}:temperament")  # noqa: S311 - a stand-in's whims
        kind = TEMPERAMENTS.get(plan.temperament) or temperaments.some(random)
        workspace.stand_ins[_somebody(workspace, number)] = kind.name
    everybody = [one.id for one in workspace.people.values() if not one.is_bot]
    plenary = workspace.add_channel(PLENARY, members=everybody, quiet=True)
    workspace.invite(plenary.id, running.app.bot_user_id, by=director)
    return director, plenary.id


def _somebody(workspace: Workspace, number: int) -> str:
    name = NAMES[number % len(NAMES)] + (f" {number // len(NAMES) + 1}" if number >= len(NAMES) else "")
    handle = name.lower().replace(" ", ".")
    return workspace.add_person(handle, real_name=name, display_name=name).id


async def play(running: Running, tell: Callable[[Game], None]) -> Game:
    """Plays a game with stand-ins to its end, and returns it. Raises BotStopped and NoResult."""
    await connected(running)
    playing = [asyncio.create_task(one) for one in cast(running)]
    watching = asyncio.create_task(_watch(running, tell))
    unfinished: set[asyncio.Task[Any]] = {watching, *playing}
    try:
        while not watching.done():
            done, unfinished = await asyncio.wait(unfinished, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()  # a director or a stand-in that could not go on is what is wrong
        return watching.result()
    finally:
        for task in (*playing, watching):
            task.cancel()


def _stand_in(
    running: Running, people: People, user: str, scenario: Scenario, number: int, *, resumes: bool
) -> StandIn:
    plan = running.plan
    ideas = [
        Idea(one.role, one.title, one.text, one.question or "", one.enforcement, one.review)
        for one in scenario.samples
    ]
    chairs = number % len(scenario.roles) < 2
    return StandIn(
        people,
        user,
        ideas,
        float(plan.tempo),
        Random(f"{plan.seed}:{number}"),  # noqa: S311 - a stand-in's whims
        chairs=chairs,
        temperament=TEMPERAMENTS[running.workspace.stand_ins[user]],
        late=number >= plan.players,
        leaves=number % 20 == 19 and not chairs,
        resumes=resumes,
        absent=running.workspace.taken_over.__contains__,
    )


async def connected(running: Running) -> None:
    """Returns when the bot is connected. Raises BotStopped, or TimeoutError after a minute."""
    opened = asyncio.create_task(running.workspace.delivery.sockets.until_open(running.app, 60))
    stopped = asyncio.create_task(running.bot.wait())
    await asyncio.wait([opened, stopped], return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    _alive(running)
    await opened


def _alive(running: Running) -> None:
    if running.bot.returncode is not None:
        raise BotStopped(code=running.bot.returncode, log=running.log)


async def _watch(running: Running, tell: Callable[[Game], None]) -> Game:
    agenda = scenario().agenda
    longest = sum(phase.lasts.total_seconds() for phase in agenda) / running.plan.tempo * 1.5 + 120
    try:
        async with asyncio.timeout(longest):
            while True:
                _alive(running)
                game = await newest(running)
                if game is not None:
                    tell(game)
                    if game.stage is Stage.ENDED and await _delivered(running, game):
                        return game
                await asyncio.sleep(0.2)
    except TimeoutError:
        raise NoResult(seconds=longest, log=running.log) from None


def scenario() -> Scenario:
    """The pack that is rehearsed."""
    return packs_of(Settings(_env_file=None)).scenario("rainbow-road")


async def newest(running: Running) -> Game | None:
    reader = running.store.services.reader
    latest = await reader.latest()
    return None if latest is None else (await reader.game(latest))[0]


async def _delivered(running: Running, game: Game) -> bool:
    return await running.store.services.reader.open_work(game.id) == 0


async def outcome(running: Running, game_id: GameId) -> tuple[Game, Scenario, tuple[Council, ...]]:
    """The game, its scenario and its councils, from the bot's database."""
    reader = running.store.services.reader
    game, scenario = await reader.game(game_id)
    return game, scenario, await reader.councils(game)


def write_books(folder: Path, game: Game, scenario: Scenario, councils: tuple[Council, ...]) -> list[Path]:
    """Writes each council's policy book as Markdown and JSON; returns the Markdown files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for council in councils:
        path = folder / f"{game.id}-council-{council.number}.md"
        path.write_text(policy_book.as_markdown(game, scenario, council), encoding="utf-8")
        book = policy_book.as_json(game, scenario, council)
        path.with_suffix(".json").write_text(json.dumps(book, indent=2, ensure_ascii=False), encoding="utf-8")
        written.append(path)
    return written
