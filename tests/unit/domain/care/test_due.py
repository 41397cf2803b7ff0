"""Care over days as the alarm takes it: digests and reminders, through nights in which clocks change, leap
days, holidays and the year's end; and which windows say that a seat sleeps."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.care.due import People, due_now, next_due
from bot.domain.care.ladder import judgement
from bot.domain.council import commands as cc
from bot.domain.council import events as ce
from bot.domain.cues import CueKind
from bot.domain.game import commands as gc
from bot.domain.ids import MOOT, Moment, ProposalNumber, UserId
from bot.domain.owed import owed
from bot.domain.phases import PhaseKind
from bot.domain.times.working_time import WorkingTime, at_night
from tests.builders import (
    CouncilLog,
    GameLog,
    a_cue,
    a_dealt_game,
    a_phase,
    a_proposal,
    creation,
    founding,
    player,
)

TALK, NEXT = "talk", "next"
NOBODY = People()
PARIS = WorkingTime("Europe/Paris", time(9), time(17))
PROPOSER = 3


def wall(day: date, hour: int, zone: str) -> Moment:
    """That hour on the wall there."""
    return datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)


def on_the_wall(moments: Iterable[Moment], zone: str) -> list[str]:
    """What the clocks there show."""
    return [f"{one.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" for one in moments]


def a_window(working: WorkingTime | None, starts: Moment, hours: float = 24) -> tuple[GameLog, CouncilLog]:
    """A game in a phase of so many hours, and its council with a proposal that waits for everybody's word."""
    agenda = (a_phase(TALK, hours * 60), a_phase(NEXT, 60))
    game = a_dealt_game(replace(creation(agenda), working=working))
    game.do(gc.StartGame(), at=starts)
    council = CouncilLog()
    council.do(founding(), MOOT)
    council.do(cc.EnterPhase(TALK, PhaseKind.SESSION, starts, False, False), MOOT, starts)
    council.do(a_proposal(), player(PROPOSER), starts)
    return game, council


def cared_for(game: GameLog, council: CouncilLog, people: People = NOBODY) -> None:
    """The alarm looks whenever something is due, until the phase ends."""
    assert game.game.clock is not None
    at, ends = game.game.clock.starts, game.game.clock.ends
    while (due := next_due(game.game, council.council, people, at)) is not None and due < ends:
        at = due
        for command in due_now(game.game, council.council, people, at):
            assert council.do(command, MOOT, at) != []
            assert council.do(command, MOOT, at) == []


def digests(council: CouncilLog) -> list[Moment]:
    return [one.at for one in council.events if isinstance(one, ce.MorningCame)]


def reminders(council: CouncilLog) -> list[ce.SeatsReminded]:
    return [one for one in council.events if isinstance(one, ce.SeatsReminded)]


@pytest.mark.parametrize(
    ("zone", "starts", "days_off", "mornings"),
    [
        pytest.param("Europe/Paris", "2026-03-27", (), ("03-30", "03-31", "04-01"), id="Paris, forward"),
        pytest.param("America/New_York", "2026-10-30", (), ("11-02", "11-03", "11-04"), id="New York, back"),
        pytest.param("America/Santiago", "2026-09-04", (), ("09-07", "09-08", "09-09"), id="Santiago, south"),
        pytest.param("Australia/Adelaide", "2026-04-03", (), ("04-06", "04-07", "04-08"), id="Adelaide"),
        pytest.param("Asia/Kolkata", "2028-02-28", (), ("02-29", "03-01", "03-02"), id="leap day"),
        pytest.param(
            "Pacific/Auckland",
            "2026-12-30",
            ("2027-01-01", "2027-01-04"),
            ("12-31", "01-05", "01-06"),
            id="the year's end",
        ),
        pytest.param(
            "Europe/Paris",
            "2026-12-23",
            (*(f"2026-12-{day}" for day in range(24, 32)), "2027-01-01"),
            ("01-04", "01-05", "01-06"),
            id="a window that would fall on holidays altogether",
        ),
    ],
)
def test_each_working_morning_has_one_digest_at_the_hour_on_the_wall(
    zone: str, starts: str, days_off: tuple[str, ...], mornings: tuple[str, ...]
) -> None:
    # given a window of three working days that begins at 13:00
    off = tuple(date.fromisoformat(day) for day in days_off)
    working = WorkingTime(zone, time(9), time(17), days_off=off)
    game, council = a_window(working, wall(date.fromisoformat(starts), 13, zone))

    cared_for(game, council)

    assert [one[5:] for one in on_the_wall(digests(council), zone)] == [f"{day} 09:00" for day in mornings]
    days = [one.at.astimezone(ZoneInfo(zone)).date() for one in reminders(council)]
    assert len(days) == len(ce.Mark)
    assert [day for day in days if day in off or day.weekday() > 4] == []


def test_each_mark_reminds_each_seat_once_by_day_and_only_those_who_owe_something() -> None:
    # given people in four zones, of whom one has taken a side
    places = ("Europe/Paris", "America/New_York", "Australia/Adelaide", "Asia/Kolkata")
    zones: Mapping[UserId, str] = {player(number): places[number % 4] for number in range(1, 11)}
    game, council = a_window(PARIS, wall(date(2026, 10, 22), 9, "Europe/Paris"))
    council.do(cc.TakeSide(ProposalNumber(1), False), player(7))

    cared_for(game, council, People(zones))

    told = [(one.at, one.mark, role) for one in reminders(council) for role in one.owing]
    assert {role for _, _, role in told} == set(range(1, 11)) - {PROPOSER, 7}
    assert len({(mark, role) for _, mark, role in told}) == len(told) == 3 * 8
    assert [one for one in told if at_night(one[0], zones[player(one[2])])] == []


def test_whoever_comes_up_with_what_they_owe_hears_no_more_of_it() -> None:
    game, council = a_window(PARIS, wall(date(2026, 10, 20), 9, "Europe/Paris"))
    half = wall(date(2026, 10, 21), 13, "Europe/Paris")

    before = [*due_now(game.game, council.council, NOBODY, half)]
    for number in range(1, 11):
        if number != PROPOSER:
            council.do(cc.TakeSide(ProposalNumber(1), number % 2 == 0), player(number), half)

    after = [*due_now(game.game, council.council, NOBODY, half)]
    assert [len(one.owing) for one in before if isinstance(one, cc.RemindSeats)] == [9]
    assert [len(one.owing) for one in after if isinstance(one, cc.RemindSeats)] == [0]


def test_a_morning_on_which_there_is_nothing_to_tell_is_noted_and_left_alone() -> None:
    # given a window in which everybody has had their say on the first day
    game, council = a_window(PARIS, wall(date(2026, 10, 20), 9, "Europe/Paris"))
    for number in range(1, 11):
        if number != PROPOSER:
            council.do(cc.TakeSide(ProposalNumber(1), number % 2 == 0), player(number))

    cared_for(game, council)

    assert [one.told for one in council.events if isinstance(one, ce.MorningCame)] == [True, False]


def test_no_reminder_comes_after_an_early_close_nor_while_the_clock_stands() -> None:
    # given a council whose game is a phase ahead of it, or paused
    starts = wall(date(2026, 10, 20), 9, "Europe/Paris")
    hours_before_the_end = wall(date(2026, 10, 22), 16, "Europe/Paris")
    ahead, council = a_window(PARIS, starts)
    paused, _ = a_window(PARIS, starts)
    ahead.do(gc.SkipPhase(), at=starts + timedelta(hours=1))
    paused.do(gc.PauseGame(), at=starts + timedelta(hours=1))

    for game in (ahead.game, paused.game):
        assert [*due_now(game, council.council, NOBODY, hours_before_the_end)] == []
        assert next_due(game, council.council, NOBODY, hours_before_the_end) is None


def test_live_play_is_left_in_peace() -> None:
    starts = wall(date(2026, 10, 20), 9, "Europe/Paris")
    game, council = a_window(None, starts)

    for hours in (0, 1, 12, 23):
        assert [*due_now(game.game, council.council, NOBODY, starts + timedelta(hours=hours))] == []
    assert next_due(game.game, council.council, NOBODY, starts) is None


# --- which windows say that a seat sleeps


def judged(game: GameLog, council: CouncilLog, visits: Mapping[UserId, Moment] | None = None) -> set[int]:
    """The seats that the window which has ended says are idle."""
    assert game.game.clock is not None
    ends = game.game.clock.ends
    council.do(cc.EnterPhase(NEXT, PhaseKind.SESSION, ends, False, False), MOOT, ends)
    found = judgement(game.game, council.council, visits or {}, ends)
    return set() if found is None else {int(role) for role in found.idle}


def test_a_seat_sleeps_that_was_never_heard_or_leaves_something_undone() -> None:
    # given a window in which 3 proposed, 5 took a side, 6 visited, and 7 did something in the one before only
    starts = wall(date(2026, 10, 20), 9, "Europe/Paris")
    game, council = a_window(PARIS, starts)
    council.do(cc.TakeSide(ProposalNumber(1), True), player(5), starts)

    assert judged(game, council, {player(6): starts + timedelta(hours=2)}) == {1, 2, 4, 7, 8, 9, 10}


def test_whoever_has_done_all_there_is_to_do_may_be_silent_for_a_window() -> None:
    # given a council in which everybody has taken a side before the window began
    starts = wall(date(2026, 10, 20), 9, "Europe/Paris")
    game, council = a_window(PARIS, starts)
    for number in range(1, 11):
        council.do(cc.TakeSide(ProposalNumber(1), number % 2 == 0), player(number), starts)
    council.do(cc.EnterPhase("before", PhaseKind.SESSION, starts, False, False), MOOT, starts)
    council.do(cc.EnterPhase(TALK, PhaseKind.SESSION, starts, False, False), MOOT, starts)

    assert judged(game, council) == set()


def test_a_window_that_was_cut_short_says_nothing() -> None:
    starts = wall(date(2026, 10, 20), 9, "Europe/Paris")
    game, council = a_window(PARIS, starts)
    soon = starts + timedelta(hours=2)

    council.do(cc.EnterPhase(NEXT, PhaseKind.SESSION, soon, False, False), MOOT, soon)

    assert judgement(game.game, council.council, {}, soon) is None


def test_what_is_new_in_the_next_phase_is_held_against_nobody() -> None:
    # given stewards who did all there was to do, and who call the vote in the phase that begins
    starts = wall(date(2026, 10, 20), 9, "Europe/Paris")
    agenda = (a_phase(TALK, 480), a_phase(NEXT, 480, a_cue(before=60, kind=CueKind.BALLOT)))
    game = a_dealt_game(replace(creation(agenda), working=PARIS))
    game.do(gc.StartGame(), at=starts)
    council = CouncilLog()
    council.do(founding(), MOOT)
    council.do(cc.EnterPhase("before", PhaseKind.SESSION, starts, False, False), MOOT, starts)
    for number in range(1, 11):
        council.do(a_proposal(f"Idea {number}"), player(number), starts)
        council.do(cc.RecordDecision(ProposalNumber(number)), player(1), starts)
    council.do(cc.EnterPhase(TALK, PhaseKind.SESSION, starts, False, False), MOOT, starts)
    game.ring(game.game.clock.ends if game.game.clock else starts)

    assert [one.key for one in owed(game.game, council.council, council.council.filled[0], starts)] == [
        "call"
    ]
    assert judged(game, council) == set()
