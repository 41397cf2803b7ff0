"""Answers that only the person who asked can see: help, status, what they owe, the Handbook."""

from bot.slack.blocks.message import Message, section


def invite_me_first() -> Message:
    """To somebody who makes a game in a channel where Moot cannot post."""
    return Message.of(
        section(
            "*I am not in this channel yet,* so nobody would see the sign-up card. Type `/invite` and my "
            "name here; what is waiting by then comes by itself."
        )
    )
