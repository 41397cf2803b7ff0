"""The form in which a facilitator picks an inject or writes one, for whom, where and when."""

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.audience import Everybody
from bot.domain.game import Game
from bot.domain.ids import GameId
from bot.domain.scenario import Scenario
from bot.slack.blocks import carried
from bot.slack.blocks.fields import Choice, Choices, Line, OptionalChoice, Words
from bot.slack.blocks.forms import About, Form
from bot.slack.blocks.message import section
from bot.slack.clock.controls import can_inject
from bot.slack.injects.desk import councils_of, left

EMERGENCY, WRITE, PICK = "emergency", "write", "inject"
NOW, AT, AFTER, BEFORE = "now", "at", "after", "before"
WHEN = {
    NOW: "Now",
    AT: "At a time of day",
    AFTER: "After a phase begins",
    BEFORE: "Before a phase ends",
}


class InjectForm(Form, callback="inject_form", title="Send an inject", submit="Send or plan it"):
    """One that is left, the emergency, or the facilitator's own words."""

    game = About(GameId)
    seen = About(carried.number)  # the phase, for the emergency
    what = Choice("Which inject", str)
    title = Line("Heading, if you write a new one", 120, optional=True)
    text = Words("Text, if you write a new one", 2500, optional=True)
    sender = Line(
        "Sender, if you write a new one",
        120,
        optional=True,
        hint="Such as: The mayor. Leave it empty for none.",
    )
    to = Choices(
        "Who gets it, if you write a new one",
        str,
        optional=True,
        hint="Leave it empty to post it to everybody, in the councils' channels. One of the scenario's own "
        "goes to those it is for.",
    )
    councils = Choices(
        "Which councils", carried.number, optional=True, sometimes=True, hint="Leave it empty for all."
    )
    when = Choice("When", str, WHEN)
    phase = OptionalChoice("Which phase", carried.number, optional=True, sometimes=True)
    time = Line(
        "Time",
        40,
        optional=True,
        hint="A time, such as 14:30 or in 10 min; for a phase, a length, such as 5m, or empty for its bell.",
    )

    @classmethod
    def view(cls, scenario: Scenario, game: Game, chosen: str = "") -> View:
        """What can be sent now; the emergency where it could break in."""
        which, phases = _which(scenario, game), _phases(game)
        first = f"{PICK}:{chosen}" if f"{PICK}:{chosen}" in which else next(iter(which))
        numbers = sorted(councils_of(game))
        councils = {str(number): f"Council {number}" for number in numbers}
        blocks: list[Block] = [cls.what.input(first, which)]
        blocks += [cls.title.input(), cls.text.input(), cls.sender.input()]
        blocks.append(cls.to.input(None, _names(scenario)))
        if len(numbers) > 1:
            blocks.append(cls.councils.input(None, councils))
        blocks += [cls.when.input(NOW), cls.phase.input(game.clock.phase if game.clock else None, phases)]
        plans = len(game.telling.plans)
        planned = f"{plans} planned already: `/moot inject list` shows and cancels them."
        about = (game.id, game.clock.phase if game.clock else 0)
        return cls.modal(about, *([section(planned)] if plans else []), *blocks, cls.time.input())


def _which(scenario: Scenario, game: Game) -> dict[str, str]:
    """What can be chosen. The facilitator's own words are always there."""
    everywhere, found = councils_of(game), dict[str, str]()
    for inject, councils in left(scenario, game):
        where = (
            "" if councils == everywhere else f" (not yet in {len(councils)} of {len(everywhere)} councils)"
        )
        found[f"{PICK}:{inject.key}"] = f"{inject.title}{where}"
    if can_inject(game):
        found[EMERGENCY] = "The next emergency, now, in every council"
    return {**found, WRITE: "A new one that I write here"}


def _phases(game: Game) -> dict[str, str]:
    """The phase that runs, and those to come."""
    waiting = [game.interrupted.phase] if game.interrupted else []
    here = [game.clock.phase] if game.clock else []
    return {str(phase): game.agenda[phase].title for phase in (*here, *waiting, *game.coming)}


def _names(scenario: Scenario) -> dict[str, str]:
    """Whom a facilitator can write to."""
    special = {
        Everybody.STEWARDS.value: "Those who chair",
        Everybody.FACILITATORS.value: "The facilitators",
        Everybody.OBSERVERS.value: "The observers",
    }
    groups = {group.key: group.name for group in scenario.groups}
    teams = {team.key: f"Team: {team.name}" for team in scenario.teams}
    roles = {role.key: f"Role: {role.name}" for role in scenario.roles}
    return {**special, **groups, **roles, **teams}
