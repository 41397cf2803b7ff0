"""Policy books to keep: as files, or as messages where Slack takes no files."""

import asyncio
from collections.abc import Iterator

from bot.courier.calls import CallWithFiles
from bot.courier.rendering.seen import counted
from bot.courier.settling import AnswerService
from bot.courier.sharing import Shared, Sharer
from bot.db.tables import OutboxRow
from bot.domain.ids import GameId
from bot.intents.intent import Delivery
from bot.intents.keeping import AllBooks, BookFiles, as_messages
from bot.queries.reader import Reader
from bot.reports import book_files
from bot.reports.files import Files
from bot.slack.book import kept


class BookKeeper:
    """Shares policy books."""

    def __init__(self, reader: Reader, answers: AnswerService) -> None:
        self._reader = reader
        self._answers = answers
        self._sharer = Sharer(reader, answers)

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

        def pages() -> Iterator[Delivery]:
            return as_messages(intent, len(kept.book_pages(game, scenario, council, at)))

        await self._sharer.share(row, intent, Shared(made.files, beside, beside, pages), channel, call)

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

        def pages() -> Iterator[Delivery]:
            return as_messages(intent, len(kept.all_pages(game, scenario, councils, at, rooms)))

        await self._sharer.share(row, intent, Shared(made.files, beside, ahead, pages), "", call)
