"""A piece of work in words, for the person who hears that it failed."""

from bot.db.tables import OutboxRow
from bot.intents.deliveries import Kind

WORK = {
    Kind.OPEN_ROOM: "the channel of",
    Kind.INVITE: "an invitation to",
    Kind.REMOVE: "taking somebody out of",
    Kind.CLOSE_ROOM: "archiving the channel of",
    Kind.CARD: "a message to",
    Kind.WHISPER: "a word for one person in",
    Kind.READ_VOTES: "reading the votes of",
    Kind.CATCH_UP_VOTES: "reading the votes of",
    Kind.CATCH_UP_SIDES: "reading the reactions of",
    Kind.HOME: "a Home page of",
}


def what_of(kind: str, room: str) -> str:
    """A piece of work in words: `a message to Council 3`."""
    what, _, key = room.partition(":")
    places = {"plenary": "the game's channel", "council": f"Council {key}", "sidebar": f"Sidebar {key}"}
    return f"{WORK.get(Kind(kind), 'something for')} {places.get(what, 'one person')}"


def person_in(room: str) -> str:
    """Whose room this is: the id in `dm:U7`; nobody's elsewhere."""
    what, _, key = room.partition(":")
    return key if what in ("dm", "home") else ""


def matters(row: OutboxRow) -> bool:
    """Whether a facilitator wants to hear that it failed: not for ornaments, nor for such news itself."""
    ornament = row.kind in (
        Kind.TOPIC,
        Kind.HOME,
        Kind.SEED,
        Kind.DELETE,
        Kind.ZONE,
        Kind.CATCH_UP_VOTES,  # the close reads them again
        Kind.CATCH_UP_SIDES,
    )
    return not ornament and row.subject.get("card") != "trouble"
