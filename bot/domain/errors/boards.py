"""Boards."""

from bot.domain.errors import Refusal


class NoBoard(Refusal):
    template = (
        "Boards are not set up yet. The person who runs me can set MOOT_BOARD_ADDRESS; deploy/README.md "
        "says how."
    )
