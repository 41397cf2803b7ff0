"""What only the person who creates a game reads."""

from zoneinfo import ZoneInfo

from bot.domain.ids import Moment
from bot.domain.times.zones import zone_there
from bot.slack.blocks.message import Message, escaped, section


def invite_me_first() -> Message:
    """To somebody who makes a game in a channel where Moot cannot post."""
    return Message.of(
        section(
            "*I am not in this channel yet,* so nobody would see the sign-up card. Type `/invite` and my "
            "name here; what is waiting by then comes by itself."
        )
    )


def zone_taken(typed: str, zone: str, at: Moment) -> Message:
    """To somebody who named the game's zone in words of their own."""
    return Message.of(
        section(
            f"*Sign-up is open.* I took “{escaped(typed)}” as {zone_there(zone, at)}, where it is "
            f"{at.astimezone(ZoneInfo(zone)):%H:%M} now. Times that you type are read by that clock; "
            "name another one where you mean it, like this: `/moot start 20:30 CET`"
        )
    )
