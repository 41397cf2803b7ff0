"""Many pages made in a process of their own."""

import sys
from pathlib import Path

import pytest

from bot.reports import pdf, press
from bot.reports.pdf import State
from tests.builders import NOON

DATA = {"title": "Größe 七 \U000f0000", "note": "Read it.", "parts": []}


def test_a_process_of_its_own_makes_the_same_pdf_and_says_how_it_came_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # wherever Moot was started

    made = press.pdf_of("guide", DATA, NOON, paper="a4")

    assert made == pdf.pdf_of("guide", DATA, NOON, paper="a4")
    assert made.state is State.BOXES


def test_what_goes_wrong_there_says_nothing_of_what_stood_on_the_page(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(RuntimeError, match="guide") as fault:
        press.pdf_of("guide", {"title": "A secret"}, NOON, paper="a4")

    assert "secret" not in str(fault.value)
    assert capfd.readouterr() == ("", "")


def test_without_typst_no_process_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)  # as where it is not installed

    assert press.pdf_of("guide", DATA, NOON) == (b"", State.NONE)
