"""The workspace's things in Slack's JSON, as the Web API and events show them to an app."""

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.workspace.api import limits
from bot.workspace.state.records import App, Bookmark, Channel, File, Json, Message, Person, View

if TYPE_CHECKING:
    from bot.workspace.workspace import Workspace


def user(workspace: "Workspace", person: Person) -> Json:
    """A user object. `tz_offset` is in seconds; deactivated people lose their zone and flags, as in Slack."""
    shown: Json = {
        "id": person.id,
        "team_id": workspace.team_id,
        "name": person.name,
        "deleted": person.deleted,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": person.updated,
        "profile": profile(workspace, person),
    }
    if person.deleted:
        return shown
    zone = ZoneInfo(person.tz)
    local = datetime.fromtimestamp(workspace.clock(), zone)
    offset = local.utcoffset()
    return shown | {
        "color": person.color,
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": local.tzname() or person.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": person.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        "is_stranger": person.is_stranger,
        "is_email_confirmed": not person.is_bot,
        "who_can_share_contact_card": "EVERYONE",
    }


def profile(workspace: "Workspace", person: Person) -> Json:
    """A user's profile; e-mail addresses are added only for those who may read them."""
    first, _, last = person.real_name.partition(" ")
    shown: Json = {
        "title": "",
        "phone": "",
        "skype": "",
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.display_name,
        "display_name_normalized": person.display_name,
        "fields": {},
        "status_text": "",
        "status_emoji": "",
        "status_expiration": 0,
        "avatar_hash": "g" + person.id.lower()[-11:],
        "first_name": first,
        "last_name": last,
        "team": workspace.team_id,
    }
    if person.is_bot:
        shown |= {"api_app_id": person.app_id or "", "bot_id": person.bot_id or "", "always_active": True}
    return shown


def channel(workspace: "Workspace", conversation: Channel, viewer: str) -> Json:
    """A conversation object as the bot user `viewer` sees it."""
    shown: Json = {
        "id": conversation.id,
        "created": conversation.created,
        "is_archived": conversation.archived,
        "is_im": conversation.kind == "dm",
        "is_org_shared": False,
        "updated": max(conversation.created, conversation.topic_at, conversation.purpose_at) * 1000,
        "context_team_id": workspace.team_id,
    }
    if conversation.kind == "dm":
        other = workspace.people.get(conversation.other(viewer) or "")
        return shown | {
            "user": other.id if other else "",
            "is_user_deleted": bool(other and other.deleted),
            "priority": 0,
        }
    return shown | {
        "name": conversation.name,
        "name_normalized": conversation.name,
        "is_channel": True,
        "is_group": False,
        "is_mpim": False,
        "is_private": conversation.kind == "private",
        "is_general": conversation.is_general,
        "is_shared": False,
        "is_ext_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "pending_connected_team_ids": [],
        "parent_conversation": None,
        "unlinked": 0,
        "creator": conversation.creator,
        "shared_team_ids": [workspace.team_id],
        "is_member": viewer in conversation.members,
        "topic": {
            "value": conversation.topic,
            "creator": conversation.topic_by,
            "last_set": conversation.topic_at,
        },
        "purpose": {
            "value": conversation.purpose,
            "creator": conversation.purpose_by,
            "last_set": conversation.purpose_at,
        },
        "previous_names": conversation.previous_names,
    }


def message(workspace: "Workspace", posted: Message, *, metadata: bool = False, full: bool = False) -> Json:
    """A message object. `full` lists everybody who reacted; else the first 50 of each emoji."""
    shown: Json = {"type": "message", "user": posted.user, "ts": posted.ts, "text": posted.text}
    if posted.subtype:
        shown["subtype"] = posted.subtype
    if posted.bot_id:
        shown |= {"bot_id": posted.bot_id, "app_id": posted.app_id, "team": workspace.team_id}
        if posted.app_id in workspace.apps:
            shown["bot_profile"] = bot_profile(workspace, workspace.apps[posted.app_id])
    for name in ("blocks", "attachments"):
        if value := getattr(posted, name):
            shown[name] = value
    if posted.edited:
        shown["edited"] = {"user": posted.edited[0], "ts": posted.edited[1]}
    if posted.metadata and metadata:
        shown["metadata"] = posted.metadata
    if posted.reactions:
        shown["reactions"] = reactions(posted, full=full)
    if posted.files:
        shown["files"] = [file(workspace, workspace.files[i]) for i in posted.files if i in workspace.files]
        shown["upload"] = False
    return shown | _thread(workspace, posted)


def _thread(workspace: "Workspace", posted: Message) -> Json:
    if posted.thread_ts:
        parent = workspace.channels[posted.channel].messages.get(posted.thread_ts)
        return {"thread_ts": posted.thread_ts, "parent_user_id": parent.user if parent else ""}
    if not posted.replies:
        return {}
    messages = workspace.channels[posted.channel].messages
    authors = dict.fromkeys(messages[ts].user for ts in posted.replies if ts in messages)
    return {
        "thread_ts": posted.ts,
        "reply_count": len(posted.replies),
        "reply_users_count": len(authors),
        "reply_users": list(authors),
        "latest_reply": posted.replies[-1],
        "is_locked": False,
        "subscribed": False,
    }


def reactions(posted: Message, *, full: bool = False) -> list[Json]:
    """Each emoji with its whole count; without `full` only the first 50 of its users."""
    shown = None if full else limits.USERS_SHOWN_PER_REACTION
    return [
        {"name": name, "users": list(users)[:shown], "count": len(users)}
        for name, users in posted.reactions.items()
    ]


def file(workspace: "Workspace", kept: File) -> Json:
    """A file object; `size` in bytes."""
    return {
        "id": kept.id,
        "created": kept.created,
        "timestamp": kept.created,
        "name": kept.name,
        "title": kept.title,
        "mimetype": "text/plain" if kept.name.endswith(".txt") else "application/octet-stream",
        "filetype": kept.name.rpartition(".")[2] if "." in kept.name else "binary",
        "user": kept.user,
        "user_team": workspace.team_id,
        "size": kept.size,
        "mode": "hosted",
        "is_external": False,
        "is_public": any(workspace.channels[c].kind == "public" for c in kept.shared),
        "alt_txt": kept.alt_text,
        "channels": [c for c in kept.shared if workspace.channels[c].kind == "public"],
        "groups": [c for c in kept.shared if workspace.channels[c].kind == "private"],
        "ims": [c for c in kept.shared if workspace.channels[c].kind == "dm"],
        "url_private": f"{workspace.web_url}files/{kept.id}/{kept.name}",
        "permalink": f"{workspace.web_url}files/{kept.id}",
    }


def bookmark(kept: Bookmark) -> Json:
    """A bookmark object."""
    return {
        "id": kept.id,
        "channel_id": kept.channel,
        "title": kept.title,
        "link": kept.link,
        "emoji": kept.emoji,
        "icon_url": None,
        "type": "link",
        "entity_id": None,
        "date_created": kept.created,
        "date_updated": kept.updated,
        "rank": "U",
        "last_updated_by_user_id": kept.by,
        "last_updated_by_team_id": None,
        "shortcut_id": None,
        "app_id": None,
    }


def bot_profile(workspace: "Workspace", app: App) -> Json:
    """Who a bot is, as it stands in its messages."""
    return {
        "id": app.bot_id,
        "app_id": app.id,
        "user_id": app.bot_user_id,
        "name": app.name,
        "deleted": not app.installed,
        "updated": workspace.people[app.bot_user_id].updated,
        "team_id": workspace.team_id,
    }


def view(workspace: "Workspace", shown: View, values: Json) -> Json:
    """A view object with its state `values` (block_id -> action_id -> state)."""
    app = workspace.apps[shown.app_id]
    payload = shown.payload
    return {
        "id": shown.id,
        "team_id": workspace.team_id,
        "type": shown.type,
        "blocks": shown.blocks,
        "private_metadata": payload.get("private_metadata", ""),
        "callback_id": payload.get("callback_id", ""),
        "state": {"values": values},
        "hash": shown.hash,
        "title": payload.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
        "clear_on_close": bool(payload.get("clear_on_close", False)),
        "notify_on_close": bool(payload.get("notify_on_close", False)),
        "close": payload.get("close"),
        "submit": payload.get("submit"),
        "submit_disabled": bool(payload.get("submit_disabled", False)),
        "previous_view_id": shown.previous_id,
        "root_view_id": shown.root_id,
        "app_id": app.id,
        "external_id": shown.external_id,
        "app_installed_team_id": workspace.team_id,
        "bot_id": app.bot_id,
    }
