"""Care in games over days: when reminders are due, in nobody's night, and what happens to idle seats."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain import errors
from bot.domain.ballot import Choice
from bot.domain.care.reminders import awake, marks
from bot.domain.council import commands as cc
from bot.domain.council import events as ce
from bot.domain.ids import MOOT, Moment, RoleNumber
from bot.domain.phases import PhaseKind
from bot.domain.times.working_time import WorkingTime, at_night
from tests.builders import CouncilLog, a_council, a_voting_council, at, player

FOUR, NINE = RoleNumber(4), RoleNumber(9)
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
        when = awake(starts + timedelta(hours=hour), starts, ends, zone, starts)
        assert when is not None
        assert starts < when < ends
        assert not at_night(when, zone)


def test_what_would_come_too_late_in_the_morning_comes_the_evening_before() -> None:
    # given a phase that ends at 17:00 in Paris, which is one in the morning in Tokyo
    starts, ends = (local(date(2026, 10, 20), hour, "Europe/Paris") for hour in (9, 17))

    when = awake(ends - timedelta(hours=2), starts, ends, "Asia/Tokyo", starts)

    assert when is not None
    assert f"{when.astimezone(ZoneInfo('Asia/Tokyo')):%H:%M}" == "21:30"


def test_a_day_of_two_hours_brings_one_reminder_where_two_would_meet() -> None:
    working = WorkingTime("Europe/Paris", time(17), time(19))
    starts = local(date(2026, 11, 23), 17, "Europe/Paris")

    planned = marks(working, starts, working.after(starts, timedelta(hours=6)))

    assert list(planned) == [ce.Mark.HOURS]


def an_idle_council(windows: int, log: CouncilLog | None = None) -> CouncilLog:
    """A council of which role 4 has let so many windows pass; role 3 or so is of another team."""
    idle = log or a_voting_council()
    for number in range(windows):
        phase = cc.EnterPhase("session-3", PhaseKind.SESSION, at(32 + number), False, True)
        idle.do(phase, MOOT, at(32 + number))
        idle.do(cc.JudgeWindow("session-3", (FOUR,)), MOOT, at(32 + number))
    return idle


def test_a_partner_votes_for_an_idle_seat_after_two_windows_and_their_own_vote_takes_its_place() -> None:
    # given
    log = an_idle_council(1)
    with pytest.raises(errors.Refusal):
        log.do(cc.CastProxyVote(player(4), Choice.YES), player(3), at(33))
    log = an_idle_council(2)

    # when a partner votes for them, and then they vote themselves, with a reaction made before
    [proxy] = log.do(cc.CastProxyVote(player(4), Choice.YES), player(3), at(34))
    ballot = log.council.ballot
    assert ballot is not None
    assert ballot.proxies == {FOUR}
    log.vote(Choice.NO, by=4, at=at(33.5))

    # then
    assert isinstance(proxy, ce.VoteCast)
    ballot = log.council.ballot
    assert ballot is not None
    assert ballot.vote_of(FOUR) is Choice.NO
    assert ballot.proxies == frozenset()


def test_old_news_of_a_vote_that_was_taken_back_does_not_replace_a_proxys() -> None:
    # given somebody who voted, took it back, and fell asleep
    log = an_idle_council(2)
    log.vote(Choice.NO, by=4, at=at(33))
    log.take_back(Choice.NO, by=4, at=at(33.2))
    for number in (34, 35):
        log.do(cc.EnterPhase("session-3", PhaseKind.SESSION, at(number), False, True), MOOT, at(number))
        log.do(cc.JudgeWindow("session-3", (FOUR,)), MOOT, at(number))
    log.do(cc.CastProxyVote(player(4), Choice.YES), player(3), at(36))

    # when Slack tells of the first reaction again, and then of a new one
    assert log.vote(Choice.NO, by=4, at=at(33)) == []
    log.vote(Choice.NO, by=4, at=at(37))

    ballot = log.council.ballot
    assert ballot is not None
    assert (ballot.vote_of(FOUR), ballot.proxies) == (Choice.NO, frozenset())


def test_a_proxy_vote_stands_when_slack_shows_no_reaction_of_the_idle_holder() -> None:
    log = an_idle_council(2)
    log.do(cc.CastProxyVote(player(4), Choice.YES), player(3), at(34))

    log.close({}, at(36))

    assert log.council.outcome is not None
    assert (log.council.outcome.yes, log.council.outcome.by_proxy) == (1, 1)


def test_a_sign_of_life_leaves_the_ladder_and_a_facilitator_can_stop_it() -> None:
    log = a_council()
    log.do(cc.JudgeWindow("setup", (FOUR, NINE)), MOOT, at(6))
    assert log.do(cc.JudgeWindow("setup", (FOUR, NINE)), MOOT, at(6)) == []

    log.do(cc.ComeBack(), player(4), at(7))

    assert dict(log.council.care.steps) == {NINE: 1}


def test_a_seat_is_taken_only_while_it_is_on_offer() -> None:
    log = an_idle_council(2)
    with pytest.raises(errors.SeatNotOffered):
        log.do(cc.HandOverSeat(player(4), player(88), offered=True), MOOT, at(35))

    log = an_idle_council(3)
    log.do(cc.HandOverSeat(player(4), player(88), offered=True), MOOT, at(36))

    assert log.council.seats[FOUR].holder == player(88)
    assert log.council.care.step(FOUR) == 0
