"""Moments as people type them, on clocks that are put forward and back."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Refusal
from bot.domain.ids import Moment
from bot.domain.times.moments import MomentHasPassed, NotAMoment, TooFarAhead, When, read_moment
from bot.domain.times.zones import SeveralZones

MORNING = datetime(2031, 3, 4, 10, 30, tzinfo=UTC)  # a Tuesday, half past eleven in Berlin
ZONES = ("Europe/Berlin", "America/Santiago", "Australia/Adelaide", "Australia/Lord_Howe", "America/St_Johns")


def berlin(day: int, hour: int, minute: int = 0, second: int = 0) -> Moment:
    """In the winter of that March."""
    return datetime(2031, 3, day, hour, minute, second, tzinfo=ZoneInfo("Europe/Berlin"))


def moment_of(text: str, zone: str, now: Moment, command: str) -> Moment:
    """What was meant, without the zone."""
    return read_moment(text, zone, now, command).moment


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
    assert moment_of(text, "Europe/Berlin", MORNING, "/moot end-by") == expected


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
        moment_of(text, "Europe/Berlin", MORNING, "/moot end-by")


@pytest.mark.parametrize("text", ["11:00", "11:30", "9am", "2031-03-01 12:00"])
def test_a_moment_that_has_passed_is_told_with_the_time_there(text: str) -> None:
    with pytest.raises(MomentHasPassed, match="11:30 in Europe/Berlin"):
        moment_of(text, "Europe/Berlin", MORNING, "/moot end-by")


def test_shortly_before_midnight_a_time_of_the_small_hours_is_the_next_days() -> None:
    late = berlin(4, 23, 50)

    assert moment_of("0:10", "Europe/Berlin", late, "/moot end-by") == berlin(5, 0, 10)


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

    assert moment_of(typed, zone, at, "/moot end-by") == datetime(*expected, tzinfo=UTC)  # type: ignore[arg-type, misc]


@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2026, 1, 1), datetime(2032, 12, 31), timezones=st.just(UTC)),
    st.integers(1, 11 * 60),
)
def test_what_the_clock_will_show_within_hours_is_found_again(zone: str, now: datetime, minutes: int) -> None:
    ahead = (now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
    shown = ahead.astimezone(ZoneInfo(zone))

    found = moment_of(f"{shown:%H:%M}", zone, now, "/moot end-by")

    assert now < found <= max(ahead, now + timedelta(minutes=1))
    assert found.astimezone(ZoneInfo(zone)).time() == shown.time()


# --- as people write them: at 8 in the morning of Wednesday, 4 March 2026, in Berlin


EIGHT = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("20:30", "04 20:30"),
        ("8:30 pm", "04 20:30"),
        ("2:30pm", "04 14:30"),
        ("2.30pm", "04 14:30"),
        ("2.30 p.m.", "04 14:30"),
        ("14h30", "04 14:30"),
        ("at 9h30", "04 09:30"),
        ("14:30h", "04 14:30"),
        ("14.30 h", "04 14:30"),
        ("in a week", "11 08:00"),
        ("in 2 days", "06 08:00"),
        ("1430", "04 14:30"),
        ("0930", "04 09:30"),
        ("230pm", "04 14:30"),
        ("14.30 Uhr", "04 14:30"),
        ("in 10 min", "04 08:10"),
        ("in 10", "04 08:10"),
        ("in half an hour", "04 08:30"),
        ("in 1h30", "04 09:30"),
        ("10 minutes from now", "04 08:10"),
        ("in 1,5 hours", "04 09:30"),
        ("noon", "04 12:00"),
        ("midnight", "05 00:00"),
        ("today at midnight", "05 00:00"),
        ("24:00", "05 00:00"),
        ("00:00", "05 00:00"),
        ("tonight", "04 20:00"),
        ("tonight at 8:15", "04 20:15"),
        ("tonight 9", "04 21:00"),
        ("1am tonight", "05 01:00"),
        ("this evening at 7", "04 19:00"),
        ("8 in the evening", "04 20:00"),
        ("tomorrow 9am", "05 09:00"),
        ("tomorrow 9", "05 09:00"),
        ("tomorrow morning", "05 09:00"),
        ("tomorrow afternoon at 3", "05 15:00"),
        ("day after tomorrow 10:00", "06 10:00"),
        ("wednesday 9:00", "04 09:00"),
        ("wednesday 7:00", "11 07:00"),
        ("next friday at 17:00", "06 17:00"),
        ("at 9", "04 09:00"),
        ("at 5", "04 17:00"),
        ("half past nine", None),
        ("half past 9", "04 09:30"),
        ("quarter to 10", "04 09:45"),
        ("9 o'clock", "04 09:00"),
        ("2026-03-20T17:00", "20 17:00"),
        ("2026-03-20T17:00+00:00", "20 18:00"),
        ("20 March 17:00", "20 17:00"),
        ("march 20th, 5 pm", "20 17:00"),
        ("20.3. 17:00", "20 17:00"),
        ("17:00 20.3.2026", "20 17:00"),
    ],
)
def test_a_time_that_is_still_ahead_is_read_as_people_write_it(text: str, shown: str | None) -> None:
    if shown is None:
        with pytest.raises(NotAMoment):
            moment_of(text, "Europe/Berlin", EIGHT, "/moot start")
        return

    found = moment_of(text, "Europe/Berlin", EIGHT, "/moot start")

    assert f"{found.astimezone(ZoneInfo('Europe/Berlin')):%d %H:%M}" == shown


@pytest.mark.parametrize("text", ["today 7:00", "7:30", "tonight 31:00", "8:00"])
def test_what_was_earlier_today_is_refused_with_the_way_out(text: str) -> None:
    with pytest.raises((MomentHasPassed, NotAMoment), match="`/moot start tomorrow 12:00`"):
        moment_of(text, "Europe/Berlin", EIGHT, "/moot start")


@pytest.mark.parametrize(
    ("text", "zone", "shown"),
    [
        ("20:30 CET", "Europe/Berlin", "04 20:30"),
        ("8 pm Eastern", "America/New_York", "04 20:00"),
        ("8pm PT", "America/Los_Angeles", "04 20:00"),
        ("tomorrow 9am in New York", "America/New_York", "05 09:00"),
        ("20:30 GMT+2", "Etc/GMT-2", "04 20:30"),
        ("noon London time", "Europe/London", "04 12:00"),
        ("14:30 UTC+05:30", "Asia/Kolkata", "04 14:30"),
        ("14:30Z", "UTC", "04 14:30"),
        ("14:30 +02:00", "Etc/GMT-2", "04 14:30"),
    ],
)
def test_a_zone_behind_the_time_is_the_one_that_is_meant(text: str, zone: str, shown: str) -> None:
    found = read_moment(text, "Europe/Berlin", EIGHT, "/moot start")

    assert found == When(found.moment, zone)
    assert f"{found.moment.astimezone(ZoneInfo(zone)):%d %H:%M}" == shown


def test_a_zone_of_several_meanings_behind_the_time_is_asked_about() -> None:
    with pytest.raises(SeveralZones, match="Asia/Kolkata"):
        read_moment("20:30 IST", "Europe/Berlin", EIGHT, "/moot start")


@pytest.mark.parametrize("text", ["9999-12-31 12:00", "9999-12-31 23:59", "2999-01-01 0:00"])
def test_what_is_further_than_anybody_plans_is_refused(text: str) -> None:
    for zone in ("Europe/Berlin", "America/Los_Angeles"):
        with pytest.raises(TooFarAhead, match="Give an earlier time"):
            read_moment(text, zone, EIGHT, "/moot end-by")


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    try:
        found = read_moment(text, "Europe/Berlin", EIGHT, "/moot start")
    except Refusal:
        return
    assert found.moment > EIGHT
