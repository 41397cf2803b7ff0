"""Games through nights in which the clock changes, a leap day and the year's end: nothing rings at odd hours,
nothing rings twice, and no time is lost or won."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.domain.game import Stage
from bot.domain.game import commands as gc
from bot.domain.game import events as ge
from bot.domain.game.delay import delay_of
from bot.domain.ids import Moment
from bot.domain.times.working_time import WorkingTime
from tests.builders import GameLog, a_cue, a_dealt_game, a_phase, creation

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
EVERY_DAY = tuple(range(7))
CHANGES = [  # the zone, and the day whose night before it the clock changes
    pytest.param("Europe/Berlin", date(2026, 3, 29), id="Berlin, forward"),
    pytest.param("Europe/Berlin", date(2026, 10, 25), id="Berlin, back"),
    pytest.param("America/Santiago", date(2026, 9, 6), id="Santiago, in the south, forward at midnight"),
    pytest.param("America/Santiago", date(2026, 4, 5), id="Santiago, in the south, back at midnight"),
    pytest.param("Australia/Adelaide", date(2026, 10, 4), id="Adelaide, half an hour off, forward"),
    pytest.param("Australia/Adelaide", date(2026, 4, 5), id="Adelaide, half an hour off, back"),
    pytest.param("Australia/Lord_Howe", date(2026, 10, 4), id="Lord Howe, by half an hour, forward"),
    pytest.param("America/St_Johns", date(2026, 11, 1), id="St John's, half an hour off, back"),
]


def a_game(starts: Moment, working: WorkingTime | None, *minutes: float) -> GameLog:
    """A game of phases of these lengths, each with a cue at half time and one ten minutes before its end."""
    agenda = [
        a_phase(f"phase-{number}", length, replace(a_cue(), share=0.5), a_cue(before=10))
        for number, length in enumerate(minutes)
    ]
    zone = working.zone if working else "UTC"
    log = a_dealt_game(replace(creation(agenda, timezone=zone), working=working))
    log.do(gc.StartGame(), at=starts)
    return log


def played(log: GameLog) -> list[Moment]:
    """When the bells ring, to the end, if every alarm is in time."""
    while log.game.stage is Stage.RUNNING:
        due = log.game.next_due()
        assert due is not None
        assert log.ring(due) != []
        assert log.game.stage is not Stage.RUNNING or log.ring(due) == []
    rung = [(one.phase, one.cue) for one in log.events if isinstance(one, ge.CueRung)]
    assert len(rung) == len(set(rung)) == 2 * len(log.game.agenda)
    assert not any(isinstance(one, ge.CueMissed) for one in log.events)
    last = log.events[-1]
    assert isinstance(last, ge.GameEnded)
    return [*(one.at for one in log.events if isinstance(one, ge.PhaseStarted)), last.at]


def local(moment: Moment, zone: str) -> str:
    """What the clock shows there."""
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(("zone", "changes"), CHANGES)
def test_over_days_every_bell_rings_in_the_morning_on_the_wall(zone: str, changes: date) -> None:
    office = WorkingTime(zone, time(9), time(17), EVERY_DAY)
    starts = datetime.combine(changes - DAY, time(9), ZoneInfo(zone)).astimezone(UTC)

    bells = played(a_game(starts, office, 480, 480, 480))

    mornings = [f"{changes + number * DAY} 09:00" for number in (-1, 0, 1)]
    assert [local(bell, zone) for bell in bells] == [*mornings, f"{changes + DAY} 17:00"]
    assert {bells[1] - bells[0], bells[2] - bells[1]} != {DAY}, "one of the two nights has another length"


@pytest.mark.parametrize(("zone", "changes"), CHANGES)
def test_a_pause_through_such_a_night_delays_by_the_working_time_that_it_took(
    zone: str, changes: date
) -> None:
    office = WorkingTime(zone, time(9), time(17), EVERY_DAY)
    starts = datetime.combine(changes - DAY, time(9), ZoneInfo(zone)).astimezone(UTC)
    log = a_game(starts, office, 480, 480)

    log.do(gc.PauseGame(), at=starts + 6 * HOUR)  # two hours of the working day are left
    log.do(gc.ResumeGame(), at=datetime.combine(changes, time(10), ZoneInfo(zone)).astimezone(UTC))

    delay = delay_of(log.game)
    assert delay is not None
    assert delay.by == 3 * HOUR
    assert local(delay.expected, zone) == f"{changes + DAY} 12:00"


@pytest.mark.parametrize(("zone", "changes"), CHANGES)
def test_a_fixed_end_is_met_on_the_wall_behind_such_a_night(zone: str, changes: date) -> None:
    office = WorkingTime(zone, time(9), time(17), EVERY_DAY)
    starts = datetime.combine(changes - DAY, time(9), ZoneInfo(zone)).astimezone(UTC)
    log = a_game(starts, office, 480, 480, 480)

    noon = datetime.combine(changes + DAY, time(12), ZoneInfo(zone)).astimezone(UTC)
    log.do(gc.EndBy(noon), at=starts + HOUR)

    assert local(played(log)[-1], zone) == f"{changes + DAY} 12:00"


@pytest.mark.parametrize(("zone", "changes"), CHANGES)
def test_a_live_game_takes_as_long_in_the_hour_that_is_skipped_or_repeated_as_in_any(
    zone: str, changes: date
) -> None:
    midnight = datetime.combine(changes, time(0), ZoneInfo(zone)).astimezone(UTC)
    bells = played(a_game(midnight - HOUR, None, *([30] * 10)))

    assert {later - bell for bell, later in pairwise(bells)} == {30 * MINUTE}


@pytest.mark.parametrize(
    ("changes", "hours"), [(date(2026, 3, 29), 3), (date(2026, 10, 25), 5)], ids=["forward", "back"]
)
def test_work_through_such_a_night_counts_the_hours_that_there_are(changes: date, hours: int) -> None:
    # given a night shift from 1:00 to 5:00 in Berlin
    zone, night = "Europe/Berlin", WorkingTime("Europe/Berlin", time(1), time(5), EVERY_DAY)
    starts = datetime.combine(changes, time(1), ZoneInfo(zone)).astimezone(UTC)

    # when so many hours are played that there are in it, in two phases, and one hour the night after
    log = a_game(starts, night, 60, (hours - 1) * 60, 60)
    bells = played(log)

    assert bells[1] - bells[0] == HOUR
    assert [local(bell, zone) for bell in bells[2:]] == [f"{changes + DAY} 01:00", f"{changes + DAY} 02:00"]


@pytest.mark.parametrize(
    ("working", "starts", "mornings"),
    [
        pytest.param(
            WorkingTime("Asia/Kathmandu", time(9), time(17)),
            date(2028, 2, 28),
            ["2028-02-28", "2028-02-29", "2028-03-01", "2028-03-02"],
            id="leap day",
        ),
        pytest.param(
            WorkingTime("Asia/Kathmandu", time(9), time(17)),
            date(2027, 2, 26),
            ["2027-02-26", "2027-03-01", "2027-03-02", "2027-03-03"],
            id="no leap day, and a weekend",
        ),
        pytest.param(
            WorkingTime("Pacific/Auckland", time(9), time(17), days_off=(date(2027, 1, 1), date(2027, 1, 4))),
            date(2026, 12, 30),
            ["2026-12-30", "2026-12-31", "2027-01-05", "2027-01-06"],
            id="the year's end, with holidays in the summer",
        ),
    ],
)
def test_days_that_calendars_stumble_over_are_days_like_others(
    working: WorkingTime, starts: date, mornings: list[str]
) -> None:
    first = datetime.combine(starts, working.opens, ZoneInfo(working.zone)).astimezone(UTC)

    bells = played(a_game(first, working, 480, 480, 480, 60))

    assert [local(bell, working.zone) for bell in bells[:4]] == [f"{day} 09:00" for day in mornings]


def test_an_end_that_falls_on_the_closing_hour_waits_for_the_morning() -> None:
    # given a window from Monday 13:00 to Wednesday 13:00
    office = WorkingTime("Europe/Berlin", time(9), time(17))
    monday = datetime(2026, 11, 23, 12, tzinfo=UTC)
    log = a_game(monday, office, 960, 60)

    # when time is taken and added so that its end falls on a closing hour, and away from it
    ends = []
    for minutes, hours in enumerate((-4, 4, 4, -8)):
        log.do(gc.ChangeTime(hours * HOUR), at=monday + minutes * MINUTE)
        assert log.game.clock is not None
        ends.append(local(log.game.clock.ends, "Europe/Berlin"))

    # then it ends when work begins again, and no working time was lost or won by that
    assert ends == ["2026-11-25 09:00", "2026-11-25 13:00", "2026-11-26 09:00", "2026-11-25 09:00"]
    assert [local(bell, "Europe/Berlin") for bell in played(log)] == [
        "2026-11-23 13:00",
        "2026-11-25 09:00",
        "2026-11-25 10:00",
    ]


def test_a_cue_that_falls_on_the_closing_hour_rings_right_then() -> None:
    office = WorkingTime("Europe/Berlin", time(9), time(17))
    log = a_game(datetime(2026, 11, 23, 8, tzinfo=UTC), office, 960, 60)  # from Monday 9:00 on
    five = datetime(2026, 11, 23, 16, tzinfo=UTC)

    assert log.ring(five - timedelta(seconds=1)) == []
    [cue] = log.ring(five)

    assert isinstance(cue, ge.CueRung)
    assert (cue.at, cue.left) == (five, None), "half of the window is left, as planned"
    assert log.ring(five + HOUR) == []
