"""Shares files in a channel or with one person, in three steps, or does something else if Slack takes no
files.

Nobody sees a file whose upload was not completed, and Slack removes it. So the first two steps may be
repeated. After a lost answer to the last step, the name of the first file tells whether it was done: it holds
the game, the subject and, if somebody asked for it, the minute.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from bot.courier.calls import CallWithFiles
from bot.courier.recovery import MayNotLook, conversation, shared_before
from bot.courier.settling import AnswerService
from bot.db.posts import Post
from bot.db.tables import OutboxRow
from bot.domain.ids import ChannelId, GameId
from bot.intents.intent import Delivery, Keyed
from bot.platform.cures import NO_FILES
from bot.platform.refused import error_of
from bot.queries.reader import Reader
from bot.reports.files import File
from bot.slack.blocks.message import Message

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Shared:
    """What is shared: the files, what is said above them, what opens a conversation with somebody to whom
    nothing was said before, and the work that is done instead where Slack takes no files."""

    files: Sequence[File]
    beside: Message
    ahead: Message
    instead: Callable[[], Iterable[Delivery]]


class Sharer:
    """Shares files."""

    def __init__(self, reader: Reader, answers: AnswerService) -> None:
        self._reader = reader
        self._answers = answers

    async def share(
        self, row: OutboxRow, intent: Keyed, what: Shared, channel: str, call: CallWithFiles
    ) -> None:
        """In this channel; without one, with the person in whose direct messages the row's room is."""
        game = GameId(row.game_id)
        if await self._reader.post(game, intent.key) is not None:
            return  # it was done, and only the row was not marked
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
            await self._answers.instead(row, what.instead())
            return
        if (post := _post(answer, game, intent.key)) is not None:
            await self._answers.posted(row, post, done=True)

    async def _before(
        self, row: OutboxRow, intent: Keyed, file: File, channel: str, call: CallWithFiles
    ) -> Post | None:
        known = channel or await self._reader.room(GameId(row.game_id), intent.room)
        try:
            post = await shared_before(row, intent.key, file.name, known, call)
        except MayNotLook:
            log.warning("files may stand twice: their answer was lost", action=row.kind, row=row.id)
            return None
        row.unsure = False
        return post

    async def _direct(self, row: OutboxRow, what: Shared, call: CallWithFiles) -> str:
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
    """Takes the first two steps. Returns what the last needs to know of the file."""
    about = {"filename": file.name, "length": len(file.content), "alt_txt": file.title}
    upload = await call("files.getUploadURLExternal", channel, **about)
    await call.upload(upload["upload_url"], file.content)
    return {"id": upload["file_id"], "title": file.title}


def _post(answer: Any, game: GameId, key: str) -> Post | None:
    """Where the files were posted, if Slack says so: it may still be at work when it answers."""
    for where in (answer["files"][0].get("shares") or {}).values():
        for channel, shares in where.items():
            return Post(game, key, ChannelId(channel), shares[0]["ts"])
    return None
