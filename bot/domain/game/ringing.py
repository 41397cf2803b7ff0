"""The bells: what is due, and in which order it rings."""

from collections.abc import Iterator
from datetime import timedelta

from bot.domain.agenda import PlannedPhase, phase_end
from bot.domain.game import events as e
from bot.domain.game.state import Clock, Game, evolve
from bot.domain.game.turns import turn_length
from bot.domain.ids import Moment
from bot.domain.scenario import CueKind

LATE = timedelta(seconds=30)  # a bell that rings this long after its second is marked as late


def ring(game: Game, at: Moment) -> Iterator[e.GameEvent]:
    """Every bell and cue that is due, in order; each phase starts at the second the last one ended."""
    clock, phase = game.clock, game.phase
    if clock is None or phase is None or game.paused:
        return
    missed = _missed_ballot(phase, clock) if clock.ends <= at else None
    if missed is not None:
        promised = phase.cues[missed].due(clock.starts, clock.ends, game.time)
        left = game.time.between(promised, clock.ends)
        by = game.time.between(promised, at)
        yield from (cue for cue in _cues(game, clock, promised) if cue.cue != missed)
        yield e.CueRung(clock.phase, missed, at)
        yield e.TimeChanged(by, game.time.after(at, left))
    elif clock.ends <= at:
        yield from bells(game, clock.phase + 1, clock.ends, at)
    else:
        due: list[e.CueRung | e.TurnBegan] = [*_cues(game, clock, at), *_turns(game, clock, at)]
        yield from sorted(due, key=lambda event: event.at)


def _missed_ballot(phase: PlannedPhase, clock: Clock) -> int | None:
    """The cue that should have opened the vote while Moot was away: the vote gets its promised minutes."""
    for index, cue in enumerate(phase.cues):
        if cue.kind is CueKind.BALLOT and index not in clock.rung:
            return index
    return None


def _cues(game: Game, clock: Clock, at: Moment) -> Iterator[e.CueRung]:
    due = sorted(
        (cue.due(clock.starts, clock.ends, game.time), index)
        for index, cue in enumerate(game.agenda[clock.phase].cues)
        if index not in clock.rung
    )
    for when, index in due:
        if when <= at:
            yield e.CueRung(clock.phase, index, when)


def _turns(game: Game, clock: Clock, at: Moment) -> Iterator[e.TurnBegan]:
    """Every presentation whose time has come, each once."""
    order = game.presentation_order
    lasts = turn_length(clock.starts, clock.ends, len(order), game.speed, game.time)
    for when, turn in game.turns_left():
        if when <= at:
            then = order[turn + 1] if turn + 1 < len(order) else None
            late = at - when > LATE
            yield e.TurnBegan(clock.phase, turn, order[turn], when, game.time.after(when, lasts), then, late)


def turns_missed(game: Game) -> Iterator[e.TurnsMissed]:
    """When a phase ends: who has not presented. A turn never begins after its phase."""
    missed = tuple(game.presentation_order[turn] for _, turn in game.turns_left())
    if missed and game.clock is not None:
        yield e.TurnsMissed(game.clock.phase, missed)


def bells(game: Game, phase: int, starts: Moment, at: Moment) -> Iterator[e.GameEvent]:
    """The bell of `phase` at `starts`, and every later one up to `at`, each rung once and in order."""
    yield from turns_missed(game)
    if phase >= len(game.agenda):
        yield e.GameEnded(starts)
        return
    ends = phase_end(game.agenda, phase, starts, game.time)
    bell = e.PhaseStarted(phase, starts, ends, late=at - starts > LATE)
    yield bell
    yield from ring(evolve(game, bell), at)
