"""Lengths of time, as people type them and as packs write them."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.times.lengths import NotATime, read_duration, read_for_all, read_span, read_window
from bot.domain.times.working_time import Window


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


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90", 90),
        ("90s", 1.5),
        ("10 min", 10),
        ("10 minutes", 10),
        ("10'", 10),
        ("1h30", 90),
        ("1h05", 65),
        ("5m30", 5.5),
        ("1.5h", 90),
        ("1.5 h", 90),
        ("1,5 h", 90),
        ("1½ hours", 90),
        ("½ h", 30),
        ("half an hour", 30),
        ("a half hour", 30),
        ("half a minute", 0.5),
        ("an hour and a half", 90),
        ("one and a half hours", 90),
        ("2 and a half minutes", 2.5),
        ("quarter of an hour", 15),
        ("three quarters of an hour", 45),
        ("an hour", 60),
        ("two minutes", 2),
        ("a couple of minutes", 2),
        ("ten more minutes please", 10),
        ("1 hour and 30 minutes", 90),
        ("1 hour, 30 minutes", 90),
        ("fifteen min", 15),
    ],
)
def test_a_length_is_read_as_people_write_it(text: str, minutes: float) -> None:
    assert read_span(text, "/moot add") == timedelta(minutes=minutes)


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_length_or_refused(text: str) -> None:
    try:
        found = read_span(text, "/moot add")
    except NotATime:
        return
    assert found > timedelta()


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("ninety minutes", "here `1h30m`"),
        ("1:30", "here `1h30m` or `1m30s`"),
        ("10:00", "here `10h` or `10m`"),
        ("10 min", "here `10m`"),
        ("5 m", "here `5m`"),
        (90, "here `90m` or `90s`"),
        ("2.5h", "here `2h30m`"),
        ("1 day", "here `24h`"),
        (0, "here `0s`"),
    ],
)
def test_a_duration_that_people_would_understand_is_quoted_with_its_right_form(
    written: object, right: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(f"`{written}` is not a duration")) as told:
        read_duration(written)

    assert str(told.value).endswith(right)


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("2 days", "here `2d`"),
        ("half a day", "here `0.5d`"),
        ("2 working days", "here `2d`"),
        ("36:00", "here `36h`"),
        (3, "here `3d`"),
        ("90 min", "here `1h30m`"),
    ],
)
def test_a_window_that_people_would_understand_is_quoted_with_its_right_form(
    written: object, right: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(f"`{written}` is not a window")) as told:
        read_window(written)

    assert str(told.value).endswith(right)
