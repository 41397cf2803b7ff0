"""What a report is made of. The layouts, as HTML and as PDF, know these and nothing of a game."""

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; a `note` is set small."""

    words: str
    note: bool = False
    kind: str = field(default="text", init=False)


@dataclass(frozen=True, slots=True)
class Quote:
    """What was told in the game, word for word."""

    words: str
    kind: str = field(default="quote", init=False)


@dataclass(frozen=True, slots=True)
class Points:
    """A list, a line each; with `numbers`, each has its own instead of a dot."""

    lines: tuple[str, ...]
    numbers: tuple[int, ...] = ()
    kind: str = field(default="points", init=False)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below a head; the first cell of a row names it. `numbers`: the columns, from 0, of figures."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()

    @property
    def of_figures(self) -> bool:
        """Whether all but the names of its rows are figures."""
        return len(self.numbers) == len(self.head) - 1

    kind: str = field(default="table", init=False)


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture of a table, as SVG; `alt` says what it shows to those who cannot see it."""

    alt: str
    svg: str
    kind: str = field(default="plot", init=False)


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened, and what."""

    when: str
    what: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """What happened, one after the other."""

    moments: tuple[Moment, ...]
    kind: str = field(default="timeline", init=False)


@dataclass(frozen=True, slots=True)
class Fact:
    """A line with a name, such as the owner of a policy."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A policy, a claim, a lesson: what it is called, what it says, and its particulars."""

    title: str
    words: str = ""
    facts: tuple[Fact, ...] = ()
    stamp: str = ""
    kind: str = field(default="entry", init=False)


Block: TypeAlias = Text | Quote | Points | Table | Plot | Timeline | Entry


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it."""

    title: str
    blocks: tuple[Block, ...] = ()
    parts: tuple["Section", ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing stands below the heading."""
        return not self.blocks and not self.parts


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. `headline` answers who won, and `standing` says how far it goes."""

    title: str
    about: tuple[str, ...]
    standing: str
    headline: str
    lead: tuple[Block, ...]
    decided: tuple[Section, ...]
    sections: tuple[Section, ...]
    language: str = "en"
