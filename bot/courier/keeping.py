"""Policy books and the report, to keep: as files, or as messages where Slack takes no files."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from bot.courier.calls import CallWithFiles
from bot.courier.rendering.seen import NoLonger, counted, judged
from bot.courier.settling import AnswerService
from bot.courier.sharing import Shared, Sharer
from bot.db.tables import OutboxRow
from bot.domain.asks.surveys import SurveyAnswered
from bot.domain.council import Council
from bot.domain.council.events import ClaimRuled
from bot.domain.game import Game
from bot.domain.game.events import FeedbackGiven
from bot.domain.ids import GameId, Moment
from bot.domain.log import Log
from bot.domain.scenario import Scenario
from bot.intents.intent import Delivery
from bot.intents.keeping import AllBooks, BookFiles, ReportFiles, as_messages
from bot.queries.reader import Reader
from bot.reports import book_files, whole_game
from bot.reports.files import Files
from bot.slack.book import kept

NEWS = (ClaimRuled, FeedbackGiven, SurveyAnswered)  # what can still come after the end
Whole: TypeAlias = tuple[Game, Scenario, Sequence[Council], Log, Moment]


class BookKeeper:
    """Shares them."""

    def __init__(self, reader: Reader, answers: AnswerService) -> None:
        self._reader = reader
        self._answers = answers
        self._sharer = Sharer(reader, answers)
        self._making = asyncio.Lock()

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
        """All of a game, for a facilitator. Raises NotYet while the game is being judged, and NoLonger."""
        seen = await self._seen(row, intent)
        made = await self._made(whole_game.for_facilitators, seen, intent)
        game, scenario, councils, _, at = seen
        rooms = await self._reader.council_rooms(game.id)
        beside = kept.beside_all(game, councils, made.pdf, changed=intent.closed)
        ahead = kept.ahead_of_all(game)

        def pages() -> Iterator[Delivery]:
            return as_messages(intent, len(kept.all_pages(game, scenario, councils, at, rooms)))

        await self._sharer.share(row, intent, Shared(made.files, beside, ahead, pages), "", call)

    async def report(self, row: OutboxRow, intent: ReportFiles, channel: str, call: CallWithFiles) -> None:
        """The report, in the plenary; nothing where Slack takes no files, which the facilitators hear. Raises
        NotYet while the game is being judged, and NoLonger."""
        seen = await self._seen(row, intent)
        made = await self._made(whole_game.for_everybody, seen, intent)
        beside = kept.beside_report(seen[0], made.pdf, changed=intent.closed)
        await self._sharer.share(row, intent, Shared(made.files, beside, beside, tuple), channel, call)

    async def _seen(self, row: OutboxRow, intent: AllBooks | ReportFiles) -> Whole:
        """The game as it is now, once it can be reported. After its close, only if something has changed
        since its end."""
        at = self._answers.now()
        game, scenario = await self._reader.game(GameId(row.game_id))
        councils = await self._reader.councils(game)
        if not intent.asked:
            councils = tuple(map(judged, councils))
        log = await self._reader.log(game.id)
        if intent.closed and not _has_news(game, log):
            raise NoLonger
        return game, scenario, councils, log, at

    async def _made(self, files: Callable[..., Files], seen: Whole, intent: AllBooks | ReportFiles) -> Files:
        """One at a time: a report of many councils keeps a processor busy for seconds."""
        async with self._making:
            return await asyncio.to_thread(files, *seen, intent.asked or "final" * intent.closed)


def _has_news(game: Game, log: Log) -> bool:
    """Whether something that a report tells has come after the game's end."""
    end = game.ended_at
    return end is not None and any(isinstance(one.event, NEWS) and one.at > end for one in log.in_order())
