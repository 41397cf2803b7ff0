"""The channels of a game."""

from bot.domain.errors import Refusal


class ArchivedTooEarly(Refusal):
    template = "Channels are archived when the game is over, since that is final. /moot end ends it."


class ChannelIsThere(Refusal):
    template = "That channel can be used again, or a new one is being made already, so nothing changed."
