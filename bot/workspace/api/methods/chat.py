"""chat.*: posting, updating, deleting."""

import json
from typing import Any

from bot.workspace.api import limits, payloads
from bot.workspace.api.block_kit.attachments import check_attachments
from bot.workspace.api.block_kit.blocks import check_message_blocks
from bot.workspace.api.method import Call, method, not_archived
from bot.workspace.api.shown_files import may_show
from bot.workspace.state import membership, posting
from bot.workspace.state.records import Channel, Json, Message, Person
from bot.workspace.state.refusals import ApiError, bad_arguments

_CONTENT = "text blocks attachments markdown_text link_names parse as_user"
_DRESS = "username icon_emoji icon_url"
_EXTRAS = "thread_ts reply_broadcast unfurl_links unfurl_media mrkdwn metadata container_id"


def _content(call: Call, most: int, *, emptied: bool = False) -> Json:
    """The checked text, blocks and attachments of a message; `emptied`: it may do without text."""
    text, blocks, attachments = call.get("text", ""), call.get("blocks"), call.get("attachments")
    markdown = call.get("markdown_text")
    if markdown is not None:
        if text or blocks:
            raise ApiError("markdown_text_conflict")
        if len(markdown) > limits.MARKDOWN_TEXT:
            raise ApiError("msg_too_long")
        text = markdown
    checked = check_message_blocks(blocks if blocks is not None else [], may_show(call.team, call.app))
    attached = check_attachments(
        attachments if attachments is not None else [], may_show(call.team, call.app)
    )
    if not text.strip() and not checked and not attached and not emptied:
        raise ApiError("no_text")
    if len(text) > most:
        raise ApiError("msg_too_long")
    return {"text": text, "blocks": checked, "attachments": attached}


def _metadata(call: Call) -> Json | None:
    metadata: Any = call.get("metadata")
    if metadata is None:
        return None
    well_formed = (
        isinstance(metadata, dict)
        and metadata.keys() == {"event_type", "event_payload"}
        and isinstance(metadata["event_type"], str)
        and isinstance(metadata["event_payload"], dict)
    )
    if not well_formed:
        raise bad_arguments(
            "must be an object with event_type and event_payload [json-pointer:/metadata]",
            error="invalid_metadata_format",
        )
    if len(json.dumps(metadata)) > limits.METADATA_BYTES:
        raise ApiError("metadata_too_large")
    return dict(metadata)


def _open_dm(call: Call, person: Person) -> Channel:
    if person.is_bot:
        raise ApiError("cannot_dm_bot")
    if person.deleted:
        raise ApiError("user_disabled")
    return membership.dm_between(call.team, call.bot, person.id)


def _destination(call: Call) -> Channel:
    """Where to post: an id, a person's id (their DM with the bot), or a public channel's name."""
    wanted = call.get("channel", "")
    if wanted in call.team.people:
        channel = _open_dm(call, call.team.people[wanted])
    elif wanted[:1] in ("U", "W") and wanted[1:].isalnum() and wanted.isupper():
        raise ApiError("user_not_found")
    else:
        named = call.team.names.get(wanted.removeprefix("#"))
        call = Call(call.team, call.app, call.args | {"channel": named.id}) if named else call
        channel = call.channel()
    _may_write(call, channel)
    return channel


def _may_write(call: Call, channel: Channel) -> None:
    not_archived(channel)
    if channel.kind == "dm":
        other = call.team.people.get(channel.other(call.bot) or "")
        if other is not None and other.deleted:
            raise ApiError("user_disabled")
        if not call.app.messages_tab:
            raise ApiError("messages_tab_disabled")
    elif call.bot not in channel.members and "chat:write.public" not in call.app.scopes:
        raise ApiError("not_in_channel")


def _no_dress(call: Call) -> None:
    if any(call.get(name) for name in _DRESS.split()):
        call.needs("chat:write.customize")


def _thread(call: Call, channel: Channel) -> str | None:
    thread_ts: str | None = call.get("thread_ts")
    if thread_ts is None:
        return None
    parent = channel.messages.get(thread_ts)
    if parent is None:
        raise ApiError("thread_not_found")
    return parent.thread_ts or thread_ts


@method(
    "chat.postMessage",
    tier="posting",
    scope="chat:write",
    required="channel",
    optional=f"{_CONTENT} {_DRESS} {_EXTRAS}",
)
def post_message(call: Call) -> Json:
    """Posts to a channel the bot is in, or to a person's DM."""
    _no_dress(call)
    content, metadata = _content(call, limits.POSTED_TEXT), _metadata(call)
    channel = _destination(call)
    thread_ts = _thread(call, channel)
    wait = call.team.limits.post(call.app.id, channel.id)
    if wait is not None:
        raise ApiError("ratelimited", retry_after=wait)
    message = posting.post(
        call.team,
        channel,
        call.bot,
        app=call.app,
        metadata=metadata,
        thread_ts=thread_ts,
        subtype="thread_broadcast" if thread_ts and call.get("reply_broadcast") else None,
        mrkdwn=call.get("mrkdwn", True),
        **content,
    )
    return {
        "channel": channel.id,
        "ts": message.ts,
        "message": payloads.message(call.team, message, metadata=True),
    }


@method(
    "chat.postEphemeral",
    tier=4,
    scope="chat:write",
    required="channel user",
    optional=f"{_CONTENT} {_DRESS} thread_ts",
)
def post_ephemeral(call: Call) -> Json:
    """Shows something to one person in a channel."""
    _no_dress(call)
    content = _content(call, limits.POSTED_TEXT)
    channel, person = _destination(call), call.person()
    if person.id not in channel.members:
        raise ApiError("user_not_in_channel")
    message = posting.post_ephemeral(
        call.team, channel, person.id, call.app, thread_ts=_thread(call, channel), **content
    )
    return {"message_ts": message.ts}


def _own_message(call: Call, not_mine: str) -> Message:
    channel = call.channel()
    message = call.message(channel, "ts")
    if message.app_id != call.app.id:
        raise ApiError(not_mine)
    not_archived(channel)
    return message


@method(
    "chat.update",
    tier=3,
    scope="chat:write",
    required="channel ts",
    optional=f"{_CONTENT} metadata file_ids reply_broadcast",
)
def update(call: Call) -> Json:
    """Changes one of the app's own messages. Blocks and attachments not given stay; [] takes them away."""
    message = _own_message(call, "cant_update_message")
    metadata, content = _metadata(call), {}
    if any(call.get(part) is not None for part in ("text", "markdown_text", "blocks", "attachments")):
        content = _content(call, limits.UPDATED_TEXT, emptied=bool(message.blocks or message.attachments))
        content = {part: value for part, value in content.items() if _given(call, part)}
    elif metadata is None and call.get("file_ids") is None:
        raise ApiError("no_text")
    posting.update(call.team, message, by=call.bot, metadata=metadata, files=call.get("file_ids"), **content)
    return {
        "channel": message.channel,
        "ts": message.ts,
        "text": message.text,
        "message": payloads.message(call.team, message, metadata=True),
    }


def _given(call: Call, part: str) -> bool:
    """True if the call says something about this part of a message."""
    return call.get(part) is not None or (part == "text" and call.get("markdown_text") is not None)


@method("chat.delete", tier=3, scope="chat:write", required="channel ts", optional="as_user")
def delete(call: Call) -> Json:
    """Deletes one of the app's own messages."""
    message = _own_message(call, "cant_delete_message")
    posting.delete(call.team, message)
    return {"channel": message.channel, "ts": message.ts}


@method("chat.getPermalink", tier="hundreds", required="channel message_ts")
def get_permalink(call: Call) -> Json:
    """The address of a message: it opens the page at that place."""
    channel = call.channel()
    place = call.message(channel, "message_ts").ts.replace(".", "")
    link = f"{call.team.web_url}archives/{channel.id}/p{place}"
    return {"channel": channel.id, "permalink": link}
