"""What only the person who creates a game reads."""

from zoneinfo import ZoneInfo

from bot.domain.ids import Moment
from bot.domain.times.zones import zone_there
from bot.slack.blocks.message import Message, escaped, section


def invite_me_first() -> Message:
    """To somebody who makes a game in a channel where Moot cannot post."""
    return Message.of(
        section(
            "*I am not in this channel yet*, so nobody can see the sign-up card. Type `/invite` and my name "
            "here; I post the card then."
        )
    )


def zone_taken(typed: str, zone: str, at: Moment) -> Message:
    """To somebody who named the game's zone in words of their own."""
    return Message.of(
        section(
            f"*Sign-up is open.* I took “{escaped(typed)}” as {zone_there(zone, at)}, where it is "
            f"{at.astimezone(ZoneInfo(zone)):%H:%M} now. I read the times you type in that zone; to use "
            "another, name it, like this: `/moot start 20:30 CET`"
        )
    )
