"""Pages as PDF, by typst: a template of `pages/`, and the words that stand in it.

What people wrote reaches a template as data and never as markup. Fonts are those that typst brings along
(Latin, Greek, Cyrillic, Hebrew, Arabic, Devanagari), then those of the system. typst is the extra `pdf`: it
may be missing, and then there is no PDF.
"""

import json
from collections.abc import Mapping
from enum import IntEnum
from pathlib import Path
from typing import Any, NamedTuple

from bot.domain.ids import Moment

PAGES = Path(__file__).parent / "pages"
_WHOLE = "a-2u"  # PDF/A: made to be kept, and refused where a font lacks a letter


HOW_TO_ADD = "`make pdf` adds PDF; in other installations, `pip install -r requirements-pdf.lock` does."


class State(IntEnum):
    """How a PDF came out. Of several, the greatest is what to tell."""

    WHOLE = 0
    BOXES = 1  # no font has some of its letters, which show as boxes
    NONE = 2  # typst is not installed


class Pdf(NamedTuple):
    """A PDF; `content` is empty where there is none."""

    content: bytes
    state: State


def can_make() -> bool:
    """Whether typst is installed."""
    try:
        import typst  # noqa: F401
    except ImportError:
        return False
    return True


def pdf_of(page: str, data: Mapping[str, Any], at: Moment, **words: str) -> Pdf:
    """The template of this name with this data; `words` are handed to it, too. Takes a tenth of a second."""
    if not can_make():
        return Pdf(b"", State.NONE)
    from typst import TypstError

    given = {"data": json.dumps(data, ensure_ascii=False), **words}
    try:
        return Pdf(_compiled(page, given, at, [_WHOLE]), State.WHOLE)
    except TypstError:
        return Pdf(_compiled(page, given, at, []), State.BOXES)


def _compiled(page: str, given: dict[str, str], at: Moment, standards: list[Any]) -> bytes:
    import typst

    made = typst.compile(
        PAGES / f"{page}.typ",
        root=PAGES,
        format="pdf",
        sys_inputs=given,
        pdf_standards=standards,
        timestamp=int(at.timestamp()),
    )
    assert isinstance(made, bytes)
    return made
