"""The facilitators' hand on the clock: a fixed end, back, an emergency by surprise, Moot's own absence."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.agenda import PlannedPhase
from bot.domain.errors.clock import (
    AlreadyStarted,
    ClockStands,
    EmergencyAfterTheVote,
    EmergencyNeedsASession,
    EmergencyRuns,
    EndHasPassed,
    EndTooFar,
    JustChanged,
    JustRung,
    NoEmergencyLeft,
    NoPhaseBefore,
    NoStartPlanned,
    NothingToCatchUp,
    NoWayBack,
    StartHasPassed,
    TooLittleTime,
    VoteNeedsTime,
)
from bot.domain.game import Stage
from bot.domain.game import commands as gc
from bot.domain.game import events as ge
from bot.domain.game.delay import delay_of
from bot.domain.ids import MOOT, Moment
from bot.domain.phases import PhaseKind
from bot.domain.scenario import CueKind
from bot.domain.times.working_time import WorkingTime
from tests.builders import (
    NOON,
    GameLog,
    a_cue,
    a_dealt_game,
    a_game,
    a_phase,
    a_running_game,
    at,
    creation,
)

MINUTE = timedelta(minutes=1)
OFFICE = WorkingTime("UTC", time(9), time(17), days_off=(date(2026, 11, 24),))
EMERGENCY = a_phase("emergency", 5, a_cue(before=1), kind=PhaseKind.EMERGENCY)


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


# --- a fixed end


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

    with pytest.raises(VoteNeedsTime, match=r"needs 2 min at the least, so at most 7 min"):
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

    # then it does
    assert played_on(log, monday) == thursday


def test_an_end_beyond_all_working_time_is_refused() -> None:
    log = a_dealt_game(replace(creation((a_phase("a", 60), a_phase("b", 60))), working=OFFICE))
    log.do(gc.StartGame(), at=datetime(2026, 11, 23, 9, tzinfo=UTC))

    with pytest.raises(EndTooFar):
        log.do(gc.ChangeTime(timedelta(hours=9999)), at=datetime(2026, 11, 23, 9, tzinfo=UTC))


# --- ahead and behind


def test_the_delay_is_against_the_plan_of_the_first_bell() -> None:
    log = three()
    log.do(gc.ChangeTime(4 * MINUTE), at=at(5))
    slow = delay_of(log.game)
    log.do(gc.SkipPhase(), at=at(7))
    fast = delay_of(log.game)

    assert slow is not None
    assert fast is not None
    assert (slow.planned, slow.expected, slow.by) == (at(30), at(34), 4 * MINUTE)
    assert (fast.expected, fast.by) == (at(27), -3 * MINUTE)
    assert delay_of(a_game().game) is None


def test_an_emergency_by_surprise_causes_no_delay() -> None:
    log = a_game_in_session()
    log.do(gc.InjectEmergency(), at=at(7))

    found = delay_of(log.game)

    assert found is not None
    assert found.by == timedelta()


# --- back


def test_stepping_back_rings_the_phase_before_again_with_its_full_time_and_all_its_cues() -> None:
    log = a_running_game(a_phase("a", 10, a_cue(before=2)), a_phase("b", 10))
    log.ring(at(8))
    log.ring(at(10))

    log.do(gc.StepBack(), at=at(13))

    assert running(log) == ("a", at(23))
    again = log.ring(at(21))
    assert again == [ge.CueRung(0, 0, at(21), run=1)]
    assert played_on(log, at(21)) == at(33)


def test_there_is_no_way_back_from_the_first_phase_or_behind_a_vote() -> None:
    log = three()
    with pytest.raises(NoPhaseBefore):
        log.do(gc.StepBack(), at=at(1))
    log.ring(at(10))

    with pytest.raises(NoWayBack):
        log.do(gc.StepBack(voting=True), at=at(12))


def test_in_a_pause_the_clock_stands_still_in_the_phase_one_steps_back_to() -> None:
    log = three()
    log.do(gc.PauseGame(), at=at(11))

    log.do(gc.StepBack(), at=at(12))
    log.do(gc.ResumeGame(), at=at(15))

    assert running(log) == ("a", at(25))


@pytest.mark.parametrize("command", [gc.SkipPhase, gc.StepBack, gc.InjectEmergency])
def test_the_second_of_two_equal_commands_finds_that_the_bell_has_just_rung(
    command: type[gc.SkipPhase | gc.StepBack | gc.InjectEmergency],
) -> None:
    log = a_running_game(*(a_phase(key, 10) for key in "abc"), EMERGENCY)
    log.ring(at(10))
    log.do(command(), at=at(12))

    with pytest.raises(JustRung):
        log.do(command(), at=at(12, 1.9))
    assert len(bells(log)) == 3


def test_in_a_rehearsal_that_is_played_faster_a_bell_has_just_rung_for_less_long() -> None:
    log = a_dealt_game(replace(creation((a_phase("a", 10), a_phase("b", 10))), speed=20))
    log.do(gc.StartGame())

    with pytest.raises(JustRung):
        log.do(gc.SkipPhase(), at=at(0, 0.09))
    assert log.do(gc.SkipPhase(), at=at(0, 0.2)) != []


@pytest.mark.parametrize("command", [gc.SkipPhase, gc.StepBack, gc.InjectEmergency])
def test_a_second_click_finds_another_phase(
    command: type[gc.SkipPhase | gc.StepBack | gc.InjectEmergency],
) -> None:
    log = a_running_game(*(a_phase(key, 10) for key in "abc"), EMERGENCY)
    log.ring(at(10))
    log.do(command(seen=1), at=at(12))

    assert log.do(command(seen=1), at=at(12, 0.1)) == []


# --- an emergency by surprise


def a_game_in_session(*agenda: PlannedPhase) -> GameLog:
    """Setup 5, session 10 with cues at 6 and 8, emergency 5, another session 10; the first session begins."""
    first = a_phase("session-1", 10, a_cue(after=6), a_cue(before=2))
    planned = agenda or (first, EMERGENCY, a_phase("session-2", 10))
    log = a_running_game(a_phase("setup", 5, kind=PhaseKind.SETUP), *planned)
    log.ring(at(5))
    return log


def test_an_emergency_breaks_into_the_session_which_goes_on_with_what_it_had_left() -> None:
    log = a_game_in_session()

    log.do(gc.InjectEmergency(), at=at(7))

    assert running(log) == ("emergency", at(12))
    assert played_on(log, at(7)) == at(30), "no time was lost or won"
    assert bells(log)[2:] == [
        ("emergency", at(7)),
        ("session-1", at(12)),
        ("session-2", at(20)),
    ]
    rung = [(event.phase, event.cue, event.at) for event in log.events if isinstance(event, ge.CueRung)]
    assert rung == [(2, 0, at(11)), (1, 0, at(16)), (1, 1, at(18))]


def test_the_next_bell_during_such_an_emergency_leads_back_to_the_session() -> None:
    log = a_game_in_session()
    log.do(gc.InjectEmergency(), at=at(7))

    log.do(gc.SkipPhase(), at=at(8))

    assert running(log) == ("session-1", at(16))


def test_stepping_back_from_such_an_emergency_leaves_it_for_its_own_place() -> None:
    log = a_game_in_session()
    log.do(gc.InjectEmergency(), at=at(7))

    log.do(gc.StepBack(), at=at(8))
    ended = played_on(log, at(8))

    assert [key for key, _ in bells(log)] == [
        "setup",
        "session-1",
        "emergency",
        "session-1",
        "emergency",
        "session-2",
    ]
    assert ended == at(31)


def test_a_session_rings_no_cue_again_that_rang_before_the_emergency() -> None:
    log = a_game_in_session()
    log.ring(at(11))

    log.do(gc.InjectEmergency(), at=at(12))
    played_on(log, at(12))

    rung = [(event.phase, event.cue) for event in log.events if isinstance(event, ge.CueRung)]
    assert rung.count((1, 0)) == 1


def test_an_emergency_in_a_pause_waits_with_the_clock_and_so_does_the_session() -> None:
    log = a_game_in_session()
    log.do(gc.PauseGame(), at=at(7))

    log.do(gc.InjectEmergency(), at=at(9))
    waiting = log.game.next_due()
    log.do(gc.ResumeGame(), at=at(20))

    assert waiting is None
    assert running(log) == ("emergency", at(25))
    log.ring(at(25))
    assert running(log) == ("session-1", at(33))


def test_a_fixed_end_counts_the_session_that_waits() -> None:
    log = a_game_in_session()
    log.do(gc.InjectEmergency(), at=at(7))

    log.do(gc.EndBy(at(20)), at=at(7))

    assert played_on(log, at(7)) == at(20)


def test_an_emergency_needs_a_session_without_a_vote_and_an_emergency_to_come() -> None:
    log = a_running_game(a_phase("setup", 5, kind=PhaseKind.SETUP), a_phase("session", 10), EMERGENCY)

    with pytest.raises(EmergencyNeedsASession):
        log.do(gc.InjectEmergency(), at=at(1))
    log.ring(at(5))
    with pytest.raises(EmergencyAfterTheVote):
        log.do(gc.InjectEmergency(voting=True), at=at(7))
    log.do(gc.InjectEmergency(), at=at(8))
    with pytest.raises(EmergencyRuns):
        log.do(gc.InjectEmergency(), at=at(11))
    log.ring(at(13))
    with pytest.raises(NoEmergencyLeft):
        log.do(gc.InjectEmergency(), at=at(16))


# --- Moot was away


def test_a_live_game_that_was_without_moot_for_more_than_a_minute_stands_still_until_asked() -> None:
    log = three()

    noted = log.do(gc.NoteAbsence(at(3)), MOOT, at(9))

    assert noted == [ge.GamePaused(at(3), until=at(9))]
    assert log.ring(at(30)) == []
    assert log.do(gc.NoteAbsence(at(3)), MOOT, at(9, 1)) == []


def test_resuming_after_an_absence_goes_on_where_it_stopped() -> None:
    log = three()
    log.do(gc.NoteAbsence(at(3)), MOOT, at(22))

    log.do(gc.ResumeGame(), at=at(25))

    assert running(log) == ("a", at(32))


def test_catching_up_after_an_absence_rings_what_was_missed_once_and_in_order() -> None:
    log = three()
    log.do(gc.NoteAbsence(at(3)), MOOT, at(22))

    caught = log.do(gc.CatchUp(), at=at(25))

    assert [type(event) for event in caught] == [ge.GameResumed, ge.PhaseStarted, ge.PhaseStarted]
    assert all(event.late for event in caught if isinstance(event, ge.PhaseStarted))
    assert running(log) == ("c", at(30))
    with pytest.raises(NothingToCatchUp):
        log.do(gc.CatchUp(), at=at(26))


def test_a_pause_of_the_facilitators_cannot_be_caught_up_with() -> None:
    log = three()
    log.do(gc.PauseGame(), at=at(3))

    with pytest.raises(NothingToCatchUp):
        log.do(gc.CatchUp(), at=at(4))


def test_what_rang_after_the_last_sign_of_life_counts_as_one() -> None:
    log = three()
    log.ring(at(10))

    noted = log.do(gc.NoteAbsence(at(9, 50)), MOOT, at(20))

    assert noted == [ge.GamePaused(at(10), until=at(20))]


def test_a_facilitators_word_counts_as_a_sign_of_life() -> None:
    log = three()
    log.do(gc.NoteAbsence(at(3)), MOOT, at(22))
    log.do(gc.ResumeGame(), at=at(25))

    assert log.do(gc.NoteAbsence(at(3)), MOOT, at(25, 30)) == []


@pytest.mark.parametrize("gone", [0, 1, 60])
def test_an_absence_of_a_minute_or_less_is_caught_up_with_by_itself(gone: float) -> None:
    log = three()

    assert log.do(gc.NoteAbsence(at(9, 30)), MOOT, at(9, 30 + gone)) == []


def test_a_game_that_is_played_over_days_does_not_wait_for_a_word() -> None:
    log = a_dealt_game(replace(creation((a_phase("a", 60), a_phase("b", 60))), working=OFFICE))
    monday = datetime(2026, 11, 23, 9, tzinfo=UTC)
    log.do(gc.StartGame(), at=monday)

    assert log.do(gc.NoteAbsence(monday), MOOT, monday + timedelta(hours=5)) == []


# --- a clock that is set back


def test_a_clock_that_is_set_back_rings_nothing_again_and_skips_only_ahead() -> None:
    log = three()
    log.ring(at(10))

    silent = log.ring(at(2))
    log.do(gc.SkipPhase(seen=1), at=at(3))

    assert silent == []
    started = [moment for _, moment in bells(log)]
    assert started == sorted(started)
    assert running(log)[0] == "c"


# --- done early


def test_councils_that_are_done_are_counted_and_live_a_facilitator_ends_the_phase() -> None:
    log = a_dealt_game(creation((a_phase("a", 10), a_phase("b", 10))), players=20)
    log.do(gc.StartGame())

    one = log.do(gc.HearDone(0, frozenset({1})), MOOT, at(3))
    again = log.do(gc.HearDone(0, frozenset({1})), MOOT, at(4))
    log.do(gc.HearDone(0, frozenset({1, 2})), MOOT, at(5))

    assert (one, again) == ([ge.CouncilsDone(0, frozenset({1}))], [])
    assert log.game.all_done
    assert running(log)[0] == "a"
    log.ring(at(10))
    assert not log.game.done
    assert log.do(gc.HearDone(0, frozenset({1, 2})), MOOT, at(11)) == []


def test_played_over_days_the_phase_ends_when_every_council_is_done() -> None:
    log = a_dealt_game(replace(creation((a_phase("a", 60), a_phase("b", 60))), working=OFFICE))
    monday = datetime(2026, 11, 23, 9, tzinfo=UTC)
    log.do(gc.StartGame(), at=monday)

    log.do(gc.HearDone(0, frozenset({1})), MOOT, monday + 20 * MINUTE)

    assert running(log) == ("b", monday + 80 * MINUTE)


def test_when_all_are_done_at_night_the_next_bell_waits_for_the_morning() -> None:
    # given a window of two working days, from Monday morning on; the Tuesday is a day off
    log = a_dealt_game(replace(creation((a_phase("a", 16 * 60), a_phase("b", 60))), working=OFFICE))
    monday = datetime(2026, 11, 23, 9, tzinfo=UTC)
    log.do(gc.StartGame(), at=monday)

    # when the last council is done on Monday evening, and Moot hears it twice
    heard = log.do(gc.HearDone(0, frozenset({1})), MOOT, monday + timedelta(hours=11))
    again = log.do(gc.HearDone(0, frozenset({1})), MOOT, monday + timedelta(hours=12))

    # then the phase ends on Wednesday, when work begins
    wednesday = monday + timedelta(days=2)
    assert heard == [
        ge.CouncilsDone(0, frozenset({1})),
        ge.TimeChanged(-timedelta(hours=8), wednesday),
    ]
    assert again == []
    assert log.ring(wednesday)[0] == ge.PhaseStarted(1, wednesday, wednesday + timedelta(hours=1))


# --- the planned start


def a_planned_game(*, by_itself: bool, dealt: bool = True) -> GameLog:
    """A game that is planned for one o'clock."""
    command = replace(creation((a_phase("a", 10),)), starts_at=at(60), by_itself=by_itself)
    return a_dealt_game(command) if dealt else a_game(command)


def test_a_game_that_starts_by_itself_rings_its_first_bell_at_the_planned_second() -> None:
    log = a_planned_game(by_itself=True)

    assert log.game.next_due() == at(50)
    assert log.ring(at(50)) == [ge.StartNear(at(50))]
    assert log.game.next_due() == at(60)
    assert log.ring(at(59, 59)) == []
    assert log.ring(at(60)) == [ge.GameStarted(), ge.PhaseStarted(0, at(60), at(70))]


def test_without_a_deal_or_by_hand_the_facilitators_are_told_that_the_time_has_come() -> None:
    for log in (a_planned_game(by_itself=True, dealt=False), a_planned_game(by_itself=False)):
        log.ring(at(50))

        assert log.ring(at(60)) == [ge.StartCame(at(60))]
        assert log.game.next_due() is None
        assert log.ring(at(61)) == []


def test_seats_that_are_dealt_after_the_planned_start_wait_for_a_facilitator() -> None:
    log = a_planned_game(by_itself=True, dealt=False)
    log.ring(at(60))
    log.ring(at(60))
    log.do(gc.PlanSeating(), at=at(61))
    log.do(gc.DealSeats(), at=at(61))

    assert log.ring(at(62)) == []
    assert log.game.stage is Stage.DEALT


@pytest.mark.parametrize(("seconds", "starts"), [(0, 0), (30, 0), (31, 31), (600, 600)])
def test_a_start_that_was_missed_by_little_begins_when_moot_is_back(seconds: float, starts: float) -> None:
    log = a_planned_game(by_itself=True)

    log.ring(at(60, seconds))

    assert bells(log) == [("a", at(60, starts))]


def test_a_start_that_was_missed_by_much_waits_for_a_facilitator() -> None:
    log = a_planned_game(by_itself=True)

    assert log.ring(at(70, 1)) == [ge.StartCame(at(70, 1))]
    assert log.do(gc.StartGame(), at=at(72))[0] == ge.GameStarted()


def test_a_facilitator_changes_who_rings_the_first_bell_and_when() -> None:
    log = a_planned_game(by_itself=True)

    log.do(gc.PlanStart(by_itself=False), at=at(1))
    assert log.do(gc.PlanStart(by_itself=False), at=at(1)) == []
    log.do(gc.PlanStart(by_itself=True, starts_at=at(90)), at=at(2))

    assert log.game.next_due() == at(80)
    with pytest.raises(StartHasPassed):
        log.do(gc.PlanStart(by_itself=True, starts_at=at(1)), at=at(2))
    with pytest.raises(NoStartPlanned):
        a_game().do(gc.PlanStart(by_itself=True), at=at(1))
    with pytest.raises(AlreadyStarted):
        three().do(gc.PlanStart(by_itself=True, starts_at=at(90)), at=at(1))


def test_a_start_by_itself_needs_a_moment_that_is_still_to_come() -> None:
    with pytest.raises(StartHasPassed):
        GameLog().do(replace(creation(starts_at=NOON), by_itself=True), at=NOON)
    with pytest.raises(NoStartPlanned):
        GameLog().do(replace(creation(), by_itself=True))


def test_a_game_that_was_started_or_ended_by_hand_is_not_started_again() -> None:
    started, ended = a_planned_game(by_itself=True), a_planned_game(by_itself=True)
    started.do(gc.StartGame(), at=at(10))
    ended.do(gc.EndGame(), at=at(10))

    assert not any(isinstance(event, ge.GameStarted) for event in started.ring(at(60)))
    assert ended.ring(at(60)) == []
