"""What Slack refused, in words for the person who can help."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.intents.intent import CARD, Card, Delivery, Kind, Urgency


class TroubleCard(Card):
    """To a facilitator: a piece of work failed, with Slack's word for it, what to do, and whom it was for if
    it was for one person."""

    kind = replace(CARD, matters=False)  # else bad news of bad news would have no end
    subject: str
    advice: str
    whom: str = ""


def told(facilitators: Iterable[str], kind: Kind, room: str, error: str, advice: str) -> Iterator[Delivery]:
    """To each facilitator, once for each error and room."""
    for user in facilitators:
        key = f"trouble:{error}:{room}:{user}"[:120]
        subject, whom = f"{what_of(kind, room)} ({error})", person_in(room)
        yield Delivery(TroubleCard(f"dm:{user}", key, subject, advice, whom), Urgency.REPLY)


def what_of(kind: Kind, room: str) -> str:
    """A piece of work in words: `a message to Council 3`."""
    return f"{kind.words} {place_of(room)}"


def place_of(room: str) -> str:
    """A room in words: `Council 3`."""
    what, _, key = room.partition(":")
    places = {"plenary": "the game's channel", "council": f"Council {key}", "sidebar": f"Sidebar {key}"}
    return places.get(what, "one person")


def person_in(room: str) -> str:
    """Whose room this is: the id in `dm:U7`; nobody's elsewhere."""
    what, _, key = room.partition(":")
    return key if what in ("dm", "home") else ""
