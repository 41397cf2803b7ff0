"""Injects: a facilitator tells or plans one, and those that are due come, each once."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TypeAlias, assert_never

from bot.domain.errors.clock import NotRunning
from bot.domain.errors.injects import (
    InjectMomentHasPassed,
    InjectOutsideThePhase,
    InjectPhaseOver,
    InjectPlannedAlready,
    InjectToldAlready,
    NoSuchCouncil,
    NotPlanned,
)
from bot.domain.game import commands as c
from bot.domain.game import events as e
from bot.domain.game.state import Clock, Game, Stage
from bot.domain.game.telling import Plan, Told, When
from bot.domain.ids import Moment, UserId
from bot.domain.times import writing

Injected: TypeAlias = e.InjectTold | e.InjectCancelled | e.CueMissed
TWICE = timedelta(seconds=2)  # the same words so soon are the same form, sent again


def decide_inject(game: Game, command: c.InjectCommand, at: Moment, actor: UserId) -> list[e.InjectEvent]:
    """What a facilitator does with injects while the game is played."""
    if game.stage is not Stage.RUNNING or game.clock is None:
        raise NotRunning
    match command:
        case c.TellInject():
            return _tell(game, game.clock, command, at, actor)
        case c.CancelInject(number):
            if game.telling.plan(number) is None:
                raise NotPlanned
            return [e.InjectCancelled(number, at, actor)]
        case _:
            assert_never(command)


def _tell(game: Game, clock: Clock, asked: c.TellInject, at: Moment, actor: UserId) -> list[e.InjectEvent]:
    councils, telling = _councils(game, asked.councils), game.telling
    if asked.inject and not (councils := councils - telling.heard(asked.inject)):
        raise InjectToldAlready
    number, what = telling.numbered + 1, (asked.inject, asked.written, asked.to)
    if asked.when is None:
        if telling.told and _is_same(telling.told[-1], asked, councils, at):
            return []  # a form that was sent twice
        return [e.InjectTold(number, at, councils, *what, by=actor)]
    planned = [plan for plan in telling.plans if plan.what == (asked.written or asked.inject)]
    if planned and not (councils := councils.difference(*(plan.councils for plan in planned))):
        raise InjectPlannedAlready
    _check(game, clock, asked.when, at)
    return [e.InjectPlanned(number, asked.when, councils, actor, *what)]


def _councils(game: Game, numbers: frozenset[int]) -> frozenset[int]:
    there = frozenset(range(1, len(game.deal.councils) + 1 if game.deal else 1))
    for number in sorted(numbers - there):
        raise NoSuchCouncil(number=number)
    return numbers or there


def _is_same(told: Told, asked: c.TellInject, councils: frozenset[int], at: Moment) -> bool:
    return told.what == asked.written and told.councils == councils and abs(at - told.at) < TWICE


def _check(game: Game, clock: Clock, when: When, at: Moment) -> None:
    """Whether a moment that somebody named is still to come, and lies within its phase."""
    if when.phase is None:
        if when.at is None or when.at <= at:
            raise InjectMomentHasPassed
        return
    waiting = game.interrupted.phase if game.interrupted is not None else None
    if when.phase not in (clock.phase, waiting, *game.coming):
        raise InjectPhaseOver
    phase, offset = game.agenda[when.phase], when.after_start or when.before_end or timedelta()
    if when.phase == clock.phase:
        now, due = clock.paused_at or at, when.due(clock.starts, clock.ends, game.time)
        if due <= now:
            raise InjectMomentHasPassed
        inside = due < clock.ends or not phase.lasts
    else:
        inside = offset < phase.lasts or not offset
    if not inside:
        raise InjectOutsideThePhase(title=phase.title, lasts=writing.brief(phase.lasts))


# --- what is due


def fulfilled(game: Game, plan: Plan, at: Moment) -> e.InjectTold | e.InjectCancelled:
    """A plan comes true in the councils that have not been told yet."""
    inject, written = (plan.what, None) if isinstance(plan.what, str) else ("", plan.what)
    councils = plan.councils - game.telling.heard(inject) if inject else plan.councils
    if not councils:
        return e.InjectCancelled(plan.number, at)
    return e.InjectTold(plan.number, at, councils, inject, written, plan.to, plan.by)


def at_its_time(game: Game, cue: int, at: Moment) -> e.InjectTold | e.CueMissed:
    """An inject of the scenario comes in the councils that have not been told yet, if there are any."""
    assert game.clock is not None
    planned = game.agenda[game.clock.phase].cues[cue]
    councils = _councils(game, frozenset()) - game.telling.heard(planned.inject)
    if not councils:
        return e.CueMissed(game.clock.phase, cue, at)
    number = game.telling.numbered + 1
    return e.InjectTold(number, at, councils, planned.inject, to=planned.to, cue=cue)


def missed(game: Game) -> Iterator[e.InjectsMissed]:
    """As a phase ends: what had a time in it that did not come, and comes in no later phase either."""
    clock = game.clock
    if clock is None:
        return
    later = {cue.inject for phase in game.coming for cue in game.agenda[phase].cues}
    everybody = _councils(game, frozenset())
    injects = tuple(
        cue.inject
        for index, cue in enumerate(game.agenda[clock.phase].cues)
        if cue.inject and index not in clock.rung and cue.inject not in later
        if everybody - game.telling.heard(cue.inject)
    )
    plans = tuple(plan.number for plan in game.telling.plans if plan.when.phase == clock.phase)
    if injects or plans:
        yield e.InjectsMissed(clock.phase, injects, plans)
