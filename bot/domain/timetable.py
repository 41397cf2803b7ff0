"""The timetable: when each phase would begin and end, and its cues ring, if the game started then."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.agenda import PlannedCue, PlannedPhase, phase_end
from bot.domain.ids import Moment
from bot.domain.working_time import GameTime


@dataclass(frozen=True, slots=True)
class Slot:
    """A phase and its bounds; `cues` are in the order in which they ring."""

    phase: PlannedPhase
    begins: Moment
    ends: Moment
    cues: tuple[tuple[Moment, PlannedCue], ...]


def timetable(agenda: Sequence[PlannedPhase], starts: Moment, time: GameTime) -> tuple[Slot, ...]:
    """Every phase in order, each beginning when the one before ends."""
    return tuple(_slots(agenda, starts, time))


def _slots(agenda: Sequence[PlannedPhase], starts: Moment, time: GameTime) -> Iterator[Slot]:
    for index, phase in enumerate(agenda):
        ends = phase_end(agenda, index, starts, time)
        cues = ((cue.due(starts, ends, time), cue) for cue in phase.cues)
        yield Slot(phase, starts, ends, tuple(sorted(cues, key=lambda one: one[0])))
        starts = ends
