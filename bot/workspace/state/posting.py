"""Posting, changing and deleting messages, and reacting to them. Callers have checked who may do what."""

from copy import copy
from typing import TypedDict, Unpack

from bot.workspace.state.happenings import (
    MessageChanged,
    MessageDeleted,
    MessagePosted,
    ReactionChanged,
    ThreadChanged,
)
from bot.workspace.state.records import App, Channel, File, Json, Message
from bot.workspace.state.team import Team


class Parts(TypedDict, total=False):
    """What a message may have besides its text."""

    blocks: list[Json]
    attachments: list[Json]
    metadata: Json | None
    thread_ts: str | None
    subtype: str | None
    files: list[str]
    mrkdwn: bool


def post(
    team: Team, channel: Channel, author: str, text: str, *, app: App | None = None, **parts: Unpack[Parts]
) -> Message:
    """A new message at the end of a channel. `app` is set for what a bot posts."""
    bot_id, app_id = (app.bot_id, app.id) if app else (None, None)
    message = Message(channel.id, team.next_ts(), author, text, bot_id=bot_id, app_id=app_id, **parts)
    channel.messages[message.ts] = message
    team.happened(MessagePosted(message))
    parent = channel.messages.get(message.thread_ts or "")
    if parent is not None:
        parent.replies.append(message.ts)
        team.happened(ThreadChanged(parent))
    return message


def share(
    team: Team,
    channel: Channel,
    author: str,
    name: str,
    content: bytes,
    *,
    thread_ts: str | None = None,
) -> Message:
    """A file that a person puts into a channel, as a message of its own."""
    kept = File(
        id=team.ids.new("F"),
        name=name,
        title=name,
        user=author,
        app_id="",
        size=len(content),
        created=int(team.clock()),
        content=content,
        completed=True,
    )
    team.files[kept.id] = kept
    kind = "file_share"
    message = post(team, channel, author, "", subtype=kind, thread_ts=thread_ts, files=[kept.id])
    kept.shared[channel.id] = message.ts
    return message


def announce(team: Team, channel: Channel, who: str, subtype: str, text: str) -> None:
    """What Slack itself writes into a channel: "has joined the channel" and the like."""
    post(team, channel, who, text, subtype=subtype)


def post_ephemeral(
    team: Team, channel: Channel, person: str, app: App, text: str, **parts: Unpack[Parts]
) -> Message:
    """A message that only `person` sees, until they look away for good."""
    ts, author = team.next_ts(), app.bot_user_id
    message = Message(
        channel.id, ts, author, text, bot_id=app.bot_id, app_id=app.id, ephemeral_to=person, **parts
    )
    team.ephemerals.setdefault((person, channel.id), {})[message.ts] = message
    team.happened(MessagePosted(message))
    return message


def update(
    team: Team,
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
    before = copy(message)
    message.text = message.text if text is None else text
    message.blocks = message.blocks if blocks is None else blocks
    message.attachments = message.attachments if attachments is None else attachments
    message.metadata = message.metadata if metadata is None else metadata
    message.files = message.files if files is None else files
    message.edited = (by, team.next_ts())
    message.chosen = {who: _still_there(chosen, before, message) for who, chosen in message.chosen.items()}
    team.happened(MessageChanged(message, before))


def _still_there(chosen: Json, before: Message, now: Message) -> Json:
    """What somebody chose in blocks that are as they were, and typed into fields that are still there."""
    old = {block["block_id"]: block for block in _blocks(before)}
    kept = [block for block in _blocks(now) if _alike(old.get(block["block_id"]), block)]
    return {block["block_id"]: chosen[block["block_id"]] for block in kept if block["block_id"] in chosen}


def _blocks(message: Message) -> list[Json]:
    return [*message.blocks, *(block for one in message.attachments for block in one.get("blocks", []))]


def _alike(old: Json | None, new: Json) -> bool:
    if old is None or old == new:
        return old is not None
    fields = [block.get("element", {}) for block in (old, new)]
    return all(fields) and all(fields[0].get(key) == fields[1].get(key) for key in ("type", "action_id"))


def delete(team: Team, message: Message) -> None:
    """Removes a message, its pin, and its place in its thread."""
    if message.ephemeral_to:
        team.ephemerals[message.ephemeral_to, message.channel].pop(message.ts, None)
        team.happened(MessageDeleted(message))
        return
    channel = team.channels[message.channel]
    del channel.messages[message.ts]
    channel.pins.pop(message.ts, None)
    team.happened(MessageDeleted(message))
    parent = channel.messages.get(message.thread_ts or "")
    if parent and message.ts in parent.replies:
        parent.replies.remove(message.ts)
        team.happened(ThreadChanged(parent))


def react(team: Team, message: Message, person: str, name: str) -> bool:
    """Adds a reaction; False if it was there already."""
    users = message.reactions.setdefault(name, {})
    if person in users:
        return False
    users[person] = None
    team.happened(ReactionChanged(message, person, name, "added"))
    return True


def unreact(team: Team, message: Message, person: str, name: str) -> bool:
    """Takes a reaction back; False if there was none."""
    users = message.reactions.get(name, {})
    if person not in users:
        return False
    del users[person]
    if not users:
        del message.reactions[name]
    team.happened(ReactionChanged(message, person, name, "removed"))
    return True
