"""What people read before the game: the story, the rules and the Handbook, and how long that takes."""

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain import reading
from bot.domain.scenario import Scenario
from bot.slack.blocks import names
from bot.slack.blocks.message import bullets, button, divider, escaped, sections


def briefing(scenario: Scenario) -> list[Block]:
    """The story, the rules, and how people win."""
    return [
        divider(),
        *sections(["*The story*", escaped(scenario.story)]),
        *sections(["*The rules*", bullets(escaped(rule) for rule in scenario.rules)]),
        *(sections(["*How you win*", escaped(scenario.winning)]) if scenario.winning else ()),
    ]


def the_handbook(scenario: Scenario) -> str:
    """`the Handbook (8 minutes)`"""
    return f"the Handbook ({reading.in_words(reading.of_handbook(scenario))})"


def the_rest(scenario: Scenario) -> str:
    """`the story and the rules (3 minutes)`"""
    return f"the story and the rules ({reading.in_words(reading.of_briefing(scenario))})"


def read_handbook(place: str) -> ButtonElement:
    """Opens the Handbook for the person who presses it; `place` is a game or a council."""
    return button("Read the Handbook", names.SHOW_HANDBOOK, place)
