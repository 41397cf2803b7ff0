"""What people are told about the data that is kept of a game."""

from collections.abc import Iterable, Iterator

from bot.domain.ids import Moment, UserId
from bot.intents.intent import Card, Delivery, Keyed, Kind, Urgency


class DeletionNearCard(Card):
    """To a facilitator: the game is deleted at `on`."""

    on: Moment


def deletion_near(facilitators: Iterable[UserId], on: Moment) -> Iterator[Delivery]:
    """To each of them, once for each day on which that may be."""
    for user in facilitators:
        card = DeletionNearCard(f"dm:{user}", f"deletion:{on:%Y%m%d}:{user}", on)
        yield Delivery(card, Urgency.REPLY)


class PersonFiles(Keyed):
    """What is kept about somebody, for them: a page and JSON."""

    kind = Kind("person_files", "files.getUploadURLExternal", "the data of", coalesces=True)
    asked: str


class NotSentCard(Card):
    """Slack takes no files from this app."""


def copy_for(user: UserId, at: Moment) -> Delivery:
    """The work, once for each minute in which they ask."""
    asked = f"{at:%Y%m%d-%H%M}"
    return Delivery(
        PersonFiles(f"dm:{user}", f"data:{user}:{asked}", asked), Urgency.BACKGROUND, f"data:{user}"
    )


def instead(files: PersonFiles) -> Delivery:
    """A word in place of the files."""
    return Delivery(NotSentCard(files.room, f"{files.key}:not"), Urgency.REPLY)
