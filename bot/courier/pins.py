"""A council's closed book at the top of its channel: its card is pinned or, if that is not allowed,
bookmarked.

Both take scopes that an admin may leave out, and a workspace may forbid them. The card is in the channel
anyway, so nobody is alerted; `moot check` names the scopes.
"""

from collections.abc import Awaitable

import structlog
from slack_sdk.errors import SlackApiError

from bot.courier.calls import Call
from bot.courier.rendering.seen import NoLonger
from bot.db.posts import Post
from bot.db.tables import OutboxRow
from bot.domain.ids import GameId
from bot.intents.keeping import PinBook
from bot.platform.cures import keeps_nothing_there
from bot.platform.refused import error_of, needless_if
from bot.queries.reader import Reader
from bot.slack.book import kept

log = structlog.get_logger(__name__)


async def kept_there(row: OutboxRow, work: Awaitable[None]) -> bool:
    """Makes calls for something at the top of a channel; False if Slack refuses, and it is left out."""
    try:
        await work
    except SlackApiError as refused:
        error = error_of(refused)
        if not keeps_nothing_there(error):
            raise
        log.info("not kept at the top of its channel", action=row.kind, row=row.id, error=error)
        return False
    return True


class Pins:
    """Pins books; doing so twice changes nothing."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def pin(self, row: OutboxRow, intent: PinBook, call: Call) -> None:
        """Raises NoLonger if the book has no card because it is open or empty."""
        post = await self._reader.post(GameId(row.game_id), intent.key)
        if post is None:
            raise NoLonger
        if not await kept_there(row, _pinned(post, call)):
            title = kept.book_title(await self._reader.council(intent.council))
            await kept_there(row, _bookmarked(post, title, call))


async def _pinned(post: Post, call: Call) -> None:
    with needless_if("already_pinned"):
        await call("pins.add", post.channel, channel=post.channel, timestamp=post.ts)


async def _bookmarked(post: Post, title: str, call: Call) -> None:
    """Points the bookmark of this title to the card, also if the card was posted anew."""
    where = {"channel_id": post.channel}
    there = (await call("bookmarks.list", post.channel, **where))["bookmarks"]
    found = await call("chat.getPermalink", post.channel, channel=post.channel, message_ts=post.ts)
    link = found["permalink"]
    known = next((one for one in there if one["title"] == title), None)
    if known is None:
        await call("bookmarks.add", post.channel, **where, title=title, type="link", link=link)
    elif known["link"] != link:
        await call("bookmarks.edit", post.channel, **where, bookmark_id=known["id"], link=link)
