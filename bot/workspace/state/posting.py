"""Posting, changing and deleting messages, and reacting to them. Callers have checked who may do what."""

from typing import TYPE_CHECKING

from bot.workspace.api import payloads
from bot.workspace.delivery import events
from bot.workspace.state import shown
from bot.workspace.state.records import App, Channel, File, Json, Message

if TYPE_CHECKING:
    from bot.workspace.workspace import Workspace


def post(
    workspace: "Workspace",
    channel: Channel,
    author: str,
    text: str,
    *,
    blocks: list[Json] | None = None,
    attachments: list[Json] | None = None,
    app: App | None = None,
    metadata: Json | None = None,
    thread_ts: str | None = None,
    subtype: str | None = None,
    files: list[str] | None = None,
    mrkdwn: bool = True,
) -> Message:
    """A new message at the end of a channel. `app` is set for what a bot posts."""
    message = Message(
        channel=channel.id,
        ts=workspace.next_ts(),
        user=author,
        text=text,
        blocks=blocks or [],
        attachments=attachments or [],
        bot_id=app.bot_id if app else None,
        app_id=app.id if app else None,
        metadata=metadata,
        thread_ts=thread_ts,
        subtype=subtype,
        files=files or [],
        mrkdwn=mrkdwn,
    )
    channel.messages[message.ts] = message
    workspace.changes.tell(workspace.viewers(channel), "message", lambda: shown.message(workspace, message))
    parent = channel.messages.get(thread_ts or "")
    if parent is not None:
        parent.replies.append(message.ts)
        _show_thread(workspace, parent)
    events.message_posted(workspace, channel, message)
    return message


def share(
    workspace: "Workspace",
    channel: Channel,
    author: str,
    name: str,
    content: bytes,
    *,
    thread_ts: str | None = None,
) -> Message:
    """A file that a person puts into a channel, as a message of its own."""
    kept = File(
        id=workspace.ids.new("F"),
        name=name,
        title=name,
        user=author,
        app_id="",
        size=len(content),
        created=int(workspace.clock()),
        content=content,
        completed=True,
    )
    workspace.files[kept.id] = kept
    kind = "file_share"
    message = post(workspace, channel, author, "", subtype=kind, thread_ts=thread_ts, files=[kept.id])
    kept.shared[channel.id] = message.ts
    return message


def announce(workspace: "Workspace", channel: Channel, who: str, subtype: str, text: str) -> None:
    """What Slack itself writes into a channel: "has joined the channel" and the like."""
    post(workspace, channel, who, text, subtype=subtype)


def post_ephemeral(
    workspace: "Workspace",
    channel: Channel,
    person: str,
    app: App,
    text: str,
    *,
    blocks: list[Json] | None = None,
    attachments: list[Json] | None = None,
    thread_ts: str | None = None,
) -> Message:
    """A message that only `person` sees, until they look away for good."""
    message = Message(
        channel=channel.id,
        ts=workspace.next_ts(),
        user=app.bot_user_id,
        text=text,
        blocks=blocks or [],
        attachments=attachments or [],
        bot_id=app.bot_id,
        app_id=app.id,
        thread_ts=thread_ts,
        ephemeral_to=person,
    )
    workspace.ephemerals.setdefault((person, channel.id), {})[message.ts] = message
    workspace.changes.tell([person], "message", lambda: shown.message(workspace, message))
    return message


def _viewers(workspace: "Workspace", message: Message) -> list[str]:
    if message.ephemeral_to:
        return [message.ephemeral_to]
    return list(workspace.viewers(workspace.channels[message.channel]))


def update(
    workspace: "Workspace",
    message: Message,
    *,
    by: str,
    text: str | None = None,
    blocks: list[Json] | None = None,
    attachments: list[Json] | None = None,
    metadata: Json | None = None,
    files: list[str] | None = None,
) -> None:
    """Changes what is given and keeps the rest: None leaves a part alone, an empty list removes it."""
    before = events.before_change(workspace, message)
    message.text = message.text if text is None else text
    message.blocks = message.blocks if blocks is None else blocks
    message.attachments = message.attachments if attachments is None else attachments
    message.metadata = message.metadata if metadata is None else metadata
    message.files = message.files if files is None else files
    message.edited = (by, workspace.next_ts())
    message.chosen = {}
    workspace.changes.tell(
        _viewers(workspace, message), "message_changed", lambda: shown.message(workspace, message)
    )
    if not message.ephemeral_to:
        events.message_changed(workspace, message, before)


def delete(workspace: "Workspace", message: Message) -> None:
    """Removes a message, its pin, and its place in its thread."""
    viewers = _viewers(workspace, message)
    gone = {"channel": message.channel, "ts": message.ts}
    if message.ephemeral_to:
        workspace.ephemerals[message.ephemeral_to, message.channel].pop(message.ts, None)
        workspace.changes.tell(viewers, "message_deleted", lambda: gone)
        return
    before = events.before_change(workspace, message)
    channel = workspace.channels[message.channel]
    del channel.messages[message.ts]
    channel.pins.pop(message.ts, None)
    workspace.changes.tell(viewers, "message_deleted", lambda: gone)
    parent = channel.messages.get(message.thread_ts or "")
    if parent and message.ts in parent.replies:
        parent.replies.remove(message.ts)
        _show_thread(workspace, parent)
    events.message_deleted(workspace, message, before)


def _show_thread(workspace: "Workspace", parent: Message) -> None:
    about = {"channel": parent.channel, "ts": parent.ts}
    workspace.changes.tell(
        _viewers(workspace, parent), "thread", lambda: about | {"thread": shown.thread(workspace, parent)}
    )


def _show_reactions(workspace: "Workspace", message: Message) -> None:
    channel = workspace.channels[message.channel]
    workspace.changes.tell(
        workspace.viewers(channel),
        "reaction",
        lambda: {"channel": message.channel, "ts": message.ts, "reactions": shown.reactions(message)},
    )


def react(workspace: "Workspace", message: Message, person: str, name: str) -> bool:
    """Adds a reaction; False if it was there already."""
    users = message.reactions.setdefault(name, {})
    if person in users:
        return False
    users[person] = None
    _show_reactions(workspace, message)
    events.reaction(workspace, "reaction_added", message, person, name)
    return True


def unreact(workspace: "Workspace", message: Message, person: str, name: str) -> bool:
    """Takes a reaction back; False if there was none."""
    users = message.reactions.get(name, {})
    if person not in users:
        return False
    del users[person]
    if not users:
        del message.reactions[name]
    _show_reactions(workspace, message)
    events.reaction(workspace, "reaction_removed", message, person, name)
    return True


def show(workspace: "Workspace", message: Message) -> Json:
    """The message in Slack's JSON, as chat.postMessage answers it."""
    return payloads.message(workspace, message, metadata=True)
