"""What a person sees of a workspace, in the page's JSON. Every call takes that person's id."""

import heapq

from bot.workspace.delivery import shown
from bot.workspace.delivery.changes import Subscription, Wants
from bot.workspace.state.records import App, Channel, Json, Message, Person, View
from bot.workspace.state.refusals import CannotDo
from bot.workspace.workspace import Workspace


class Sight:
    """Looks at a workspace with one person's eyes. Raises CannotDo for what they could not see either."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def me(self, user: str) -> Json:
        """The acting person, as a Person."""
        return shown.person(self._person(user))

    def people(self, user: str) -> list[Json]:
        """Everybody in the workspace, as Persons."""
        self._person(user)
        return [shown.person(person) for person in self._workspace.people.values()]

    def apps(self, user: str) -> Json:
        """The installed apps, as Apps, and those on offer: `{apps, offers}`."""
        self._person(user)
        return shown.apps(self._workspace)

    def channels(self, user: str) -> list[Json]:
        """The conversations this person is in and the public channels they could join, as Channels."""
        self._person(user)
        seen = (c for c in self._workspace.channels.values() if self._workspace.can_read(user, c))
        return [shown.channel(channel, user) for channel in seen]

    def history(self, user: str, channel: str) -> list[Json]:
        """The messages of a channel, oldest first, this person's ephemeral ones among them."""
        where = self._channel(user, channel)
        private = self._workspace.ephemerals.get((user, channel), {})
        messages = sorted([*where.messages.values(), *private.values()], key=lambda message: message.ts)
        return [shown.message(self._workspace, message) for message in messages]

    def timeline(
        self, user: str, channel: str, *, before: str | None = None, most: int = 200
    ) -> tuple[list[Json], bool]:
        """The newest messages of a channel (before a ts), oldest first, without the answers in threads;
        and whether there are earlier ones."""
        where = self._channel(user, channel)
        private = self._workspace.ephemerals.get((user, channel), {})
        found: list[Message] = []
        for message in heapq.merge(
            reversed(where.messages.values()),
            reversed(private.values()),
            key=lambda one: one.ts,
            reverse=True,
        ):
            if (before is not None and message.ts >= before) or _is_reply(where, message):
                continue
            if len(found) == most:
                return [shown.message(self._workspace, one) for one in reversed(found)], True
            found.append(message)
        return [shown.message(self._workspace, one) for one in reversed(found)], False

    def thread(self, user: str, channel: str, ts: str) -> list[Json]:
        """A message and the answers under it, oldest first, this person's ephemeral ones among them."""
        where = self._channel(user, channel)
        parent = where.messages.get(ts)
        if parent is None:
            raise CannotDo("This message is gone.")
        replies = [where.messages[one] for one in parent.replies if one in where.messages]
        private = self._workspace.ephemerals.get((user, channel), {}).values()
        replies += [message for message in private if message.thread_ts == ts]
        replies.sort(key=lambda message: message.ts)
        return [shown.message(self._workspace, message) for message in (parent, *replies)]

    def canvas(self, user: str, channel: str) -> Json:
        """The canvas of a channel: `{id, title, markdown, updated}`."""
        canvas = self._channel(user, channel).canvas
        if canvas is None:
            raise CannotDo("This channel has no canvas.")
        return shown.fields(canvas, "id title markdown updated")

    def modals(self, user: str) -> list[Json]:
        """The open modals, lowest first, as Views."""
        self._person(user)
        return [shown.view(view) for view in self._workspace.modals.stacks.get(user, [])]

    def home(self, user: str, app_id: str) -> Json | None:
        """An app's Home for this person, as a View; None if the app has published none."""
        self._person(user)
        home = self._workspace.modals.homes.get((user, self._app(app_id).id))
        return shown.view(home) if home else None

    def changes(self, user: str, wants: Wants | None = None) -> Subscription:
        """What this person sees from now on, as far as `wants` says yes. Nothing of that is missed."""
        self._person(user)
        return self._workspace.changes.follow(user, wants)

    # -- finding ------------------------------------------------------------------------------------------

    def _person(self, user: str) -> Person:
        person = self._workspace.people.get(user)
        if person is None or person.is_bot:
            raise CannotDo("There is nobody like that here.")
        if person.deleted:
            raise CannotDo("This account is deactivated.")
        return person

    def _app(self, app_id: str) -> App:
        app = self._workspace.apps.get(app_id)
        if app is None or not app.installed:
            raise CannotDo("This app is not installed.")
        return app

    def _channel(self, user: str, channel: str) -> Channel:
        self._person(user)
        where = self._workspace.channels.get(channel)
        if where is None or not self._workspace.can_read(user, where):
            raise CannotDo("There is no such channel, or you cannot see it.")
        return where

    def _member_channel(self, user: str, channel: str) -> Channel:
        where = self._channel(user, channel)
        if user not in where.members:
            raise CannotDo("You are not in this channel.")
        return where

    def _open_channel(self, user: str, channel: str) -> Channel:
        where = self._member_channel(user, channel)
        if where.archived:
            raise CannotDo("This channel is archived.")
        return where

    def _public_message(self, user: str, channel: str, ts: str) -> Message:
        where = self._open_channel(user, channel)
        message = where.messages.get(ts)
        if message is None:
            raise CannotDo("This message is gone, or cannot be reacted to.")
        return message

    def _message(self, user: str, channel: str, ts: str) -> Message:
        where = self._channel(user, channel)
        message = where.messages.get(ts) or self._workspace.ephemeral(user, channel, ts)
        if message is None:
            raise CannotDo("This message is gone.")
        return message

    def _author(self, message: Message) -> App:
        if message.app_id is None:
            raise CannotDo("This message is not an app's.")
        return self._app(message.app_id)

    def _view(self, user: str, view_id: str) -> View:
        view = self._workspace.modals.view(view_id)
        if view is None or view.user != user:
            raise CannotDo("This window is closed.")
        return view


def _is_reply(channel: Channel, message: Message) -> bool:
    """Whether a message stands only in its thread, not in the channel."""
    return message.thread_ts in channel.messages and message.subtype != "thread_broadcast"
