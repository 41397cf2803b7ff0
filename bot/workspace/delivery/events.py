"""Events: which app hears of what, and in which words. Only for subscribed apps, only what they can see."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.workspace.api import payloads
from bot.workspace.state.records import App, Channel, Json, Message, Person

if TYPE_CHECKING:
    from bot.workspace.workspace import Workspace

_CHANNEL_TYPE = {"public": "channel", "private": "group", "dm": "im"}
_MESSAGES = {"public": "message.channels", "private": "message.groups", "dm": "message.im"}
_READS = {"public": "channels:read", "private": "groups:read", "dm": "im:read"}
_HISTORY = {"public": "channels:history", "private": "groups:history", "dm": "im:history"}


def emit(
    workspace: "Workspace",
    subscription: str,
    make: Callable[[App], Json],
    *,
    scope: str | None = None,
    channel: Channel | None = None,
) -> None:
    """Sends an event to every installed app that subscribed, holds the scope, and is in the channel."""
    for app in workspace.apps.values():
        if (
            app.installed
            and subscription in app.events
            and (scope is None or scope in app.scopes)
            and (channel is None or app.bot_user_id in channel.members)
        ):
            workspace.delivery.event(app, wrapped(workspace, app, make(app)))


def wrapped(workspace: "Workspace", app: App, event: Json) -> Json:
    """The outer event, as the Events API and Socket Mode both carry it."""
    return {
        "token": app.verification_token,
        "team_id": workspace.team_id,
        "context_team_id": workspace.team_id,
        "context_enterprise_id": None,
        "api_app_id": app.id,
        "event": event,
        "type": "event_callback",
        "event_id": workspace.ids.new("Ev"),
        "event_time": int(workspace.clock()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.team_id,
                "user_id": app.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{workspace.ids.new('')}",
    }


def _message_wanted(workspace: "Workspace", channel: Channel) -> bool:
    return any(_MESSAGES[channel.kind] in app.events for app in workspace.apps.values())


def _message(workspace: "Workspace", channel: Channel, event: Json) -> None:
    event = {"type": "message"} | event | {"channel": channel.id, "channel_type": _CHANNEL_TYPE[channel.kind]}
    emit(workspace, _MESSAGES[channel.kind], lambda _: event, scope=_HISTORY[channel.kind], channel=channel)


def message_posted(workspace: "Workspace", channel: Channel, message: Message) -> None:
    """`message.*`, and `app_mention` for a bot that is named."""
    if _message_wanted(workspace, channel):
        event = payloads.message(workspace, message) | {"event_ts": message.ts, "team": workspace.team_id}
        _message(workspace, channel, event)
    for app in workspace.apps.values():
        if f"<@{app.bot_user_id}>" in message.text and not message.subtype and channel.kind != "dm":
            mention = payloads.message(workspace, message) | {
                "type": "app_mention",
                "channel": channel.id,
                "event_ts": message.ts,
                "team": workspace.team_id,
            }
            if app.installed and "app_mention" in app.events and app.bot_user_id in channel.members:
                workspace.delivery.event(app, wrapped(workspace, app, mention))


def before_change(workspace: "Workspace", message: Message) -> Json | None:
    """The message as it is now, if some app will be told what it was."""
    if message.ephemeral_to or not _message_wanted(workspace, workspace.channels[message.channel]):
        return None
    return payloads.message(workspace, message)


def message_changed(workspace: "Workspace", message: Message, before: Json | None) -> None:
    """`message.*` with subtype message_changed."""
    if before is not None:
        ts = workspace.next_ts()
        event = {
            "subtype": "message_changed",
            "hidden": True,
            "message": payloads.message(workspace, message),
            "previous_message": before,
            "ts": ts,
            "event_ts": ts,
        }
        _message(workspace, workspace.channels[message.channel], event)


def message_deleted(workspace: "Workspace", message: Message, before: Json | None) -> None:
    """`message.*` with subtype message_deleted."""
    if before is not None:
        ts = workspace.next_ts()
        event = {
            "subtype": "message_deleted",
            "hidden": True,
            "deleted_ts": message.ts,
            "previous_message": before,
            "ts": ts,
            "event_ts": ts,
        }
        _message(workspace, workspace.channels[message.channel], event)


def reaction(workspace: "Workspace", kind: str, message: Message, person: str, name: str) -> None:
    """`reaction_added` or `reaction_removed`, the bot's own too; the only place a reaction has a time."""
    channel = workspace.channels[message.channel]
    event = {
        "type": kind,
        "user": person,
        "reaction": name,
        "item": {"type": "message", "channel": channel.id, "ts": message.ts},
        "item_user": message.user,
        "event_ts": workspace.next_ts(),
    }
    emit(workspace, kind, lambda _: event, scope="reactions:read", channel=channel)


def _membership_event(workspace: "Workspace", kind: str, channel: Channel, person: str) -> Json:
    return {
        "type": kind,
        "user": person,
        "channel": channel.id,
        "channel_type": "G" if channel.kind == "private" else "C",
        "team": workspace.team_id,
        "event_ts": workspace.next_ts(),
    }


def member_joined(workspace: "Workspace", channel: Channel, person: str, inviter: str | None) -> None:
    """`member_joined_channel`, also for the bot itself."""
    event = _membership_event(workspace, "member_joined_channel", channel, person)
    if inviter:
        event["inviter"] = inviter
    emit(workspace, "member_joined_channel", lambda _: event, scope=_READS[channel.kind], channel=channel)


def member_left(workspace: "Workspace", channel: Channel, person: str, by: str | None) -> None:
    """`member_left_channel` for the bots still in it; `channel_left` or `group_left` for the one who left."""
    event = _membership_event(workspace, "member_left_channel", channel, person)
    emit(workspace, "member_left_channel", lambda _: event, scope=_READS[channel.kind], channel=channel)
    someone = workspace.people.get(person)
    app = workspace.apps.get(someone.app_id or "") if someone else None
    kind = "group_left" if channel.kind == "private" else "channel_left"
    if app and app.installed and kind in app.events:
        left = {
            "type": kind,
            "channel": channel.id,
            "actor_id": by or person,
            "event_ts": workspace.next_ts(),
        }
        workspace.delivery.event(app, wrapped(workspace, app, left))


def _kind(channel: Channel, what: str) -> str:
    return f"group_{what}" if channel.kind == "private" else f"channel_{what}"


def channel_created(workspace: "Workspace", channel: Channel) -> None:
    """`channel_created`, for public channels only."""
    about = {
        "id": channel.id,
        "name": channel.name,
        "created": channel.created,
        "creator": channel.creator,
    }
    event = {"type": "channel_created", "channel": about, "event_ts": workspace.next_ts()}
    emit(workspace, "channel_created", lambda _: event, scope="channels:read")


def archived(workspace: "Workspace", channel: Channel, by: str, what: str) -> None:
    """`channel_archive` or `group_archive`, and the same for `unarchive`."""
    kind = _kind(channel, what)
    event = {"type": kind, "channel": channel.id, "user": by, "event_ts": workspace.next_ts()}
    emit(
        workspace,
        kind,
        lambda _: event,
        scope=_READS[channel.kind],
        channel=channel if channel.kind == "private" else None,
    )


def renamed(workspace: "Workspace", channel: Channel) -> None:
    """`channel_rename` or `group_rename`."""
    kind = _kind(channel, "rename")
    about = {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "created": channel.created,
        "is_channel": True,
        "is_mpim": False,
    }
    event = {"type": kind, "channel": about, "event_ts": workspace.next_ts()}
    emit(
        workspace,
        kind,
        lambda _: event,
        scope=_READS[channel.kind],
        channel=channel if channel.kind == "private" else None,
    )


def _person_event(workspace: "Workspace", kind: str, person: Person) -> None:
    emit(
        workspace,
        kind,
        lambda _: {
            "type": kind,
            "user": payloads.user(workspace, person),
            "cache_ts": int(workspace.clock()),
            "event_ts": workspace.next_ts(),
        },
        scope="users:read",
    )


def team_join(workspace: "Workspace", person: Person) -> None:
    """Somebody new."""
    _person_event(workspace, "team_join", person)


def user_change(workspace: "Workspace", person: Person) -> None:
    """Somebody's name, zone or flags changed."""
    _person_event(workspace, "user_change", person)


def home_opened(workspace: "Workspace", app: App, person: str, channel: str, tab: str) -> None:
    """`app_home_opened`, with the Home view if there is one and the tab is `home`."""
    if not app.installed or "app_home_opened" not in app.events:
        return
    event: Json = {
        "type": "app_home_opened",
        "user": person,
        "channel": channel,
        "tab": tab,
        "event_ts": workspace.next_ts(),
    }
    home = workspace.modals.homes.get((person, app.id))
    if home is not None and tab == "home":
        event["view"] = workspace.modals.view_json(home)
    workspace.delivery.event(app, wrapped(workspace, app, event))


def uninstalled(workspace: "Workspace", app: App) -> None:
    """`tokens_revoked` and `app_uninstalled`; Slack promises no order."""
    revoked = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [app.bot_user_id]}}
    gone = {"type": "app_uninstalled"}
    for event in (revoked, gone):
        if event["type"] in app.events:
            workspace.delivery.event(app, wrapped(workspace, app, event | {"event_ts": workspace.next_ts()}))
