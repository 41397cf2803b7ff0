"""Care over days as the alarm takes it: digests and reminders, through nights in which clocks change, leap
days, holidays and the year's end; and which windows say that a seat sleeps."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ballot import Choice
from bot.domain.care.due import People, due_now, next_due
from bot.domain.care.ladder import judgement
from bot.domain.council import commands as cc
from bot.domain.council import events as ce
from bot.domain.cues import CueKind
from bot.domain.game import commands as gc
from bot.domain.ids import MOOT, Moment, ProposalNumber, UserId
from bot.domain.owed import owed
from bot.domain.paper import paper_id
from bot.domain.phases import PhaseKind
from bot.domain.times.working_time import WorkingTime, at_night
from bot.platform.rates import Pace
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
    for seat in council.council.filled:
        council.do(cc.OpenEnvelope(), seat.holder or MOOT, starts)
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
    assert len(days) == sum(not mark.of_vote for mark in ce.Mark)
    assert [day for day in days if day in off or day.weekday() > 4] == []


def test_those_who_owe_something_are_reminded_once_a_day_at_most_never_at_night_nor_on_free_days() -> None:
    # given people in four zones, of whom one has taken a side
    places = ("Europe/Paris", "America/New_York", "Australia/Adelaide", "Asia/Kolkata")
    zones: Mapping[UserId, str] = {player(number): places[number % 4] for number in range(1, 11)}
    game, council = a_window(PARIS, wall(date(2026, 10, 22), 9, "Europe/Paris"))
    council.do(cc.TakeSide(ProposalNumber(1), False), player(7))

    cared_for(game, council, People(zones))

    told = [(one.at, one.mark, role) for one in reminders(council) for role in one.owing]
    assert {role for _, _, role in told} == set(range(1, 11)) - {PROPOSER, 7}
    days = [(role, at.astimezone(ZoneInfo(zones[player(role)])).date()) for at, _, role in told]
    assert len(set(days)) == len(days) >= 2 * 8
    assert [day for _, day in days if day.weekday() > 4] == []
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
    for seat in council.council.filled:
        council.do(cc.OpenEnvelope(), seat.holder or MOOT, starts)
    game.ring(game.game.clock.ends if game.game.clock else starts)

    assert [one.key for one in owed(game.game, council.council, council.council.filled[0], starts)] == [
        "call"
    ]
    assert judged(game, council) == set()


# --- a live vote


START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def after(minutes: float) -> Moment:
    """So long after the phase of the vote began."""
    return START + timedelta(minutes=minutes)


def a_live_vote(opens: float = 6, lasts: float = 10, *, paper: int = 0) -> tuple[GameLog, CouncilLog]:
    """A live game in the phase of the vote, and its council, which votes from that minute."""
    agenda = (a_phase(TALK, lasts, a_cue(before=lasts / 2, kind=CueKind.BALLOT)), a_phase(NEXT, 60))
    game = a_dealt_game(creation(agenda))
    game.do(gc.StartGame(), at=START)
    council = CouncilLog()
    seated = founding()
    if paper:
        seats = (
            replace(seat, holder=paper_id("Ada")) if seat.role == paper else seat for seat in seated.seats
        )
        seated = replace(seated, seats=tuple(seats))
    council.do(seated, MOOT)
    council.do(cc.EnterPhase(TALK, PhaseKind.SESSION, START, False, True), MOOT, START)
    council.do(a_proposal(), player(PROPOSER), START)
    council.do(cc.RecordDecision(ProposalNumber(1)), player(1), START)
    council.do(cc.OpenBallot(), player(1), after(opens))
    return game, council


def told(council: CouncilLog) -> list[tuple[float, str, set[int]]]:
    """When who was reminded: minutes, mark and seats."""
    return [
        ((one.at - START) / timedelta(minutes=1), one.mark.value, {*map(int, one.owing)})
        for one in reminders(council)
    ]


def alarms(
    game: GameLog, council: CouncilLog, since: float, until: float = 10, people: People = NOBODY
) -> None:
    """The alarm looks whenever something is due."""
    at = after(since)
    while (due := next_due(game.game, council.council, people, at)) is not None and due < after(until):
        at = max(at, due)
        for command in due_now(game.game, council.council, people, at):
            assert council.do(command, MOOT, at) != []
            assert council.do(command, MOOT, at) == []


def test_whoever_has_not_voted_live_is_reminded_at_half_and_a_minute_before_the_end() -> None:
    game, council = a_live_vote()
    for role in range(1, 5):
        council.do(cc.CastVote(Choice.YES), player(role), after(6.5))

    alarms(game, council, 6.5, 8.5)
    council.do(cc.CastVote(Choice.NO), player(5), after(8.6))
    alarms(game, council, 8.6)

    assert told(council) == [(8, "vote_half", {5, 6, 7, 8, 9, 10}), (9, "vote_last", {6, 7, 8, 9, 10})]
    assert all(one.reads for one in reminders(council))


@pytest.mark.parametrize(
    ("opens", "marks"),
    [
        (2, [(6, "vote_half"), (9, "vote_last")]),  # late or early: half of what was left then
        (7.5, [(9, "vote_last")]),  # the two would be closer than a minute
        (8.9, [(9.45, "vote_half")]),
        (9.8, []),  # a reminder would come too late for anybody
    ],
)
def test_a_vote_that_opens_late_is_reminded_of_at_half_of_what_is_left(
    opens: float, marks: list[tuple[float, str]]
) -> None:
    game, council = a_live_vote(opens)

    alarms(game, council, opens)

    assert [(minute, mark) for minute, mark, _ in told(council)] == marks


def test_pauses_do_not_count_as_time_of_the_vote_and_added_time_does() -> None:
    game, council = a_live_vote()
    stopped = cc.FollowClock(after(7), after(0))
    game.do(gc.PauseGame(), at=after(7))
    council.do(stopped, MOOT, after(7))
    assert next_due(game.game, council.council, NOBODY, after(7)) is None

    game.do(gc.ResumeGame(), at=after(27))
    council.do(cc.FollowClock(None, after(27)), MOOT, after(27))
    assert next_due(game.game, council.council, NOBODY, after(27)) == after(28)
    game.do(gc.ChangeTime(timedelta(minutes=4)), at=after(27))
    alarms(game, council, 27, 34)

    assert [(minute, mark) for minute, mark, _ in told(council)] == [(30, "vote_half"), (33, "vote_last")]


@pytest.mark.parametrize(
    ("back", "marks"),
    [
        (8.2, [(8.2, "vote_half"), (9, "vote_last")]),
        (8.7, [(9, "vote_last")]),
        (9.1, [(9.1, "vote_last")]),
    ],
)
def test_after_a_restart_what_makes_no_sense_any_more_is_not_sent(
    back: float, marks: list[tuple[float, str]]
) -> None:
    game, council = a_live_vote()

    alarms(game, council, back)

    assert [(minute, mark) for minute, mark, owing in told(council) if owing] == marks


def test_nobody_is_reminded_of_a_vote_that_was_closed_early() -> None:
    game, council = a_live_vote()
    council.do(cc.CallBallot(), MOOT, after(7))

    assert next_due(game.game, council.council, NOBODY, after(7)) is None
    assert [*due_now(game.game, council.council, NOBODY, after(9))] == []


def test_the_stewards_are_reminded_once_of_people_on_paper() -> None:
    game, council = a_live_vote(paper=9)
    for role in (1, 2, 3, 4, 5, 6, 7, 8, 10):
        council.do(cc.CastVote(Choice.YES), player(role), after(6.5))

    alarms(game, council, 6.5)

    assert told(council) == [(8, "vote_half", {1, 2}), (9, "vote_last", set())]


def test_the_last_reminder_of_many_begins_earlier_so_that_it_reaches_all_of_them() -> None:
    game, council = a_live_vote(opens=2)

    alarms(game, council, 2, people=People(lead=Pace().lead(570)))

    assert [minute for minute, _, _ in told(council)] == [6, 7]
    assert Pace().lead(30) == timedelta()


def test_over_days_a_vote_that_opens_after_all_reminders_has_one_of_its_own() -> None:
    starts = wall(date(2026, 11, 23), 9, "Europe/Paris")
    game, council = a_window(PARIS, starts, hours=8)
    council.do(cc.RecordDecision(ProposalNumber(1)), player(1), starts)
    assert council.council.phase is not None
    council.state = replace(council.council, phase=replace(council.council.phase, holds_ballot=True))
    council.do(cc.OpenBallot(), player(1), starts + timedelta(hours=7))

    cared_for(game, council)

    assert [(one.mark.value, one.at) for one in reminders(council)][-1] == (
        "vote_half",
        starts + timedelta(hours=7.5),
    )


def test_a_deadline_in_somebodys_weekend_is_told_on_their_last_working_day() -> None:
    # given a window that ends on Friday at 17:00 in Paris, which is Saturday morning in Auckland
    zones: Mapping[UserId, str] = {player(number): "Pacific/Auckland" for number in range(1, 11)}
    game, council = a_window(PARIS, wall(date(2026, 11, 18), 9, "Europe/Paris"))
    game.do(gc.ChangeTime(timedelta(hours=-1)), at=wall(date(2026, 11, 18), 10, "Europe/Paris"))

    cared_for(game, council, People(zones))

    told = [one.at for one in reminders(council) if one.owing]
    assert on_the_wall(told, "Pacific/Auckland")[-1].startswith("2026-11-20")
    assert len({day[:10] for day in on_the_wall(told, "Pacific/Auckland")}) == len(told)


def test_whoever_was_nudged_for_a_silent_window_is_not_reminded_on_the_same_day() -> None:
    game, council = a_window(PARIS, wall(date(2026, 11, 23), 9, "Europe/Paris"), hours=8)
    cared_for(game, council)
    tuesday = wall(date(2026, 11, 24), 9, "Europe/Paris")
    game.ring(tuesday)
    council.do(cc.EnterPhase(NEXT, PhaseKind.SESSION, tuesday, False, False), MOOT, tuesday)

    cared_for(game, council)

    judged = [one for one in council.events if isinstance(one, ce.WindowJudged)]
    nudged = {role for role, _ in judged[0].steps} | set(judged[0].unopened)
    later = [role for one in reminders(council) if one.at >= tuesday for role in one.owing]
    assert nudged
    assert not nudged & set(later)
