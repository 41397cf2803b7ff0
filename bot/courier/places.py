"""Where cards stand, or are to stand: what each begins with is looked up for many at once."""

import asyncio
from collections import defaultdict
from typing import NamedTuple

from bot.db.posts import Channels
from bot.domain.ids import GameId
from bot.intents.intent import Card
from bot.queries.reader import Reader


class Place(NamedTuple):
    """The channel in which a card stands, if it does, and that of its room, once Slack has made it."""

    stands_in: str | None
    room: str | None


class Asked(NamedTuple):
    """A card that somebody asks about."""

    game: GameId
    card: Card
    answer: asyncio.Future[Place]

    def told(self, found: Channels | Exception) -> None:
        """Answers, if somebody still waits."""
        if self.answer.done():
            return
        if isinstance(found, Exception):
            self.answer.set_exception(found)
        else:
            place = Place(found.of_cards.get(self.card.key), found.of_rooms.get(self.card.room))
            self.answer.set_result(place)


class Places:
    """Asks for the first at once; for what is asked meanwhile, together."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._waiting: list[Asked] = []
        self._at_work: asyncio.Task[None] | None = None

    async def of(self, game: GameId, card: Card) -> Place:
        """That of a card. Raises NoGame and StoreAway."""
        answer: asyncio.Future[Place] = asyncio.get_running_loop().create_future()
        self._waiting.append(Asked(game, card, answer))
        if self._at_work is None:
            self._at_work = asyncio.create_task(self._work_off())
        return await answer

    async def _work_off(self) -> None:
        try:
            while self._waiting:
                asked, self._waiting = self._waiting, []
                games = defaultdict[GameId, list[Asked]](list)
                for one in asked:
                    games[one.game].append(one)
                for game, those in games.items():
                    await self._answer(game, those)
        finally:
            self._at_work = None

    async def _answer(self, game: GameId, those: list[Asked]) -> None:
        found: Channels | Exception
        try:
            found = await self._reader.channels(
                game, {one.card.key for one in those}, {one.card.room for one in those}
            )
        except Exception as fault:  # noqa: BLE001 - whoever waits gets it
            found = fault
        for one in those:
            one.told(found)
