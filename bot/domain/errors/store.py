"""The database: what cannot be noted."""

from bot.domain.errors import Refusal


class StoreAway(Refusal):
    template = (
        "I cannot reach my database just now, so I could not note that. Look whether anything has changed, "
        "and try again in a minute."
    )


class CannotBeStored(Refusal):
    template = (
        "I was given something that I cannot store, so nothing was changed. Write it again; if that fails "
        "too, tell a facilitator."
    )
