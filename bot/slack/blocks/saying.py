"""Buttons that do what a command does, for those who need not know it."""

import re

from slack_sdk.models.blocks import ButtonElement

from bot.slack.blocks import names
from bot.slack.blocks.message import button


def says(label: str, game: str, typed: str, *, ask: str = "") -> ButtonElement:
    """Pressing it is typing `typed`, such as `/moot help`, and meaning this game."""
    kind = re.sub(r"\W+", "_", typed).strip("_")
    return button(label, f"{names.TYPE}:{kind}", f"{game}:{typed}", ask=ask)
