"""Who is outside a room where they belong."""

from bot.domain.ids import CouncilId, Moment, UserId
from bot.intents.intent import CouncilCard, Delivery, Urgency, beside


class OutsideCard(CouncilCard):
    """To the holder of a seat: they are not in their council's channel, and how they get in."""

    user: UserId


def told_outside(council: CouncilId, user: UserId, since: Moment) -> Delivery:
    """It has just happened."""
    return Delivery(_outside(council, user, since), Urgency.REPLY)


def back_inside(council: CouncilId, user: UserId, since: Moment) -> Delivery:
    """It is over, and the card says so."""
    return beside(_outside(council, user, since), Urgency.REPLY)


def _outside(council: CouncilId, user: UserId, since: Moment) -> OutsideCard:
    return OutsideCard(f"dm:{user}", f"outside:{council}:{user}:{since.timestamp():.0f}", council, user)
