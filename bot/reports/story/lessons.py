"""What the next facilitator can do better or again: each lesson names the fact that it is drawn from."""

from collections.abc import Callable, Iterator, Sequence

from bot.reports.story import time_lessons, work_lessons
from bot.reports.story.blocks import Entry, Section, Text
from bot.reports.story.chapters import Chapter
from bot.reports.story.course import Course
from bot.reports.story.played import Played

NONE = "There are no lessons from this game: nothing was late, left open or left to a few."
_LOOKS: tuple[Callable[[Course], Iterator[Entry]], ...] = (
    work_lessons.charter, work_lessons.policies, work_lessons.questions, work_lessons.undecided,
    work_lessons.silent, work_lessons.vacated, work_lessons.details,
    time_lessons.late_bells, time_lessons.time, time_lessons.pauses, time_lessons.steps,
    time_lessons.missed, time_lessons.early,
    work_lessons.turnout, work_lessons.claims,
)  # fmt: skip


def section(played: Played, chapters: Sequence[Chapter]) -> Section:
    """Once the game has ended; one that never began teaches nothing yet."""
    title = "For the next facilitator"
    if not played.revealed or played.game.first_bell is None:
        return Section(title)
    course = Course(played, chapters)
    found = tuple(lesson for look in _LOOKS for lesson in look(course))
    return Section(title, found or (Text(NONE),))
