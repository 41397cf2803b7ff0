"""Plots as SVG, by matplotlib, which is the extra `pdf` and may be missing: then there are none.

They are made for print in black and white and for people who see few colours: whatever differs has another
pattern or line and its name beside it. matplotlib is not made for threads, so one plot is drawn at a time,
never through pyplot.
"""

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from io import StringIO
from itertools import cycle
from threading import Lock
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from bot.domain.ids import Moment
from bot.reports.story.blocks import Plot

Axes: TypeAlias = Any  # matplotlib's, which may not be installed

HOW_TO_ADD = (
    "This report has no plots because matplotlib is not installed. “make pdf” adds it; in other "
    "installations, “pip install -r requirements-pdf.lock” does."
)
INK, PALE, LINE, WHITE = "#1f3d36", "#55645f", "#c9d3cf", "#ffffff"
LOOKS = (
    (INK, "", WHITE),
    ("#f2c078", "//", INK),
    ("#e4eae7", "..", INK),
    (WHITE, "", INK),
)  # fill, pattern, words
LINES = ("solid", "dashed", "dotted", "dashdot", (0, (8, 2)), (0, (1, 3)))
MARKS = "os^DvP"
WIDTH, ROW = 7.2, 0.34  # inches
MARKED = 20  # steps of a line that still has room for a mark at each
LABEL = 28  # characters of a name beside a bar
REMEMBERED = 64  # plots, of some 30 kB each
_KNOWN: dict[str, str] = {}
_DRAWING = Lock()
_LOOK: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "moot",
    "text.parse_math": False,
    "font.size": 9,
    "hatch.linewidth": 0.6,
    "axes.edgecolor": PALE,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


@dataclass(frozen=True, slots=True)
class Span:
    """A phase along the axis of time."""

    title: str
    begins: Moment
    ends: Moment


def can_draw() -> bool:
    """Whether matplotlib is installed."""
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        return False
    return True


@contextmanager
def _drawing() -> Iterator[None]:
    """One at a time, with our look. Letters that its fonts lack are the reader's to show: they stay text."""
    import matplotlib

    with _DRAWING, warnings.catch_warnings(), matplotlib.rc_context(_LOOK):
        warnings.simplefilter("ignore")
        yield


def _svg(shown: object, height: float, draw: Callable[[Axes], None]) -> str:
    """The plot of what is `shown`. A report is made for everybody and again for facilitators: its plots are
    drawn once, since each takes a tenth of a second."""
    key = repr((shown, height))
    known = _KNOWN.get(key)
    if known is None:
        known = _drawn(height, draw)
        if len(_KNOWN) >= REMEMBERED:
            _KNOWN.clear()
        _KNOWN[key] = known
    return known


def _drawn(height: float, draw: Callable[[Axes], None]) -> str:
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with _drawing():
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        FigureCanvasSVG(figure)
        axes = figure.add_subplot()
        axes.spines[["top", "right"]].set_visible(False)
        draw(axes)
        made = StringIO()
        figure.savefig(made, format="svg", metadata={"Date": None, "Creator": None})
    return made.getvalue()


# --- bars


def shares(names: Sequence[str], counts: Sequence[int], of: int, *, what: str) -> Plot | None:
    """A bar for each name: how many of so many."""

    def draw(axes: Axes) -> None:
        rows = range(len(names))
        axes.barh(rows, [of] * len(names), color=WHITE, edgecolor=PALE, height=0.6)
        axes.barh(rows, counts, color=INK, edgecolor=INK, height=0.6)
        for row, count in zip(rows, counts, strict=True):
            axes.text(of * 1.01, row, f"{count} of {of}", va="center", ha="left")
        _names(axes, names)
        axes.set_xlim(0, of * 1.12)
        axes.set_xlabel(what.capitalize())

    if not can_draw():
        return None
    told = "; ".join(f"{name}: {count}" for name, count in zip(names, counts, strict=True))
    alt = f"Bars: {what}, of {of}. {told}."
    return Plot(alt, _svg(("shares", names, counts, of, what), _height(len(names)), draw))


def stacked(rows: Mapping[str, Sequence[float]], kinds: Sequence[str], *, what: str) -> Plot | None:
    """A bar for each row in as many parts as there are kinds, each with its number in it."""

    def draw(axes: Axes) -> None:
        for place, kind in enumerate(kinds):
            fill, pattern, words = LOOKS[place % len(LOOKS)]
            widths = [parts[place] for parts in rows.values()]
            lefts = [sum(parts[:place]) for parts in rows.values()]
            axes.barh(
                range(len(rows)),
                widths,
                left=lefts,
                label=kind,
                color=fill,
                hatch=pattern,
                edgecolor=INK,
                height=0.62,
            )
            for row, (left, width) in enumerate(zip(lefts, widths, strict=True)):
                if width:
                    box = {"facecolor": fill, "edgecolor": "none", "pad": 1.2}
                    axes.text(
                        left + width / 2, row, f"{width:g}", va="center", ha="center", color=words, bbox=box
                    )
        _names(axes, [*rows])
        axes.set_xlabel(what.capitalize())
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=len(kinds), frameon=False)

    if not can_draw():
        return None
    alt = f"Stacked bars: {what}. " + " ".join(
        f"{name}: {', '.join(f'{kind.lower()} {part:g}' for kind, part in zip(kinds, parts, strict=True))}."
        for name, parts in rows.items()
    )
    return Plot(alt, _svg(("stacked", rows, kinds, what), _height(len(rows)) + 0.35, draw))


def _height(rows: int) -> float:
    return 0.85 + ROW * rows


def _names(axes: Axes, names: Sequence[str]) -> None:
    axes.set_yticks(range(len(names)), [_cut(name) for name in names])
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)
    axes.xaxis.get_major_locator().set_params(integer=True)


def _cut(name: str) -> str:
    return name if len(name) <= LABEL else f"{name[: LABEL - 1]}…"


# --- lines


def steps(
    lines: Mapping[str, Sequence[tuple[Moment, int]]], phases: Sequence[Span], zone: ZoneInfo, *, what: str
) -> Plot | None:
    """A line in steps for each name, with its look beside it: lines may end together. Phases stand above."""

    def draw(axes: Axes) -> None:
        begin, end = phases[0].begins, phases[-1].ends
        looks = zip(lines, lines.values(), cycle(LINES), cycle(MARKS))
        for name, told, line, mark in looks:
            times = [begin, *(at for at, _ in told), end]
            counts = [0, *(count for _, count in told), told[-1][1] if told else 0]
            axes.plot(
                times, counts, drawstyle="steps-post", color=INK, linestyle=line, linewidth=1.3, marker=mark,
                markersize=4, markevery=[*range(1, len(times) - 1)] if len(told) <= MARKED else [],
                label=_cut(name),
            )  # fmt: skip
        axes.legend(loc="upper left", bbox_to_anchor=(1, 1), handlelength=3.5, frameon=False)
        _phases(axes, phases)
        _clock(axes, zone, begin, end)
        axes.set_ylabel(what)
        axes.set_xlabel("Time; the numbers above are those of the phases")
        axes.yaxis.get_major_locator().set_params(integer=True)
        axes.set_ylim(bottom=0)

    if not can_draw():
        return None
    ends = "; ".join(f"{name}: {told[-1][1] if told else 0}" for name, told in lines.items())
    return Plot(
        f"Lines in steps: {what.lower()} over time. At the end: {ends}.",
        _svg(("steps", lines, phases, zone, what), 3.4, draw),
    )


def _phases(axes: Axes, phases: Sequence[Span]) -> None:
    """Where each phase begins, and its number above it if there is room."""
    whole = phases[-1].ends - phases[0].begins
    for number, phase in enumerate(phases, 1):
        axes.axvline(phase.begins, color=LINE, linewidth=0.6, zorder=0)
        if phase.ends - phase.begins > whole / 40:
            middle = phase.begins + (phase.ends - phase.begins) / 2
            above = axes.get_xaxis_transform()
            axes.text(middle, 1.02, str(number), transform=above, ha="center", color=PALE)


def _clock(axes: Axes, zone: ZoneInfo, begin: Moment, end: Moment) -> None:
    dates: Any = import_module("matplotlib.dates")

    seconds = (end - begin).total_seconds()
    form = "%H:%M:%S" if seconds < 600 else "%H:%M" if seconds < 86_400 else "%d %b"
    axes.xaxis.set_major_locator(dates.AutoDateLocator(tz=zone, minticks=3, maxticks=8))
    axes.xaxis.set_major_formatter(dates.DateFormatter(form, tz=zone))
    axes.set_xlim(begin, end)


def counts(numbers: Mapping[str, int], *, what: str) -> Plot | None:
    """A bar for each name, with its number at its end."""

    def draw(axes: Axes) -> None:
        rows = range(len(numbers))
        axes.barh(rows, [*numbers.values()], color=LOOKS[2][0], hatch="", edgecolor=INK, height=0.6)
        for row, number in zip(rows, numbers.values(), strict=True):
            axes.annotate(str(number), (number, row), (4, 0), textcoords="offset points", va="center")
        _names(axes, [*numbers])
        axes.set_xlabel(what.capitalize())
        axes.margins(x=0.08)

    if not can_draw() or not numbers:
        return None
    told = "; ".join(f"{name}: {number}" for name, number in numbers.items())
    return Plot(f"Bars: {what}. {told}.", _svg(("counts", numbers, what), _height(len(numbers)), draw))
