"""The facilitator's guide to print, as PDF or as a page of HTML."""

import pytest

from bot.domain.guide import GuidePart
from bot.reports import guide, pdf
from bot.reports.pdf import State
from tests.builders import NOON, harbour

TEXT = "Say *this* first, with `/moot seat` & <care>.\n- One, _slowly_\n2. Two * three"
PACK = harbour().model_copy(
    update={
        "guide": (
            GuidePart(title="Run <it>", sections=(("Before", TEXT), ("After", "Rest."))),
            GuidePart(title="Rule", sections=(("#panic", "$x$ #panic()"),)),
        )
    }
)


def test_where_it_can_be_made_it_is_a_pdf() -> None:
    made = guide.printed(PACK, NOON)

    assert (made.ending, made.pdf) == ("pdf", State.WHOLE)
    assert made.content.startswith(b"%PDF-")


def test_elsewhere_it_is_one_page_in_which_everything_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "can_make", lambda: False)

    made = guide.printed(PACK, NOON)
    page = made.content.decode()

    assert (made.ending, made.pdf) == ("html", State.NONE)
    assert "<h2>Run &lt;it&gt;</h2>" in page
    assert "<b>this</b>" in page
    assert "<code>/moot seat</code><span> &amp; &lt;care&gt;.</span>" in page
    assert "<span class=mark>•</span><span>One, </span><i>slowly</i>" in page
    assert "<span class=mark>2.</span><span>Two * three</span>" in page
    assert "http" not in page
