"""A fixed end, and more or less time for all phases that are left."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.agenda import PlannedPhase
from bot.domain.cues import CueKind
from bot.domain.errors.clock import (
    ClockStands,
    EndHasPassed,
    EndTooFar,
    JustChanged,
    TooLittleTime,
    VoteNeedsTime,
)
from bot.domain.game import Stage
from bot.domain.game import commands as gc
from bot.domain.game import events as ge
from bot.domain.ids import Moment
from bot.domain.times.working_time import WorkingTime
from bot.domain.timetable import still_to_come
from tests.builders import (
    GameLog,
    a_cue,
    a_dealt_game,
    a_phase,
    a_running_game,
    at,
    creation,
)

MINUTE = timedelta(minutes=1)
OFFICE = WorkingTime("UTC", time(9), time(17), days_off=(date(2026, 11, 24),))


def played_on(log: GameLog, since: Moment) -> Moment:
    """The moment at which the game ends if it is left alone; every bell rings in time."""
    while log.game.stage is not Stage.ENDED:
        due = log.game.next_due()
        assert due is not None
        assert due >= since
        log.ring(due)
        since = due
    ended = log.events[-1]
    assert isinstance(ended, ge.GameEnded)
    return ended.at


def bells(log: GameLog) -> list[tuple[str, Moment]]:
    """Which phases began, and when."""
    started = (event for event in log.events if isinstance(event, ge.PhaseStarted))
    return [(log.game.agenda[event.phase].key, event.at) for event in started]


def running(log: GameLog) -> tuple[str, Moment]:
    """The phase that runs, and its end."""
    assert log.game.phase is not None
    assert log.game.clock is not None
    return log.game.phase.key, log.game.clock.ends


def three(*last: PlannedPhase) -> GameLog:
    """A game of three phases of ten minutes, and what is said."""
    return a_running_game(a_phase("a", 10), a_phase("b", 10), a_phase("c", 10), *last)


def test_a_fixed_end_shortens_all_that_is_left_in_proportion_and_is_met_to_the_second() -> None:
    log = three(a_phase("z", 0))

    log.do(gc.EndBy(at(20)), at=at(5))

    assert running(log) == ("a", at(8))
    assert played_on(log, at(5)) == at(20)
    assert bells(log) == [("a", at(0)), ("b", at(8)), ("c", at(14)), ("z", at(20))]


def test_a_later_end_gives_everything_more_time_and_leaves_the_cues_where_they_were() -> None:
    log = a_running_game(a_phase("a", 10), a_phase("b", 10, a_cue(before=2)))

    log.do(gc.EndBy(at(40)), at=at(0, 2))

    assert running(log)[1] == at(19, 59)
    log.ring(at(19, 59))
    assert log.game.next_due() == at(38)
    assert played_on(log, at(20)) == at(40)


def test_the_same_end_twice_changes_nothing() -> None:
    log = three()
    log.do(gc.EndBy(at(19, 7)), at=at(5))

    assert log.do(gc.EndBy(at(19, 7)), at=at(5)) == []
    assert log.do(gc.EndBy(at(19, 7)), at=at(6)) == []


def test_a_phase_keeps_what_the_pack_says_and_the_others_give_more() -> None:
    setup = replace(a_phase("b", 10), at_least=9 * MINUTE)
    log = a_running_game(a_phase("a", 10), setup, a_phase("c", 10))

    log.do(gc.EndBy(at(19)), at=at(0))

    assert [phase.lasts for phase in log.game.agenda][1:] == [9 * MINUTE, 5 * MINUTE]
    assert running(log)[1] == at(5)
    assert played_on(log, at(0)) == at(19)


def test_an_end_that_leaves_too_little_is_refused_with_what_is_possible() -> None:
    log = three()

    with pytest.raises(TooLittleTime) as refused:
        log.do(gc.EndBy(at(9, 59)), at=at(0))

    assert "needs 10 min: it can end at 12:10 at the earliest" in refused.value.sentence
    assert "at most 20 min can be taken" in refused.value.sentence
    log.do(gc.EndBy(at(10)), at=at(0))
    assert played_on(log, at(0)) == at(10)


def test_a_plan_that_was_shortened_twice_keeps_the_minimum_of_the_first() -> None:
    log = three()
    log.do(gc.EndBy(at(15)), at=at(0))

    with pytest.raises(TooLittleTime):
        log.do(gc.EndBy(at(9, 59)), at=at(0))


def test_cues_come_closer_together_and_the_vote_keeps_half_of_its_minutes() -> None:
    vote = a_phase(
        "vote",
        10,
        a_cue(after=5),
        a_cue(before=5),
        a_cue(before=4, kind=CueKind.BALLOT),
        a_cue(before=2),
        a_cue(before=0.5),
    )
    log = a_running_game(a_phase("a", 10), vote)

    log.do(gc.EndBy(at(7)), at=at(0))

    left = [cue.left(log.game.agenda[1].lasts) for cue in log.game.agenda[1].cues]
    assert log.game.agenda[1].lasts == 3.5 * MINUTE
    assert left[2] == 2 * MINUTE, "the vote"
    assert left[3:] == [MINUTE, MINUTE / 4], "what comes in it"
    assert left[:2] == [2.25 * MINUTE, 2.25 * MINUTE], "what came before it"


def test_the_running_session_keeps_half_of_its_vote_and_rings_nothing_twice() -> None:
    vote = a_phase("vote", 10, a_cue(after=1), a_cue(before=4, kind=CueKind.BALLOT), a_cue(before=2))
    log = a_running_game(vote, a_phase("end", 10))
    log.ring(at(1))

    log.do(gc.EndBy(at(8)), at=at(2))

    assert played_on(log, at(2)) == at(8)
    rung = [(event.cue, event.at) for event in log.events if isinstance(event, ge.CueRung)]
    opened, ends = rung[1][1], next(moment for key, moment in bells(log) if key == "end")
    assert [cue for cue, _ in rung] == [0, 1, 2]
    assert ends - opened >= 2 * MINUTE


def test_a_vote_that_is_open_keeps_half_of_its_minutes() -> None:
    log = a_running_game(a_phase("vote", 10, a_cue(before=4, kind=CueKind.BALLOT)), a_phase("end", 30))
    log.ring(at(6))

    log.do(gc.EndBy(at(19)), at=at(6))

    assert running(log)[1] >= at(8)


def test_no_end_is_promised_in_a_pause_or_in_the_past() -> None:
    log = three()

    with pytest.raises(EndHasPassed):
        log.do(gc.EndBy(at(5)), at=at(5))
    log.do(gc.PauseGame(), at=at(6))
    with pytest.raises(ClockStands):
        log.do(gc.EndBy(at(20)), at=at(7))


def test_a_bell_that_is_due_rings_before_the_new_plan_is_made() -> None:
    log = three()

    events = log.do(gc.EndBy(at(20)), at=at(10, 1))

    assert [type(event) for event in events] == [ge.PhaseStarted, ge.Replanned]
    assert played_on(log, at(10, 1)) == at(20)


@pytest.mark.parametrize("by", [-10 * MINUTE, 5 * MINUTE, 90 * MINUTE])
def test_time_for_all_that_is_left_is_spread_over_it(by: timedelta) -> None:
    log = three()

    log.do(gc.ChangeTime(by, everything=True), at=at(2))

    assert running(log)[1] != at(10)
    assert log.game.agenda[2].lasts != 10 * MINUTE
    assert played_on(log, at(2)) == at(30) + by


def test_time_for_all_is_spread_in_a_pause_as_of_its_beginning() -> None:
    log = three()
    log.do(gc.PauseGame(), at=at(5))

    log.do(gc.ChangeTime(-5 * MINUTE, everything=True), at=at(50))
    log.do(gc.ResumeGame(), at=at(60))

    assert played_on(log, at(60)) == at(60) + 20 * MINUTE


def test_more_than_can_be_spared_is_not_taken_from_all() -> None:
    with pytest.raises(TooLittleTime, match="at most 20 min can be taken"):
        three().do(gc.ChangeTime(-21 * MINUTE, everything=True), at=at(0))


def test_a_second_click_on_more_time_for_all_finds_another_end() -> None:
    log = three()
    seen = running(log)[1]
    log.do(gc.ChangeTime(5 * MINUTE, seen, everything=True), at=at(1))

    assert log.do(gc.ChangeTime(5 * MINUTE, seen, everything=True), at=at(1)) == []


@pytest.mark.parametrize("everything", [False, True])
def test_time_that_is_added_twice_within_a_moment_is_added_once(everything: bool) -> None:
    log = a_running_game(a_phase("talk", 10), a_phase("end", 10))
    more = gc.ChangeTime(5 * MINUTE, everything=everything)
    log.do(more, at=at(1))
    ends = running(log)[1]

    # when it is sent again at once: by a double tap, or by somebody else who meant the same
    with pytest.raises(JustChanged):
        log.do(more, at=at(1, 1.5))
    assert running(log)[1] == ends

    # when it is another change, or one that is meant
    log.do(gc.ChangeTime(1 * MINUTE, everything=everything), at=at(1, 1.5))
    log.do(more, at=at(1, 4))
    assert running(log)[1] > ends + MINUTE


def test_a_vote_that_has_not_opened_keeps_half_of_its_minutes_when_time_is_taken() -> None:
    log = a_running_game(a_phase("vote", 10, a_cue(before=4, kind=CueKind.BALLOT)))

    with pytest.raises(VoteNeedsTime, match=r"needs at least 2 min, so at most 7 min"):
        log.do(gc.ChangeTime(-8 * MINUTE), at=at(1))
    log.do(gc.ChangeTime(-7 * MINUTE), at=at(1))

    assert [event.cue for event in log.ring(at(1)) if isinstance(event, ge.CueRung)] == [0]
    assert running(log)[1] == at(3)


def test_a_game_that_is_played_over_days_ends_at_the_fixed_moment_of_its_working_time() -> None:
    # given a game from Monday 9:00 on, of three windows of eight hours; the 24th is a day off
    monday = datetime(2026, 11, 23, 9, tzinfo=UTC)
    agenda = tuple(a_phase(key, 8 * 60) for key in "abc")
    log = a_dealt_game(replace(creation(agenda), working=OFFICE))
    log.do(gc.StartGame(), at=monday)

    # when it is to end on Thursday at noon instead of Thursday evening
    thursday = datetime(2026, 11, 26, 12, tzinfo=UTC)
    log.do(gc.EndBy(thursday), at=monday)

    # then it does, and what comes before ends at whole hours
    whole = [slot.ends.minute for slot in still_to_come(log.game, monday)]
    assert whole == [0, 0, 0]
    assert played_on(log, monday) == thursday


def test_over_days_bells_are_at_whole_hours_until_somebody_names_a_length() -> None:
    # given a game over days that is started seventeen minutes after the hour
    started = datetime(2026, 11, 23, 9, 17, tzinfo=UTC)
    log = a_dealt_game(replace(creation(tuple(a_phase(key, 4 * 60) for key in "abc")), working=OFFICE))
    log.do(gc.StartGame(), at=started)
    assert bells_to_come(log, started) == ["23 13:00", "25 09:00", "25 13:00"]

    # when ten minutes more are added, and the clock stands still for five
    log.do(gc.ChangeTime(10 * MINUTE), at=started)
    log.do(gc.PauseGame(), at=started + MINUTE)
    log.do(gc.ResumeGame(), at=started + 6 * MINUTE)

    # then each bell is later by just as much, until a phase is begun early
    assert bells_to_come(log, started) == ["23 13:15", "25 09:15", "25 13:15"]
    early = started + 60 * MINUTE
    log.do(gc.SkipPhase(), at=early)
    assert bells_to_come(log, early) == ["23 14:00", "25 10:00"]


def bells_to_come(log: GameLog, at: Moment) -> list[str]:
    return [f"{slot.ends:%d %H:%M}" for slot in still_to_come(log.game, at)]


def test_an_end_that_nobody_means_is_refused_with_the_furthest() -> None:
    log = three()

    with pytest.raises(EndTooFar, match="within the next week"):
        log.do(gc.EndBy(at(8 * 24 * 60)), at=at(5))
    with pytest.raises(EndTooFar, match="within the next week"):
        log.do(gc.ChangeTime(timedelta(days=8)), at=at(5))
    assert running(log)[1] == at(10)


def test_an_end_beyond_all_working_time_is_refused() -> None:
    log = a_dealt_game(replace(creation((a_phase("a", 60), a_phase("b", 60))), working=OFFICE))
    log.do(gc.StartGame(), at=datetime(2026, 11, 23, 9, tzinfo=UTC))

    with pytest.raises(EndTooFar):
        log.do(gc.ChangeTime(timedelta(hours=9999)), at=datetime(2026, 11, 23, 9, tzinfo=UTC))
