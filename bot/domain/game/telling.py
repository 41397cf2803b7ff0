"""What has been told in a game to somebody in particular, or at a facilitator's wish, and what is to come."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeAlias

from bot.domain.agenda import PlannedCue
from bot.domain.audience import Addressees, only_some
from bot.domain.cues import CueKind
from bot.domain.ids import Moment, RoleNumber, UserId
from bot.domain.times.working_time import GameTime


@dataclass(frozen=True, slots=True)
class Written:
    """What a facilitator wrote; `to` are the scenario's names, of whom none is everybody."""

    text: str
    title: str = ""
    sender: str = ""
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    """A moment that a facilitator named: a time, or one in the phase of this index."""

    at: Moment | None = None
    phase: int | None = None
    after_start: timedelta | None = None
    before_end: timedelta | None = None

    def due(self, starts: Moment, ends: Moment, time: GameTime) -> Moment:
        """When that is in a phase with these bounds."""
        cue = PlannedCue(CueKind.NOTICE, self.after_start, self.before_end)
        return self.at or cue.due(starts, ends, time)


@dataclass(frozen=True, slots=True)
class OfBell:
    """The inject of a phase, in its run."""

    phase: int
    run: int


@dataclass(frozen=True, slots=True)
class OfCue:
    """A cue of a phase in its run; with what was left, where that was not as planned."""

    phase: int
    run: int
    cue: int
    left: timedelta | None


What: TypeAlias = str | Written | OfCue | OfBell  # a string is the key of an inject


@dataclass(frozen=True, slots=True)
class Told:
    """Something that was told: to whom, None being all who are in the councils; in which councils, by number,
    None being all there are; and by whom, None being the scenario's own time."""

    id: str
    what: What
    at: Moment
    to: Addressees | None
    councils: frozenset[int] | None = None
    by: UserId | None = None

    def is_for(self, council: int, seat: RoleNumber) -> bool:
        """Whether the holder of this seat was written to."""
        return self.was_heard_in(council) and self.to is not None and seat in self.to.seats

    def was_heard_in(self, council: int) -> bool:
        """Whether it was for that council."""
        return self.councils is None or council in self.councils

    @property
    def is_private(self) -> bool:
        """Whether only some people know it."""
        return only_some(self.to)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a facilitator wants to be told, and when."""

    number: int
    what: str | Written
    when: When
    to: Addressees | None
    councils: frozenset[int]
    by: UserId


@dataclass(frozen=True, slots=True)
class Telling:
    """What was told, in order; what is planned; and how many numbers are taken."""

    told: tuple[Told, ...] = ()
    plans: tuple[Plan, ...] = ()
    numbered: int = 0

    def heard(self, inject: str) -> frozenset[int]:
        """The councils that have been told this inject, by number."""
        return frozenset[int]().union(*(one.councils or () for one in self.told if one.what == inject))

    def by_id(self, id: str) -> Told | None:
        """What was told under this id."""
        return next((one for one in reversed(self.told) if one.id == id), None)

    def plan(self, number: int) -> Plan | None:
        """What is planned under this number."""
        return next((plan for plan in self.plans if plan.number == number), None)

    def with_told(self, told: Told) -> "Telling":
        """One more was told."""
        return replace(self, told=(*self.told, told))

    def without(self, *numbers: int) -> "Telling":
        """Without these plans."""
        return replace(self, plans=tuple(plan for plan in self.plans if plan.number not in numbers))


NOTHING_TOLD = Telling()
