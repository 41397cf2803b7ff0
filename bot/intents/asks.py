"""Questions that are answered privately."""

from collections.abc import Iterator

from bot.domain.council import Council
from bot.domain.council import events as e
from bot.intents.intent import Delivery


def of_asks(_council: Council, _event: e.AskEvent) -> Iterator[Delivery]:
    """The work that an event of a question makes."""
    return iter(())
