"""To the facilitators of a game that is set aside: why, and later that it goes on."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.db.outbox import PASSES
from bot.domain.ids import Moment
from bot.intents.intent import CARD, Card, Delivery, Urgency


class SetAsideCard(Card):
    """It cannot be run for now, and so nothing of it can be read: the card says all that it shows."""

    kind = replace(CARD, name=PASSES, matters=False)
    name: str
    why: str
    since: Moment


class GoesOnCard(Card):
    """It can be run again."""

    since: Moment


def set_aside(
    facilitators: Iterable[str], name: str, why: str, since: Moment, at: Moment
) -> Iterator[Delivery]:
    """To each of them, once for each cause."""
    for user in facilitators:
        card = SetAsideCard(f"dm:{user}", f"set_aside:{at.timestamp():.3f}:{user}", name, why, since)
        yield Delivery(card, Urgency.REPLY)


def goes_on(facilitators: Iterable[str], since: Moment, at: Moment) -> Iterator[Delivery]:
    """To each of them."""
    for user in facilitators:
        yield Delivery(GoesOnCard(f"dm:{user}", f"goes_on:{at.timestamp():.3f}:{user}", since), Urgency.REPLY)
