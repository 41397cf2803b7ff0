"""How often Slack may be called."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.courier.budgets import Budgets, Window
from bot.intents.intent import Urgency
from bot.platform.rates import MINUTE, PER_MINUTE, UPDATE, Pace

ROOMY = "conversations.create"  # tier 2: twenty a minute
POST = "chat.postMessage"


def spent(budgets: Budgets, method: str, channel: str, now: float) -> bool:
    """Calls if it may be done now, and is answered at once; whether it was."""
    free = budgets.wait(method, channel, now) == 0
    if free:
        called(budgets, method, channel, now)
    return free


def called(budgets: Budgets, method: str, channel: str, now: float) -> None:
    budgets.spend(method, channel)
    budgets.answered(method, channel, now)


def test_a_method_is_called_as_often_as_its_tier_allows() -> None:
    budgets = Budgets()

    calls = sum(spent(budgets, ROOMY, "C1", now=0.0) for _ in range(40))

    assert calls == 20
    assert budgets.wait(ROOMY, "C1", now=0.0) == MINUTE
    assert budgets.wait(ROOMY, "C1", now=59.0) == pytest.approx(1.0)
    assert budgets.wait(ROOMY, "C1", now=60.0) == 0.0


def test_a_call_counts_until_a_minute_after_its_answer() -> None:
    # given twenty calls of which Slack answers one late
    budgets = Budgets()
    for _ in range(20):
        budgets.spend(ROOMY, "")
    for _ in range(19):
        budgets.answered(ROOMY, "", now=1.0)

    # then there is room for nineteen more after a minute, and for the last one when it is answered and over
    assert budgets.wait(ROOMY, "", now=1.0) == MINUTE
    assert sum(spent(budgets, ROOMY, "", now=61.0) for _ in range(40)) == 19
    budgets.answered(ROOMY, "", now=62.0)
    assert budgets.wait(ROOMY, "", now=62.0) == pytest.approx(59.0)


def test_a_call_that_is_not_made_after_all_takes_no_room() -> None:
    budgets = Budgets()
    budgets.spend(POST, "C1")

    budgets.give_back(POST, "C1")

    assert budgets.wait(POST, "C1", now=0.0) == 0


def test_an_unknown_method_is_treated_as_a_rare_one() -> None:
    budgets = Budgets()

    assert sum(spent(budgets, "views.open", "", now=0.0) for _ in range(100)) == 20


def test_a_channel_takes_one_post_a_second_and_other_channels_do_not_wait_for_it() -> None:
    budgets = Budgets()
    assert spent(budgets, POST, "C1", now=10.0)

    assert budgets.wait(POST, "C1", now=10.4) == pytest.approx(0.6)
    assert budgets.wait(POST, "C2", now=10.4) == 0.0
    assert budgets.wait("chat.update", "C1", now=10.4) == 0.0
    assert budgets.wait(POST, "C1", now=11.0) == 0.0


def test_posts_to_many_channels_are_several_hundred_a_minute_and_no_more() -> None:
    budgets = Budgets()

    assert sum(spent(budgets, POST, f"C{n}", now=0.0) for n in range(1000)) == 300


def test_some_posts_of_a_minute_are_left_to_bells_and_ballots() -> None:
    # given as many envelopes as may be sent at once
    budgets = Budgets()
    sent = 0
    while budgets.wait(POST, f"D{sent}", now=0.0, urgency=Urgency.SHEET) == 0:
        called(budgets, POST, f"D{sent}", now=0.0)
        sent += 1

    # then a bell to thirty channels need not wait, whatever was sent before it
    assert sent == 270
    assert sum(spent(budgets, POST, f"C{number}", now=0.0) for number in range(100)) == 30
    assert budgets.wait(POST, "D1", now=59.0, urgency=Urgency.SHEET) == pytest.approx(1.0)


def test_what_is_done_at_leisure_leaves_half_of_the_updates_to_all_others() -> None:
    budgets = Budgets()
    sent = 0
    while budgets.wait(UPDATE, "", now=0.0, urgency=Urgency.LEISURE) == 0:
        called(budgets, UPDATE, "", now=0.0)
        sent += 1

    assert sent == 25
    assert sum(spent(budgets, UPDATE, "", now=0.0) for _ in range(100)) == 25


def test_after_many_cuts_what_is_not_urgent_is_still_sent() -> None:
    budgets = Budgets()
    for time in range(40):
        budgets.limited(POST, "C1", 1.0, now=2.0 * time)
        budgets.limited(POST, "C2", 1.0, now=2.0 * time)

    assert budgets.wait(POST, "C3", now=100.0, urgency=Urgency.SHEET) == 0


def test_when_slack_says_wait_this_method_waits_and_no_other() -> None:
    budgets = Budgets()

    budgets.limited("chat.update", "C1", seconds=30, now=5.0)

    assert budgets.wait("chat.update", "C1", now=5.0) == 30
    assert budgets.wait("chat.update", "C2", now=20.0) == 15
    assert budgets.wait(POST, "C1", now=5.0) == 0
    assert budgets.wait("chat.update", "C1", now=35.0) == 0


def test_when_slack_says_wait_to_a_post_its_channel_waits_and_no_other() -> None:
    budgets = Budgets()

    budgets.limited(POST, "C1", seconds=30, now=5.0)

    assert budgets.wait(POST, "C1", now=5.0) == 30
    assert budgets.wait(POST, "C2", now=5.0) == 0


def test_when_slack_says_wait_to_posts_in_two_channels_all_channels_wait() -> None:
    budgets = Budgets()

    budgets.limited(POST, "C1", seconds=30, now=5.0)
    budgets.limited(POST, "C2", seconds=20, now=6.0)

    assert budgets.wait(POST, "C3", now=6.0) == 20
    assert budgets.wait(POST, "C1", now=6.0) == 29


def test_of_two_answers_that_say_wait_the_longer_wait_holds() -> None:
    budgets = Budgets()

    budgets.limited("chat.update", "C1", seconds=30, now=5.0)
    budgets.limited("chat.update", "C1", seconds=1, now=6.0)

    assert budgets.wait("chat.update", "C1", now=6.0) == 29


def test_after_slack_said_wait_the_method_is_called_less_often_and_slowly_more_again() -> None:
    # given three calls that were under way together when Slack said it, which counts as once
    budgets = Budgets()
    for _ in range(3):
        budgets.limited(ROOMY, "", seconds=10, now=0.0)

    # then there is room for three quarters, and for one more with each minute of peace
    rooms = []
    for minute in (1, 2, 3, 4, 5, 6, 60):
        fresh = Budgets()
        fresh.limited(ROOMY, "", seconds=10, now=0.0)
        rooms.append(sum(spent(fresh, ROOMY, "", now=minute * MINUTE) for _ in range(40)))
    assert sum(spent(budgets, ROOMY, "", now=10.0) for _ in range(40)) == 15
    assert rooms == [16, 17, 18, 19, 20, 20, 20]


def test_however_often_slack_says_wait_some_calls_are_made() -> None:
    budgets = Budgets()

    for again in range(100):
        budgets.limited(ROOMY, "", seconds=1, now=again * 2.0)

    assert sum(spent(budgets, ROOMY, "", now=201.0) for _ in range(40)) == 1


@pytest.mark.parametrize("factor", [0.001, 0.5, 2.0, 120.0])
def test_a_factor_multiplies_every_rate_and_never_stops_a_method_altogether(factor: float) -> None:
    budgets = Budgets(Pace(factor))

    calls = sum(spent(budgets, ROOMY, "C1", now=0.0) for _ in range(5000))

    assert calls == max(1, int(20 * factor))
    called(budgets, POST, "C1", now=0.0)
    assert budgets.wait(POST, "C1", now=0.0) == pytest.approx(1 / factor) or factor < 1


CALLS = st.lists(
    st.tuples(
        st.floats(0, 20),  # seconds since the one before
        st.floats(0, 30),  # seconds until it is answered
        st.floats(0, 1),  # when in between Slack counts it
        st.sampled_from(["C1", "C2", "C3"]),
        st.sampled_from([None, None, None, None, 1, 30]),  # Slack may say to wait
    ),
    max_size=400,
)


@settings(deadline=None)
@given(st.sampled_from(sorted(PER_MINUTE)), CALLS)
def test_no_minute_of_slacks_ever_holds_more_calls_than_the_tier_and_waiting_always_helps(
    method: str, wishes: list[tuple[float, float, float, str, int | None]]
) -> None:
    budgets, now = Budgets(), 0.0
    under_way: list[tuple[float, str, int | None]] = []
    counted: list[tuple[float, str]] = []

    def hear(until: float) -> None:
        """The answers that have come by then."""
        for answer in sorted((one for one in under_way if one[0] <= until), key=lambda one: one[0]):
            under_way.remove(answer)
            at, where, seconds = answer
            if seconds is not None:
                budgets.limited(method, where, seconds, at)
            budgets.answered(method, where, at)

    for gap, takes, share, channel, says_wait in wishes:
        now += gap
        hear(now)
        for _ in range(1_000):
            wait = budgets.wait(method, channel, now)
            if not wait:
                break
            assert 0 < wait <= MINUTE
            now += wait + 1e-6
            hear(now)
        assert wait == 0, "a call never gets its turn"
        budgets.spend(method, channel)
        under_way.append((now + takes, channel, says_wait))
        counted.append((now + takes * share, channel))

    for start, _ in counted:
        assert sum(start <= when < start + MINUTE for when, _ in counted) <= PER_MINUTE[method]
        if method == POST:
            for room in ("C1", "C2", "C3"):
                assert sum(start <= when < start + 1 and where == room for when, where in counted) <= 1


def test_a_window_forgets_calls_that_are_older_than_its_span() -> None:
    window = Window(most=2, span=10.0)
    window.answered.extend([0.0, 5.0])

    assert window.wait(9.0) == 1.0
    assert window.wait(10.0) == 0.0
    assert list(window.answered) == [5.0]
