"""The files of a whole game, few enough for a phone: its report, and one ZIP with the rest."""

from collections.abc import Sequence

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.ids import Moment
from bot.domain.log import Log
from bot.domain.scenario import Scenario
from bot.reports import book_files
from bot.reports.files import File, Files, marked, zipped
from bot.reports.log.csv_files import csv_files
from bot.reports.story import files as story


def for_everybody(
    game: Game, scenario: Scenario, councils: Sequence[Council], log: Log, at: Moment, mark: str = ""
) -> Files:
    """The report, PDF first, since that opens with a tap; and the tables in a ZIP. `mark` ends the names."""
    report = story.files_of(game, scenario, councils, log, at)
    name, title = f"{game.id}-tables.zip", f"Tables of {game.name} (CSV in a ZIP)"
    tables = zipped(name, title, csv_files(game, scenario, councils), at)
    return Files(_named(report, tables, mark), report.pdf)


def for_facilitators(
    game: Game, scenario: Scenario, councils: Sequence[Council], log: Log, at: Moment, mark: str = ""
) -> Files:
    """What facilitators get: the report with the feedback, and a ZIP of the tables and all policy books."""
    report = story.files_of(game, scenario, councils, log, at, for_facilitators=True)
    books = book_files.of_game(game, scenario, councils, at)
    name, title = f"{game.id}-books-and-tables.zip", f"Policy books and tables of {game.name} (ZIP)"
    rest = zipped(name, title, (*books.files, *csv_files(game, scenario, councils)), at)
    return Files(_named(report, rest, mark), max(report.pdf, books.pdf))


def _named(report: Files, rest: File, mark: str) -> tuple[File, ...]:
    ordered = (*sorted(report.files, key=lambda one: not one.name.endswith(".pdf")), rest)
    return tuple(marked(one, mark) for one in ordered)
