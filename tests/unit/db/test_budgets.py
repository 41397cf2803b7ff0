"""How what is used of a budget is read."""

from bot.db.budgets import COUNTED_IN, Used


def test_calls_were_made_before_the_next_ones_were_noted_and_the_last_ones_perhaps_only_now() -> None:
    used = Used(((10.0, 2), (20.0, 1), (30.0, 1)))

    assert used.made(50.0) == [20.0 + COUNTED_IN, 20.0 + COUNTED_IN, 30.0 + COUNTED_IN, 50.0]


def test_no_call_was_made_later_than_now_whatever_another_clock_says() -> None:
    used = Used(((100.0, 1), (120.0, 1)))

    assert used.made(50.0) == [50.0, 50.0]
