"""What the game's clock tells a council."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.ids import Moment
from bot.domain.phases import PhaseKind
from bot.domain.rooms import RoomPlan
from bot.domain.turns import MINUTE, Turn


@dataclass(frozen=True, slots=True)
class EnterPhase:
    """The game's bell, as the council hears it. `at` is the planned second."""

    phase: str
    kind: PhaseKind
    at: Moment
    charter: bool
    holds_ballot: bool
    rooms: RoomPlan | None = None
    floor: timedelta = MINUTE  # for each on the speakers' list
    ends_work: bool = False  # no phase comes any more in which councils are at work


@dataclass(frozen=True, slots=True)
class FollowClock:
    """What the game's clock shows: since when it stands still, if it does, and since when it last ran."""

    stopped_at: Moment | None
    runs_since: Moment


@dataclass(frozen=True, slots=True)
class LetTimePass:
    """A waiting time may be over. Whatever is due has happened then; nothing else does."""


@dataclass(frozen=True, slots=True)
class FollowTurns:
    """The turns to speak of the phase that rang at `bell`, in this council's order, and when it will end.
    Where it `goes_on` after an interruption, only those that were left."""

    phase: str
    bell: Moment
    ends: Moment
    turns: tuple[Turn, ...]
    each: timedelta | None
    goes_on: bool = False
