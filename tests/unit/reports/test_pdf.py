"""Pages as PDF: whatever people write stays text, within the margins, in its own direction."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from io import BytesIO
from typing import Any

import pytest
import typst
from PIL import Image

from bot.reports.book_in_words import Book, Entry, Particular
from bot.reports.pdf import PAGES, State, can_make, pdf_of
from tests.builders import NOON

NO_SPACE = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"[:80]
ARABIC = "كل فريق يملك بياناته ولا يدمج أحد بيانات غيره دون إذن مكتوب من مالكها (Owner 7)."
HEBREW = "כל צוות אחראי לנתונים שלו, ושינוי משמעות ממתין חמישה ימי עבודה."
MARKUP = '#panic("no") *bold* _slanted_ $x^2$ <label> @nobody `raw` \\ // gone /* gone */ = no heading'
NO_GLYPH = "\U000f0000"
MARGIN = 0.09  # of a page's width that stays white on either side


def a_book(*said: str) -> Book:
    """A book in which these words stand wherever people can write."""
    entries = tuple(
        Entry(words, f"{words}\n{words}", (Particular("Owner", words), Particular("Review", words)), words)
        for words in said
    )
    first = said[0]
    return Book(
        first,
        first,
        first,
        "Final",
        entries[0].particulars,
        entries,
        entries,
        entries,
        first,
        "5df55e",
        entries,
    )


def given(book: Book) -> dict[str, str]:
    return {"data": json.dumps({**asdict(book), "title": book.title}), "no_charter": "", "no_policy": ""}


def headings(book: Book) -> list[str]:
    """The titles of the entries, as the page has them."""
    found = json.loads(typst.query(PAGES / "policy_book.typ", "heading", root=PAGES, sys_inputs=given(book)))
    return [_text(one["body"]) for one in found if one["level"] == 2]


def _text(content: dict[str, Any]) -> str:
    return str(content.get("text", "")) + "".join(map(_text, content.get("children", ())))


def margins(png: bytes) -> Iterator[Image.Image]:
    """The left and the right one, in shades of grey: 255 where it is white."""
    page = Image.open(BytesIO(png)).convert("L")
    edge = int(page.width * MARGIN)
    yield page.crop((0, 0, edge, page.height))
    yield page.crop((page.width - edge, 0, page.width, page.height))


def test_what_people_write_is_never_read_as_markup() -> None:
    assert headings(a_book(MARKUP, ARABIC)) == [MARKUP, ARABIC] * 4


@pytest.mark.parametrize(
    "words", [NO_SPACE, ARABIC * 3, HEBREW * 3, "https://example.org/" + "a" * 180, "W" * 80]
)
def test_nothing_runs_over_the_margins(words: str) -> None:
    pages: Any = typst.compile(
        PAGES / "policy_book.typ", root=PAGES, format="png", ppi=36, sys_inputs=given(a_book(words))
    )

    for page in pages if isinstance(pages, list) else [pages]:
        assert [margin.getextrema() for margin in margins(page)] == [(255, 255)] * 2


def test_a_page_is_made_to_be_kept_where_fonts_have_all_its_letters() -> None:
    data = {**asdict(a_book("Größe, Łódź, Αθήνα, Привет", HEBREW, ARABIC)), "title": "Book"}

    content, state = pdf_of("policy_book", data, NOON, no_charter="", no_policy="")

    assert state is State.WHOLE
    assert content.startswith(b"%PDF-")
    assert b"pdfaid:part" in content


def test_a_page_is_made_and_said_to_lack_letters_where_no_font_has_them() -> None:
    data = {**asdict(a_book(f"A {NO_GLYPH}")), "title": "Book"}

    content, state = pdf_of("policy_book", data, NOON, no_charter="", no_policy="")

    assert state is State.BOXES
    assert content.startswith(b"%PDF-")


def test_without_typst_there_is_no_pdf_and_nothing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    assert can_make()
    monkeypatch.setitem(sys.modules, "typst", None)  # as where it is not installed

    made = pdf_of("policy_book", {}, NOON)

    assert not can_make()
    assert made == (b"", State.NONE)
