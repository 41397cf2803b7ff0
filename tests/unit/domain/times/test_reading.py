"""Lengths of time and moments as people type them, on clocks that are put forward and back."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import Moment
from bot.domain.times.reading import (
    MomentHasPassed,
    NotAMoment,
    NotATime,
    read_duration,
    read_for_all,
    read_moment,
    read_span,
    read_window,
)
from bot.domain.times.working_time import Window

MORNING = datetime(2031, 3, 4, 10, 30, tzinfo=UTC)  # a Tuesday, half past eleven in Berlin
ZONES = ("Europe/Berlin", "America/Santiago", "Australia/Adelaide", "Australia/Lord_Howe", "America/St_Johns")


def berlin(day: int, hour: int, minute: int = 0, second: int = 0) -> Moment:
    """In the winter of that March."""
    return datetime(2031, 3, day, hour, minute, second, tzinfo=ZoneInfo("Europe/Berlin"))


# --- lengths


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1h30m", 5400), ("1 h 30 min", 5400), ("1m30s", 90), ("2 minutes, please!", 120), ("1d", 8 * 3600)],
)
def test_a_length_may_have_several_parts_and_a_day_is_what_the_game_counts_as_one(
    text: str, seconds: int
) -> None:
    assert read_span(text, "/moot add", timedelta(hours=8)) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["30s 2m", "1h 2", "-5", "2m2m", "0h0m", "d"])
def test_what_is_no_length_gets_an_example(text: str) -> None:
    with pytest.raises(NotATime, match="`/moot add 2m`"):
        read_span(text, "/moot add")


@pytest.mark.parametrize(
    ("text", "rest", "everything"),
    [
        ("10m all", "10m", True),
        ("all 10m", "10m", True),
        ("10m for all", "10m", True),
        ("10 minutes to everything that is left", "10 minutes", True),
        ("10m ALL", "10m", True),
        ("10m", "10m", False),
    ],
)
def test_time_may_be_for_all_that_is_left(text: str, rest: str, everything: bool) -> None:
    assert read_for_all(text) == (rest, everything)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("30s", 30), ("10m", 600), ("1h30m", 5400), (" 2m ", 120), ("0s", 0), ("100000s", 100_000)],
)
def test_a_packs_durations_are_written_strictly(text: str, seconds: int) -> None:
    assert read_duration(text) == read_duration(timedelta(seconds=seconds)) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "10", "10 m", "10min", "1m1h", "1.5h", "1d", "m", -1, 0, None])
def test_what_is_no_duration_gets_an_example(text: object) -> None:
    with pytest.raises(ValueError, match="write it like 30s, 10m or 1h30m"):
        read_duration(text)


@pytest.mark.parametrize(
    ("text", "window"),
    [("1d", Window(1)), ("0.5d", Window(0.5)), ("1d2h", Window(1, timedelta(hours=2))), ("0h", Window())],
)
def test_a_packs_windows_are_working_days_and_more(text: str, window: Window) -> None:
    assert read_window(text) == read_window(window) == window


@pytest.mark.parametrize("text", ["", "1", "1 d", "30s", "0.5h", "1h1d", "1000d"])
def test_what_is_no_window_gets_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=r"write it like 1d, 0\.5d or 4h"):
        read_window(text)


# --- moments


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12:00", berlin(4, 12)),
        ("12.00", berlin(4, 12)),
        ("12:00:30", berlin(4, 12, 0, 30)),
        ("at 12:00, please", berlin(4, 12)),
        ("today 12:00", berlin(4, 12)),
        ("noon", berlin(4, 12)),
        ("1pm", berlin(4, 13)),
        ("1 p.m.", berlin(4, 13)),
        ("1:15 PM", berlin(4, 13, 15)),
        ("12 pm", berlin(4, 12)),
        ("midnight tomorrow", berlin(5, 0)),
        ("tomorrow at 9:00", berlin(5, 9)),
        ("9:00 tomorrow", berlin(5, 9)),
        ("friday 17:00", berlin(7, 17)),
        ("17:00 on Fri", berlin(7, 17)),
        ("17:00 thurs.", berlin(6, 17)),
        ("tuesday 9:00", berlin(11, 9)),
        ("2031-03-20 17:00", berlin(20, 17)),
        ("1\u200b2:00", berlin(4, 12)),
    ],
)
def test_a_moment_is_read_as_it_was_meant(text: str, expected: Moment) -> None:
    assert read_moment(text, "Europe/Berlin", MORNING, "/moot end-by") == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "25:99",
        "12:60",
        "5",
        "12",
        "13pm",
        "0am",
        "soon",
        "1h30",
        "12h",
        "tomorrow",
        "12:00 13:00",
        "friday monday 9:00",
    ],
)
def test_what_is_no_moment_gets_an_example(text: str) -> None:
    with pytest.raises(NotAMoment, match="`/moot end-by 12:00`"):
        read_moment(text, "Europe/Berlin", MORNING, "/moot end-by")


@pytest.mark.parametrize("text", ["11:00", "11:30", "9am", "2031-03-01 12:00"])
def test_a_moment_that_has_passed_is_told_with_the_time_there(text: str) -> None:
    with pytest.raises(MomentHasPassed, match="11:30 in Europe/Berlin"):
        read_moment(text, "Europe/Berlin", MORNING, "/moot end-by")


def test_shortly_before_midnight_a_time_of_the_small_hours_is_the_next_days() -> None:
    late = berlin(4, 23, 50)

    assert read_moment("0:10", "Europe/Berlin", late, "/moot end-by") == berlin(5, 0, 10)


@pytest.mark.parametrize(
    ("zone", "now", "typed", "expected"),
    [
        # put forward: the skipped time never comes, so it is what the clock would show if it had gone on
        ("Europe/Berlin", (2031, 3, 30, 0, 30), "2:30", (2031, 3, 30, 1, 30)),
        ("Australia/Lord_Howe", (2031, 10, 4, 14, 0), "2:15", (2031, 10, 4, 15, 45)),
        # put back: the repeated time is the next one that comes
        ("Europe/Berlin", (2031, 10, 26, 0, 0), "2:30", (2031, 10, 26, 0, 30)),
        ("Europe/Berlin", (2031, 10, 26, 0, 45), "2:30", (2031, 10, 26, 1, 30)),
        ("Australia/Adelaide", (2031, 4, 5, 16, 0), "2:45", (2031, 4, 5, 16, 15)),
        ("Australia/Adelaide", (2031, 4, 5, 16, 20), "2:45", (2031, 4, 5, 17, 15)),
        # a day that is not 24 hours long
        ("America/Santiago", (2031, 4, 5, 12, 0), "tomorrow 12:00", (2031, 4, 6, 16, 0)),
        ("America/St_Johns", (2031, 3, 8, 16, 0), "tomorrow 12:00", (2031, 3, 9, 14, 30)),
        # leap day and the year's end
        ("Asia/Kathmandu", (2032, 2, 28, 12, 0), "tomorrow 12:00", (2032, 2, 29, 6, 15)),
        ("Pacific/Auckland", (2031, 12, 31, 10, 0), "0:15", (2031, 12, 31, 11, 15)),
    ],
)
def test_moments_are_right_where_the_clock_is_put_forward_or_back(
    zone: str, now: tuple[int, ...], typed: str, expected: tuple[int, ...]
) -> None:
    at = datetime(*now, tzinfo=UTC)  # type: ignore[arg-type, misc]

    assert read_moment(typed, zone, at, "/moot end-by") == datetime(*expected, tzinfo=UTC)  # type: ignore[arg-type, misc]


@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2026, 1, 1), datetime(2032, 12, 31), timezones=st.just(UTC)),
    st.integers(1, 11 * 60),
)
def test_what_the_clock_will_show_within_hours_is_found_again(zone: str, now: datetime, minutes: int) -> None:
    ahead = (now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
    shown = ahead.astimezone(ZoneInfo(zone))

    found = read_moment(f"{shown:%H:%M}", zone, now, "/moot end-by")

    assert now < found <= max(ahead, now + timedelta(minutes=1))
    assert found.astimezone(ZoneInfo(zone)).time() == shown.time()
