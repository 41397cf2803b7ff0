"""Messages to one person who did not ask for them: over days they wait for that person's day."""

from dataclasses import field, replace
from enum import StrEnum

from bot.domain.ids import UserId
from bot.intents.intent import CouncilCard, Delivery, Urgency


class Gentle(StrEnum):
    """When somebody is written to who did not ask for it, in their own time zone."""

    BY_DAY = "by_day"
    ON_WORKING_DAYS = "on_working_days"


class PersonalCard(CouncilCard):
    """To one person; where it is gentle, in its time."""

    user: UserId | None = field(default=None, kw_only=True)
    gentle: Gentle | None = field(default=None, kw_only=True)


def gentle(user: UserId, card: PersonalCard, when: Gentle = Gentle.ON_WORKING_DAYS) -> Delivery:
    """A card for one person, in a lane of their own: what waits for their morning holds up nothing else."""
    return Delivery(replace(card, user=user, gentle=when), Urgency.UPDATE, f"care:{user}")
