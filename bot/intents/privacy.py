"""What people are told about the data that is kept of a game."""

from collections.abc import Iterable, Iterator

from bot.domain.ids import Moment, UserId
from bot.intents.intent import Card, Delivery, Urgency


class DeletionNearCard(Card):
    """To a facilitator: the game is deleted at `on`."""

    on: Moment


def deletion_near(facilitators: Iterable[UserId], on: Moment) -> Iterator[Delivery]:
    """To each of them, once for each day on which that may be."""
    for user in facilitators:
        card = DeletionNearCard(f"dm:{user}", f"deletion:{on:%Y%m%d}:{user}", on)
        yield Delivery(card, Urgency.REPLY)
