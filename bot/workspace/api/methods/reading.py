"""Reading channels: conversations.info, list, members, history, replies; users.conversations."""

from collections.abc import Iterable

from bot.workspace.api import payloads
from bot.workspace.api.method import Call, method
from bot.workspace.state.records import Channel, Json, Message
from bot.workspace.state.refusals import ApiError

_SPAN = "cursor inclusive include_all_metadata latest limit oldest"
_KINDS = {"public_channel": "public", "private_channel": "private", "im": "dm", "mpim": "mpim"}
_READ_SCOPES = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "im": "im:read",
    "mpim": "mpim:read",
}


@method("conversations.info", tier=3, required="channel", optional="include_locale include_num_members")
def info(call: Call) -> Json:
    """About one conversation."""
    channel = call.channel()
    call.needs_for("read", channel)
    shown = payloads.channel(call.team, channel, call.bot)
    if call.get("include_num_members"):
        shown["num_members"] = len(channel.members)
    return {"channel": shown}


def _of_types(call: Call, channels: Iterable[Channel]) -> list[Channel]:
    types = call.get("types", ["public_channel"])
    for each in types:
        if each not in _KINDS:
            raise ApiError("invalid_types")
        call.needs(_READ_SCOPES[each])
    kinds = {_KINDS[each] for each in types}
    skip = call.get("exclude_archived", False)
    return [c for c in channels if c.kind in kinds and not (skip and c.archived)]


@method("conversations.list", tier=2, optional="cursor exclude_archived limit team_id types")
def list_(call: Call) -> Json:
    """The public channels, and the private ones and DMs the bot is in."""
    seen = (c for c in call.team.channels.values() if c.kind == "public" or call.bot in c.members)
    page, metadata = call.page(_of_types(call, seen))
    shown = [payloads.channel(call.team, c, call.bot) | {"num_members": len(c.members)} for c in page]
    return {"channels": shown, "response_metadata": metadata}


@method("users.conversations", tier=3, optional="cursor exclude_archived limit team_id types user")
def users_conversations(call: Call) -> Json:
    """The conversations somebody (the bot, if nobody is named) is in, as far as the bot sees them."""
    user = call.person().id if call.get("user") else call.bot
    seen = (
        c
        for c in call.team.channels.values()
        if user in c.members and (c.kind == "public" or call.bot in c.members)
    )
    page, metadata = call.page(_of_types(call, seen))
    shown = [payloads.channel(call.team, c, call.bot) for c in page]
    return {"channels": shown, "response_metadata": metadata}


@method("conversations.members", tier=4, required="channel", optional="cursor limit")
def members(call: Call) -> Json:
    """Who is in a channel."""
    channel = call.channel()
    call.needs_for("read", channel)
    page, metadata = call.page(channel.members)
    return {"members": page, "response_metadata": metadata}


def _between(call: Call, messages: Iterable[Message]) -> list[Message]:
    oldest, latest = call.get("oldest", "0"), call.get("latest", "9999999999.999999")
    inclusive = call.get("inclusive", False)

    def number(ts: str) -> float:
        try:
            return float(ts)
        except ValueError:
            raise ApiError("invalid_ts_latest" if ts == latest else "invalid_ts_oldest") from None

    low, high = number(oldest), number(latest)
    if inclusive:
        return [m for m in messages if low <= float(m.ts) <= high]
    return [m for m in messages if low < float(m.ts) < high]


@method("conversations.history", tier=3, required="channel", optional=_SPAN)
def history(call: Call) -> Json:
    """The messages of a channel, newest first, without the replies in threads."""
    channel = call.channel()
    call.needs_for("history", channel)
    if call.bot not in channel.members:
        raise ApiError("not_in_channel")
    top = (m for m in channel.messages.values() if not m.thread_ts or m.subtype == "thread_broadcast")
    page, metadata = call.page(reversed(_between(call, top)))
    return _messages(call, page, metadata) | {"pin_count": len(channel.pins)}


@method(
    "conversations.replies", tier=3, required="channel ts", optional=_SPAN, missing={"ts": "thread_not_found"}
)
def replies(call: Call) -> Json:
    """A message and the thread under it, oldest first."""
    channel = call.channel()
    call.needs_for("history", channel)
    if call.bot not in channel.members:
        raise ApiError("not_in_channel")
    named = channel.messages.get(call.get("ts"))
    if named is None:
        raise ApiError("thread_not_found")
    parent = channel.messages.get(named.thread_ts or named.ts, named)
    thread = [channel.messages[ts] for ts in parent.replies if ts in channel.messages]
    page, metadata = call.page([parent, *_between(call, thread)])
    return _messages(call, page, metadata)


def _messages(call: Call, page: list[Message], metadata: Json) -> Json:
    full = call.get("include_all_metadata", False)
    return {
        "messages": [payloads.message(call.team, m, metadata=full) for m in page],
        "has_more": bool(metadata["next_cursor"]),
        "response_metadata": metadata,
    }
