"""The facilitators' hand on the clock: pause, resume, more time, less time, on and back, an emergency now."""

from collections.abc import Iterator
from datetime import timedelta
from functools import reduce
from typing import TypeAlias, assert_never

from bot.domain.errors.clock import (
    AlreadyPaused,
    ClockStands,
    EmergencyAfterTheVote,
    EmergencyNeedsASession,
    EmergencyRuns,
    EndHasPassed,
    EndTooFar,
    JustChanged,
    JustRung,
    NoEmergencyLeft,
    NoPhaseBefore,
    NothingToCatchUp,
    NotPaused,
    NotRunning,
    NoWayBack,
    TooMuchTimeTaken,
    VoteNeedsTime,
)
from bot.domain.game import commands as c
from bot.domain.game import events as e
from bot.domain.game.evolve import evolve
from bot.domain.game.replanning import NONE, parts_left, replan
from bot.domain.game.ringing import bell_of, ends_after, next_bell, rest_of, ring, rung
from bot.domain.game.state import Clock, Game, Stage
from bot.domain.ids import Moment
from bot.domain.times import writing

TWICE = timedelta(seconds=2)  # a command so soon after a bell was meant for what ran before it

Moves: TypeAlias = c.SkipPhase | c.StepBack | c.InjectEmergency
Drives: TypeAlias = c.PauseGame | c.ResumeGame | c.CatchUp | c.ChangeTime | c.EndBy | Moves


def drive(game: Game, command: Drives, at: Moment) -> Iterator[e.GameEvent]:
    """What a control does to the clock. Raises NotRunning, and what the command may not do."""
    clock = _running(game)
    at = max(at, clock.bell)  # a clock that was set back brings no earlier phase again
    match command:
        case c.PauseGame():
            if game.paused:
                raise AlreadyPaused
            yield from pause(game, at, e.GamePaused(at))
        case c.ResumeGame():
            if clock.paused_at is None:
                raise NotPaused
            yield resumed(game, clock, clock.paused_at, at)
        case c.CatchUp():
            if clock.away_until is None:
                raise NothingToCatchUp
            caught_up = e.GameResumed(clock.starts, clock.ends, at, caught_up=True)
            yield caught_up
            yield from ring(evolve(game, caught_up), at)
        case c.ChangeTime(by, seen, everything):
            if not by or seen not in (None, clock.ends):
                return  # nothing, or a second click
            if seen is None and _typed_twice(game, clock, by, at):
                raise JustChanged
            _within_reach(game, by)
            yield from _replan(game, command, at) if everything else [_changed(game, clock, by, at)]
        case c.EndBy(ends):
            if game.paused:
                raise ClockStands
            if ends <= at:
                raise EndHasPassed
            _within_reach(game, ends - at)
            yield from _replan(game, command, at)
        case c.SkipPhase() | c.StepBack() | c.InjectEmergency():
            yield from _move(game, command, at)
        case _:
            assert_never(command)


def furthest(game: Game) -> tuple[timedelta, str]:
    """How far ahead an end can be planned, and in words; what is further is a slip."""
    return (timedelta(days=7), "week") if game.working is None else (timedelta(days=366), "year")


def _within_reach(game: Game, span: timedelta) -> None:
    most, words = furthest(game)
    if span > most:
        raise EndTooFar(most=words)


def _running(game: Game) -> Clock:
    if game.stage is not Stage.RUNNING or game.clock is None:
        raise NotRunning
    return game.clock


def pause(game: Game, until: Moment, paused: e.GamePaused) -> Iterator[e.GameEvent]:
    """What was due `until` then is not delayed by the pause; if the game is over with it, there is none."""
    due = list(ring(game, until))
    yield from due
    if not any(isinstance(event, e.GameEnded) for event in due):
        yield paused


def resumed(game: Game, clock: Clock, stopped: Moment, at: Moment) -> e.GameResumed:
    """The clock goes on where it stopped."""
    gone, left = game.time.between(clock.starts, stopped), game.time.between(stopped, clock.ends)
    ends = ends_after(game, clock.phase, at, left)
    return e.GameResumed(game.time.before(at, gone), ends, at, cut_off=stopped if clock.cut_off else None)


def _typed_twice(game: Game, clock: Clock, by: timedelta, at: Moment) -> bool:
    """Whether the same change was asked for just now: sent twice, or by two who meant one thing."""
    if clock.changed is None:
        return False
    before, when = clock.changed
    return before == by and abs(at - when) < TWICE / game.speed


def _changed(game: Game, clock: Clock, by: timedelta, at: Moment) -> e.TimeChanged:
    phase, now = game.agenda[clock.phase], clock.paused_at or at
    if by > NONE:
        return e.TimeChanged(by, ends_after(game, clock.phase, clock.ends, by), at)
    left = game.time.between(now, clock.ends)
    if -by > left:
        raise TooMuchTimeTaken(left=writing.brief(left), asked=writing.brief(-by))
    if phase.ballot not in (None, *clock.rung) and left + by < phase.vote_keeps:
        raise VoteNeedsTime(
            keeps=writing.brief(phase.vote_keeps, up=True), most=writing.brief(left - phase.vote_keeps)
        )
    return e.TimeChanged(by, ends_after(game, clock.phase, now, left + by), at)


def _replan(game: Game, command: c.ChangeTime | c.EndBy, at: Moment) -> Iterator[e.GameEvent]:
    """Everything that is left, as of what is due now."""
    due = list(ring(game, at))
    game = reduce(evolve, due, game)
    yield from due
    if game.stage is Stage.ENDED:
        return
    if isinstance(command, c.ChangeTime):
        total = sum((part.left for part in parts_left(game, at)), NONE) + command.by
    else:
        total = game.time.between(at, command.ends)
    yield from replan(game, total, at)


def _move(game: Game, command: Moves, at: Moment) -> Iterator[e.GameEvent]:
    """To another phase. A clock that stands still stands still there as well."""
    clock = _running(game)
    if command.seen is not None and command.seen != clock.phase:
        return  # a second click
    if command.seen is None and at - clock.bell < TWICE / game.speed:
        raise JustRung
    match command:
        case c.SkipPhase():
            yield from next_bell(game, at, at, why=e.Bell.SKIPPED, paused=game.paused)
        case c.StepBack(voting=voting):
            if voting:
                raise NoWayBack
            yield from rung(game, _back(game, clock, at), at)
        case c.InjectEmergency(voting=voting):
            emergency = _emergency(game, clock, voting=voting)
            bell = bell_of(game, emergency, at, at, why=e.Bell.INJECTED, paused=game.paused)
            yield from rung(game, bell, at)
        case _:
            assert_never(command)


def _back(game: Game, clock: Clock, at: Moment) -> e.PhaseStarted:
    """From an emergency by surprise to the session that it broke into; else to the phase before."""
    if game.interrupted is not None:
        return rest_of(game, game.interrupted, at, at, why=e.Bell.BACK, paused=game.paused)
    before = [phase for phase in range(clock.phase) if phase not in game.ahead]
    if not before:
        raise NoPhaseBefore
    return bell_of(game, before[-1], at, at, why=e.Bell.BACK, paused=game.paused)


def _emergency(game: Game, clock: Clock, *, voting: bool) -> int:
    """The emergency that can break in now: the next one, while the councils sit and no vote has opened."""
    now = game.agenda[clock.phase].kind.traits
    if now.breaks_in:
        raise EmergencyRuns
    coming = (phase for phase in game.coming if game.agenda[phase].kind.traits.breaks_in)
    emergency = next(coming, None)
    if emergency is None:
        raise NoEmergencyLeft
    if not now.interruptible:
        raise EmergencyNeedsASession
    if voting:
        raise EmergencyAfterTheVote
    return emergency
