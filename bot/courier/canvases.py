"""A council's book as its channel's canvas; Slack allows one per channel.

A canvas is made once and updated from then on; its id is kept with those of our messages, so a new channel
gets a new canvas. Canvases that people made are left alone, so after a lost answer a canvas counts as ours
only if Slack finds our words on it.
"""

from typing import Any

from slack_sdk.errors import SlackApiError

from bot.courier.calls import Call
from bot.courier.pins import kept_there
from bot.courier.settling import AnswerService
from bot.db.posts import Post
from bot.db.tables import OutboxRow
from bot.domain.ids import ChannelId, GameId
from bot.intents.keeping import BookCanvas
from bot.platform.cures import NO_CANVAS_NOW
from bot.platform.refused import error_of
from bot.queries.reader import Reader
from bot.slack.book import kept

TRIED = 5  # attempts, if Slack gives no reason


class Canvases:
    """Keeps them."""

    def __init__(self, reader: Reader, answers: AnswerService) -> None:
        self._reader = reader
        self._answers = answers

    async def show(self, row: OutboxRow, intent: BookCanvas, channel: str, call: Call) -> None:
        """Makes or updates the canvas; leaves it out if Slack allows none in this channel."""
        try:
            await kept_there(row, self._shown(row, intent, channel, call))
        except SlackApiError as refused:
            if error_of(refused) not in NO_CANVAS_NOW or row.attempts < TRIED:
                raise

    async def _shown(self, row: OutboxRow, intent: BookCanvas, channel: str, call: Call) -> None:
        game, scenario, council = await self._reader.table(GameId(row.game_id), intent.council)
        title, text = kept.canvas(game, scenario, council, self._answers.now())
        content = {"type": "markdown", "markdown": text}
        known = await self._reader.post(game.id, intent.key)
        if known is None and row.unsure and (found := await _ours(channel, call)):
            known = await self._noted(row, intent, channel, found)
        if known is not None and await _changed(known, content, call):
            return
        about = {"channel_id": channel, "title": title, "document_content": content}
        made = await call("conversations.canvases.create", channel, **about)
        await self._noted(row, intent, channel, str(made["canvas_id"]))

    async def _noted(self, row: OutboxRow, intent: BookCanvas, channel: str, canvas: str) -> Post:
        post = Post(GameId(row.game_id), intent.key, ChannelId(channel), canvas)
        row.unsure = False
        await self._answers.posted(row, post)
        return post


async def _changed(known: Post, content: dict[str, str], call: Call) -> bool:
    """Replaces all that a canvas says; False if somebody has deleted it."""
    change = {"operation": "replace", "document_content": content}
    try:
        await call("canvases.edit", known.channel, canvas_id=known.ts, changes=[change])
    except SlackApiError as refused:
        if error_of(refused) != "canvas_not_found":
            raise
        return False
    return True


async def _ours(channel: str, call: Call) -> str | None:
    """The canvas of a channel, if our words are on it."""
    info: Any = (await call("conversations.info", channel, channel=channel))["channel"]
    canvas = ((info.get("properties") or {}).get("canvas") or {}).get("file_id")
    if canvas is None:
        return None
    asked = {"canvas_id": canvas, "criteria": {"contains_text": kept.KEPT_HERE}}
    found = await call("canvases.sections.lookup", channel, **asked)
    return str(canvas) if found["sections"] else None
