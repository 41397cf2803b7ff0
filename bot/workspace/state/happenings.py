"""What can happen in a workspace. The state publishes it; `Team.subscribe` is how one hears of it.

People are named by their ids. What a happening holds is the record itself, as it is after what happened.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.workspace.state.records import App, Channel, Message, Person, View


@dataclass(frozen=True, slots=True)
class PersonCame:
    """Somebody has a new account."""

    person: Person


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """Somebody's name, zone or flags are different."""

    person: Person


@dataclass(frozen=True, slots=True)
class ChannelMade:
    """There is a channel that was not there; nobody is in it yet."""

    channel: Channel


@dataclass(frozen=True, slots=True)
class ChannelChanged:
    """A channel looks different, to those who see it and to `left`, who were in it until now."""

    channel: Channel
    left: str | None = None


@dataclass(frozen=True, slots=True)
class MemberJoined:
    """Somebody, or a bot, came into a channel."""

    channel: Channel
    person: str
    inviter: str | None


@dataclass(frozen=True, slots=True)
class MemberLeft:
    """Somebody, or a bot, left a channel; `by` says who removed them."""

    channel: Channel
    person: str
    by: str | None


@dataclass(frozen=True, slots=True)
class ChannelStateChanged:
    """A channel was closed, opened again, or is gone for ever: that is told while its members are known."""

    channel: Channel
    by: str
    what: Literal["archive", "unarchive", "deleted"]


@dataclass(frozen=True, slots=True)
class ChannelRenamed:
    """A channel has another name."""

    channel: Channel


@dataclass(frozen=True, slots=True)
class MessagePosted:
    """A message is there, for all or for one person."""

    message: Message


@dataclass(frozen=True, slots=True)
class MessageChanged:
    """A message was changed; `before` is a copy of what it was."""

    message: Message
    before: Message


@dataclass(frozen=True, slots=True)
class MessageDeleted:
    """A message is gone; this is what it was."""

    message: Message


@dataclass(frozen=True, slots=True)
class ThreadChanged:
    """There are more or fewer answers under a message."""

    parent: Message


@dataclass(frozen=True, slots=True)
class ReactionChanged:
    """Somebody reacted to a message, or took a reaction back."""

    message: Message
    person: str
    name: str
    how: Literal["added", "removed"]


@dataclass(frozen=True, slots=True)
class ViewChanged:
    """A modal opened for its person, looks different, or is gone."""

    view: View
    how: Literal["opened", "updated", "closed"]


@dataclass(frozen=True, slots=True)
class HomePublished:
    """An app's Home is new or different for its person."""

    home: View


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """Somebody opened an app's Home or Messages (`tab`); `channel` is their DM with its bot."""

    app: App
    person: str
    channel: str
    tab: str


@dataclass(frozen=True, slots=True)
class TokenRevoked:
    """The tokens that an app has for these (its bot, a person) no longer work; nor does any other if it was
    `uninstalled`."""

    app: App
    whose: tuple[str, ...]
    uninstalled: bool = False


@dataclass(frozen=True, slots=True)
class AppChanged:
    """An app was installed or removed."""

    app: App


@dataclass(frozen=True, slots=True)
class Problem:
    """What Slack would show to a person for whom something did not work."""

    person: str
    text: str


Happening: TypeAlias = (
    PersonCame
    | PersonChanged
    | ChannelMade
    | ChannelChanged
    | MemberJoined
    | MemberLeft
    | ChannelStateChanged
    | ChannelRenamed
    | MessagePosted
    | MessageChanged
    | MessageDeleted
    | ThreadChanged
    | ReactionChanged
    | ViewChanged
    | HomePublished
    | HomeOpened
    | TokenRevoked
    | AppChanged
    | Problem
)
Listener = Callable[[Happening], None]
