"""The database: what cannot be noted."""

from bot.domain.errors import Refusal


class StoreAway(Refusal):
    template = (
        "I cannot reach my database just now, so I could not note that. Look whether anything has changed, "
        "and try again in a minute."
    )
