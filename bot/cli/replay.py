"""`moot replay`: a game's log played again, on a board or to its end."""

import asyncio
import json
import os
import secrets
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from bot import clock
from bot.cli.rehearse import has_browser
from bot.cli.running import until_stopped
from bot.config import Settings
from bot.domain.errors.log import NoSuchLog, NoSuchPlace
from bot.domain.scenario import Scenario
from bot.reports.board import Board
from bot.reports.log.lines import Kept, read
from bot.reports.log.replay import Replay, state
from bot.scenarios.fitting import Fitting
from bot.scenarios.packs import packs_of
from bot.web.board.app import create_app
from bot.web.board.replayed import ReplayBoards
from bot.web.serving import served

AT_ONCE = 50  # connections
FACTORS = {"+": 2.0, "-": 0.5}
HELP = (
    "Enter pauses and resumes; + and - double and halve the speed; a phase's number or title jumps to it; "
    "Ctrl-C ends the replay."
)


def show_end(path: Path) -> None:
    """Prints as JSON how the game ended."""
    replay = Replay(kept_in(path)).play_all()
    typer.echo(json.dumps(state(replay, scenario_of(replay)), indent=2, ensure_ascii=False))


def show(path: Path, *, speed: float, at: str, port: int, browser: bool) -> None:
    """Shows the game on a board until somebody ends it."""
    replay = Replay(kept_in(path))
    replay.again().play_all()  # what cannot be played is refused before anything is shown
    boards = ReplayBoards(replay, scenario_of(replay), secrets.token_urlsafe(16), clock.now, speed)
    if at:
        boards.jump(replay.place(at))
    until_stopped(_shown(boards, port, browser=browser))


def kept_in(path: Path) -> Kept:
    """What the file holds. Raises NoSuchLog, or the reason why it cannot be read."""
    try:
        with path.open("rb") as lines:
            return read(str(path), lines)
    except OSError as fault:
        why = os.strerror(fault.errno) if fault.errno else type(fault).__name__
        raise NoSuchLog(file=path, fault=why) from None


def scenario_of(replay: Replay) -> Scenario:
    """The pack of the game, in its edition. Raises why it does not fit."""
    packs, game = packs_of(Settings()), replay.game
    if (cause := Fitting(packs)(game)) is not None:
        raise cause
    scenario = packs.scenario(game.scenario, game.edition)
    if scenario.version != game.scenario_version:
        said = f"The game was played with version {game.scenario_version} of the pack {scenario.key}; this is"
        typer.echo(f"{said} version {scenario.version}, so texts may differ.", err=True)
    return scenario


async def _shown(boards: ReplayBoards, port: int, *, browser: bool) -> None:
    stopping = asyncio.Event()
    async with served(f"127.0.0.1:{port}", create_app(boards, stopping), "--port", AT_ONCE) as url:
        address = f"{url}/board/{boards.token}"
        typer.echo(f"The replay is at {address}")
        with _typed(boards):
            if browser and has_browser(os.environ, sys.platform, terminal=sys.stdout.isatty()):
                webbrowser.open(address)
            try:
                await _told(boards)
            finally:
                stopping.set()


async def _told(boards: ReplayBoards) -> None:
    """Prints each phase as it begins."""
    title = ""
    async for shown in boards.changes(boards.token):
        assert isinstance(shown, Board)
        now = shown.phase.title if shown.phase else shown.stage.replace("_", " ")
        if now != title:
            title = now
            typer.echo(f"{boards.at:%Y-%m-%d %H:%M:%S} UTC  {title}")


@contextmanager
def _typed(boards: ReplayBoards) -> Iterator[None]:
    """Does what somebody types at a terminal."""
    if not sys.stdin.isatty():
        yield
        return
    loop = asyncio.get_running_loop()

    def read_line() -> None:
        if line := sys.stdin.readline():
            said = obeyed(boards, line.strip())
            typer.echo(said)
        else:
            loop.remove_reader(sys.stdin)

    typer.echo(HELP)
    loop.add_reader(sys.stdin, read_line)
    try:
        yield
    finally:
        loop.remove_reader(sys.stdin)


def obeyed(boards: ReplayBoards, said: str) -> str:
    """Carries out what somebody typed during a replay; returns what to print about it."""
    if not said:
        boards.pause()
        return "Paused." if boards.paused else "Resumed."
    if said in FACTORS:
        boards.faster(FACTORS[said])
        return f"{boards.speed:g} times as fast as the game was played."
    try:
        boards.jump(boards.replay.place(said))
    except NoSuchPlace as unknown:
        return f"{unknown} {HELP}"
    return f"From {boards.at:%H:%M:%S} UTC."
