"""Cards: each is posted once under its key and kept true from then on, in as many messages as hold it."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any
from weakref import WeakValueDictionary

import structlog
from slack_sdk.errors import SlackApiError

from bot.courier.calls import Call
from bot.courier.recovery import MayNotLook, metadata, posted_before
from bot.courier.rendering.renderer import Placed, Renderer
from bot.courier.rendering.seen import NotYet
from bot.courier.settling import Also, AnswerService
from bot.db.posts import Post, card_key, part_key
from bot.db.tables import OutboxRow
from bot.domain.ids import ChannelId, GameId
from bot.intents.ballot import BallotCard
from bot.intents.book import BookCard
from bot.intents.intent import Card, Delivery, Intent, Urgency, beside
from bot.intents.keeping import pinned
from bot.platform.cures import NO_PICTURE
from bot.platform.refused import error_of, needless_if
from bot.queries.reader import Reader
from bot.services.councils import CouncilService
from bot.slack.blocks.message import Message

log = structlog.get_logger(__name__)


class Cards:
    """Posts and updates them."""

    def __init__(
        self, renderer: Renderer, reader: Reader, councils: CouncilService, answers: AnswerService
    ) -> None:
        self._renderer = renderer
        self._reader = reader
        self._councils = councils
        self._answers = answers
        self._locks: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def show(self, row: OutboxRow, card: Card, call: Call) -> None:
        """One at a time for each card: two updates that find it deleted must not both post it anew."""
        async with self._locks.setdefault((row.game_id, card.key), asyncio.Lock()):
            await self._shown_once(row, card, call)

    async def _shown_once(self, row: OutboxRow, card: Card, call: Call) -> None:
        """A message that somebody deleted is known until another stands in its place."""
        placed = await self._renderer.placed(GameId(row.game_id), card)
        try:
            await self._told(row, card, placed, call)
        except SlackApiError as refused:
            in_words = placed.message.without_pictures()
            if error_of(refused) not in NO_PICTURE or in_words is placed.message:
                raise
            log.warning("slack refuses a card's picture; it becomes a link", action=row.kind, row=row.id)
            await self._told(row, card, placed._replace(message=in_words), call)

    async def _told(self, row: OutboxRow, card: Card, placed: Placed, call: Call) -> None:
        """Every message of the card, in order: behind one that is posted anew, so are the others. Those that
        it needs no longer are removed first, since the row is done with the last one that is posted."""
        parts, stand, channel, anew = placed.message.parts(), placed.stand, placed.channel, False
        for post in stand[len(parts) :]:
            await self._removed(post, call)
            await self._answers.part_gone(post)
        for number, part in enumerate(parts, 1):
            known = stand[number - 1] if number <= len(stand) else None
            if known is not None and anew:
                await self._removed(known, call)
            elif known is not None and await self._made_true(known, part, call):
                continue
            anew = True
            key, last = part_key(card.key, number), number == len(parts)
            channel = await self._posted_anew(row, card, key, part, channel, known, call, last=last)

    async def _posted_anew(
        self,
        row: OutboxRow,
        card: Card,
        key: str,
        part: Message,
        channel: str | None,
        known: Post | None,
        call: Call,
        *,
        last: bool,
    ) -> str:
        """Posts a message of the card, unless it proves to stand already; in which channel."""
        game = GameId(row.game_id)
        found = await self._posted_before(row, card, key, call) if row.unsure else None
        if found is not None:  # what may have changed since is shown from another lane: here, others wait
            update = beside(card, Urgency.UPDATE)
            await self._posted(row, card, found, instead_of=known, done=last, then=[update])
            return found.channel
        where = channel_for(card, channel)
        marked = {**part.as_kwargs(), "metadata": metadata(game, key)}
        sent = await call("chat.postMessage", where, channel=where, **marked)
        post = Post(game, key, ChannelId(sent["channel"]), sent["ts"])
        await self._posted(row, card, post, instead_of=known, done=last)
        return post.channel

    async def _posted(
        self,
        row: OutboxRow,
        card: Card,
        post: Post,
        *,
        instead_of: Post | None,
        done: bool,
        then: Sequence[Delivery] = (),
    ) -> None:
        """A ballot that was posted anew gets its choices there, and a book its pin; `then` is work, too."""
        work, also = [*then], list[Also]()
        if post.key != card_key(post.key):
            pass  # the card's first message counts for all of it
        elif isinstance(card, BallotCard) and instead_of is not None:
            also.append(partial(self._councils.ballot_moved, council=card.council))
        elif isinstance(card, BookCard) and card.page == 1:
            work.append(pinned(card))
        if work:
            also.append(partial(self._answers.follow, row, work))
        await self._answers.posted(row, post, *also, done=done)

    async def _made_true(self, post: Post, message: Message, call: Call) -> bool:
        """Updates a message; False if somebody has deleted it."""
        changed = updated(message.as_kwargs())
        try:
            await call("chat.update", post.channel, channel=post.channel, ts=post.ts, **changed)
        except SlackApiError as refused:
            if error_of(refused) != "message_not_found":
                raise
            return False
        return True

    async def _removed(self, post: Post, call: Call) -> None:
        with needless_if("message_not_found"):
            await call("chat.delete", post.channel, channel=post.channel, ts=post.ts)

    async def _posted_before(self, row: OutboxRow, card: Card, key: str, call: Call) -> Post | None:
        """Where nobody can know, the row stays unsure, and its message is counted as such."""
        channel = await self._reader.room(GameId(row.game_id), card.room)
        try:
            post = await posted_before(row, key, channel, call)
        except MayNotLook:
            log.warning("a card may stand twice: its answer was lost", action=row.kind, row=row.id)
            return None
        row.unsure = False
        return post


def channel_for(intent: Intent, known: str | None) -> str:
    """Where the room is, if it is `known`. Raises NotYet."""
    if known is None and not intent.room.startswith("dm:"):
        raise NotYet
    return known or intent.room.removeprefix("dm:")  # Slack opens the conversation, and answers with its id


def updated(arguments: dict[str, Any]) -> dict[str, Any]:
    """Without what only chat.postMessage takes."""
    return {name: value for name, value in arguments.items() if not name.startswith("unfurl_")}
