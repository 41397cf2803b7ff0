"""What is kept of a whole game: the report, PDF first, and one ZIP with the rest."""

import sys
from io import BytesIO
from zipfile import ZipFile

import pytest

from bot.domain.log import Log
from bot.gallery.cast import NOON
from bot.gallery.worlds import World
from bot.reports.files import Files
from bot.reports.pdf import State
from bot.reports.whole_game import for_everybody, for_facilitators
from tests.builders import rainbow_road

WORLD = World(rainbow_road())
GAME, COUNCILS = WORLD.games["ended"], [WORLD.councils["at the end"]]
LOG = Log((), {})


def endings(files: Files) -> list[str]:
    """What is in the ZIP, by kind."""
    with ZipFile(BytesIO(files.files[-1].content)) as packed:
        assert packed.testzip() is None
        return sorted({name.rpartition(".")[2] for name in packed.namelist()})


def test_everybody_gets_the_report_and_the_tables_and_facilitators_the_books_too() -> None:
    everybody = for_everybody(GAME, WORLD.pack, COUNCILS, LOG, NOON)
    facilitators = for_facilitators(GAME, WORLD.pack, COUNCILS, LOG, NOON, "20310304-1200")

    assert [one.name for one in everybody.files] == [
        "gallery-report.pdf",
        "gallery-report.html",
        "gallery-tables.zip",
    ]
    assert endings(everybody) == ["csv"]
    assert [one.name for one in facilitators.files] == [
        "gallery-report-20310304-1200.pdf",
        "gallery-report-20310304-1200.html",
        "gallery-books-and-tables-20310304-1200.zip",
    ]
    assert endings(facilitators) == ["csv", "json", "md", "pdf"]


def test_where_no_pdf_can_be_made_there_is_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)

    made = for_facilitators(GAME, WORLD.pack, COUNCILS, LOG, NOON)

    assert made.pdf is State.NONE
    assert [one.name for one in made.files] == ["gallery-report.html", "gallery-books-and-tables.zip"]
