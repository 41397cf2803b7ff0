"""What people see of what happens: a change in the window of everybody who sees it, if somebody watches."""

from collections.abc import Iterable
from typing import assert_never

from bot.workspace.delivery import shown
from bot.workspace.delivery.changes import Changes
from bot.workspace.state import happenings as h
from bot.workspace.state.records import Channel, Message, Person, View
from bot.workspace.state.team import Team


class Windows:
    """Tells those who watch, in the page's JSON (README.md, "The page's interface")."""

    def __init__(self, team: Team, changes: Changes) -> None:
        self._team, self._changes = team, changes

    def show(self, happening: h.Happening) -> None:
        """Shows a happening to everybody who sees it."""
        match happening:
            case h.PersonCame(person) | h.PersonChanged(person):
                self._person(person)
            case h.ChannelMade(channel):
                self._channel(channel)
            case h.ChannelChanged(channel, left):
                self._channel(channel, left)
            case h.MessagePosted(message):
                self._message("message", message)
            case h.MessageChanged(message):
                self._message("message_changed", message)
            case h.MessageDeleted(message):
                self._gone(message)
            case h.ThreadChanged(parent):
                self._thread(parent)
            case h.ReactionChanged(message):
                self._reactions(message)
            case h.ViewChanged(view, how):
                self._view(view, how)
            case h.HomePublished(home):
                self._home(home)
            case h.Problem(person_id, text):
                self._changes.tell([person_id], "problem", lambda: {"text": text})
            case h.AppChanged(app):
                self._person(self._team.people[app.bot_user_id])
                self._changes.tell(self._changes.watched(), "apps", lambda: shown.apps(self._team))
            case h.MemberJoined() | h.MemberLeft() | h.ChannelStateChanged() | h.ChannelRenamed():
                pass  # seen as a channel that changed, and as a message
            case h.HomeOpened() | h.TokenRevoked():
                pass  # for the app alone
            case _:
                assert_never(happening)

    # -- who sees it --------------------------------------------------------------------------------------

    def _viewers(self, channel: Channel) -> Iterable[str]:
        """Those who see what happens in a channel, as far as somebody watches as them."""
        if channel.kind == "public":
            return [one for one in self._changes.watched() if self._team.can_read(one, channel)]
        return channel.members

    def _readers(self, message: Message) -> Iterable[str]:
        if message.ephemeral_to:
            return [message.ephemeral_to]
        return self._viewers(self._team.channels[message.channel])

    # -- what they see ------------------------------------------------------------------------------------

    def _person(self, person: Person) -> None:
        self._changes.tell(self._changes.watched(), "person", lambda: shown.person(person))

    def _channel(self, channel: Channel, left: str | None = None) -> None:
        viewers = dict.fromkeys(self._viewers(channel))
        if left is not None:
            viewers[left] = None
        if channel.kind == "dm":
            self._changes.tell_each(viewers, "channel", lambda viewer: shown.channel(channel, viewer))
            return
        inside = [viewer for viewer in viewers if viewer in channel.members]
        outside = [viewer for viewer in viewers if viewer not in channel.members]
        for alike in (inside, outside):
            self._channel_for(alike, channel)

    def _channel_for(self, alike: list[str], channel: Channel) -> None:
        """To several for whom it looks the same."""
        self._changes.tell(alike, "channel", lambda: shown.channel(channel, alike[0]))

    def _message(self, kind: str, message: Message) -> None:
        self._changes.tell(self._readers(message), kind, lambda: shown.message(self._team, message))

    def _gone(self, message: Message) -> None:
        about = {"channel": message.channel, "ts": message.ts}
        self._changes.tell(self._readers(message), "message_deleted", lambda: about)

    def _thread(self, parent: Message) -> None:
        about = {"channel": parent.channel, "ts": parent.ts}
        self._changes.tell(
            self._readers(parent), "thread", lambda: about | {"thread": shown.thread(self._team, parent)}
        )

    def _reactions(self, message: Message) -> None:
        about = {"channel": message.channel, "ts": message.ts}
        self._changes.tell(
            self._readers(message), "reaction", lambda: about | {"reactions": shown.reactions(message)}
        )

    def _view(self, view: View, how: str) -> None:
        self._changes.tell(
            [view.user], f"view_{how}", lambda: {"id": view.id} if how == "closed" else shown.view(view)
        )

    def _home(self, home: View) -> None:
        """With the view, so that nobody asks for it: asking counts as opening, and apps publish then."""
        self._changes.tell([home.user], "home", lambda: {"app": home.app_id, "view": shown.view(home)})
