"""What is told in somebody's name, with a picture, and for whom."""

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import Block

from bot.domain.audience import Everybody
from bot.domain.picture import Picture
from bot.domain.scenario import Scenario
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import context, escaped, image

WORDS = {
    Everybody.EVERYONE: "everybody",
    Everybody.STEWARDS: "those who chair",
    Everybody.FACILITATORS: "the facilitators",
    Everybody.OBSERVERS: "the observers",
}


def signed(sender: str) -> Iterator[Block]:
    """In whose name something is told, if the scenario says so."""
    if sender:
        yield context(f"From *{escaped(sender)}*")


def illustrated(picture: Picture | None) -> Iterator[Block]:
    """The picture, if there is one."""
    if picture is not None:
        yield image(picture.url, picture.alt)


def audience(scenario: Scenario, to: Sequence[str]) -> str:
    """Whom something is for, as a reader knows them, escaped for mrkdwn."""
    return p.listed(name_of(scenario, one) for one in to or (Everybody.EVERYONE,))


def name_of(scenario: Scenario, name: str) -> str:
    """One of those, escaped for mrkdwn."""
    return WORDS[Everybody(name)] if name in [*Everybody] else escaped(scenario.called(name))
