"""Boards."""

from bot.domain.errors import Refusal


class NoBoard(Refusal):
    template = (
        "This Moot shows no boards yet. Whoever runs it can set MOOT_BOARD_ADDRESS; the deployment guide "
        "says how."
    )
