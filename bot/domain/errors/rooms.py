"""The channels of a game."""

from bot.domain.errors import Refusal


class ArchivedTooEarly(Refusal):
    template = (
        "Channels can only be archived when the game is over, because that is final. /moot end ends it."
    )


class ChannelIsThere(Refusal):
    template = "That channel can be used again, or a new one is already being made, so nothing changed."
