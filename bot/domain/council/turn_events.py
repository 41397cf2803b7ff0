"""What happens with the turns to speak in a council. Stored, as `events.py` says."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeAlias, assert_never

from bot.domain.ids import Moment
from bot.domain.turns import Turn, TurnsInPlay


@dataclass(frozen=True, slots=True)
class TurnsOpened:
    """A phase with turns began, or went on with those that were left. `bell` is its moment, `ends` when the
    phase will end, and `each` the longest that a turn lasts; None: an even share."""

    phase: str
    bell: Moment
    ends: Moment
    turns: tuple[Turn, ...]
    each: timedelta | None


@dataclass(frozen=True, slots=True)
class TurnsBounded:
    """The phase ends at another moment."""

    ends: Moment


@dataclass(frozen=True, slots=True)
class TurnCalled:
    """A turn began, for so long: that of this `place` among the turns; `then` is the place of the next."""

    place: int
    at: Moment
    lasts: timedelta
    then: int | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class TurnsOver:
    """Everybody has had a turn; the rest of the phase is open floor."""

    at: Moment


TurnEvent: TypeAlias = TurnsOpened | TurnsBounded | TurnCalled | TurnsOver


def after(turns: TurnsInPlay | None, event: TurnEvent) -> TurnsInPlay:
    """The turns after an event."""
    if isinstance(event, TurnsOpened):
        return TurnsInPlay(event.phase, event.bell, event.ends, event.turns, event.each)
    if turns is None:
        raise ValueError("turns are opened first")
    match event:
        case TurnsBounded(ends):
            return replace(turns, ends=ends)
        case TurnCalled(place, at, lasts):
            count = turns.called + 1
            turns = replace(turns, before=turns.now, now=place, following=place + 1)
            return replace(turns, since=at, lasts=lasts, called=count)
        case TurnsOver():
            count, every = turns.called + 1, len(turns.turns)
            return replace(turns, before=turns.now, now=None, since=None, following=every, called=count)
        case _:
            assert_never(event)
