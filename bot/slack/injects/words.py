"""What was told, in words: its title, its text, in whose name, and for whom."""

from dataclasses import dataclass
from typing import assert_never

from bot.domain.game import Game
from bot.domain.game.telling import OfBell, OfCue, Told, What, Written
from bot.domain.picture import Picture
from bot.domain.scenario import Scenario
from bot.slack.blocks.message import escaped
from bot.slack.clock.cards import said

UNTITLED = "A message for you"


@dataclass(frozen=True, slots=True)
class Content:
    """What is told. `title` is plain; `text` is mrkdwn."""

    title: str
    text: str
    sender: str
    picture: Picture | None
    to: tuple[str, ...]


def content(scenario: Scenario, game: Game, what: What) -> Content:
    """What people read; KeyError for an inject that the pack does not have any more."""
    match what:
        case str():
            inject = scenario.inject(what)
            return Content(inject.title, escaped(inject.text), inject.sender, inject.picture, inject.to)
        case Written(text, title, sender, to):
            return Content(title, escaped(text), sender, None, to)
        case OfBell(index):
            phase = scenario.phase(game.agenda[index].key)
            return Content(phase.title, escaped(phase.inject), phase.sender, phase.picture, phase.to)
        case OfCue(index, _, number, left):
            planned = game.agenda[index]
            cue = scenario.phase(planned.key).cues[planned.place(number)]
            return Content("", said(game, scenario, index, number, left), cue.sender, cue.picture, cue.to)
        case _:
            assert_never(what)


def is_kept(scenario: Scenario, game: Game, told: Told) -> bool:
    """Whether it is among what somebody may read again. A cue that depends on what a council has settled only
    reminds: nobody knows later who got it."""
    if not isinstance(told.what, OfCue):
        return True
    planned = game.agenda[told.what.phase]
    return scenario.phase(planned.key).cues[planned.place(told.what.cue)].unless is None
