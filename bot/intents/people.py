"""For one person: their Home, their time zone, and what they are told of their own doing."""

from bot.domain.ids import UserId
from bot.intents.intent import Delivery, Intent, Keyed, Kind, Urgency, Whisper


class Home(Intent):
    """Somebody's App Home, made true; the first time it says welcome."""

    kind = Kind("home", "views.publish", matters=False, coalesces=True)
    user: UserId
    first: bool = False


class Zone(Intent):
    """The time zone in somebody's profile is asked for."""

    kind = Kind("zone", "users.info", matters=False, coalesces=True)
    user: UserId


class Delete(Keyed):
    """A message of ours goes: the second copy of a card."""

    kind = Kind("delete", "chat.delete", matters=False, coalesces=True)
    ts: str


class CopyGoneWhisper(Whisper):
    """To somebody who reacted to such a copy."""


class RefusalWhisper(Whisper):
    """To somebody who did what has no effect: the name of the refusal."""

    refusal: str


def home(user: str, *, first: bool = False) -> Delivery:
    """Somebody's App Home, when there is nothing else to do."""
    return Delivery(Home(f"home:{user}", UserId(user), first), Urgency.BACKGROUND)


def zone(user: UserId) -> Delivery:
    """Somebody's time zone is asked for."""
    return Delivery(Zone(f"person:{user}", user), Urgency.BACKGROUND)


def delete(room: str, ts: str) -> Delivery:
    """In a lane of its own: it holds up nothing."""
    return Delivery(Delete(room, ts, ts), Urgency.REPLY, f"delete:{room}")
