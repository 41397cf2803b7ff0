"""The story of the game, phase by phase: when each bell rang, and what happened until the next."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from bot.domain.audience import only_some
from bot.domain.council import events as ce
from bot.domain.game import events as e
from bot.domain.ids import Moment
from bot.reports.marked import unmarked
from bot.reports.story import happened, steered
from bot.reports.story.blocks import Block, Quote, Section, Text, Timeline
from bot.reports.story.blocks import Moment as Line
from bot.reports.story.happened import Happening
from bot.reports.story.played import Played
from bot.reports.words import counted


@dataclass(slots=True)
class Chapter:
    """What happened from a bell to the next; `bell` is None before the first, and after the end.

    `place` is that of its first event in the log.
    """

    place: int
    began: Moment | None = None
    bell: e.PhaseStarted | None = None
    ended: Moment | None = None  # None while it runs
    told: list[tuple[Moment, Line]] = field(default_factory=list)  # of the game
    happened: list[Happening] = field(default_factory=list)  # in the councils
    changes: list[e.GameEvent] = field(default_factory=list)  # all that happened to the game
    table: list[ce.CouncilEvent] = field(default_factory=list)


def section(played: Played, chapters: Sequence[Chapter]) -> Section:
    """All of it."""
    parts = (_part(played, chapter) for chapter in chapters)
    return Section("How the game went", parts=tuple(one for one in parts if not one.empty))


def chapters_of(played: Played) -> tuple[Chapter, ...]:
    """What was before the first bell, each phase, and what came after the end."""
    chapters = _of_game(played)
    places = [one.place for one in chapters]
    for council in played.councils:
        for one in played.log.councils.get(council.id, ()):
            chapter = chapters[max(bisect_right(places, one.place) - 1, 0)]
            chapter.table.append(one.event)
            if (found := happened.happening(played, council, one)) is not None:
                chapter.happened.append(found)
    return tuple(chapters)


def _of_game(played: Played) -> list[Chapter]:
    chapters, stopped = [Chapter(0)], None
    for one in played.log.game:
        event, chapter = one.event, chapters[-1]
        if isinstance(event, e.PhaseStarted):
            chapter.ended = event.at
            chapters.append(Chapter(one.place, event.at, event))
            continue
        chapter.changes.append(event)
        at = steered.moment_of(event) or one.at
        if (words := steered.words(played, event, stopped)) is not None:
            chapter.told.append((at, Line(played.when(at), words)))
        if isinstance(event, e.GamePaused | e.GameResumed):
            stopped = event.at if isinstance(event, e.GamePaused) else None
        if isinstance(event, e.GameEnded):
            chapter.ended = event.at
            chapters.append(Chapter(one.place, event.at))
    return chapters


# --- in words


def _part(played: Played, chapter: Chapter) -> Section:
    timed = [*chapter.told, *happened.lines(played, chapter.happened)]
    moments = tuple(line for _, line in sorted(timed, key=itemgetter(0)))
    blocks: list[Block] = [Text(words, note=True) for words in _bounds(played, chapter)]
    blocks += _emergency(played, chapter)
    blocks += [Timeline(moments)] if moments else []
    if turns := sum(isinstance(one, e.TurnBegan) for one in chapter.changes) if not played.few else 0:
        blocks.append(Text(f"{counted(turns, 'council')} had their turn."))
    table = happened.in_words(happened.on_the_table(chapter.table))
    blocks += [Text(table, note=True)] if table and chapter.began else []
    return Section(_title(played, chapter), tuple(blocks))


def _title(played: Played, chapter: Chapter) -> str:
    if chapter.bell is None:
        return "After the end" if chapter.began else "Before the first bell"
    again = " (once more)" if chapter.bell.run else ""
    return f"{played.game.agenda[chapter.bell.phase].title}{again}"


def _bounds(played: Played, chapter: Chapter) -> Iterator[str]:
    """When it rang, how long it was meant to last, how long it did, and why it rang."""
    bell, end = chapter.bell, chapter.ended
    if bell is None:
        return
    planned = played.span(played.game.time.between(bell.starts or bell.at, bell.ends))
    if bell.ends == bell.at:
        lasted = ""
    elif end is None:
        lasted = f", and runs; it has {planned}"
    else:
        took = played.lasted(bell.at, end)
        lasted = f" and lasted {took}" + ("" if took == planned else f"; {planned} were planned")
    yield f"It began {played.on(bell.at)}{lasted}. {steered.bell(bell)}".strip()


def _emergency(played: Played, chapter: Chapter) -> Iterator[Block]:
    """What the phase brought with its bell, where everybody heard it."""
    bell = chapter.bell
    if bell is None or bell.why is e.Bell.GOES_ON:
        return
    planned = played.game.agenda[bell.phase]
    inject = next((one.inject for one in played.scenario.agenda if one.key == planned.key), "")
    if inject and not only_some(planned.to):
        yield Quote(unmarked(inject))
    elif inject and played.revealed:
        yield Text("Only some people were told what had happened.")
