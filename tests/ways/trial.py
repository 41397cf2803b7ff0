"""A local workspace in which a bot that somebody else starts is tried."""

import asyncio
import os
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.config import Settings
from bot.domain.game import Game
from bot.rehearsal.cast import play
from bot.rehearsal.stage import Plan, Running
from bot.runtime.store import open_store
from bot.slack.edge.manifest import OPTIONAL, manifest
from bot.workspace.page.people import People
from bot.workspace.server import Server
from bot.workspace.state.records import App
from bot.workspace.state.refusals import CannotDo
from bot.workspace.workspace import Workspace
from tests.patience import PATIENCE, until
from tests.ways.engine import say

ROOT = Path(__file__).resolve().parents[2]
TEMPO, PLAYERS = 200, 6
CORNER = "corner"
ASKED_FOR = ("/healthz", "/readyz", "/metrics")


def a_copy_of_the_project(folder: Path) -> Path:
    """As it is now, with what is not committed, and without what git ignores."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


@dataclass(frozen=True, slots=True)
class Trial:
    """The workspace with its server, and what has to stand in the bot's settings."""

    workspace: Workspace
    server: Server
    app: App
    folder: Path

    def settings(self) -> str:
        """The lines of a `.env`."""
        return (
            f"SLACK_BOT_TOKEN={self.app.bot_token}\nSLACK_APP_TOKEN={self.app.app_token}\n"
            f"SLACK_API_URL={self.server.api_url}\nMOOT_BUDGET_FACTOR={TEMPO}\n"
        )

    async def connected(self, what: str) -> None:
        """Returns when a bot is connected and answers somebody."""
        await self.workspace.delivery.sockets.until_open(self.app, PATIENCE)
        user, channel = self._somebody()
        people = People(self.workspace)

        def answers() -> int:
            return sum(one["ephemeral"] for one in people.history(user, channel))

        async def taken() -> bool:
            """False where the connection that was open is that of a bot which is about to be gone."""
            try:
                await people.command(user, channel, "/moot", "help")
            except CannotDo:
                return False
            return True

        before = answers()
        await until(taken, f"/moot help is taken {what}")
        await until(lambda: answers() > before, f"/moot help is answered {what}")
        say(f"    /moot help is answered {what}.")

    def _somebody(self) -> tuple[str, str]:
        """Anna, in a channel of her own."""
        if CORNER not in self.workspace.names:
            anna = self.workspace.add_person("anna")
            self.workspace.invite(self.workspace.add_channel(CORNER).id, anna.id)
        channel = self.workspace.names[CORNER]
        return next(one.id for one in self.workspace.people.values() if one.name == "anna"), channel.id

    async def plays(self, database: Path, stopped: asyncio.subprocess.Process) -> Game:
        """A whole game, whose course is read from the bot's database. `stopped` ends when the bot does."""
        began = time.monotonic()
        plan = Plan(tempo=TEMPO, players=PLAYERS, seed=1, port=0, folder=self.folder)
        async with open_store(Settings(database_url=f"sqlite:///{database}", _env_file=None)) as store:
            running = Running(
                plan, self.workspace, self.server, self.app, store, stopped, self.folder / "none"
            )
            game = await play(running, lambda _: None)
        say(f"    A whole game was played, to its end: {time.monotonic() - began:.0f} s.")
        return game

    def got_papers(self) -> None:
        """What the bot made of the game came as files. Raises AssertionError."""
        kinds = {Path(one.name).suffix for one in self.workspace.files.values()}
        assert {".pdf", ".md", ".html", ".zip"} <= kinds, f"only {sorted(kinds)} came"
        say(f"    Books and report came as {', '.join(sorted(kinds))}.")


@asynccontextmanager
async def a_trial(folder: Path) -> AsyncIterator[Trial]:
    """A workspace with the app in it."""
    workspace = Workspace("Trial", limits_factor=float(TEMPO))
    app = workspace.add_app(manifest(), optional_scopes=OPTIONAL)
    async with Server(workspace) as server:
        yield Trial(workspace, server, app, folder)


async def typed(block: str, folder: Path, environment: Mapping[str, str]) -> str:
    """What an operator types, in one shell that stops at the first fault; what it prints. Raises
    AssertionError."""
    for line in block.splitlines():
        say(f"  $ {line}")
    began = time.monotonic()
    shell = await asyncio.create_subprocess_exec(
        *("bash", "-e", "-o", "pipefail", "-c", block),
        cwd=folder,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said = (await shell.communicate())[0].decode(errors="replace")
    assert shell.returncode == 0, f"exit code {shell.returncode}:\n{said[-3000:]}"
    say(f"    ({time.monotonic() - began:.1f} s)")
    return said


async def tells_its_health(address: str) -> None:
    """Asks over HTTP. Raises AssertionError."""
    async with aiohttp.ClientSession() as session:
        for path in ASKED_FOR:

            async def well(path: str = path) -> bool:
                try:
                    async with session.get(address + path) as answer:
                        return answer.status == 200
                except aiohttp.ClientError:
                    return False

            await until(well, f"{path} answers 200")
    say(f"    {', '.join(ASKED_FOR)} answer 200.")


def without_moot(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """An environment in which no setting stands."""
    return {name: value for name, value in environment.items() if name.lower() not in Settings.model_fields}
