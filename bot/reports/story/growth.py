"""How the policy books grew: how many policies stood in them, over time and at the end of each phase."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from statistics import median_low

from bot.domain.council import Council
from bot.domain.council import events as e
from bot.domain.ids import Moment
from bot.reports.story import plots
from bot.reports.story.blocks import Block, Section, Table
from bot.reports.story.chapters import Chapter
from bot.reports.story.played import Played
from bot.reports.story.plots import Span

Steps = Sequence[tuple[Moment, int]]  # whenever the number changed, and to what
OF_MANY: Mapping[str, Callable[[list[int]], int]] = {
    "Most": max,
    "In the middle": lambda counts: median_low(sorted(counts)),
    "Fewest": min,
}


def section(played: Played, chapters: Sequence[Chapter]) -> Section:
    """A line for each council where they are few, otherwise those of the most, the middle and the fewest."""
    title = "Policies over time"
    phases = [_span(played, one) for one in chapters if one.bell is not None]
    each = {one.name: steps(played, one) for one in played.councils}
    if not phases or not any(each.values()):
        return Section(title)
    shown = each if played.few else _of_many([*each.values()])
    rows = tuple(
        (f"{number}. {phase.title}", *(str(standing(one, phase.ends)) for one in shown.values()))
        for number, phase in enumerate(phases, 1)
    )
    head = ("Phase", *shown)
    caption = "Policies in the book when each phase ended" + ("" if played.few else ", of all councils")
    table = Table(caption, head, rows, numbers=tuple(range(1, len(head))))
    plot = plots.steps(shown, phases, played.zone, what="Policies in the book")
    blocks: list[Block] = [plot, table] if plot is not None else [table]
    return Section(title, tuple(blocks))


def _span(played: Played, chapter: Chapter) -> Span:
    assert chapter.bell is not None
    title = played.game.agenda[chapter.bell.phase].title
    return Span(title, chapter.bell.at, chapter.ended or max(played.at, chapter.bell.at))


def steps(played: Played, council: Council) -> Steps:
    """When the number of policies in a book changed, and to what. One that is amended or replaced is one."""
    return [*_steps(played, council)]


def _steps(played: Played, council: Council) -> Iterator[tuple[Moment, int]]:
    count = 0
    for one in played.log.councils.get(council.id, ()):
        match one.event:
            case e.PolicyAdopted(about=None, at=at):
                count += 1
                yield at, count
            case e.PolicyRescinded(at=at):
                count -= 1
                yield at, count
            case _:  # the book is as long as before
                pass


def standing(steps: Steps, at: Moment) -> int:
    """How many stood at a moment."""
    place = bisect_right(steps, at, key=itemgetter(0))
    return steps[place - 1][1] if place else 0


def _of_many(every: Sequence[Steps]) -> dict[str, Steps]:
    moments = sorted({at for at, _ in chain.from_iterable(every)})
    counts = [(at, [standing(one, at) for one in every]) for at in moments]
    return {name: [(at, of(those)) for at, those in counts] for name, of in OF_MANY.items()}
