"""How long Slack takes at least, from its documented rates."""

from datetime import timedelta

import pytest

from bot.courier.budgets import Budgets
from bot.platform.rates import Pace, opening_calls


@pytest.mark.parametrize(
    ("councils", "players", "minutes"),
    [(1, 5, 0), (6, 60, 0), (20, 200, 0), (21, 210, 1), (100, 1000, 4), (2, 1000, 3)],
)
def test_an_opening_takes_as_long_as_its_slowest_method(councils: int, players: int, minutes: int) -> None:
    assert Pace().opening(councils, players) == timedelta(minutes=minutes)


def test_the_budgets_let_the_calls_of_an_opening_through_in_exactly_that_time() -> None:
    pace, budgets = Pace(), Budgets()
    now = 0.0

    for method, count in opening_calls(100, 1000).items():
        at = 0.0
        for call in range(count):
            at += budgets.wait(method, f"C{call}", at)
            budgets.spend(method, f"C{call}")
            budgets.answered(method, f"C{call}", at)
        now = max(now, at)

    assert timedelta(seconds=now) == pace.opening(100, 1000)


def test_the_books_of_a_hundred_councils_and_a_facilitators_take_three_minutes() -> None:
    calls = {"files.getUploadURLExternal": 2 * 100 + 1, "files.completeUploadExternal": 100 + 1}

    assert Pace().least(calls) == timedelta(minutes=2)  # and the third begins


def test_a_quicker_workspace_takes_less() -> None:
    assert Pace(factor=60).opening(100, 1000) == timedelta()
