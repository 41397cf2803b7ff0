"""The facilitators' hand on the clock: start, pause, resume, more time, less time, the next phase."""

from collections.abc import Iterator
from datetime import timedelta
from typing import assert_never

from bot.domain import errors
from bot.domain.game import commands as c
from bot.domain.game import events as e
from bot.domain.game.ringing import bells, ring
from bot.domain.game.state import Clock, Game, Stage, evolve
from bot.domain.ids import Moment


def start(game: Game, at: Moment) -> list[e.GameEvent]:
    """The first bell. Raises NotDealt and AlreadyStarted."""
    match game.stage:
        case Stage.SIGN_UP:
            raise errors.NotDealt
        case Stage.RUNNING | Stage.ENDED:
            raise errors.AlreadyStarted
        case Stage.DEALT:
            started = evolve(game, e.GameStarted())
            return [e.GameStarted(), *bells(started, 0, at, at)]
        case _:
            assert_never(game.stage)


def drive(
    game: Game,
    command: c.PauseGame | c.ResumeGame | c.ChangeTime | c.SkipPhase,
    at: Moment,
) -> Iterator[e.GameEvent]:
    """What a control does to the clock. Raises NotRunning, and what the command may not do."""
    clock = _running(game)
    now = clock.paused_at or at
    match command:
        case c.PauseGame():
            if game.paused:
                raise errors.AlreadyPaused
            due = list(ring(game, at))  # what comes before the pause is not delayed by it
            yield from due
            if not any(isinstance(event, e.GameEnded) for event in due):
                yield e.GamePaused(at)
        case c.ResumeGame():
            if clock.paused_at is None:
                raise errors.NotPaused
            gone = game.time.between(clock.starts, clock.paused_at)
            left = game.time.between(clock.paused_at, clock.ends)
            yield e.GameResumed(starts=game.time.before(at, gone), ends=game.time.after(at, left))
        case c.ChangeTime(by, seen):
            if seen is not None and seen != clock.ends:
                return  # a second click
            left = game.time.between(now, clock.ends)
            if -by > left:
                raise errors.TooMuchTimeTaken(left=_in_words(left), asked=_in_words(-by))
            if by:
                ends = (
                    game.time.after(clock.ends, by) if by > timedelta() else game.time.after(now, left + by)
                )
                yield e.TimeChanged(by, ends)
        case c.SkipPhase(seen):
            if seen is not None and seen != clock.phase:
                return  # a second click
            yield from bells(game, clock.phase + 1, at, at)
        case _:
            assert_never(command)


def _running(game: Game) -> Clock:
    if game.stage is not Stage.RUNNING or game.clock is None:
        raise errors.NotRunning
    return game.clock


def _in_words(span: timedelta) -> str:
    minutes, seconds = divmod(max(0, round(span.total_seconds())), 60)
    parts = [f"{minutes} min" if minutes else "", f"{seconds} s" if seconds or not minutes else ""]
    return " ".join(part for part in parts if part)
