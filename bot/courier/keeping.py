"""Policy books to keep: as files, in Slack's three steps, or as messages where Slack takes no files.

A file whose upload was not completed is seen by nobody and goes by itself. So the first two steps may be
done again, and only of the last is it asked after a lost answer whether it was done: by the files' names,
which hold the game, the council and the minute.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from bot.courier.calls import CallWithFiles
from bot.courier.recovery import MayNotLook, conversation, shared_before
from bot.courier.rendering.seen import counted
from bot.courier.settling import AnswerService
from bot.db.posts import Post
from bot.db.tables import OutboxRow
from bot.domain.ids import ChannelId, GameId
from bot.intents.keeping import AllBooks, BookFiles, as_messages
from bot.platform.cures import NO_FILES
from bot.platform.refused import error_of
from bot.queries.reader import Reader
from bot.reports import book_files
from bot.reports.files import File, Files
from bot.slack.blocks.message import Message
from bot.slack.book import kept

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is shared: the files, what is said beside them, and the same as messages."""

    files: Sequence[File]
    beside: Message
    ahead: Message
    messages: Callable[[], Sequence[Message]]


class BookKeeper:
    """Shares policy books."""

    def __init__(self, reader: Reader, answers: AnswerService) -> None:
        self._reader = reader
        self._answers = answers

    async def book(self, row: OutboxRow, intent: BookFiles, channel: str, call: CallWithFiles) -> None:
        """A council's, in its channel. Raises NotYet while its votes are being counted."""
        at = self._answers.now()
        game, scenario, council = await self._reader.table(GameId(row.game_id), intent.council)
        if not intent.asked:
            counted(council)
        made: Files = await asyncio.to_thread(
            book_files.of_council, game, scenario, council, at, intent.asked
        )
        beside = kept.beside_book(game, council, made.pdf)
        what = Kept(made.files, beside, beside, lambda: kept.book_pages(game, scenario, council, at))
        await self._share(row, intent, what, channel, call)

    async def all_books(self, row: OutboxRow, intent: AllBooks, call: CallWithFiles) -> None:
        """All of a game, for a facilitator. Raises NotYet while votes are being counted."""
        at = self._answers.now()
        game, scenario = await self._reader.game(GameId(row.game_id))
        councils = await self._reader.councils(game)
        if not intent.asked:
            councils = tuple(map(counted, councils))
        made: Files = await asyncio.to_thread(book_files.of_game, game, scenario, councils, at, intent.asked)
        rooms = await self._reader.council_rooms(game.id)
        beside = kept.beside_all(game, councils, made.pdf)
        ahead = kept.ahead_of_all(game)
        what = Kept(made.files, beside, ahead, lambda: kept.all_pages(game, scenario, councils, at, rooms))
        await self._share(row, intent, what, "", call)

    async def _share(
        self, row: OutboxRow, intent: BookFiles | AllBooks, what: Kept, channel: str, call: CallWithFiles
    ) -> None:
        game = GameId(row.game_id)
        if await self._reader.post(game, intent.key) is not None:
            return  # only that it was done was not noted
        if row.unsure and (found := await self._before(row, intent, what.files[0], channel, call)):
            await self._answers.posted(row, found, done=True)
            return
        try:
            uploaded = [await _uploaded(file, channel, call) for file in what.files]
            place = channel or await self._direct(row, what, call)
            answer = await call(
                "files.completeUploadExternal",
                channel,
                files=uploaded,
                channel_id=place,
                initial_comment=what.beside.text,
            )
        except SlackApiError as refused:
            if error_of(refused) not in NO_FILES:
                raise
            await self._answers.instead(row, as_messages(intent, len(what.messages())))
            return
        if (post := _post(answer, game, intent.key)) is not None:
            await self._answers.posted(row, post, done=True)

    async def _before(
        self, row: OutboxRow, intent: BookFiles | AllBooks, file: File, channel: str, call: CallWithFiles
    ) -> Post | None:
        known = channel or await self._reader.room(GameId(row.game_id), intent.room)
        try:
            post = await shared_before(row, intent.key, file.name, known, call)
        except MayNotLook:
            log.warning("files may stand twice: their answer was lost", action=row.kind, row=row.id)
            return None
        row.unsure = False
        return post

    async def _direct(self, row: OutboxRow, what: Kept, call: CallWithFiles) -> str:
        """The channel of somebody's direct messages. Files are shared in channels only: where none is known
        and im:write was not granted, a word to them opens it."""
        user = row.room.removeprefix("dm:")
        known = await self._reader.room(GameId(row.game_id), row.room)
        try:
            return known or await conversation(user, call)
        except SlackApiError as refused:
            if error_of(refused) != "missing_scope":
                raise
        for part in what.ahead.parts():
            sent = await call("chat.postMessage", user, channel=user, **part.as_kwargs())
        return str(sent["channel"])


async def _uploaded(file: File, channel: str, call: CallWithFiles) -> dict[str, str]:
    """The first two steps: what the last is told of a file."""
    upload = await call("files.getUploadURLExternal", channel, filename=file.name, length=len(file.content))
    await call.upload(upload["upload_url"], file.content)
    return {"id": upload["file_id"], "title": file.title}


def _post(answer: Any, game: GameId, key: str) -> Post | None:
    """Where the files stand, as far as Slack says: it may still be at work when it answers."""
    for where in (answer["files"][0].get("shares") or {}).values():
        for channel, shares in where.items():
            return Post(game, key, ChannelId(channel), shares[0]["ts"])
    return None
