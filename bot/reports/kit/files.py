"""The kit's files: a PDF for each kind of page, or several where there are very many pages."""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias, assert_never

from bot.domain.ids import Moment
from bot.domain.print_kit import Paper, Print, PrintWish
from bot.domain.scenario import Scenario
from bot.reports import guide, press
from bot.reports.files import File
from bot.reports.kit import forms, handbook, names, schedule, sheets
from bot.reports.kit.tables import Kit, Table, in_files
from bot.reports.pdf import Pdf, State, pdf_of

TITLES = {
    Print.SHEETS: "Role sheets",
    Print.TENTS: "Table tents",
    Print.BADGES: "Badges",
    Print.HANDBOOK: "Handbook",
    Print.SCHEDULE: "Schedule",
    Print.PAD: "Policy pad",
    Print.BALLOTS: "Ballots",
    Print.CLAIMS: "Claim slips",
    Print.RUNBOOK: "Facilitator's runbook",
}
FEW = 30  # places for which pages are made in this process
_PAPERS = {Paper.A4: "a4", Paper.LETTER: "us-letter"}  # as typst calls them


class LeftOut(StrEnum):
    """Why something that was wished for is not in the kit, in words."""

    NOT_IN_PACK = "this game has none"
    NOBODY_ON_PAPER = "nobody is on paper"
    NOT_DEALT = "the seats are not dealt yet"
    OVER = "the game is over"


Lacking: TypeAlias = dict[Print, LeftOut]


class Printed(NamedTuple):
    """A file of the kit, and how its PDF came out."""

    kind: Print
    file: File
    pdf: State


def left_out(kit: Kit, wish: PrintWish) -> Lacking:
    """What was wished for, and cannot be had."""
    found: Lacking = {}
    there = {*there_is(kit.scenario)}
    for one in wish.prints:
        if one not in there:
            found[one] = LeftOut.NOT_IN_PACK
        elif one is Print.SCHEDULE and not kit.schedule.slots:
            found[one] = LeftOut.OVER
        elif not kit.places(one, wish):
            found[one] = LeftOut.NOT_DEALT if kit.waits else LeftOut.NOBODY_ON_PAPER
    return found


def there_is(scenario: Scenario) -> Iterator[Print]:
    """What can be printed for this pack: packs may leave parts of the game out."""
    lacks = {
        Print.PAD: not any(phase.kind.traits.makes_policies for phase in scenario.agenda),
        Print.BALLOTS: not scenario.ballot.held,
        Print.CLAIMS: not scenario.takes_claims,
        Print.RUNBOOK: not scenario.guide,
    }
    return (one for one in Print if not lacks.get(one))


def printed(kit: Kit, wish: PrintWish, at: Moment, mark: str = "") -> Iterator[Printed]:
    """The files, one after the other, since each takes a moment; `mark` ends their names. None where PDF
    cannot be made."""
    missing = left_out(kit, wish)
    for kind in wish.prints:
        pages = [] if kind in missing else [*given(kit, kind, wish)]
        for number, data in enumerate(pages, 1):
            made = _made(kind, data, wish.paper, at)
            part = str(number) if len(pages) > 1 else ""
            name = "-".join(filter(None, (kit.name, kind.value, part, mark)))
            title = f"{TITLES[kind]}{part and f', part {part}'}: {kit.title}"
            if made.state is not State.NONE:
                yield Printed(kind, File(f"{name}.pdf", title, made.content), made.state)


def _made(kind: Print, data: dict[str, Any], paper: Paper, at: Moment) -> Pdf:
    """A Handbook with a picture that cannot be read says what it shows."""
    seats = sum(len(table["seats"]) for table in data.get("tables", ()) if "seats" in table)
    make = press.pdf_of if seats > FEW else pdf_of
    try:
        return make(_template(kind), data, at, paper=_PAPERS[paper])
    except RuntimeError:  # typst's; it may not be installed
        if kind is not Print.HANDBOOK:
            raise
        return make(_template(kind), handbook.in_words(data), at, paper=_PAPERS[paper])


def given(kit: Kit, kind: Print, wish: PrintWish) -> Iterator[dict[str, Any]]:
    """What the template is given for each file of a kind."""
    for data in _pages(kit, kind, wish):
        yield {"game": kit.title, "language": kit.scenario.language, **data}


def _template(kind: Print) -> str:
    return "guide" if kind is Print.RUNBOOK else f"kit/{kind.value}"


def _pages(kit: Kit, kind: Print, wish: PrintWish) -> Iterator[dict[str, Any]]:
    match kind:
        case Print.HANDBOOK:
            yield handbook.data(kit)
        case Print.SCHEDULE:
            yield schedule.data(kit.schedule, kit.scenario.title, kit.address)
        case Print.RUNBOOK:
            yield guide.data(kit.scenario)
        case Print.SHEETS | Print.TENTS | Print.BADGES | Print.PAD | Print.BALLOTS | Print.CLAIMS:
            for tables in in_files(kit.places(kind, wish)):
                yield _FOR_TABLES[kind](kit, tables)
        case _:
            assert_never(kind)


_FOR_TABLES: dict[Print, Callable[[Kit, Sequence[Table]], dict[str, Any]]] = {
    Print.SHEETS: sheets.data,
    Print.TENTS: names.tents,
    Print.BADGES: names.badges,
    Print.PAD: forms.pad,
    Print.BALLOTS: forms.ballots,
    Print.CLAIMS: forms.claims,
}
