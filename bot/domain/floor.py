"""The speakers' list: who has the floor and who has asked for it, in a council's channel or in the plenary.

First come, first served, and each person once. It is kept in the council's stream, or for the plenary in the
game's, and closes with the phase.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeAlias, assert_never

from bot.domain.errors.floor import JustCalled, NobodyWaits, NotWaiting, NotYoursToCall
from bot.domain.ids import Moment, RoleNumber, UserId

TWICE = timedelta(seconds=2)  # a call so soon after another was meant for the speaker before


# --- commands


@dataclass(frozen=True, slots=True)
class AskFloor:
    """The actor wants to speak."""


@dataclass(frozen=True, slots=True)
class LeaveFloor:
    """The actor does not want to speak any more, or has spoken."""


@dataclass(frozen=True, slots=True)
class CallNext:
    """Whoever comes next may speak. `seen` is how many had been called when the person looked: a second click
    finds another number."""

    seen: int | None = None
    stewards: tuple[UserId, ...] = ()  # of the council that has its turn, whom the game cannot see by itself


FloorCommand: TypeAlias = AskFloor | LeaveFloor | CallNext


# --- events: the same in both kinds of stream


@dataclass(frozen=True, slots=True)
class FloorAsked:
    """Somebody is on the list."""

    user: UserId
    at: Moment
    seat: RoleNumber | None = None  # in a council


@dataclass(frozen=True, slots=True)
class FloorLeft:
    """Somebody on the list does not want to speak any more."""

    user: UserId
    at: Moment
    seat: RoleNumber | None = None


@dataclass(frozen=True, slots=True)
class FloorGiven:
    """Somebody speaks now, for so long."""

    user: UserId
    at: Moment
    lasts: timedelta


@dataclass(frozen=True, slots=True)
class FloorTimeOver:
    """The speaker's time is over; they speak on until somebody calls the next."""

    user: UserId
    at: Moment


@dataclass(frozen=True, slots=True)
class FloorFreed:
    """The speaker is done, and nobody waits."""

    at: Moment


@dataclass(frozen=True, slots=True)
class FloorClosed:
    """The phase is over, and with it the list of this bell."""

    phase: str
    bell: Moment


FloorEvent: TypeAlias = FloorAsked | FloorLeft | FloorGiven | FloorTimeOver | FloorFreed | FloorClosed


# --- state


@dataclass(frozen=True, slots=True)
class Floor:
    """Who speaks, since when and for how long, and who waits."""

    speaker: UserId | None = None
    since: Moment | None = None
    lasts: timedelta = timedelta()
    over: bool = False  # the speaker has been told that their time is over
    line: tuple[UserId, ...] = ()
    called: int = 0  # how many have been called

    @property
    def used(self) -> bool:
        """Whether anybody has asked for it."""
        return bool(self.called or self.line)

    def without(self, user: UserId) -> "Floor":
        """After somebody left: they do not wait any more, and have spoken."""
        floor = replace(self, line=tuple(one for one in self.line if one != user))
        return replace(floor, speaker=None, since=None) if floor.speaker == user else floor

    def instead(self, user: UserId, other: UserId) -> "Floor":
        """After somebody handed over: the other one is in their place, unless they had one."""
        if other in (*self.line, self.speaker):
            return self.without(user)
        line = tuple(other if one == user else one for one in self.line)
        return replace(self, line=line, speaker=other if self.speaker == user else self.speaker)


NOBODY = Floor()


def after(floor: Floor, event: FloorEvent) -> Floor:
    """The list after an event."""
    match event:
        case FloorAsked(user):
            return replace(floor, line=(*floor.line, user))
        case FloorLeft(user):
            return floor.without(user)
        case FloorGiven(user, at, lasts):
            waiting = floor.without(user)
            return Floor(user, at, lasts, line=waiting.line, called=floor.called + 1)
        case FloorTimeOver():
            return replace(floor, over=True)
        case FloorFreed():
            return replace(floor, speaker=None, since=None, called=floor.called + 1)
        case FloorClosed():
            return NOBODY
        case _:
            assert_never(event)


# --- decisions


@dataclass(frozen=True, slots=True)
class Caller:
    """Who acts, in which seat if in one, and whether they may call speakers whenever they like."""

    user: UserId
    seat: RoleNumber | None
    calls: bool


def decide_floor(
    floor: Floor, command: FloorCommand, caller: Caller, at: Moment, lasts: timedelta, *, busy: bool
) -> Iterator[FloorEvent]:
    """What asking, leaving and calling do; a second time they do nothing. While it is `busy`, since turns
    are taken, whoever asks waits. Raises NotWaiting, NobodyWaits, NotYoursToCall and JustCalled."""
    user = caller.user
    match command:
        case AskFloor():
            if user not in (*floor.line, floor.speaker):
                free = floor.speaker is None and not floor.line and not busy
                yield FloorGiven(user, at, lasts) if free else FloorAsked(user, at, caller.seat)
        case LeaveFloor():
            if user == floor.speaker:
                yield passed_on(floor, at, lasts)
            elif user in floor.line:
                yield FloorLeft(user, at, caller.seat)
            else:
                raise NotWaiting
        case CallNext(seen):
            if seen is not None and seen != floor.called:
                return
            if floor.speaker is None and not floor.line:
                raise NobodyWaits
            may_call(caller, floor)
            if seen is None and floor.since is not None and at - floor.since < TWICE:
                raise JustCalled
            yield passed_on(floor, at, lasts)
        case _:
            assert_never(command)


def may_call(caller: Caller, floor: Floor) -> None:
    """Raises NotYoursToCall for somebody who has to wait. The speaker may always say that they are done; and
    once their time is over, or nobody speaks, whoever is next need not wait for a chair."""
    first = floor.line[0] if floor.line else None
    idle = floor.speaker is None or floor.over
    if not (caller.calls or caller.user == floor.speaker or (idle and caller.user == first)):
        raise NotYoursToCall


def passed_on(floor: Floor, at: Moment, lasts: timedelta) -> FloorGiven | FloorFreed:
    """The floor goes to the first in line, if anybody waits."""
    return FloorGiven(floor.line[0], at, lasts) if floor.line else FloorFreed(at)


Ends: TypeAlias = Callable[[Moment, timedelta], Moment | None]


def over_at(floor: Floor, ends: Ends) -> Moment | None:
    """When the speaker's time is over; None where nobody speaks, or they know already. `ends` says when so
    much of the game's time has passed since a moment, and None while it stands still."""
    if floor.speaker is None or floor.since is None or floor.over:
        return None
    return ends(floor.since, floor.lasts)
