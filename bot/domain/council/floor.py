"""Who speaks in a council: first the turns that its phase has, then whoever asked for the floor.

Each turn gets its length when it is called, from what is left of the phase then. So a turn that somebody ends
early moves the following ones up, time that is added or taken changes those to come, and a pause only makes
the present one end later.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.council import commands as c
from bot.domain.council import events as e
from bot.domain.council.acting import chairs
from bot.domain.council.conditions import passed
from bot.domain.council.evolve import evolve
from bot.domain.council.state import Council
from bot.domain.council.turn_events import TurnCalled, TurnEvent, TurnsBounded, TurnsOpened, TurnsOver
from bot.domain.errors.clock import GameOver
from bot.domain.errors.floor import FloorNotOpen, JustCalled, LastTurn, OnlySeatsSpeak, TurnStands
from bot.domain.floor import (
    TWICE,
    AskFloor,
    Caller,
    CallNext,
    FloorClosed,
    FloorCommand,
    FloorEvent,
    FloorTimeOver,
    decide_floor,
    may_call,
    over_at,
    passed_on,
)
from bot.domain.ids import Moment, UserId
from bot.domain.turns import TurnsInPlay

LATE = timedelta(seconds=30)  # a turn that is called this long after its second is marked as late
SpeakingEvent = FloorEvent | TurnEvent


def on_the_floor(
    council: Council, command: FloorCommand, at: Moment, actor: UserId
) -> Iterator[SpeakingEvent]:
    """What asking, leaving and calling do. Raises FloorNotOpen, OnlySeatsSpeak, TurnStands, LastTurn and what
    the list refuses."""
    if council.phase is None:
        raise FloorNotOpen
    if council.ended:
        raise GameOver
    seat = council.seat_of(actor)
    if isinstance(command, AskFloor) and seat is None:
        raise OnlySeatsSpeak
    calls = actor in council.facilitators or (seat is not None and chairs(council, seat))
    caller = Caller(actor, seat.role if seat else None, calls)
    turns = council.turns_now
    if isinstance(command, CallNext):
        if command.seen not in (None, called(council)):
            return
        if turns is not None and turns.now is not None:
            yield from _next_turn(council, turns, command, at, caller)
            return
        command = replace(command, seen=command.seen and council.floor.called)
    busy = turns is not None and turns.now is not None
    yield from decide_floor(council.floor, command, caller, at, council.phase.floor, busy=busy)


def called(council: Council) -> int:
    """How many have been called since the bell: turns, and people from the list."""
    turns = council.turns_now
    return council.floor.called + (turns.called if turns else 0)


def _next_turn(
    council: Council, turns: TurnsInPlay, command: CallNext, at: Moment, caller: Caller
) -> Iterator[SpeakingEvent]:
    if caller.seat not in turns.speakers():
        may_call(caller, replace(council.floor, speaker=None, line=()))
    if council.stops and council.stops[-1].end is None:
        raise TurnStands
    if command.seen is None and turns.since is not None and at - turns.since < TWICE:
        raise JustCalled
    if _following(council, turns) is None and not council.floor.line:
        raise LastTurn
    yield from _go_on(council, turns, at)


# --- turns


def follow_turns(council: Council, command: c.FollowTurns, at: Moment) -> Iterator[SpeakingEvent]:
    """The turns of the phase that the council is in, once; and its end, where that has moved."""
    phase, turns = council.phase, council.turns
    if phase is None or (phase.phase, phase.at) != (command.phase, command.bell) or council.ended:
        return
    if turns is not None and turns.bell == command.bell:
        if turns.ends != command.ends:
            yield TurnsBounded(command.ends)
        return
    left = command.turns
    if command.goes_on and turns is not None and turns.phase == command.phase:
        left = turns.left()
    opened = TurnsOpened(command.phase, command.bell, command.ends, left, command.each)
    yield opened
    council = evolve(council, opened)
    assert council.turns is not None
    yield from _go_on(council, council.turns, command.bell, late=at - command.bell > LATE)


def _go_on(
    council: Council, turns: TurnsInPlay, at: Moment, *, late: bool = False
) -> Iterator[SpeakingEvent]:
    """The next turn; after the last one, whoever waits for the floor."""
    place = _following(council, turns)
    if place is None:
        yield TurnsOver(at)
        if council.floor.line and council.phase is not None:
            yield passed_on(council.floor, at, council.phase.floor)
        return
    left = [one for one in range(place, len(turns.turns)) if _seated(council, turns, one)]
    share = council.time.between(at, turns.ends) / len(left)
    lasts = share if turns.each is None else min(share, turns.each)
    yield TurnCalled(place, at, lasts, left[1] if len(left) > 1 else None, late)


def _following(council: Council, turns: TurnsInPlay) -> int | None:
    """The place of the next turn for which somebody is there."""
    places = range(turns.following, len(turns.turns))
    return next((place for place in places if _seated(council, turns, place)), None)


def _seated(council: Council, turns: TurnsInPlay, place: int) -> bool:
    seats = (council.seats.get(role) for role in turns.turns[place].roles)
    return any(seat is not None and seat.holder is not None for seat in seats)


# --- what happens by itself


def speaking_due(council: Council) -> Moment | None:
    """When a turn, or somebody's time on the floor, is over by itself; no turn begins after its phase."""
    if council.ended:
        return None
    turns = council.turns_now
    floor = over_at(council.floor, lambda since, lasts: passed(council, since, lasts))
    if turns is None or turns.now is None or turns.since is None:
        return floor
    due = passed(council, turns.since, turns.lasts)
    return due if due is not None and due < turns.ends else None


def speaking_overdue(council: Council, at: Moment) -> Iterator[SpeakingEvent]:
    """What was due by then, in order."""
    while (due := speaking_due(council)) is not None and due <= at:
        for event in _over(council, due, at):
            yield event
            council = evolve(council, event)


def speakers_gone(council: Council, changed: Sequence[e.CouncilEvent], at: Moment) -> Iterator[SpeakingEvent]:
    """Where everybody whose turn it is has left their seat, the next turn begins."""
    for event in changed:
        council = evolve(council, event)
    turns = council.turns_now
    if not changed or turns is None or turns.now is None or at >= turns.ends:
        return
    if not _seated(council, turns, turns.now):
        yield from _go_on(council, turns, at)


def _over(council: Council, due: Moment, at: Moment) -> Iterator[SpeakingEvent]:
    turns, speaker = council.turns_now, council.floor.speaker
    if turns is not None and turns.now is not None:
        yield from _go_on(council, turns, due, late=at - due > LATE)
    elif speaker is not None:
        yield FloorTimeOver(speaker, due)


def closed(council: Council) -> Iterator[FloorClosed]:
    """When the phase ends: its list closes."""
    phase, turns = council.phase, council.turns_now
    if phase is not None and (council.floor.used or (turns is not None and turns.called)):
        yield FloorClosed(phase.phase, phase.at)
