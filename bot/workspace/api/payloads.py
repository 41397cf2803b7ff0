"""The workspace's things in Slack's JSON, as the Web API and events show them to an app."""

import mimetypes
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.workspace.api import limits
from bot.workspace.api.block_kit import inputs
from bot.workspace.state.records import App, Bookmark, Channel, File, Json, Message, Person, View
from bot.workspace.state.team import Team

_EMPTY_PROFILE = dict.fromkeys(("title", "phone", "skype", "status_text", "status_emoji"), "")
_NOT_SHARED = dict.fromkeys(
    ("is_group", "is_mpim", "is_shared", "is_ext_shared", "is_pending_ext_shared"), False
)


def user(team: Team, person: Person) -> Json:
    """A user object. `tz_offset` is in seconds; deactivated people lose their zone and flags, as in Slack."""
    shown: Json = {
        "id": person.id,
        "team_id": team.team_id,
        "name": person.name,
        "deleted": person.deleted,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": person.updated,
        "profile": profile(team, person),
    }
    if person.deleted:
        return shown
    zone = ZoneInfo(person.tz)
    local = datetime.fromtimestamp(team.clock(), zone)
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


def profile(team: Team, person: Person) -> Json:
    """A user's profile; e-mail addresses are added only for those who may read them."""
    first, _, last = person.real_name.partition(" ")
    shown: Json = {
        **_EMPTY_PROFILE,
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.display_name,
        "display_name_normalized": person.display_name,
        "fields": {},
        "status_expiration": 0,
        "avatar_hash": "g" + person.id.lower()[-11:],
        "first_name": first,
        "last_name": last,
        "team": team.team_id,
    }
    if person.is_bot:
        shown |= {"api_app_id": person.app_id or "", "bot_id": person.bot_id or "", "always_active": True}
    return shown


def channel(team: Team, conversation: Channel, viewer: str) -> Json:
    """A conversation object as the bot user `viewer` sees it."""
    shown: Json = {
        "id": conversation.id,
        "created": conversation.created,
        "is_archived": conversation.archived,
        "is_im": conversation.kind == "dm",
        "is_org_shared": False,
        "updated": max(conversation.created, conversation.topic_at, conversation.purpose_at) * 1000,
        "context_team_id": team.team_id,
    }
    if conversation.kind == "dm":
        other = team.people.get(conversation.other(viewer) or "")
        return shown | {
            "user": other.id if other else "",
            "is_user_deleted": bool(other and other.deleted),
            "priority": 0,
        }
    shown |= _named(team, conversation) | {"is_member": viewer in conversation.members}
    if (canvas := conversation.canvas) is not None:
        shown["properties"] = {"canvas": {"file_id": canvas.id, "is_empty": not canvas.markdown}}
    return shown


def _named(team: Team, conversation: Channel) -> Json:
    """What only a conversation with a name has."""
    return {
        **_NOT_SHARED,
        "name": conversation.name,
        "name_normalized": conversation.name,
        "is_channel": True,
        "is_private": conversation.kind == "private",
        "is_general": conversation.is_general,
        "pending_shared": [],
        "pending_connected_team_ids": [],
        "parent_conversation": None,
        "unlinked": 0,
        "creator": conversation.creator,
        "shared_team_ids": [team.team_id],
        "topic": _told(conversation.topic, conversation.topic_by, conversation.topic_at),
        "purpose": _told(conversation.purpose, conversation.purpose_by, conversation.purpose_at),
        "previous_names": conversation.previous_names,
    }


def _told(value: str, creator: str, last_set: int) -> Json:
    return {"value": value, "creator": creator, "last_set": last_set}


def message(team: Team, posted: Message, *, metadata: bool = False, full: bool = False) -> Json:
    """A message object. `full` lists everybody who reacted; else the first 50 of each emoji."""
    shown: Json = {"type": "message", "user": posted.user, "ts": posted.ts, "text": posted.text}
    if posted.subtype:
        shown["subtype"] = posted.subtype
    if posted.bot_id:
        shown |= {"bot_id": posted.bot_id, "app_id": posted.app_id, "team": team.team_id}
        if posted.app_id in team.apps:
            shown["bot_profile"] = bot_profile(team, team.apps[posted.app_id])
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
        shown["files"] = [file(team, team.files[i]) for i in posted.files if i in team.files]
        shown["upload"] = False
    return shown | _thread(team, posted)


def _thread(team: Team, posted: Message) -> Json:
    if posted.thread_ts:
        parent = team.channels[posted.channel].messages.get(posted.thread_ts)
        return {"thread_ts": posted.thread_ts, "parent_user_id": parent.user if parent else ""}
    if not posted.replies:
        return {}
    messages = team.channels[posted.channel].messages
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


def file(team: Team, kept: File) -> Json:
    """A file object; `size` in bytes."""
    return {
        "id": kept.id,
        "created": kept.created,
        "timestamp": kept.created,
        "name": kept.name,
        "title": kept.title,
        "mimetype": mimetypes.guess_type(kept.name)[0] or "application/octet-stream",
        "filetype": kept.name.rpartition(".")[2] if "." in kept.name else "binary",
        "user": kept.user,
        "user_team": team.team_id,
        "size": kept.size,
        "mode": "hosted",
        "is_external": False,
        "is_public": any(team.channels[c].kind == "public" for c in kept.shared),
        "alt_txt": kept.alt_text,
        "channels": [c for c in kept.shared if team.channels[c].kind == "public"],
        "groups": [c for c in kept.shared if team.channels[c].kind == "private"],
        "ims": [c for c in kept.shared if team.channels[c].kind == "dm"],
        "shares": _shares(team, kept),
        "url_private": f"{team.web_url}files/{kept.id}/{kept.name}",
        "permalink": f"{team.web_url}files/{kept.id}",
    }


def _shares(team: Team, kept: File) -> Json:
    """Where a file stands; DMs are private."""
    shares: Json = {}
    for channel, ts in kept.shared.items():
        kind = "public" if team.channels[channel].kind == "public" else "private"
        shares.setdefault(kind, {})[channel] = [{"ts": ts, "team_id": team.team_id}]
    return shares


def bookmark(kept: Bookmark) -> Json:
    """A bookmark object."""
    return {
        "id": kept.id,
        "channel_id": kept.channel,
        "title": kept.title,
        "link": kept.link,
        "emoji": kept.emoji,
        "type": "link",
        "date_created": kept.created,
        "date_updated": kept.updated,
        "rank": "U",
        "last_updated_by_user_id": kept.by,
        **dict.fromkeys(("icon_url", "entity_id", "last_updated_by_team_id", "shortcut_id", "app_id")),
    }


def enterprise(team: Team) -> Json | None:
    """The organization of a workspace, if it belongs to one."""
    return {"id": team.enterprise.id, "name": team.enterprise.name} if team.enterprise else None


def bot_profile(team: Team, app: App) -> Json:
    """Who a bot is, as it stands in its messages."""
    return {
        "id": app.bot_id,
        "app_id": app.id,
        "user_id": app.bot_user_id,
        "name": app.name,
        "deleted": not app.installed,
        "updated": team.people[app.bot_user_id].updated,
        "team_id": team.team_id,
    }


def view(team: Team, shown: View) -> Json:
    """A view object, with what has been typed into it so far."""
    app = team.apps[shown.app_id]
    payload = shown.payload
    return {
        "id": shown.id,
        "team_id": team.team_id,
        "type": shown.type,
        "blocks": shown.blocks,
        "private_metadata": payload.get("private_metadata", ""),
        "callback_id": payload.get("callback_id", ""),
        "state": {"values": inputs.values(shown.blocks, shown.chosen)},
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
        "app_installed_team_id": team.team_id,
        "bot_id": app.bot_id,
    }
