"""Working time: what counts for a game that is played over days."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.times.working_time import EVERY_SECOND, WorkingTime

HOUR = timedelta(hours=1)
PARIS = WorkingTime("Europe/Paris", time(9), time(17), days_off=(date(2026, 5, 1),))


def paris(month: int, day: int, hour: int) -> datetime:
    """That hour in summer's Paris, two hours ahead of UTC."""
    return datetime(2026, month, day, hour - 2, tzinfo=UTC)


def test_a_working_day_that_begins_on_friday_afternoon_ends_after_the_weekend() -> None:
    assert PARIS.after(paris(5, 8, 13), 8 * HOUR) == paris(5, 11, 13)


def test_a_day_off_does_not_count() -> None:
    assert PARIS.after(paris(4, 30, 16), 2 * HOUR) == paris(5, 4, 10)


def test_at_night_the_next_morning_is_waited_for() -> None:
    assert PARIS.after(paris(5, 4, 23), HOUR) == paris(5, 5, 10)


def test_a_week_in_which_the_clock_changes_keeps_its_hours_on_the_wall() -> None:
    # clocks in Paris go forward on Sunday 29 March 2026
    friday, monday = datetime(2026, 3, 27, 15, tzinfo=UTC), datetime(2026, 3, 30, 8, tzinfo=UTC)

    assert PARIS.after(friday, 2 * HOUR) == monday


@pytest.mark.parametrize(("opens", "weekdays"), [(17, (0,)), (18, (0,)), (9, ())])
def test_no_working_time_at_all_is_seen(opens: int, weekdays: tuple[int, ...]) -> None:
    assert WorkingTime("UTC", time(opens), time(17), weekdays).empty


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
spans = st.integers(1, 400).map(lambda quarters: quarters * timedelta(minutes=15))
zones = st.sampled_from(
    ["Europe/Paris", "America/New_York", "Australia/Adelaide", "Asia/Kolkata", "America/Santiago"]
)
times = st.builds(WorkingTime, zones, st.just(time(9)), st.just(time(17))) | st.just(EVERY_SECOND)


@given(times, moments, spans)
def test_as_much_time_passes_as_was_asked_for(working: WorkingTime, start: datetime, span: timedelta) -> None:
    end = working.after(start, span)

    assert working.between(start, end) == span
    assert working.between(working.before(start, span), start) == span
