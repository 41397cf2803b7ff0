"""What is kept about somebody, sent to them as it is when it is made."""

import asyncio
from collections.abc import Iterator

from bot.courier.calls import CallWithFiles
from bot.courier.settling import AnswerService
from bot.courier.sharing import Shared, Sharer
from bot.db.tables import OutboxRow
from bot.domain.ids import UserId
from bot.intents.intent import Delivery
from bot.intents.privacy import PersonFiles, instead
from bot.queries.personal import about
from bot.queries.reader import Reader
from bot.reports.personal import personal_files
from bot.slack.privacy import cards


class PersonKeeper:
    """Makes the files, and shares them with that person alone."""

    def __init__(self, reader: Reader, answers: AnswerService) -> None:
        self._reader = reader
        self._answers = answers
        self._sharer = Sharer(reader, answers)

    async def share(self, row: OutboxRow, intent: PersonFiles, call: CallWithFiles) -> None:
        """By direct message."""
        user, at = UserId(intent.room.partition(":")[2]), self._answers.now()
        data = await about(self._reader, row.team_id, user, at)
        files = await asyncio.to_thread(personal_files, data, intent.asked)

        def no_files() -> Iterator[Delivery]:
            yield instead(intent)

        await self._sharer.share(
            row, intent, Shared(files, cards.beside(), cards.beside(), no_files), "", call
        )
