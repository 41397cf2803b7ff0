"""Lessons of how time was kept: bells, pauses, changes of plan."""

from collections.abc import Iterator
from datetime import timedelta

from bot.domain.game import events as e
from bot.reports.story.blocks import Entry
from bot.reports.story.chapters import Chapter
from bot.reports.story.course import Course
from bot.reports.words import counted, listed, times


def late_bells(course: Course) -> Iterator[Entry]:
    """Bells that rang late, and times in which Moot was away."""
    late = [one for one in course.chapters if one.bell and one.bell.late]
    away = [it for it in course.events(e.GamePaused) if it.until is not None or it.cut_off]
    facts = [f"{counted(len(late), 'bell')} rang late"] if late else []
    facts += [f"Moot was away or cut off {times(len(away))}"] if away else []
    if facts:
        yield Entry(
            f"The clock did not run smoothly: {' and '.join(facts)}.",
            "Ask the person who runs Moot what happened then; its log has the times.",
        )


def time(course: Course) -> Iterator[Entry]:
    """Time that was added or taken away, and new plans."""
    changes = course.events(e.TimeChanged)
    added = sum((one.by for one in changes if one.by > timedelta()), timedelta())
    taken = sum((-one.by for one in changes if one.by < timedelta()), timedelta())
    plans = len(course.events(e.Replanned))
    facts = [f"{course.played.span(added)} were added"] if added else []
    facts += [f"{course.played.span(taken)} were taken away"] if taken else []
    facts += [f"the rest was replanned {times(plans)}"] if plans else []
    if facts:
        phases = [course.title(one) for one in course.chapters if _changed(one)]
        where = f" (in {listed(dict.fromkeys(phases))})" if phases else ""
        yield Entry(
            f"The plan changed{where}: {', '.join(facts)}.",
            "Give these phases that much time from the start, in the pack's agenda or in a format of your "
            "own.",
        )


def pauses(course: Course) -> Iterator[Entry]:
    """More than one pause."""
    pauses = [one for one in course.events(e.GamePaused) if one.until is None and not one.cut_off]
    if len(pauses) > 1:
        yield Entry(
            f"The clock was paused {times(len(pauses))}.",
            "Tell people the rules of the next phase before its bell, while the clock still runs for "
            "this one.",
        )


def steps(course: Course) -> Iterator[Entry]:
    """Phases that were cut short by hand, and those to which somebody went back."""
    skipped = [
        course.title(before) for before, one in course.pairs() if one.bell and one.bell.why is e.Bell.SKIPPED
    ]
    back = [course.title(one) for one in course.chapters if one.bell and one.bell.why is e.Bell.BACK]
    facts = [f"{listed(skipped)} ended early by hand"] if skipped else []
    facts += [f"somebody went back to {listed(back)}"] if back else []
    if facts:
        yield Entry(
            f"Phases did not keep their length: {'; '.join(facts)}.",
            "A phase that is always ended early can be shorter in the agenda.",
        )


def missed(course: Course) -> Iterator[Entry]:
    """Turns and injects whose time had passed."""
    turns = sum(len(one.councils) for one in course.events(e.TurnsMissed))
    injects = sum(len(one.injects) + len(one.planned) for one in course.events(e.InjectsMissed))
    if turns:
        yield Entry(
            f"{counted(turns, 'council')} had no time to present.",
            "Count a minute for each council, and let the speaker come to the front while the one before "
            "speaks.",
        )
    if injects:
        yield Entry(
            f"{counted(injects, 'inject')} missed their time because the phase was over."
            if injects > 1
            else "1 inject missed its time because the phase was over.",
            "Plan injects for the middle of a phase; its end moves.",
        )


def early(course: Course) -> Iterator[Entry]:
    """An end before its time."""
    game = course.played.game
    if any(one.early for one in course.events(e.GameEnded)):
        left = [game.agenda[index].title for index in game.coming]
        never = f" {listed(left)} never began." if left else ""
        yield Entry(
            f"The game was ended early.{never}",
            "“/moot end-by” shortens everything that is left in proportion, so that there is time for "
            "the vote and the reveal.",
        )


def _changed(chapter: Chapter) -> bool:
    """Whether somebody gave it more or less time."""
    return any(isinstance(one, e.TimeChanged | e.Replanned) for one in chapter.changes)
