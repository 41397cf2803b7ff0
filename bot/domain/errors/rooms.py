"""The channels of a game."""

from bot.domain.errors import Refusal


class ChannelIsThere(Refusal):
    template = "That channel can be used again, or a new one is being made already, so nothing changed."
