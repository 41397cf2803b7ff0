"""The workspace's things in the page's JSON: the shapes of README.md, "The page's interface"."""

from dataclasses import asdict
from urllib.parse import urlencode

from bot.workspace.state.guide import Guide
from bot.workspace.state.pictures import picture_type
from bot.workspace.state.records import App, Channel, File, Json, Message, Person, View
from bot.workspace.state.team import Team

_PERSON = "id name real_name display_name tz is_bot is_restricted is_stranger deleted color"
_MESSAGE = "channel ts user bot_id text blocks attachments subtype thread_ts"


def fields(record: object, names: str) -> Json:
    """Some fields of a record, which have the same names in JSON; apart by spaces."""
    return {name: getattr(record, name) for name in names.split()}


def person(someone: Person) -> Json:
    """A Person."""
    return fields(someone, _PERSON)


def channel(conversation: Channel, viewer: str) -> Json:
    """A Channel, as `viewer` sees it."""
    return fields(conversation, "id name kind topic archived") | {
        "with": conversation.other(viewer),
        "members": list(conversation.members),
        "is_member": viewer in conversation.members,
        "bookmarks": [fields(one, "id title link emoji") for one in conversation.bookmarks.values()],
        "pins": list(conversation.pins),
        "canvas": fields(conversation.canvas, "id title updated") if conversation.canvas else None,
    }


def guide(said: Guide) -> Json:
    """A Guide: `{labels: {person: Label}, steps: [Step]}`, with the fields of `state/guide.py`."""
    return asdict(said)


def app(installed: App) -> Json:
    """An App."""
    commands, shortcuts = installed.commands.values(), installed.shortcuts.values()
    return fields(installed, "id name bot_user_id") | {
        "commands": [fields(one, "command description usage_hint") for one in commands],
        "shortcuts": [fields(one, "callback_id name type") for one in shortcuts],
    }


def workspaces(team: Team) -> list[Json]:
    """The workspaces of the server, and where each has its page."""
    return [{"id": one.team_id, "name": one.name, "url": one.web_url} for one in team.together]


def apps(team: Team) -> Json:
    """The Apps that are here, and those on offer."""
    here = [app(one) for one in team.apps.values() if one.installed]
    return {"apps": here, "offers": [offer(team, one) for one in team.apps.values() if not one.installed]}


def offer(team: Team, offered: App) -> Json:
    """An app that can be installed: where that begins, for this workspace; null if nobody said."""
    begins = f"{offered.install_url}?{urlencode({'team': team.team_id})}" if offered.install_url else None
    return fields(offered, "id name") | {"install_url": begins}


def notice(team: Team) -> Json | None:
    """The Notice that is shown, if one is."""
    if team.notice is None:
        return None
    controls = (team.controls[key] for key in team.notice.controls if key in team.controls)
    return fields(team.notice, "title opens") | {
        "lines": list(team.notice.lines),
        "links": [fields(link, "label href") for link in team.notice.links],
        "controls": [fields(control, "key label hint") for control in controls],
    }


def message(team: Team, posted: Message) -> Json:
    """A Message."""
    return fields(posted, _MESSAGE) | {
        "edited": posted.edited is not None,
        "ephemeral": posted.ephemeral_to is not None,
        "reactions": reactions(posted),
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
    return fields(kept, "id name title size") | {
        "alt": kept.alt_text,
        "picture": picture_type(kept.content or b""),
        "url": f"page/file/{kept.id}",
    }


def reactions(posted: Message) -> list[Json]:
    """Every emoji with everybody who gave it."""
    return [
        {"name": name, "count": len(users), "users": list(users)} for name, users in posted.reactions.items()
    ]


def view(opened: View) -> Json:
    """A View. The title of a Home is null."""
    return fields(opened, "id type blocks hash") | {
        "app": opened.app_id,
        "callback_id": opened.payload.get("callback_id", ""),
        **{name: opened.payload.get(name) for name in ("title", "submit", "close")},
    }
