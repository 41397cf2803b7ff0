"""After a lost answer: was it done already? Read back from Slack, so that nothing is done twice.

A message of ours carries a mark in its metadata, a digest: everybody in the workspace may read that. To read
it back takes a history scope for that kind of channel, which an admin may leave out.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.courier.calls import Call, paged
from bot.db.posts import Post
from bot.db.tables import OutboxRow
from bot.domain.ids import ChannelId, GameId
from bot.platform.refused import error_of

EVENT = "moot_card"
BEFORE = timedelta(minutes=10)  # that Slack's clock and ours may differ
PAGES = 10  # that are looked through


class MayNotLook(Exception):
    """The scope for it was not granted: nobody can know."""


def metadata(game: GameId, key: str) -> dict[str, Any]:
    """What a card's message carries, so that it can be found again."""
    return {"event_type": EVENT, "event_payload": {"card": _mark(game, key)}}


async def posted_before(row: OutboxRow, key: str, known: str | None, call: Call) -> Post | None:
    """The row's card of this key, where it stands already; None if it does not. Raises MayNotLook.

    `known` is its channel; that of a first message to somebody came with the lost answer, and is asked for.
    """
    mark = _mark(GameId(row.game_id), key)

    def fits(message: dict[str, Any]) -> bool:
        return bool(message.get("metadata", {}).get("event_payload", {}).get("card") == mark)

    return await _stands(row, key, known, fits, call)


async def shared_before(row: OutboxRow, key: str, name: str, known: str | None, call: Call) -> Post | None:
    """The row's files, where they stand already: found by the name of the first, since a message with files
    carries no mark. Raises MayNotLook."""

    def fits(message: dict[str, Any]) -> bool:
        return any(file.get("name") == name for file in message.get("files") or ())

    return await _stands(row, key, known, fits, call)


async def made_before(name: str, call: Call) -> str | None:
    """The id of our own channel of this name; None if it is somebody else's."""
    asked = {"types": "private_channel", "exclude_archived": True}
    async for page in paged(call, "users.conversations", most=PAGES, **asked):
        for one in page["channels"]:
            if one["name"] == name:
                return str(one["id"])
    return None


async def conversation(user: str, call: Call) -> str:
    """The channel of somebody's direct messages. Takes im:write."""
    opened = await call("conversations.open", "", users=user)
    return str(opened["channel"]["id"])


async def _stands(
    row: OutboxRow, key: str, known: str | None, fits: Callable[[dict[str, Any]], bool], call: Call
) -> Post | None:
    try:
        channel = known or await conversation(row.room.removeprefix("dm:"), call)
        return await _in_history(row, key, channel, fits, call)
    except SlackApiError as refused:
        if error_of(refused) == "missing_scope":
            raise MayNotLook from None
        raise


async def _in_history(
    row: OutboxRow, key: str, channel: str, fits: Callable[[dict[str, Any]], bool], call: Call
) -> Post | None:
    oldest = f"{(row.created_at - BEFORE).timestamp():.6f}"
    asked = {"channel": channel, "oldest": oldest, "include_all_metadata": True}
    async for page in paged(call, "conversations.history", channel, most=PAGES, **asked):
        for message in page["messages"]:
            if fits(message):
                return Post(GameId(row.game_id), key, ChannelId(channel), message["ts"])
    return None


def _mark(game: GameId, key: str) -> str:
    return hashlib.sha256(f"{game}/{key}".encode()).hexdigest()[:32]
