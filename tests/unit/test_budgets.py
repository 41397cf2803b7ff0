"""How often Slack may be called."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.courier.budgets import MINUTE, Budgets, Window
from bot.services.pace import PER_MINUTE, Pace

ROOMY = "conversations.create"  # tier 2: twenty a minute, of which nineteen are used


def spent(budgets: Budgets, method: str, channel: str, now: float) -> bool:
    """Calls if it may be done now; whether it was."""
    free = budgets.wait(method, channel, now) == 0
    if free:
        budgets.spend(method, channel, now)
    return free


def test_a_method_is_called_as_often_as_its_tier_allows_and_a_little_less() -> None:
    budgets = Budgets()

    calls = sum(spent(budgets, ROOMY, "C1", now=0.0) for _ in range(40))

    assert calls == 19
    assert budgets.wait(ROOMY, "C1", now=0.0) == MINUTE
    assert budgets.wait(ROOMY, "C1", now=59.0) == pytest.approx(1.0)
    assert budgets.wait(ROOMY, "C1", now=60.0) == 0.0


def test_an_unknown_method_is_treated_as_a_rare_one() -> None:
    budgets = Budgets()

    assert sum(spent(budgets, "views.open", "", now=0.0) for _ in range(100)) == 19


def test_a_channel_takes_one_post_a_second_and_other_channels_do_not_wait_for_it() -> None:
    budgets = Budgets()
    assert spent(budgets, "chat.postMessage", "C1", now=10.0)

    assert budgets.wait("chat.postMessage", "C1", now=10.4) == pytest.approx(0.6)
    assert budgets.wait("chat.postMessage", "C2", now=10.4) == 0.0
    assert budgets.wait("chat.update", "C1", now=10.4) == 0.0
    assert budgets.wait("chat.postMessage", "C1", now=11.0) == 0.0


def test_posts_to_many_channels_stay_below_several_hundred_a_minute() -> None:
    budgets = Budgets()

    assert sum(spent(budgets, "chat.postMessage", f"C{n}", now=0.0) for n in range(1000)) == 285


def test_when_slack_says_wait_this_method_waits_and_no_other() -> None:
    budgets = Budgets()

    budgets.limited("chat.update", seconds=30, now=5.0)

    assert budgets.wait("chat.update", "C1", now=5.0) == 30
    assert budgets.wait("chat.update", "C2", now=20.0) == 15
    assert budgets.wait("chat.postMessage", "C1", now=5.0) == 0
    assert budgets.wait("chat.update", "C1", now=35.0) == 0


def test_of_two_answers_that_say_wait_the_longer_wait_holds() -> None:
    budgets = Budgets()

    budgets.limited("chat.update", seconds=30, now=5.0)
    budgets.limited("chat.update", seconds=1, now=6.0)

    assert budgets.wait("chat.update", "C1", now=6.0) == 29


@pytest.mark.parametrize("factor", [0.001, 0.5, 2.0, 120.0])
def test_a_factor_multiplies_every_rate_and_never_stops_a_method_altogether(factor: float) -> None:
    budgets = Budgets(Pace(factor))

    calls = sum(spent(budgets, ROOMY, "C1", now=0.0) for _ in range(5000))

    assert calls == max(1, int(20 * factor * 0.95))
    budgets.spend("chat.postMessage", "C1", now=0.0)
    assert budgets.wait("chat.postMessage", "C1", now=0.0) == pytest.approx(max(1 / factor, 0), rel=1e-6) or (
        factor < 1
    )


@settings(deadline=None)
@given(
    st.sampled_from(sorted(PER_MINUTE)),
    st.lists(st.tuples(st.floats(0, 20), st.sampled_from(["C1", "C2", "C3"])), max_size=400),
)
def test_no_minute_ever_holds_more_calls_than_the_tier_and_waiting_always_helps(
    method: str, wishes: list[tuple[float, str]]
) -> None:
    budgets, now = Budgets(), 0.0
    made: list[tuple[float, str]] = []

    for gap, channel in wishes:
        now += gap
        wait = budgets.wait(method, channel, now)
        assert 0 <= wait <= MINUTE
        now += wait + 1e-6
        assert budgets.wait(method, channel, now) == 0
        budgets.spend(method, channel, now)
        made.append((now, channel))

    for start, _ in made:
        assert sum(start <= when < start + MINUTE for when, _ in made) <= PER_MINUTE[method]
        if method == "chat.postMessage":
            for room in ("C1", "C2", "C3"):
                assert sum(start <= when < start + 1 and where == room for when, where in made) <= 1


def test_a_window_forgets_calls_that_are_older_than_its_span() -> None:
    window = Window(limit=2, span=10.0)
    window.calls.extend([0.0, 5.0])

    assert window.wait(9.0) == 1.0
    assert window.wait(10.0) == 0.0
    assert list(window.calls) == [5.0]
