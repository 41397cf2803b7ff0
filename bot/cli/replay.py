"""`moot replay`: a game's log played again."""

import json
import os
from pathlib import Path

import typer

from bot.config import Settings
from bot.domain.errors.log import NoSuchLog
from bot.domain.scenario import Scenario
from bot.reports.log.lines import Kept, read
from bot.reports.log.replay import Replay, state
from bot.scenarios.fitting import Fitting
from bot.scenarios.packs import packs_of


def replay(path: Path) -> None:
    """Plays it to its end and prints how it ended."""
    played = Replay(kept_in(path))
    scenario = scenario_of(played)
    typer.echo(json.dumps(state(played.play_all(), scenario), indent=2, ensure_ascii=False))


def kept_in(path: Path) -> Kept:
    """What the file holds. Raises NoSuchLog, and why it is no log that can be read."""
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
    return packs.scenario(game.scenario, game.edition)
