"""The clock of the machine, as a workspace reads it."""

from datetime import UTC, datetime

from freezegun import freeze_time

from bot.workspace.state.clock import system_time


@freeze_time("2031-03-04 12:00:00")
def test_it_tells_unix_seconds() -> None:
    assert system_time() == datetime(2031, 3, 4, 12, tzinfo=UTC).timestamp()
