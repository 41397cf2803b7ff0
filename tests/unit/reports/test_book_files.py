"""Books as files: of a council, of a game, and in a folder."""

import sys
from pathlib import Path

import pytest

from bot.gallery.cast import NOON
from bot.gallery.worlds import World
from bot.reports.book_files import of_council, of_game, write_books
from bot.reports.pdf import State
from tests.builders import rainbow_road

WORLD = World(rainbow_road())
GAME = WORLD.games["ended"]
COUNCILS = [WORLD.councils["at the end"]]


def test_names_hold_game_council_and_mark_so_that_the_files_are_found_again() -> None:
    final = of_council(GAME, WORLD.pack, COUNCILS[0], NOON)
    asked = of_council(GAME, WORLD.pack, COUNCILS[0], NOON, "20310304-1200")

    assert [one.name for one in final.files] == ["gallery-council-1.md", "gallery-council-1.pdf"]
    assert [one.name for one in asked.files] == [
        "gallery-council-1-20310304-1200.md",
        "gallery-council-1-20310304-1200.pdf",
    ]
    assert final.pdf is State.WHOLE


def test_all_books_are_markdown_pdf_and_json() -> None:
    files, pdf = of_game(GAME, WORLD.pack, COUNCILS, NOON)

    assert pdf is State.WHOLE
    assert [one.name.rpartition(".")[2] for one in files] == ["md", "pdf", "json"]


def test_a_game_that_ended_before_anybody_sat_has_no_books() -> None:
    assert of_game(GAME, WORLD.pack, [], NOON) == ((), State.WHOLE)


def test_a_folder_gets_the_same_and_the_markdown_files_are_named(tmp_path: Path) -> None:
    written = write_books(tmp_path / "books", GAME, WORLD.pack, COUNCILS, NOON)

    assert written == [tmp_path / "books" / "gallery-council-1.md"]
    assert sorted(one.suffix for one in (tmp_path / "books").iterdir()) == [".json", ".md", ".pdf"]


def test_where_no_pdf_can_be_made_books_are_markdown_and_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)

    [markdown], pdf = of_council(GAME, WORLD.pack, COUNCILS[0], NOON)
    write_books(tmp_path, GAME, WORLD.pack, COUNCILS, NOON)

    assert markdown.name == "gallery-council-1.md"
    assert pdf is State.NONE
    assert of_game(GAME, WORLD.pack, COUNCILS, NOON).pdf is State.NONE
    assert sorted(one.suffix for one in tmp_path.iterdir()) == [".json", ".md"]
