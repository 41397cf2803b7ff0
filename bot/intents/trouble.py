"""What Slack refused, told to the people who can help: one card for each cause."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.domain.rooms import READ_ALONG, ROOM, RoomKey
from bot.intents.intent import CARD, Card, Delivery, Urgency, beside


class TroubleCard(Card):
    """To a facilitator: everything that Slack refuses for one cause, as it is now. The key says which."""

    kind = replace(CARD, matters=False)  # else bad news of bad news would have no end

    @property
    def error(self) -> str:
        """One of Slack's words for the cause."""
        return self.key.split(":")[1]


def told(facilitators: Iterable[str], error: str, since: int) -> Iterator[Delivery]:
    """To each facilitator; `since` is the row of the outbox with which this trouble began."""
    for user in facilitators:
        yield Delivery(TroubleCard(f"dm:{user}", f"trouble:{error}:{since}:{user}"), Urgency.REPLY)


def went_on(keys: Iterable[str]) -> Iterator[Delivery]:
    """The cards of these keys are brought up to date: something that was stuck has been delivered."""
    for key in keys:
        yield beside(TroubleCard(f"dm:{key.rpartition(':')[2]}", key), Urgency.UPDATE)


def place_of(room: str) -> str:
    """A room in words; empty for one that belongs to a person."""
    if room.startswith(ROOM):
        return _meeting(room)
    what, _, key = room.partition(":")
    return {"plenary": "the game's channel", "council": f"Council {key}"}.get(what, "")


def _meeting(room: str) -> str:
    key = RoomKey.read(room)
    if key.unit:
        return f"the room {key.unit} of {f'Council {key.council}' if key.council else 'all councils'}"
    if key.is_huddle:
        return f"the huddle of roles {' and '.join(map(str, key.roles))}"
    return f"Sidebar {room.removeprefix(ROOM).removesuffix(READ_ALONG)}"


def person_in(room: str) -> str:
    """Whose room this is: the id in `dm:U7`; nobody's elsewhere."""
    what, _, key = room.partition(":")
    return key if what in ("dm", "home") else ""
