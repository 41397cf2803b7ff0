"""Where a board's page takes what it shows: from the games that are played, or from a log."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from bot.domain.ids import Moment
from bot.reports.board import Board


@dataclass(frozen=True, slots=True)
class Trouble:
    """There is no board for now; `words` say why. The link still works."""

    words: str


Shown: TypeAlias = Board | Trouble


class Boards(Protocol):
    """What links show."""

    def now(self) -> Moment:
        """The time that countdowns go by."""

    async def look(self, token: str) -> Shown | None:
        """What this link shows now; None where it leads nowhere."""

    def changes(self, token: str) -> AsyncGenerator[Shown, None]:
        """What this link shows now, and then after every change. Ends when the link leads nowhere."""
