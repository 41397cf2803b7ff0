"""The visitor's council as the stage looks at it: its channel, and what the bot has stored."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.domain.council import Council, Proposal
from bot.domain.game import Game
from bot.domain.ids import ProposalNumber, UserId
from bot.domain.seating import Seat
from bot.rehearsal.stage import Running, newest
from bot.rehearsal.stand_ins.cards import Json
from bot.workspace.page.people import People
from bot.workspace.state.refusals import CannotDo

T = TypeVar("T")
STEP_SECONDS = 60.0  # that anything may take
LOOK_AGAIN, SELDOM = 0.1, 0.5  # seconds; what may take for ever is looked for less often


async def until(
    found: Callable[[], Awaitable[T | None]], what: str, seconds: float | None = STEP_SECONDS
) -> T:
    """What is found, as soon as it is something. Raises CannotDo after so many seconds; None is for ever."""
    try:
        async with asyncio.timeout(seconds):
            while not (one := await found()):  # noqa: ASYNC110 - it is in another process's database
                await asyncio.sleep(LOOK_AGAIN if seconds else SELDOM)
            return one
    except TimeoutError:
        raise CannotDo(f"There was no sign of {what} within {seconds:.0f} seconds.") from None


@dataclass(slots=True)
class Table:
    """Where the visitor sits; `channel` is empty until they do."""

    running: Running
    visitor: str
    channel: str = ""
    number: int = 0

    async def game(self) -> Game:
        """The newest game."""
        game = await newest(self.running)
        assert game is not None
        return game

    async def found(self) -> bool:
        """Whether the visitor has a seat, in a council whose channel is there."""
        game, reader = await newest(self.running), self.running.services.reader
        if game is None or game.deal is None:
            return False
        rooms = await reader.council_rooms(game.id)
        for council in await reader.councils(game):
            if council.seat_of(UserId(self.visitor)) is not None and council.number in rooms:
                self.channel, self.number = rooms[council.number], council.number
        return bool(self.channel)

    async def council(self) -> Council:
        """The visitor's council."""
        councils = await self.running.services.reader.councils(await self.game())
        return next(one for one in councils if one.number == self.number)

    def seat(self, council: Council) -> Seat:
        """The visitor's."""
        seat = council.seat_of(UserId(self.visitor))
        assert seat is not None
        return seat

    async def proposal(self, number: ProposalNumber) -> Proposal:
        """A proposal, as it stands."""
        return (await self.council()).proposals[number]

    def newest(self, wanted: Callable[[Json], bool]) -> Json | None:
        """The newest card in the channel of which that is so."""
        people = People(self.running.workspace)
        cards = [one for one in people.history(self.visitor, self.channel) if one["bot_id"] is not None]
        return next((one for one in reversed(cards) if wanted(one)), None)

    def messages(self) -> str:
        """Where the page finds what the bot tells the visitor alone."""
        pair = frozenset((self.visitor, self.running.app.bot_user_id))
        return f"/?as={self.visitor}&channel={self.running.workspace.dms[pair].id}"

    def place(self, ts: str = "") -> str:
        """Where the page finds the channel, or a message in it."""
        if ts:
            return f"/archives/{self.channel}/p{ts.replace('.', '')}?as={self.visitor}"
        return f"/?as={self.visitor}&channel={self.channel}"
