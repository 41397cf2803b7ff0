"""When questions are asked: what the clock says of those that a phase opens and closes."""

from collections.abc import Iterator

from bot.domain.asks.ask import Ask
from bot.domain.asks.question import Question, question_of
from bot.domain.game.state import Game, Stage
from bot.domain.scenario import Scenario


def due(game: Game, scenario: Scenario) -> Iterator[Question]:
    """The questions that the phase that runs has opened by now, and not closed again."""
    phase, clock = game.phase, game.clock
    if phase is None or clock is None:
        return
    for index, cue in enumerate(phase.cues):
        if cue.asks and not cue.closes and index in clock.rung and not _closed(game, cue.asks, phase.key):
            yield _question(scenario, scenario.ask(cue.asks), phase.key)


def is_over(game: Game, question: Question) -> bool:
    """Whether the time of a question that a phase closes has passed. A session that an emergency breaks into
    is not over, and neither is one that comes again."""
    if not question.phase:
        return False
    return game.stage is Stage.ENDED or _closed(game, question.ask, question.phase)


def _closed(game: Game, ask: str, phase: str) -> bool:
    here = game.interrupted or game.clock
    place = next((place for place, one in enumerate(game.agenda) if one.key == phase), None)
    if here is None or place is None or place != here.phase:
        return here is not None and (place is None or place < here.phase)
    cues = enumerate(game.agenda[place].cues)
    return any(cue.asks == ask and cue.closes and index in here.rung for index, cue in cues)


def by_hand(game: Game, scenario: Scenario, ask: Ask) -> Question:
    """The question as a facilitator opens it now: for the round that runs or comes next, and closed with it;
    where there is none, a facilitator closes it."""
    for phase in game.agenda:
        if any(cue.asks == ask.key for cue in phase.cues) and not _closed(game, ask.key, phase.key):
            return _question(scenario, ask, phase.key)
    return _question(scenario, ask, "")


def _question(scenario: Scenario, ask: Ask, phase: str) -> Question:
    rounds = [one.key for one in scenario.rounds(ask.phase)] if ask.phase and phase else []
    now = rounds.index(phase) + 1 if len(rounds) > 1 and phase in rounds else 0
    groups = {one.key for kind in (scenario.teams, scenario.groups) for one in kind}
    to = scenario.called(ask.to[0]) if len(ask.to) == 1 and groups.issuperset(ask.to) else ""
    return question_of(ask.in_round(now, len(rounds)), scenario.seats_of(ask.to), phase, to)
