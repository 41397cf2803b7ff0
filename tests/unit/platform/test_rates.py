"""How long Slack takes at least, from its documented rates."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.courier.budgets import Budgets
from bot.domain.ids import RoleNumber
from bot.domain.rooms import RoomPlan, Unit
from bot.platform.rates import Pace, opening_calls, rooms_late
from tests.builders import a_phase, a_running_game


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


def test_rooms_are_late_where_slack_makes_fewer_channels_than_the_phases_before_leave_time_for() -> None:
    units = tuple(Unit(key, (RoleNumber(1), RoleNumber(2))) for key in "abcde")
    hearing = replace(a_phase("hearing", 5), rooms=RoomPlan(units, across=False))
    again = replace(a_phase("verdict", 5), rooms=RoomPlan(units, across=False))
    game = a_running_game(a_phase("briefing", 10), hearing, again).game

    assert rooms_late(game, Pace(), 4) is None
    assert rooms_late(game, Pace(), 100) == (1, timedelta(minutes=24 - 10)), "the second has no others"
    assert rooms_late(a_running_game(a_phase("a", 10)).game, Pace(), 100) is None


def test_rooms_across_councils_are_few_and_sidebars_take_one_for_each_role_and_part() -> None:
    unit = Unit("jury", (RoleNumber(1), RoleNumber(2)))
    across = a_running_game(replace(a_phase("a", 10), rooms=RoomPlan((unit,)))).game
    by_number = a_running_game(replace(a_phase("a", 10), rooms=RoomPlan())).game

    assert rooms_late(across, Pace(), 100) is None
    assert rooms_late(by_number, Pace(), 100) == (0, timedelta(minutes=1)), "forty channels"
