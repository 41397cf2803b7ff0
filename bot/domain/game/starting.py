"""The planned start: reminders, and a first bell that rings by itself where the facilitators want it so."""

from collections.abc import Iterator
from datetime import timedelta
from typing import assert_never

from bot.domain.errors.clock import AlreadyStarted, NoStartPlanned, StartHasPassed
from bot.domain.errors.seating import NotDealt
from bot.domain.game import commands as c
from bot.domain.game import events as e
from bot.domain.game.evolve import evolve
from bot.domain.game.ringing import LATE, bell_of, rung
from bot.domain.game.state import Game, Stage
from bot.domain.ids import Moment

TOO_LATE = timedelta(minutes=10)  # after its planned start a live game no longer starts by itself


def start(game: Game, starts: Moment, at: Moment) -> Iterator[e.GameEvent]:
    """The first bell, which began at `starts`. Raises NotDealt and AlreadyStarted."""
    match game.stage:
        case Stage.SIGN_UP:
            raise NotDealt
        case Stage.RUNNING | Stage.ENDED:
            raise AlreadyStarted
        case Stage.DEALT:
            started = e.GameStarted()
            yield started
            game = evolve(game, started)
            yield from rung(game, bell_of(game, 0, starts, at, why=e.Bell.IN_TURN), at)
        case _:
            assert_never(game.stage)


def plan_start(game: Game, command: c.PlanStart, at: Moment) -> Iterator[e.GameEvent]:
    """Another moment, or another hand at the bell.

    Raises AlreadyStarted, NoStartPlanned and StartHasPassed.
    """
    if game.stage not in (Stage.SIGN_UP, Stage.DEALT):
        raise AlreadyStarted
    starts_at = command.starts_at or game.starts_at
    if starts_at is None:
        raise NoStartPlanned
    if starts_at <= at and (command.by_itself or command.starts_at is not None):
        raise StartHasPassed
    if (starts_at, command.by_itself) != (game.starts_at, game.by_itself):
        yield e.StartPlanned(starts_at, command.by_itself)


def ring_start(game: Game, at: Moment) -> Iterator[e.GameEvent]:
    """What is due about the planned start: a reminder, or the first bell.

    Up to half a minute late it rings as of its second; later, or where Moot was away, the first phase begins
    now, and a live game that is ten minutes late waits for a facilitator.
    """
    due, starts_at = game.bell_due(), game.starts_at
    if due is None or starts_at is None or at < due:
        return
    late = at - starts_at
    if late < timedelta():
        yield e.StartNear(at)
    elif game.by_itself and game.stage is Stage.DEALT and (game.working is not None or late <= TOO_LATE):
        yield from start(game, starts_at if late <= LATE else at, at)
    else:
        yield e.StartCame(at)
