"""The database: what cannot be noted."""

from bot.domain.errors import Refusal


class StoreAway(Refusal):
    template = (
        "I cannot reach my database right now, so I could not save that. Check whether anything has changed, "
        "and try again in a minute."
    )


class CannotBeStored(Refusal):
    template = (
        "I could not store that, so nothing was changed. Write it again; if that fails, too, tell a "
        "facilitator."
    )


class LeftToNewer(StoreAway):
    template = (
        "A newer version of me is taking over, so I did not save that. Check whether anything has "
        "changed, and try again in a moment."
    )
