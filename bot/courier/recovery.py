"""After a lost answer: was it done already? Read back from Slack, so that nothing is done twice.

A message of ours carries a mark in its metadata, a digest: everybody in the workspace may read that. To read
it back takes a history scope for that kind of channel, which an admin may leave out.
"""

import hashlib
from datetime import timedelta
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.courier.calls import Call
from bot.db.directory import Post
from bot.db.tables import OutboxRow
from bot.domain.ids import ChannelId, GameId

EVENT = "moot_card"
BEFORE = timedelta(minutes=10)  # that Slack's clock and ours may differ
LATEST = 200  # messages that are looked through
CHANNELS = 1000  # of our own that are looked through


def metadata(game: GameId, key: str) -> dict[str, Any]:
    """What a card's message carries, so that it can be found again."""
    return {"event_type": EVENT, "event_payload": {"card": _mark(game, key)}}


async def posted_before(row: OutboxRow, channel: str, call: Call) -> Post | None:
    """The row's card, where it stands in the channel already; None if it does not, or if we may not look."""
    game, key = GameId(row.game_id), row.subject["key"]
    try:
        read = await call(
            "conversations.history",
            channel,
            channel=channel,
            oldest=f"{(row.created_at - BEFORE).timestamp():.6f}",
            limit=LATEST,
            include_all_metadata=True,
        )
    except SlackApiError as refused:
        if refused.response.get("error") == "missing_scope":
            return None
        raise
    for message in read["messages"]:
        payload = message.get("metadata", {}).get("event_payload", {})
        if payload.get("card") == _mark(game, key):
            return Post(game, key, ChannelId(channel), message["ts"])
    return None


async def made_before(name: str, call: Call) -> str | None:
    """The id of our own channel of this name; None if it is somebody else's."""
    read = await call(
        "users.conversations", "", types="private_channel", exclude_archived=True, limit=CHANNELS
    )
    found = (one["id"] for one in read["channels"] if one["name"] == name)
    return next(found, None)


def _mark(game: GameId, key: str) -> str:
    return hashlib.sha256(f"{game}/{key}".encode()).hexdigest()[:32]
