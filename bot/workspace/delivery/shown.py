"""The workspace's things in the page's JSON: the shapes of README.md, "The page's interface"."""

from bot.workspace.state.records import App, Channel, File, Json, Message, Person, View
from bot.workspace.state.team import Team


def person(someone: Person) -> Json:
    """A Person."""
    return {
        "id": someone.id,
        "name": someone.name,
        "real_name": someone.real_name,
        "display_name": someone.display_name,
        "tz": someone.tz,
        "is_bot": someone.is_bot,
        "is_restricted": someone.is_restricted,
        "is_stranger": someone.is_stranger,
        "deleted": someone.deleted,
        "color": someone.color,
    }


def channel(conversation: Channel, viewer: str) -> Json:
    """A Channel, as `viewer` sees it."""
    return {
        "id": conversation.id,
        "name": conversation.name,
        "kind": conversation.kind,
        "with": conversation.other(viewer),
        "topic": conversation.topic,
        "archived": conversation.archived,
        "members": list(conversation.members),
        "is_member": viewer in conversation.members,
        "bookmarks": [
            {"id": b.id, "title": b.title, "link": b.link, "emoji": b.emoji}
            for b in conversation.bookmarks.values()
        ],
        "pins": list(conversation.pins),
    }


def app(installed: App) -> Json:
    """An App."""
    return {
        "id": installed.id,
        "name": installed.name,
        "bot_user_id": installed.bot_user_id,
        "commands": [
            {"command": c.command, "description": c.description, "usage_hint": c.usage_hint}
            for c in installed.commands.values()
        ],
        "shortcuts": [
            {"callback_id": s.callback_id, "name": s.name, "type": s.type}
            for s in installed.shortcuts.values()
        ],
    }


def message(team: Team, posted: Message) -> Json:
    """A Message."""
    return {
        "channel": posted.channel,
        "ts": posted.ts,
        "user": posted.user,
        "bot_id": posted.bot_id,
        "text": posted.text,
        "blocks": posted.blocks,
        "attachments": posted.attachments,
        "edited": posted.edited is not None,
        "ephemeral": posted.ephemeral_to is not None,
        "subtype": posted.subtype,
        "reactions": reactions(posted),
        "thread_ts": posted.thread_ts,
        "thread": thread(team, posted),
        "files": [file(f) for f in (team.files.get(i) for i in posted.files) if f is not None],
    }


def thread(team: Team, parent: Message) -> Json | None:
    """How many answers stand under a message, whose, and the time of the last; None without any."""
    messages = team.channels[parent.channel].messages
    replies = [messages[ts] for ts in parent.replies if ts in messages]
    if not replies:
        return None
    users = list(dict.fromkeys(reply.user for reply in replies))
    return {"count": len(replies), "users": users, "latest": replies[-1].ts}


def file(kept: File) -> Json:
    """A file; `picture` is its media type if it can be shown as one."""
    return {
        "id": kept.id,
        "name": kept.name,
        "title": kept.title,
        "alt": kept.alt_text,
        "size": kept.size,
        "picture": picture_type(kept.content or b""),
        "url": f"page/file/{kept.id}",
    }


_PICTURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}


def picture_type(content: bytes) -> str | None:
    """The media type of a picture that browsers show, told by how it begins, never by its name."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in _PICTURES.items() if content.startswith(start)), None)


def reactions(posted: Message) -> list[Json]:
    """Every emoji with everybody who gave it."""
    return [
        {"name": name, "count": len(users), "users": list(users)} for name, users in posted.reactions.items()
    ]


def view(opened: View) -> Json:
    """A View. The title of a Home is null."""
    return {
        "id": opened.id,
        "app": opened.app_id,
        "type": opened.type,
        "callback_id": opened.payload.get("callback_id", ""),
        "title": opened.payload.get("title"),
        "submit": opened.payload.get("submit"),
        "close": opened.payload.get("close"),
        "blocks": opened.blocks,
        "hash": opened.hash,
    }
