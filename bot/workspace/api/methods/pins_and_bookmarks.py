"""What stays at the top of a channel: pins.* and bookmarks.*"""

from bot.workspace.api import payloads
from bot.workspace.api.method import Call, method
from bot.workspace.state.happenings import ChannelChanged
from bot.workspace.state.records import Bookmark, Channel, Json
from bot.workspace.state.refusals import ApiError

_MOST_PINS, _MOST_BOOKMARKS = 100, 100


@method("pins.add", tier=2, scope="pins:write", required="channel", optional="timestamp")
def pin(call: Call) -> Json:
    """Pins a message."""
    channel, ts = call.open_channel(), call.get("timestamp")
    if not ts:
        raise ApiError("no_item_specified")
    if ts not in channel.messages:
        raise ApiError("message_not_found")
    if channel.messages[ts].subtype:
        raise ApiError("not_pinnable")
    if ts in channel.pins:
        raise ApiError("already_pinned")
    if len(channel.pins) >= _MOST_PINS:
        raise ApiError("too_many_pins")
    channel.pins[ts] = (call.bot, int(call.team.clock()))
    call.team.happened(ChannelChanged(channel))
    return {}


@method("pins.remove", tier=2, scope="pins:write", required="channel", optional="timestamp")
def unpin(call: Call) -> Json:
    """Takes a pin off."""
    channel = call.open_channel()
    if not call.get("timestamp"):
        raise ApiError("no_item_specified")
    if channel.pins.pop(call.get("timestamp"), None) is None:
        raise ApiError("no_pin")
    call.team.happened(ChannelChanged(channel))
    return {}


@method("pins.list", tier=2, scope="pins:read", required="channel")
def pins(call: Call) -> Json:
    """The pinned messages."""
    channel = call.own_channel()
    items = [
        {
            "type": "message",
            "channel": channel.id,
            "created": at,
            "created_by": by,
            "message": payloads.message(call.team, channel.messages[ts]),
        }
        for ts, (by, at) in channel.pins.items()
    ]
    return {"items": items}


@method(
    "bookmarks.add",
    tier=2,
    scope="bookmarks:write",
    required="channel_id title type",
    optional="emoji entity_id link parent_id",
)
def add_bookmark(call: Call) -> Json:
    """Adds a link to a channel's bar."""
    channel = call.open_channel("channel_id")
    if call.get("type") != "link":
        raise ApiError("invalid_bookmark_type")
    if not call.get("link", "").startswith(("https://", "http://")):
        raise ApiError("invalid_link")
    if len(channel.bookmarks) >= _MOST_BOOKMARKS:
        raise ApiError("too_many_bookmarks")
    now = int(call.team.clock())
    bookmark = Bookmark(
        id=call.team.ids.new("Bk"),
        channel=channel.id,
        title=call.get("title"),
        link=call.get("link"),
        emoji=call.get("emoji", ""),
        created=now,
        updated=0,
        by=call.bot,
    )
    channel.bookmarks[bookmark.id] = bookmark
    call.team.happened(ChannelChanged(channel))
    return {"bookmark": payloads.bookmark(bookmark)}


def _bookmark(call: Call) -> tuple[Channel, Bookmark]:
    channel = call.open_channel("channel_id")
    bookmark = channel.bookmarks.get(call.get("bookmark_id"))
    if bookmark is None:
        raise ApiError("not_found")
    return channel, bookmark


@method(
    "bookmarks.edit",
    tier=2,
    scope="bookmarks:write",
    required="bookmark_id channel_id",
    optional="emoji link title",
)
def edit_bookmark(call: Call) -> Json:
    """Changes a bookmark."""
    channel, bookmark = _bookmark(call)
    for name in ("title", "link", "emoji"):
        if call.get(name) is not None:
            setattr(bookmark, name, call.get(name))
    bookmark.updated = int(call.team.clock())
    call.team.happened(ChannelChanged(channel))
    return {"bookmark": payloads.bookmark(bookmark)}


@method(
    "bookmarks.remove",
    tier=2,
    scope="bookmarks:write",
    required="bookmark_id channel_id",
    optional="quip_section_id",
)
def remove_bookmark(call: Call) -> Json:
    """Takes a bookmark off."""
    channel, bookmark = _bookmark(call)
    del channel.bookmarks[bookmark.id]
    call.team.happened(ChannelChanged(channel))
    return {}


@method("bookmarks.list", tier=3, scope="bookmarks:read", required="channel_id")
def bookmarks(call: Call) -> Json:
    """The bookmarks of a channel."""
    channel = call.own_channel("channel_id")
    return {"bookmarks": [payloads.bookmark(each) for each in channel.bookmarks.values()]}
