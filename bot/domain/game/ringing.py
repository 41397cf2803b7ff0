"""The bells: what is due, and in which order it rings."""

import heapq
from collections.abc import Iterator
from datetime import timedelta
from functools import reduce

from bot.domain.agenda import PlannedPhase, on_whole_hours, phase_end, stays_open
from bot.domain.floor import FloorClosed, FloorTimeOver, over_at
from bot.domain.game import events as e
from bot.domain.game.evolve import evolve
from bot.domain.game.injecting import Injected, at_its_time, fulfilled, missed
from bot.domain.game.state import Clock, Game
from bot.domain.ids import Moment

LATE = timedelta(seconds=30)  # a bell that rings this long after its second is marked as late


def ring(game: Game, at: Moment) -> Iterator[e.GameEvent]:
    """Every bell and cue that is due, in order; each phase starts at the second the last one ended."""
    clock = game.clock
    if clock is None or game.phase is None or game.paused:
        return
    vote = _vote_at_last(game, clock, at)
    if vote:
        yield from vote
        yield from ring(reduce(evolve, vote, game), at)
    elif clock.ends <= at:
        yield from next_bell(game, clock.ends, at)
    else:
        due = [*_cues(game, clock, at), *_turns(game, clock, at), *_time_over(game, at)]
        injects = _injects(game, clock, at, at)
        yield from heapq.merge(sorted(due, key=_moment), injects, key=_moment)


def next_bell(
    game: Game, starts: Moment, at: Moment, *, why: e.Bell = e.Bell.IN_TURN, paused: bool = False
) -> Iterator[e.GameEvent]:
    """What comes after the running phase, from `starts` on: the rest of a session that an emergency broke
    into, or the next phase, or the end; and every later bell up to `at`, each rung once and in order."""
    parting = [*_at_the_last(game, starts)]
    yield from parting
    game = reduce(evolve, parting, game)
    if game.interrupted is not None:
        why = e.Bell.GOES_ON if why is e.Bell.IN_TURN else why
        bell = rest_of(game, game.interrupted, starts, at, why=why, paused=paused)
    elif game.coming:
        bell = bell_of(game, game.coming[0], starts, at, why=why, paused=paused)
    else:
        yield from ended(game)
        yield e.GameEnded(starts)
        return
    yield from rung(game, bell, at)


def rung(game: Game, bell: e.PhaseStarted, at: Moment) -> Iterator[e.GameEvent]:
    """A bell, what the phase before it ends without, and what is due after it."""
    yield from ended(game)
    yield bell
    yield from ring(evolve(game, bell), at)


def bell_of(
    game: Game, phase: int, starts: Moment, at: Moment, *, why: e.Bell, paused: bool = False
) -> e.PhaseStarted:
    """The bell of a phase with its full time. A stopped clock stays so, except where nothing would be left
    to wait for."""
    planned = None if paused else _planned(game, phase, starts, why)
    return e.PhaseStarted(
        phase,
        starts,
        phase_end(planned or game.agenda, phase, starts, game.time),
        late=at - starts > LATE,
        run=game.runs.get(phase, 0),
        after=_out_of_turn(game, phase),
        why=why,
        paused=paused and bool(game.agenda[phase].lasts),
        agenda=planned,
    )


def _planned(game: Game, phase: int, starts: Moment, why: e.Bell) -> tuple[PlannedPhase, ...] | None:
    """The agenda where a bell has phases planned anew (`on_whole_hours`), and that changes them."""
    anew = why in (e.Bell.SKIPPED, e.Bell.DONE, e.Bell.BACK) and game.new_end is None
    if game.clock is not None and not anew:
        return None
    phases = (number for number in range(phase, len(game.agenda)) if number not in game.ahead)
    planned = on_whole_hours(game.agenda, phases, starts, game.time)
    return None if planned == game.agenda else planned


def ends_after(game: Game, phase: int, since: Moment, left: timedelta) -> Moment:
    """When a phase ends that has so much time left since then."""
    return stays_open(game.agenda, phase, game.time.after(since, left), game.time)


def _out_of_turn(game: Game, phase: int) -> int | None:
    """The phase that runs, where it is not the one before this in the agenda."""
    return None if game.clock is None or game.clock.phase == phase - 1 else game.clock.phase


def rest_of(
    game: Game, session: Clock, starts: Moment, at: Moment, *, why: e.Bell, paused: bool = False
) -> e.PhaseStarted:
    """The bell of a session that goes on with the time that it had left."""
    stopped = session.paused_at or session.bell
    return e.PhaseStarted(
        session.phase,
        starts,
        ends_after(game, session.phase, starts, game.time.between(stopped, session.ends)),
        late=at - starts > LATE,
        run=game.runs.get(session.phase, 0),
        after=_out_of_turn(game, session.phase),
        why=why,
        starts=game.time.before(starts, game.time.between(session.starts, stopped)),
        paused=paused,
    )


def _vote_at_last(game: Game, clock: Clock, at: Moment) -> list[e.GameEvent]:
    """A vote that can only open too late, because Moot was away, gets the minutes that were promised."""
    phase = game.agenda[clock.phase]
    if phase.ballot is None or phase.ballot in clock.rung:
        return []
    opens = phase.cues[phase.ballot].due(clock.starts, clock.ends, game.time)
    if opens > at or game.time.between(at, clock.ends) >= phase.vote_keeps:
        return []
    promised = max(game.time.between(opens, clock.ends), phase.vote_keeps)
    ends = ends_after(game, clock.phase, at, promised)
    return [
        *_before_the_vote(game, clock, opens),
        _cue(game, clock, phase.ballot, at, promised),
        e.TimeChanged(game.time.between(clock.ends, ends), ends),
    ]


def _before_the_vote(game: Game, clock: Clock, opens: Moment) -> Iterator[e.CueRung | e.CueMissed]:
    """What was due when the vote should have opened: only what some are told still comes."""
    phase = game.agenda[clock.phase]
    for when, index in _due(game, clock, opens):
        if phase.cues[index].must_be_told:
            yield _cue(game, clock, index, when, game.time.between(when, clock.ends))
        elif index != phase.ballot:
            yield e.CueMissed(clock.phase, index, when)


def _cues(game: Game, clock: Clock, at: Moment) -> Iterator[e.CueRung | e.CueMissed]:
    """What is due. Of several that come late only the last that says something to everybody rings; always
    those that open the vote, or open and close questions, and what is for some people only."""
    due, phase = _due(game, clock, at), game.agenda[clock.phase]
    said = [one for one in due if not phase.cues[one[1]].asks and not phase.cues[one[1]].must_be_told]
    for when, index in due:
        late, opens_the_vote = at - when > LATE, index == phase.ballot
        if late and not opens_the_vote and (when, index) in said[:-1]:
            yield e.CueMissed(clock.phase, index, when)
        else:
            yield _cue(game, clock, index, when, game.time.between(at if late else when, clock.ends))


def _cue(game: Game, clock: Clock, index: int, at: Moment, left: timedelta) -> e.CueRung:
    phase = game.agenda[clock.phase]
    as_planned = left == phase.cues[index].left(phase.lasts)
    return e.CueRung(clock.phase, index, at, clock.run, None if as_planned else left)


def _due(game: Game, clock: Clock, at: Moment) -> list[tuple[Moment, int]]:
    """The cues whose time has come and that have not rung, in order; without injects."""
    return [(when, index) for when, index in _times(game, clock, at) if not _inject(game, clock, index)]


def _times(game: Game, clock: Clock, at: Moment) -> list[tuple[Moment, int]]:
    cues = enumerate(game.agenda[clock.phase].cues)
    times = ((cue.due(clock.starts, clock.ends, game.time), i) for i, cue in cues if i not in clock.rung)
    return sorted((when, index) for when, index in times if when <= at)


def _inject(game: Game, clock: Clock, cue: int) -> str:
    return game.agenda[clock.phase].cues[cue].inject


def _injects(game: Game, clock: Clock, until: Moment, at: Moment) -> Iterator[Injected]:
    """Every inject whose time had come `until` then, in order: the scenario's own, and what facilitators have
    planned. Each is told once, however late, and none again that came by hand before."""
    own = [(when, -1, index) for when, index in _times(game, clock, until) if _inject(game, clock, index)]
    planned = [(when, plan.number, 0) for when, plan in game.plans_due() if when <= until]
    for when, number, cue in sorted([*own, *planned]):
        moment = at if at - when > LATE else when
        plan = game.telling.plan(number)
        event = at_its_time(game, cue, moment) if plan is None else fulfilled(game, plan, moment)
        yield event
        game = evolve(game, event)


def _at_the_last(game: Game, until: Moment) -> Iterator[e.GameEvent]:
    """As a phase ends: what some were to be told by then, and of which injects the time did not come."""
    clock = game.clock
    if clock is None or game.paused:  # in a pause no time comes, and all that was due before it has come
        yield from missed(game)
        return
    told = [
        _cue(game, clock, index, when, game.time.between(when, clock.ends))
        for when, index in _due(game, clock, until)
        if game.agenda[clock.phase].cues[index].must_be_told
    ]
    come = [*heapq.merge(told, _injects(game, clock, until, until), key=_moment)]
    yield from come
    yield from missed(reduce(evolve, come, game))


def _moment(event: e.TurnBegan | e.CueRung | FloorTimeOver | Injected) -> Moment:
    return event.at


def _turns(game: Game, clock: Clock, at: Moment) -> Iterator[e.TurnBegan]:
    """Every council's turn whose time has come, each once."""
    for when, turn in game.turns_left():
        if when <= at:
            yield turn_of(game, clock, turn, when, late=at - when > LATE)


def turn_of(game: Game, clock: Clock, turn: int, at: Moment, *, late: bool = False) -> e.TurnBegan:
    """A council's turn that begins then."""
    timing, order = game.timing, game.presentation_order
    assert timing is not None
    then = order[turn + 1] if turn + 1 < len(order) else None
    return e.TurnBegan(clock.phase, turn, order[turn], at, game.time.after(at, timing.each), then, late)


def _time_over(game: Game, at: Moment) -> Iterator[FloorTimeOver]:
    """The speaker in the plenary is told once that their time is over."""
    over = over_at(game.floor, game.time.after)
    if over is not None and over <= at and game.floor.speaker is not None:
        yield FloorTimeOver(game.floor.speaker, over)


def ended(game: Game) -> Iterator[e.TurnsMissed | FloorClosed]:
    """When a phase ends: who has not had a turn, which never begins after its phase; and the speakers' list
    closes."""
    if game.clock is None or game.phase is None:
        return
    missed = tuple(game.presentation_order[turn] for _, turn in game.turns_left())
    if missed:
        yield e.TurnsMissed(game.clock.phase, missed)
    if game.floor.used:
        yield FloorClosed(game.phase.key, game.clock.bell)
