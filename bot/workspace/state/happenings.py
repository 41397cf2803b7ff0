"""What can happen in a workspace. The state publishes it; `Team.subscribe` is how one hears of it.

People are named by their ids. What a happening holds is the record itself, as it is after what happened.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

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
class ChannelArchived:
    """A channel was closed."""

    channel: Channel
    by: str


@dataclass(frozen=True, slots=True)
class ChannelReopened:
    """An archived channel was opened again."""

    channel: Channel
    by: str


@dataclass(frozen=True, slots=True)
class ChannelDeleted:
    """A channel is gone for ever; told while its members are still known."""

    channel: Channel
    by: str


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
class ReactionAdded:
    """Somebody reacted to a message."""

    message: Message
    person: str
    name: str


@dataclass(frozen=True, slots=True)
class ReactionRemoved:
    """Somebody took a reaction back."""

    message: Message
    person: str
    name: str


@dataclass(frozen=True, slots=True)
class ViewOpened:
    """A modal opened for its person."""

    view: View


@dataclass(frozen=True, slots=True)
class ViewUpdated:
    """An open modal looks different."""

    view: View


@dataclass(frozen=True, slots=True)
class ViewClosed:
    """A modal is gone."""

    view: View


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
class AppUninstalled:
    """An app is gone: its tokens no longer work."""

    app: App


@dataclass(frozen=True, slots=True)
class TokenRevoked:
    """An app is still there, and its bot token no longer works."""

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
    | ChannelArchived
    | ChannelReopened
    | ChannelDeleted
    | ChannelRenamed
    | MessagePosted
    | MessageChanged
    | MessageDeleted
    | ThreadChanged
    | ReactionAdded
    | ReactionRemoved
    | ViewOpened
    | ViewUpdated
    | ViewClosed
    | HomePublished
    | HomeOpened
    | AppUninstalled
    | TokenRevoked
    | Problem
)
Listener = Callable[[Happening], None]
