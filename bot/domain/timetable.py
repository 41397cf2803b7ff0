"""The timetable: when each phase begins and ends, and when its cues ring, as things stand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.domain.agenda import PlannedCue, PlannedPhase, on_whole_hours, phase_end
from bot.domain.game import Game, Stage
from bot.domain.ids import Moment
from bot.domain.times.working_time import GameTime


@dataclass(frozen=True, slots=True)
class Slot:
    """A phase and its bounds; `cues` are in the order in which they ring."""

    phase: PlannedPhase
    begins: Moment
    ends: Moment
    cues: tuple[tuple[Moment, PlannedCue], ...]


def timetable(agenda: Sequence[PlannedPhase], starts: Moment, time: GameTime) -> tuple[Slot, ...]:
    """Every phase in order, each beginning when the one before ends, as planned at a first bell then."""
    phases = range(len(agenda))
    return tuple(_slots(on_whole_hours(agenda, phases, starts, time), phases, starts, time))


def still_to_come(game: Game, at: Moment) -> tuple[Slot, ...]:
    """From the phase that runs on; before the start, as planned, or as if it began now. Empty at the end."""
    clock, time = game.clock, game.time
    if game.stage is Stage.ENDED:
        return ()
    if clock is None or game.phase is None:
        planned = game.starts_at if game.starts_at is not None and game.starts_at > at else at
        return timetable(game.agenda, planned, time)
    ends = clock.ends
    if clock.paused_at is not None:
        ends = time.after(at, time.between(clock.paused_at, clock.ends))
    begun = [_slot(game.phase, clock.starts, ends, time)]
    waiting = game.interrupted
    if waiting is not None:  # a session that goes on when the emergency is over
        left = time.between(waiting.paused_at or waiting.bell, waiting.ends)
        begun.append(_slot(game.agenda[waiting.phase], ends, time.after(ends, left), time))
    return (*begun, *_slots(game.agenda, game.coming, begun[-1].ends, time))


def first_session(game: Game) -> PlannedPhase:
    """The phase at whose bell the sheets open."""
    return next((phase for phase in game.agenda if phase.kind.traits.begun), game.agenda[-1])


def sheets_open(game: Game, at: Moment) -> Moment | None:
    """When that bell rings, as things stand; None while the clock stands still, and before a start of which
    nobody knows when it will be."""
    unplanned = game.clock is None and (game.starts_at is None or game.starts_at <= at)
    if game.paused or unplanned:
        return None
    return next((slot.begins for slot in still_to_come(game, at) if slot.phase.kind.traits.begun), None)


def _slots(
    agenda: Sequence[PlannedPhase], indices: Iterable[int], starts: Moment, time: GameTime
) -> Iterator[Slot]:
    for index in indices:
        ends = phase_end(agenda, index, starts, time)
        yield _slot(agenda[index], starts, ends, time)
        starts = ends


def _slot(phase: PlannedPhase, starts: Moment, ends: Moment, time: GameTime) -> Slot:
    cues = ((cue.due(starts, ends, time), cue) for cue in phase.cues)
    return Slot(phase, starts, ends, tuple(sorted(cues, key=lambda one: one[0])))
