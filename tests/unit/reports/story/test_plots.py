"""Plots: each has its numbers in words, draws any script as it is, and is missing without matplotlib."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from bot.reports.story import plots
from bot.reports.story.blocks import Plot, Table
from bot.reports.story.plots import Span
from bot.reports.story.report import report_of
from tests.builders import at
from tests.unit.reports.story.told import a_judged_council, an_ended_game, part, played

NAMES = {"猫委员会": 3, "لجنة": 2, "$x^2$ <b>&": 0}
SVG = "{http://www.w3.org/2000/svg}"


def texts(plot: Plot | None) -> str:
    """The words in a picture."""
    assert plot is not None
    root = ElementTree.fromstring(plot.svg)
    return " ".join("".join(one.itertext()) for one in root.iter(f"{SVG}text"))


def test_names_in_any_script_stay_text_and_are_no_markup(drawn: None) -> None:
    shown = texts(plots.counts(NAMES, what="cats"))

    for name in NAMES:
        assert name in shown
    assert "cats".capitalize() in shown


def test_every_part_and_line_has_its_name_or_number_beside_it(drawn: None) -> None:
    bars = plots.stacked(
        {"A": [3, 1, 0, 0], "B": [2, 2, 1, 0]}, ["For", "Against", "Abstained", "None"], what="votes"
    )
    growing = {"Council 1": [(at(3), 1), (at(6), 2)], "Council 2": [(at(4), 1)]}
    lines = plots.steps(growing, [Span("One", at(0), at(10))], ZoneInfo("UTC"), what="Policies")

    assert bars is not None
    assert lines is not None
    assert bars.alt.endswith("B: for 2, against 2, abstained 1, none 0.")
    assert "url(#" in bars.svg, "the parts have patterns"
    assert lines.alt == "Lines in steps: policies over time. At the end: Council 1: 2; Council 2: 1."
    assert all(name in texts(lines) for name in growing)


def test_what_was_drawn_for_one_report_is_not_drawn_again_for_the_next_and_all_else_is(
    drawn: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plots, "_KNOWN", {})
    first = plots.counts(NAMES, what="cats")
    monkeypatch.setattr(plots, "_drawn", lambda *_: "another")

    again = plots.counts(dict(NAMES), what="cats")
    others = [plots.counts(NAMES | {"$x^2$ <b>&": 1}, what="cats"), plots.counts(NAMES, what="dogs")]

    assert again == first
    assert [one and one.svg for one in others] == ["another", "another"]


class Forgetful(dict[str, str]):
    """Knows nothing of what it was given."""

    def get(self, key: str, default: Any = None) -> Any:
        return default


def test_the_same_numbers_make_the_same_picture_in_several_threads_at_once(
    drawn: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plots, "_KNOWN", Forgetful())
    with ThreadPoolExecutor(4) as threads:
        made = [*threads.map(lambda _: plots.counts(NAMES, what="cats"), range(4))]

    assert len({one.svg for one in made if one}) == 1


def test_every_plot_in_a_report_is_followed_by_the_table_of_its_numbers(drawn: None) -> None:
    sections = report_of(played(an_ended_game(), a_judged_council())).sections

    count = 0
    for section in sections:
        for plot in (one for one in section.blocks if isinstance(one, Plot)):
            after = section.blocks[section.blocks.index(plot) + 1 :]
            assert any(isinstance(one, Table) for one in after), section.title
            count += 1
    assert count >= 3


def test_without_matplotlib_tables_stand_alone_and_one_sentence_says_how_to_add_plots() -> None:
    facts = played(an_ended_game(), a_judged_council())

    assert not any(isinstance(it, Plot) for one in report_of(facts).sections for it in one.blocks)
    assert part(facts, "About this report").count("“make pdf” adds it") == 1
