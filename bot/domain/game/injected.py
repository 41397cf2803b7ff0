"""How what is told to some, or at a facilitator's wish, changes a game. Never refuses."""

from dataclasses import replace
from typing import assert_never

from bot.domain.game import events as e
from bot.domain.game.state import Game
from bot.domain.game.telling import OfBell, OfCue, Plan, Telling, Told


def injected(game: Game, event: e.InjectEvent) -> Game:
    """The game after it."""
    telling = game.telling
    match event:
        case e.InjectTold():
            return _told(game, event)
        case e.InjectPlanned(number, when, councils, by, inject, written, to):
            plan = Plan(number, written or inject, when, to, councils, by)
            return replace(game, telling=replace(telling, plans=(*telling.plans, plan), numbered=number))
        case e.InjectCancelled(number):
            return replace(game, telling=telling.without(number))
        case e.InjectsMissed(planned=numbers):
            return replace(game, telling=telling.without(*numbers))
        case _:
            assert_never(event)


def _told(game: Game, event: e.InjectTold) -> Game:
    clock, telling = game.clock, game.telling.without(event.number)
    if clock is not None and event.cue is not None:
        clock = replace(clock, rung=clock.rung | {event.cue}, known=max(clock.known, event.at))
    what = event.written or event.inject
    told = Told(f"inject:{event.number}", what, event.at, event.to, event.councils, event.by)
    telling = replace(telling.with_told(told), numbered=max(telling.numbered, event.number))
    return replace(game, clock=clock, telling=telling)


def cue_told(game: Game, event: e.TickEvent) -> Telling:
    """What was told before, and a cue that is for some people only."""
    if not isinstance(event, e.CueRung) or (to := game.agenda[event.phase].cues[event.cue].to) is None:
        return game.telling
    what = OfCue(event.phase, event.run, event.cue, event.left)
    told = Told(f"cue:{event.phase}:{event.cue}:{event.run}", what, event.at, to)
    return game.telling.with_told(told)


def bell_told(game: Game, event: e.PhaseStarted) -> Telling:
    """What was told before, and an emergency of which only some people hear."""
    if event.phase >= len(game.agenda):
        return game.telling  # a harmed log: whoever loads it is told that it makes no sense
    if (to := game.agenda[event.phase].to) is None or event.starts is not None:
        return game.telling
    told = Told(f"bell:{event.phase}:{event.run}", OfBell(event.phase, event.run), event.at, to)
    return game.telling.with_told(told)
