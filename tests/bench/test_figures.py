"""What a figure says, and whether its goal is met."""

import json
from importlib import import_module
from pathlib import Path

import pytest

from tests.bench.__main__ import MEASURES
from tests.bench.figures import Asked, Figure, row, write


@pytest.mark.parametrize(
    ("figure", "met"),
    [
        (Figure(1, "a ratio within its goal", 2.2, floor=2, goal=1.1), True),
        (Figure(1, "a ratio above it", 2.3, floor=2, goal=1.1), False),
        (Figure(4, "a ratio that should be high", 9, floor=10, goal=1, at_least=True), False),
        (Figure(8, "a goal for the figure itself", 1.9, goal=2), True),
        (Figure(9, "nothing at all", 0, "calls", goal=0), True),
        (Figure(2, "a floor of nothing has no ratio", 3, floor=0, goal=1), None),
        (Figure(7, "no goal", 3), None),
    ],
)
def test_a_goal_is_for_the_ratio_or_for_the_figure_where_there_is_no_floor(
    figure: Figure, met: bool | None
) -> None:
    assert figure.met is met


def test_a_row_shows_floor_figure_ratio_and_goal_in_fitting_units() -> None:
    shown = row(Figure(3, "a bell", 0.1234, floor=0.05, goal=1.5))

    assert shown == ("3", "a bell", "50 ms", "123 ms", "2.47", "≤ 1.5", "no")


def test_the_file_has_each_figure_with_what_follows_from_it(tmp_path: Path) -> None:
    place = tmp_path / "var" / "bench.json"

    write(place, Asked(players=5), [Figure(3, "a bell", 3.0, floor=2.0, goal=1.5)])

    found = json.loads(place.read_text("utf-8"))
    assert found["asked"]["players"] == 5
    assert found["figures"][0]["ratio"] == 1.5
    assert found["figures"][0]["met"] is True


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_can_be_asked_for(name: str) -> None:
    assert callable(import_module(f"tests.bench.{name}").measured)
