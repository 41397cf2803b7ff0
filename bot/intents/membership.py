"""Who is outside a room where they belong: what they and the facilitators are told."""

from collections.abc import Iterable, Iterator

from bot.domain.ids import CouncilId, Moment, UserId
from bot.intents.intent import Card, CouncilCard, Delivery, Urgency, beside


class OutsideCard(CouncilCard):
    """To the holder of a seat: they are not in their council's channel, and how they get in."""

    user: UserId


class KeptOutCard(Card):
    """To a facilitator: whom Slack did not let in, for one reason, since then; and the ways out."""

    out: str
    since: Moment


def outside(council: CouncilId, user: UserId, since: Moment) -> OutsideCard:
    """One for each time that it happens."""
    return OutsideCard(f"dm:{user}", f"outside:{council}:{user}:{since.timestamp():.0f}", council, user)


def told_outside(council: CouncilId, user: UserId, since: Moment) -> Delivery:
    """It has just happened."""
    return Delivery(outside(council, user, since), Urgency.REPLY)


def back_inside(council: CouncilId, user: UserId, since: Moment) -> Delivery:
    """It is over, and the card says so."""
    return beside(outside(council, user, since), Urgency.REPLY)


def kept_out(facilitators: Iterable[str], out: str, since: Moment, *, over: bool) -> Iterator[Delivery]:
    """To each facilitator. With `over`, somebody of them has come in."""
    for user in facilitators:
        key = f"kept_out:{out}:{since.timestamp():.0f}:{user}"
        card = KeptOutCard(f"dm:{user}", key, out, since)
        yield beside(card, Urgency.REPLY) if over else Delivery(card, Urgency.REPLY)
