"""The agenda: a scenario's phases and cues, planned at a tempo.

Live play has the pack's own durations; a rehearsal divides them by a factor.
"""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.ids import Moment
from bot.domain.scenario import Cue, CueKind, Phase, PhaseKind, Scenario
from bot.domain.working_time import EVERY_SECOND, GameTime


@dataclass(frozen=True, slots=True)
class PlannedCue:
    """A timed message; exactly one of the offsets is given."""

    kind: CueKind
    after_start: timedelta | None = None
    before_end: timedelta | None = None

    def due(self, starts: Moment, ends: Moment, time: GameTime = EVERY_SECOND) -> Moment:
        """When it rings in a phase with these bounds; never before the phase starts."""
        if self.after_start is not None:
            return time.after(starts, self.after_start)
        return max(starts, time.before(ends, self.before_end or timedelta()))


@dataclass(frozen=True, slots=True)
class PlannedPhase:
    """An agenda item with its planned duration. `cues` are in the pack's order, which names them."""

    key: str
    kind: PhaseKind
    title: str
    lasts: timedelta
    cues: tuple[PlannedCue, ...] = ()
    charter: bool = False

    @property
    def holds_ballot(self) -> bool:
        """Whether the final vote belongs to this phase."""
        return any(cue.kind is CueKind.BALLOT for cue in self.cues)


def plan_agenda(scenario: Scenario, speed: int = 1) -> tuple[PlannedPhase, ...]:
    """The scenario's phases with every duration divided by `speed` (1 is real time)."""
    if speed < 1:
        raise ValueError("speed is 1 or more")
    return tuple(_planned(phase, speed) for phase in scenario.agenda)


def _planned(phase: Phase, speed: int) -> PlannedPhase:
    return PlannedPhase(
        key=phase.key,
        kind=phase.kind,
        title=phase.title,
        lasts=phase.lasts / speed,
        cues=tuple(_planned_cue(cue, speed) for cue in phase.cues),
        charter=phase.charter,
    )


def _planned_cue(cue: Cue, speed: int) -> PlannedCue:
    return PlannedCue(
        kind=cue.kind,
        after_start=None if cue.after_start is None else cue.after_start / speed,
        before_end=None if cue.before_end is None else cue.before_end / speed,
    )
