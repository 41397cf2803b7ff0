"""What has happened in a council's care, in games over days. Stored, as all events of a council are."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.domain.ids import Moment, RoleNumber, UserId

NUDGED, PROXY, OFFERED = 1, 2, 3  # windows without a sign of life, and what each leads to


class Mark(StrEnum):
    """A place in a phase's window or in a vote's time, at which those who owe something are reminded."""

    HALF = "half"
    DAY = "day"
    HOURS = "hours"
    VOTE_HALF = "vote_half"
    VOTE_LAST = "vote_last"  # a minute before its end

    @property
    def of_vote(self) -> bool:
        """Whether it asks for the final vote alone."""
        return self in (Mark.VOTE_HALF, Mark.VOTE_LAST)


@dataclass(frozen=True, slots=True)
class MorningCame:
    """A working day began at `opened`. Where `told`, the digest says what happened after `since`."""

    opened: Moment
    since: Moment
    told: bool
    at: Moment


@dataclass(frozen=True, slots=True)
class SeatsReminded:
    """A mark has passed for these seats; `owing` are those that were reminded. With `reads`, the ballot is
    read first."""

    phase: str
    mark: Mark
    seats: tuple[RoleNumber, ...]
    owing: tuple[RoleNumber, ...]
    at: Moment
    reads: bool = False


@dataclass(frozen=True, slots=True)
class WindowJudged:
    """A window has ended: how many in a row each idle seat has let pass, and whose envelope is still shut
    (where that was looked at, once in a game)."""

    phase: str
    steps: tuple[tuple[RoleNumber, int], ...]
    unopened: tuple[RoleNumber, ...]
    at: Moment


@dataclass(frozen=True, slots=True)
class EnvelopeOpened:
    """A holder has read their sheet for the first time."""

    seat: RoleNumber
    holder: UserId
    at: Moment


@dataclass(frozen=True, slots=True)
class HolderCameBack:
    """Somebody who was idle did something with Moot."""

    seat: RoleNumber
    holder: UserId
    at: Moment


@dataclass(frozen=True, slots=True)
class IdleCareStopped:
    """A facilitator wants nothing more to be done about an idle seat while its holder is away."""

    seat: RoleNumber
    holder: UserId
    by: UserId


CareEvent: TypeAlias = (
    MorningCame | SeatsReminded | WindowJudged | EnvelopeOpened | HolderCameBack | IdleCareStopped
)
