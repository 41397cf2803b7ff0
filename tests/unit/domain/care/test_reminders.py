"""When reminders are due: never in the night, wherever somebody lives."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.care.reminders import awake, marks
from bot.domain.council import events as ce
from bot.domain.ids import Moment
from bot.domain.times.working_time import WorkingTime, at_night

EVERY_DAY = WorkingTime("Europe/Paris", time(9), time(17), weekdays=tuple(range(7)))
CHANGES = [  # a zone, the Friday before its clocks change, and whether they go forward
    ("Europe/Paris", date(2026, 3, 27)),
    ("America/New_York", date(2026, 10, 30)),
    ("Australia/Sydney", date(2026, 10, 2)),  # in the south, forward in October
    ("Australia/Adelaide", date(2026, 4, 3)),  # half an hour off, and back in April
    ("Asia/Kolkata", date(2028, 2, 28)),  # half an hour off, over a leap day
    ("Pacific/Auckland", date(2026, 12, 31)),  # over the end of the year
]


def local(day: date, hour: int, zone: str) -> Moment:
    """That hour on the wall there."""
    return datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(("zone", "friday"), CHANGES)
def test_reminders_keep_their_hours_on_the_wall_when_clocks_and_years_change(zone: str, friday: date) -> None:
    # given a window of twenty working hours, every day being a working day, across the change
    working = WorkingTime(zone, time(9), time(17), weekdays=tuple(range(7)))
    starts = local(friday, 13, zone)
    ends = working.after(starts, timedelta(hours=20))

    # when
    planned = {mark: when.astimezone(ZoneInfo(zone)) for mark, when in marks(working, starts, ends).items()}

    # then every moment is where the wall clocks put it
    days = [friday + timedelta(days=number) for number in range(4)]
    assert ends.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == datetime.combine(days[2], time(17))
    assert {mark: when.replace(tzinfo=None) for mark, when in planned.items()} == {
        ce.Mark.HALF: datetime.combine(days[1], time(15)),
        ce.Mark.DAY: datetime.combine(days[2], time(9)),
        ce.Mark.HOURS: datetime.combine(days[2], time(15)),
    }


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York", "Pacific/Auckland", "Asia/Kolkata"])
def test_nobody_is_reminded_in_their_night_nor_outside_the_phase(zone: str) -> None:
    starts = local(date(2026, 10, 22), 9, "Europe/Paris")
    ends = starts + timedelta(days=5)

    for hour in range(1, 119):
        when = awake(starts + timedelta(hours=hour), starts, ends, zone, starts, EVERY_DAY)
        assert when is not None
        assert starts < when < ends
        assert not at_night(when, zone)


def test_what_would_come_too_late_in_the_morning_comes_the_evening_before() -> None:
    # given a phase that ends at 17:00 in Paris, which is one in the morning in Tokyo
    starts, ends = (local(date(2026, 10, 20), hour, "Europe/Paris") for hour in (9, 17))

    when = awake(ends - timedelta(hours=2), starts, ends, "Asia/Tokyo", starts, EVERY_DAY)

    assert when is not None
    assert f"{when.astimezone(ZoneInfo('Asia/Tokyo')):%H:%M}" == "21:30"


def test_a_day_of_two_hours_brings_one_reminder_where_two_would_meet() -> None:
    working = WorkingTime("Europe/Paris", time(17), time(19))
    starts = local(date(2026, 11, 23), 17, "Europe/Paris")

    planned = marks(working, starts, working.after(starts, timedelta(hours=6)))

    assert list(planned) == [ce.Mark.HOURS]
