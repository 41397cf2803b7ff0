"""What cards are made of, and whether there is anything to show."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.ids import Moment, UserId, council_of
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.intents.intent import Intent
from bot.queries.reader import Reader
from bot.slack.blocks.message import Message


class NotYet(Exception):
    """What is to be shown is not known yet; it is rendered again in a moment."""


class NoLonger(Exception):
    """There is nothing left to show."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A game at this moment, and who can read more of it."""

    reader: Reader
    at: Moment
    game: Game
    scenario: Scenario

    async def councils(self) -> tuple[Council, ...]:
        """All of the game's."""
        return await self.reader.councils(self.game)

    async def council_in(self, room: str) -> Council:
        """The one whose channel this is."""
        return await self.reader.council(council_of(self.game.id, room))


@dataclass(frozen=True, slots=True)
class SeenCouncil(Seen):
    """A council of it, as of the same moment."""

    council: Council

    @property
    def table(self) -> tuple[Scenario, Council]:
        """What most cards about it are made of."""
        return self.scenario, self.council

    def seat_of(self, holder: UserId) -> Seat:
        """The seat that they hold. Raises NoLonger: what is shown belongs to the seat."""
        return standing(self.council.seat_of(holder))


T = TypeVar("T")
S = TypeVar("S")
AnIntent = TypeVar("AnIntent", bound=Intent)
Made: TypeAlias = Message | Awaitable[Message]
Row: TypeAlias = tuple[type[Intent], Callable[[S, Any], Made]]


def standing(what: T | None) -> T:
    """What there is. Raises NoLonger."""
    if what is None:
        raise NoLonger
    return what


def numbered(pages: Sequence[Message], page: int) -> Message:
    """The page of this number, from 1. Raises NoLonger: what is shown takes fewer by now."""
    if page > len(pages):
        raise NoLonger
    return pages[page - 1]


def counted(council: Council) -> Council:
    """The council, when its vote is. Raises NotYet."""
    if council.ballot is not None and council.outcome is None:
        raise NotYet  # the reactions are being read
    return council


def judged(council: Council) -> Council:
    """The council, when its vote is counted and the game is over for it, too. Raises NotYet."""
    if not council.ended:
        raise NotYet  # it hears of the end in a moment, and what was claimed is judged then
    return counted(council)


async def made(of: Made) -> Message:
    """What was made, read first where that was needed."""
    return of if isinstance(of, Message) else await of


def shows(kind: type[AnIntent], how: Callable[[S, AnIntent], Made]) -> Row[S]:
    """A row of a table: how an intent of this kind is rendered, from what is seen."""
    return kind, how
