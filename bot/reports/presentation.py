"""What a council presents in the end: the debrief questions that it has answered."""

from collections.abc import Iterator

from bot.domain.council import Council
from bot.domain.scenario import Scenario

DEFAULT_DEBRIEF = ("What should the others know about your plan?",)  # for a pack that asks nothing


def questions(scenario: Scenario) -> tuple[str, ...]:
    """The questions that a presentation answers."""
    return scenario.debrief or DEFAULT_DEBRIEF


def answered(scenario: Scenario, council: Council) -> Iterator[tuple[str, str]]:
    """Each question that the council has answered, with its answer."""
    asked = questions(scenario)
    for number, answer in sorted(council.presentation.items()):
        if number < len(asked) and answer:
            yield asked[number], answer
