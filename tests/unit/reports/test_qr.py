"""QR codes: what a reader reads, and what a page's strict policy shows."""

import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest
import segno

from bot.reports import qr

ADDRESS = "https://slack.com/app_redirect?channel=C0123ABCD&team=T0123ABCD"
SVG = "{http://www.w3.org/2000/svg}"


def modules(drawn: str) -> set[tuple[int, int]]:
    """The dark modules, as (column, row), of the strokes that draw them."""
    path = next(one for one in ElementTree.fromstring(drawn).iter(f"{SVG}path") if one.get("stroke"))
    dark: set[tuple[int, int]] = set()
    x, y = 0.0, 0.0
    for step, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?:\s(-?[\d.]+))?", path.get("d", "")):
        if step == "h":
            dark |= {(int(x) + one, int(y)) for one in range(int(first))}
            x += float(first)
        elif step == "m":
            x, y = x + float(first), y + float(second)
        else:
            x, y = float(first), float(second)
    return dark


def test_every_module_of_the_code_is_drawn_within_a_quiet_margin() -> None:
    drawn = modules(qr.svg(ADDRESS))

    matrix = segno.make_qr(ADDRESS, error="m").matrix
    quiet = 4
    assert drawn == {
        (column + quiet, row + quiet)
        for row, line in enumerate(matrix)
        for column, dark in enumerate(line)
        if dark
    }


def test_it_fits_where_it_is_put_and_is_black_on_white() -> None:
    image = ElementTree.fromstring(qr.svg(ADDRESS))

    assert image.tag == f"{SVG}svg"
    _, _, width, height = image.get("viewBox", "").split()
    assert width == height
    assert (image.get("width"), image.get("height")) == (None, None)
    assert [(one.get("fill"), one.get("stroke")) for one in image.iter(f"{SVG}path")] == [
        ("#fff", None),
        (None, "#000"),
    ]


@pytest.mark.parametrize("text", [ADDRESS, "</svg><script>alert(1)</script>", "مجلس", "議会 🏛️"])
def test_it_holds_no_text_no_style_and_no_script(text: str) -> None:
    drawn = qr.svg(text)

    assert not re.search("script|style|href|url", drawn)
    assert not [one for one in ElementTree.fromstring(drawn).iter() if (one.text or "").strip()]


def test_only_drawing_a_code_loads_what_draws_it() -> None:
    loaded = "import sys, bot.reports.qr; sys.exit('segno' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", loaded], check=False).returncode == 0
