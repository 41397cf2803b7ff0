"""The plenary's speakers' list, and a council's turn there that somebody ends early."""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.errors.clock import NotRunning
from bot.domain.errors.floor import JustCalled, LastTurn, NotYoursToCall, OnlySeatsSpeak, TurnStands
from bot.domain.floor import TWICE, AskFloor, Caller, CallNext, FloorCommand, decide_floor, passed_on
from bot.domain.game import events as e
from bot.domain.game.ringing import turn_of
from bot.domain.game.state import Game, Stage
from bot.domain.ids import Moment, UserId


def on_the_floor(game: Game, command: FloorCommand, at: Moment, actor: UserId) -> Iterator[e.GameEvent]:
    """What asking, leaving and calling do in the plenary. Raises NotRunning, OnlySeatsSpeak, TurnStands and
    what the list refuses."""
    phase, clock = game.phase, game.clock
    if phase is None or clock is None or game.stage is not Stage.RUNNING:
        raise NotRunning
    signed_up = game.sign_ups.get(actor)
    if isinstance(command, AskFloor) and (signed_up is None or signed_up.observer):
        raise OnlySeatsSpeak
    calls = actor in game.facilitators
    if isinstance(command, CallNext):
        if command.seen not in (None, called(game)):
            return
        if turn_runs(game, at):
            yield _next_turn(game, command, at, calls=calls or actor in command.stewards)
            return
        command = replace(command, seen=command.seen and game.floor.called)
    caller = Caller(actor, None, calls)
    yield from decide_floor(game.floor, command, caller, at, phase.floor, busy=turn_runs(game, at))


def called(game: Game) -> int:
    """How many have been called in the plenary in this phase: councils, and people from the list."""
    return game.floor.called + (len(game.clock.turns) if game.clock else 0)


def turn_runs(game: Game, at: Moment) -> bool:
    """Whether a council has its turn."""
    timing, clock = game.timing, game.clock
    return timing is not None and clock is not None and (clock.paused_at or at) < timing.due(timing.count)


def _next_turn(game: Game, command: CallNext, at: Moment, *, calls: bool) -> e.GameEvent:
    """The next council's turn begins early, and those after it move up."""
    clock = game.clock
    assert clock is not None
    if not calls:
        raise NotYoursToCall
    if game.paused:
        raise TurnStands
    timing, began = game.timing, max(clock.turns, default=None)
    assert timing is not None
    if command.seen is None and began is not None and at - timing.due(began) < TWICE / game.speed:
        raise JustCalled
    left = game.turns_left()
    if not left:
        return _open_floor(game, at)
    turn, gone = left[0][1], game.time.between(clock.starts, at)
    early = replace(game, clock=replace(clock, counted=(turn, gone)))
    return replace(turn_of(early, clock, turn, at), gone=gone)


def _open_floor(game: Game, at: Moment) -> e.GameEvent:
    """After the last turn: whoever waits speaks now."""
    if not game.floor.line or game.phase is None:
        raise LastTurn
    return passed_on(game.floor, at, game.phase.floor)
