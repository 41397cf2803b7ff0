"""Channels: they are opened, people come and go, and their topic is kept true."""

from collections.abc import Iterable, Iterator

from bot.domain.council import Council
from bot.domain.council import events as e
from bot.domain.ids import COUNCIL, UserId
from bot.intents.intent import Delivery, Intent, Kind, Urgency

PLENARY = "plenary"


class OpenRoom(Intent):
    """The room gets a channel."""

    kind = Kind("open_room", "conversations.create", "the channel of")


class Invite(Intent):
    """These people come in."""

    kind = Kind("invite", "conversations.invite", "an invitation to")
    users: tuple[UserId, ...]
    again: bool = False  # also those who seem to be in: Slack may not have told that they left


class Remove(Intent):
    """Somebody is taken out."""

    kind = Kind("remove", "conversations.kick", "taking somebody out of")
    user: UserId


class CloseRoom(Intent):
    """The channel is archived."""

    kind = Kind("close_room", "conversations.archive", "archiving the channel of")


class Topic(Intent):
    """The channel's topic is made true."""

    kind = Kind("topic", "conversations.setTopic", matters=False, coalesces=True)


def council_room(council: Council) -> str:
    """The key of a council's channel."""
    return f"{COUNCIL}{council.number}"


def everywhere(councils: Iterable[Council]) -> Iterator[str]:
    """Each council's channel, and the plenary."""
    yield from map(council_room, councils)
    yield PLENARY


def let_in(room: str, users: tuple[UserId, ...]) -> Delivery:
    """People who asked for it, or who are missed. In a lane of its own: what is said does not wait for it."""
    return Delivery(Invite(room, users, again=True), Urgency.REPLY, f"invite:{room}")


def archive(room: str) -> Delivery:
    """The channel is archived after the files that are on their way there, and after all that is said."""
    return Delivery(CloseRoom(room), Urgency.BACKGROUND, files_of(room))


def files_of(room: str) -> str:
    """The lane of a channel's files, for which nothing else waits."""
    return f"files:{room}"


def topic(room: str) -> Delivery:
    """The channel's topic, made true when there is nothing else to do."""
    return Delivery(Topic(room), Urgency.BACKGROUND, f"topic:{room}")


def topics(councils: Iterable[Council]) -> Iterator[Delivery]:
    """The topics of the councils' channels."""
    yield from (topic(council_room(council)) for council in councils)


def of_facilitators(council: Council, event: e.FacilitatorsChanged) -> Iterator[Delivery]:
    """Who runs the game sees every council; who no longer does, only the one in which they hold a seat."""
    room = council_room(council)
    came = tuple(user for user in event.added if council.seat_of(user) is None)
    if came:
        yield Delivery(Invite(room, came), Urgency.REPLY)
    for user in event.removed:
        if council.seat_of(user) is None:
            yield Delivery(Remove(room, user), Urgency.REPLY)
