"""A game that has ended, as the lessons look at it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.domain.council import Council
from bot.domain.game import events as e
from bot.reports.story.chapters import Chapter
from bot.reports.story.played import FEW, Played
from bot.reports.words import listed

E = TypeVar("E", bound=e.GameEvent)


@dataclass(frozen=True, slots=True)
class Course:
    """A game that has ended, and its phases as they were played."""

    played: Played
    chapters: Sequence[Chapter]

    @property
    def councils(self) -> tuple[Council, ...]:
        """By number."""
        return self.played.councils

    @property
    def seats(self) -> int:
        """How many are filled."""
        return sum(len(one.filled) for one in self.councils)

    def named(self, those: Sequence[Council]) -> str:
        """`Council 2`, or how many of how many."""
        if len(those) == len(self.councils) > 1:
            return "every council"
        if len(those) > FEW:
            return f"{len(those)} of {len(self.councils)} councils"
        return listed(one.name for one in those)

    def events(self, kind: type[E]) -> list[E]:
        """What happened to the game of this kind, in order."""
        return [one.event for one in self.played.log.game if isinstance(one.event, kind)]

    def pairs(self) -> Iterator[tuple[Chapter, Chapter]]:
        """Each chapter but the last, with the one after it."""
        return zip(self.chapters, self.chapters[1:], strict=False)

    def title(self, chapter: Chapter) -> str:
        """That of its phase."""
        return self.played.game.agenda[chapter.bell.phase].title if chapter.bell else "sign-up"
