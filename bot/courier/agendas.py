"""The agenda for people's calendars, as a file or in words where Slack takes none."""

import asyncio
from functools import partial

from bot.courier.calls import CallWithFiles
from bot.courier.rendering.seen import NoLonger
from bot.courier.settling import AnswerService
from bot.courier.sharing import Shared, Sharer
from bot.db.tables import OutboxRow
from bot.domain.game import Game
from bot.domain.ids import COUNCIL, GameId, UserId
from bot.intents.calendar import AgendaFile, in_words
from bot.intents.rooms import PLENARY
from bot.queries.reader import Reader
from bot.reports import calendar
from bot.reports.calendar import Place
from bot.slack.calendar import cards


class AgendaKeeper:
    """Shares agendas."""

    def __init__(self, reader: Reader, answers: AnswerService) -> None:
        self._reader = reader
        self._answers = answers
        self._sharer = Sharer(reader, answers)

    async def share(self, row: OutboxRow, intent: AgendaFile, channel: str, call: CallWithFiles) -> None:
        """The agenda as it is when it is sent. Raises NoLonger if the start is no longer known."""
        at = self._answers.now()
        game, scenario = await self._reader.game(GameId(row.game_id))
        if not calendar.entries(game, scenario, at):
            raise NoLonger
        place, mark = await self._place(game, intent), intent.key.rpartition(":")[2]
        mark = mark if intent.room.startswith("dm:") else str(game.calendar.told)
        made = await asyncio.to_thread(calendar.file_of, game, scenario, place, at, mark)
        said = cards.beside(game, changed=intent.changed)
        shared = Shared((made,), said, cards.ahead(game), partial(in_words, intent))
        await self._sharer.share(row, intent, shared, channel, call)

    async def _place(self, game: Game, intent: AgendaFile) -> Place:
        """Where it happens for those who get the file: in their council, or else in the plenary."""
        number, channel = await self._table(game, intent.room)
        call = game.calls.of(number) if number else game.calls.plenary
        address = self._reader.address
        return Place(f"{address}archives/{channel or game.plenary}" if address else "", call)

    async def _table(self, game: Game, room: str) -> tuple[int, str | None]:
        """The number of the council whose room this is, or that somebody sits in, and its channel."""
        kind, _, key = room.partition(":")
        if room == PLENARY:
            return 0, None
        if kind == "dm":
            council = (await self._reader.where_in(game.id, UserId(key))).council
            key = str(council.number) if council else ""
        return (int(key), await self._reader.room(game.id, f"{COUNCIL}{key}")) if key else (0, None)
