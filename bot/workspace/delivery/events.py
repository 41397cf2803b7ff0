"""Events: which app hears of what, and in which words. Only for subscribed apps, only what they can see."""

from secrets import SystemRandom
from typing import assert_never

from bot.workspace.api import payloads
from bot.workspace.delivery.delivery import Delivery
from bot.workspace.state import happenings as h
from bot.workspace.state.records import App, Channel, Json, Message, Person
from bot.workspace.state.team import Team

_CHANNEL_TYPE = {"public": "channel", "private": "group", "dm": "im"}
_MESSAGES = {"public": "message.channels", "private": "message.groups", "dm": "message.im"}
_READS = {"public": "channels:read", "private": "groups:read", "dm": "im:read"}
_HISTORY = {"public": "channels:history", "private": "groups:history", "dm": "im:history"}


class Events:
    """Tells apps, by the Events API's names and shapes."""

    def __init__(self, team: Team, delivery: Delivery) -> None:
        self._team, self._delivery = team, delivery

    def tell(self, happening: h.Happening) -> None:
        """Sends a happening to the apps that it concerns."""
        match happening:
            case h.PersonCame(person):
                self._person("team_join", person)
            case h.PersonChanged(person):
                self._person("user_change", person)
            case h.ChannelMade() | h.ChannelStateChanged() | h.ChannelRenamed():
                self._channel(happening)
            case h.MemberJoined(channel, person_id, inviter):
                self._joined(channel, person_id, inviter)
            case h.MemberLeft(channel, person_id, by):
                self._left(channel, person_id, by)
            case h.MessagePosted() | h.MessageChanged() | h.MessageDeleted():
                self._message(happening)
            case h.ReactionChanged():
                self._reaction(happening)
            case h.HomeOpened():
                self._home_opened(happening)
            case h.TokenRevoked():
                self._gone(happening)
            case h.ChannelChanged() | h.ThreadChanged() | h.Problem():
                pass  # for people's eyes
            case h.ViewChanged() | h.HomePublished() | h.AppChanged():
                pass  # the app did it, or is told by an interaction
            case _:
                assert_never(happening)

    # -- to whom ------------------------------------------------------------------------------------------

    def _emit(
        self, event: Json, *, kind: str = "", scope: str | None = None, channel: Channel | None = None
    ) -> None:
        """Sends an event to every installed app that subscribed to its type (or `kind`), holds the scope, and
        is in the channel."""
        for app in self._team.apps.values():
            if (
                app.installed
                and (kind or event["type"]) in app.events
                and (scope is None or scope in app.scopes)
                and (channel is None or app.bot_user_id in channel.members)
            ):
                self._send(app, event)

    def _send(self, app: App, event: Json) -> None:
        self._delivery.event(app, self._wrapped(app, event))

    def _wrapped(self, app: App, event: Json) -> Json:
        """The outer event, as the Events API and Socket Mode both carry it."""
        team = self._team
        enterprise_id = team.enterprise.id if team.enterprise else None
        return {
            "token": app.verification_token,
            "team_id": team.team_id,
            **({"enterprise_id": enterprise_id} if enterprise_id else {}),
            "context_team_id": team.team_id,
            "context_enterprise_id": enterprise_id,
            "api_app_id": app.id,
            "event": event,
            "type": "event_callback",
            "event_id": team.ids.new("Ev"),
            "event_time": int(team.clock()),
            "authorizations": [
                {
                    "enterprise_id": enterprise_id,
                    "team_id": None if app.by_enterprise else team.team_id,
                    "user_id": app.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": app.by_enterprise,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{team.ids.new('')}",
        }

    # -- messages -----------------------------------------------------------------------------------------

    def _message(self, happening: h.MessagePosted | h.MessageChanged | h.MessageDeleted) -> None:
        message = happening.message
        if message.ephemeral_to:
            return
        channel = self._team.channels[message.channel]
        kind = _MESSAGES[channel.kind]
        if any(kind in app.events for app in self._team.apps.values()):
            event = {"type": "message"} | self._said(happening)
            event |= {"channel": channel.id, "channel_type": _CHANNEL_TYPE[channel.kind]}
            self._emit(event, kind=kind, scope=_HISTORY[channel.kind], channel=channel)
        if isinstance(happening, h.MessagePosted) and not message.subtype and channel.kind != "dm":
            self._mentions(channel, message)

    def _said(self, happening: h.MessagePosted | h.MessageChanged | h.MessageDeleted) -> Json:
        team = self._team
        match happening:
            case h.MessagePosted(message):
                return payloads.message(team, message) | {"event_ts": message.ts, "team": team.team_id}
            case h.MessageChanged(message, before):
                said = {"subtype": "message_changed", "message": payloads.message(team, message)}
            case h.MessageDeleted(before):
                said = {"subtype": "message_deleted", "deleted_ts": before.ts}
            case _:
                assert_never(happening)
        ts = team.next_ts()
        previous = payloads.message(team, before)
        return said | {"hidden": True, "previous_message": previous, "ts": ts, "event_ts": ts}

    def _mentions(self, channel: Channel, message: Message) -> None:
        """`app_mention` for a bot that is named, without any scope."""
        for app in self._team.apps.values():
            if (
                f"<@{app.bot_user_id}>" in message.text
                and app.installed
                and "app_mention" in app.events
                and app.bot_user_id in channel.members
            ):
                said = payloads.message(self._team, message) | {"type": "app_mention", "channel": channel.id}
                self._send(app, said | {"event_ts": message.ts, "team": self._team.team_id})

    def _reaction(self, reaction: h.ReactionChanged) -> None:
        """`reaction_added` or `reaction_removed`, the bot's own too; the only place a reaction has a time."""
        message = reaction.message
        channel = self._team.channels[message.channel]
        event = {
            "type": f"reaction_{reaction.how}",
            "user": reaction.person,
            "reaction": reaction.name,
            "item": {"type": "message", "channel": channel.id, "ts": message.ts},
            "item_user": message.user,
            "event_ts": self._team.next_ts(),
        }
        self._emit(event, scope="reactions:read", channel=channel)

    # -- channels -----------------------------------------------------------------------------------------

    def _channel(self, happening: h.ChannelMade | h.ChannelStateChanged | h.ChannelRenamed) -> None:
        """`channel_created` (public ones only), and `channel_…` or `group_…` for what happens to one."""
        channel = happening.channel
        about: Json = {"id": channel.id, "name": channel.name, "created": channel.created}
        match happening:
            case h.ChannelMade():
                if channel.kind != "public":
                    return
                event: Json = {"type": "channel_created", "channel": about | {"creator": channel.creator}}
            case h.ChannelStateChanged(by=by, what=what):
                whose = "actor_id" if what == "deleted" else "user"
                event = {"type": _kind(channel, what), "channel": channel.id, whose: by}
            case h.ChannelRenamed():
                about |= {"name_normalized": channel.name, "is_channel": True, "is_mpim": False}
                event = {"type": _kind(channel, "rename"), "channel": about}
            case _:
                assert_never(happening)
        event["event_ts"] = self._team.next_ts()
        inside = channel if channel.kind == "private" else None
        self._emit(event, scope=_READS[channel.kind], channel=inside)

    def _membership(self, kind: str, channel: Channel, person: str) -> Json:
        return {
            "type": kind,
            "user": person,
            "channel": channel.id,
            "channel_type": "G" if channel.kind == "private" else "C",
            "team": self._team.team_id,
            "event_ts": self._team.next_ts(),
        }

    def _joined(self, channel: Channel, person: str, inviter: str | None) -> None:
        """`member_joined_channel`, also for the bot itself."""
        event = self._membership("member_joined_channel", channel, person)
        if inviter:
            event["inviter"] = inviter
        self._emit(event, scope=_READS[channel.kind], channel=channel)

    def _left(self, channel: Channel, person: str, by: str | None) -> None:
        """`member_left_channel` to the bots still there; `channel_left` or `group_left` to one that left."""
        event = self._membership("member_left_channel", channel, person)
        self._emit(event, scope=_READS[channel.kind], channel=channel)
        someone = self._team.people.get(person)
        app = self._team.apps.get(someone.app_id or "") if someone else None
        kind = _kind(channel, "left")
        if app and app.installed and kind in app.events:
            left = {"type": kind, "channel": channel.id, "actor_id": by or person}
            self._send(app, left | {"event_ts": self._team.next_ts()})

    # -- people and apps ----------------------------------------------------------------------------------

    def _person(self, kind: str, person: Person) -> None:
        about = {"type": kind, "user": payloads.user(self._team, person), "cache_ts": int(self._team.clock())}
        self._emit(about | {"event_ts": self._team.next_ts()}, scope="users:read")

    def _home_opened(self, opened: h.HomeOpened) -> None:
        """`app_home_opened`, with the Home view if there is one and the tab is `home`."""
        app = opened.app
        if not app.installed or "app_home_opened" not in app.events:
            return
        event: Json = {
            "type": "app_home_opened",
            "user": opened.person,
            "channel": opened.channel,
            "tab": opened.tab,
            "event_ts": self._team.next_ts(),
        }
        home = self._team.modals.homes.get((opened.person, app.id))
        if home is not None and opened.tab == "home":
            event["view"] = payloads.view(self._team, home)
        self._send(app, event)

    def _gone(self, gone: h.TokenRevoked) -> None:
        """An app hears that its token is gone, or all of it; in any order, as Slack promises none."""
        app = gone.app
        bots = [one for one in gone.whose if one == app.bot_user_id]
        tokens = {"oauth": [one for one in gone.whose if one not in bots], "bot": bots}
        events: list[Json] = [{"type": "tokens_revoked", "tokens": tokens}]
        if gone.uninstalled:
            events.append({"type": "app_uninstalled"})
        for event in SystemRandom().sample(events, len(events)):
            if event["type"] in app.events:
                self._send(app, event | {"event_ts": self._team.next_ts()})


def _kind(channel: Channel, what: str) -> str:
    return f"group_{what}" if channel.kind == "private" else f"channel_{what}"
