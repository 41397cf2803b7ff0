"""The clock of the machine, as the bot reads it."""

from datetime import UTC, datetime, timedelta

from freezegun import freeze_time

from bot import clock


@freeze_time("2031-03-04 12:00:00")
def test_it_tells_this_moment_in_utc() -> None:
    now = clock.now()

    assert now == datetime(2031, 3, 4, 12, tzinfo=UTC)
    assert now.utcoffset() == timedelta()
