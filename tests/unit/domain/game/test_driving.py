"""The facilitators' hand on the clock: pause, more or less time, forward, back, a sudden emergency."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.agenda import PlannedPhase
from bot.domain.errors.clock import (
    AlreadyPaused,
    EmergencyAfterTheVote,
    EmergencyNeedsASession,
    EmergencyRuns,
    JustRung,
    NoEmergencyLeft,
    NoPhaseBefore,
    NotPaused,
    NoWayBack,
    TooMuchTimeTaken,
)
from bot.domain.game import Stage
from bot.domain.game import commands as gc
from bot.domain.game import events as ge
from bot.domain.ids import MOOT, Moment
from bot.domain.phases import PhaseKind
from tests.builders import (
    GameLog,
    a_cue,
    a_dealt_game,
    a_phase,
    a_running_game,
    at,
    creation,
)

TWO_MINUTES = timedelta(minutes=2)

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


def a_paused_game() -> GameLog:
    """A game that stands still since minute one."""
    log = a_running_game()
    log.do(gc.PauseGame(), at=at(1))
    return log


def test_nothing_rings_in_a_pause_and_all_of_it_comes_later_by_the_length_of_the_pause() -> None:
    log = a_running_game()
    log.do(gc.PauseGame(), at=at(1))

    silent = log.ring(at(20))
    due = log.game.next_due()
    log.do(gc.ResumeGame(), at=at(21))

    assert silent == []
    assert due is None
    assert log.game.next_due() == at(23)
    assert log.ring(at(23)) == [ge.CueRung(0, 0, at(23))]
    assert log.ring(at(24.5)) == [ge.CueRung(0, 1, at(24.5))]
    assert log.ring(at(25)) == [ge.PhaseStarted(1, at(25), at(35))]


def test_councils_can_read_since_when_the_clock_stands_still_and_since_when_it_last_ran() -> None:
    log = a_running_game()

    def clock() -> tuple[Moment | None, Moment]:
        assert log.game.clock is not None
        return log.game.stopped_at, log.game.clock.runs_since

    running = clock()
    log.do(gc.PauseGame(), at=at(1))
    paused = clock()
    log.do(gc.ResumeGame(), at=at(3))
    resumed = clock()
    log.do(gc.NoteAbsence(at(4)), MOOT, at(6))
    away = clock()
    log.do(gc.CatchUp(), at=at(6.5))
    caught_up = clock()
    log.do(gc.EndGame(), at=at(6.8))

    assert (running, paused, resumed) == ((None, at(0)), (at(1), at(0)), (None, at(3)))
    assert (away, caught_up) == ((at(4), at(3)), (None, at(4))), "as if it had never stood still"
    assert clock()[0] == at(6.8)


def test_pausing_and_resuming_twice_says_that_it_is_so_already() -> None:
    log = a_running_game()
    with pytest.raises(NotPaused):
        log.do(gc.ResumeGame(), at=at(1))
    log.do(gc.PauseGame(), at=at(1))

    with pytest.raises(AlreadyPaused):
        log.do(gc.PauseGame(), at=at(2))
    log.do(gc.ResumeGame(), at=at(3))
    with pytest.raises(NotPaused):
        log.do(gc.ResumeGame(), at=at(4))


def test_what_was_due_before_a_pause_has_rung_when_it_begins() -> None:
    log = a_running_game()

    paused = log.do(gc.PauseGame(), at=at(5, 1))

    assert paused == [ge.PhaseStarted(1, at(5), at(15)), ge.GamePaused(at(5, 1))]


def test_a_pause_that_comes_after_the_end_finds_the_game_over() -> None:
    log = a_running_game(a_phase("a", 5), a_phase("z", 0))

    events = log.do(gc.PauseGame(), at=at(6))

    assert isinstance(events[-1], ge.GameEnded)
    assert not any(isinstance(event, ge.GamePaused) for event in events)


def test_added_time_moves_the_end_and_the_cues_before_it_but_not_those_after_the_start() -> None:
    log = a_running_game(a_phase("a", 5, a_cue(after=1), a_cue(before=1)), a_phase("b", 5))

    log.do(gc.ChangeTime(TWO_MINUTES), at=at(0.5))

    assert log.ring(at(1)) == [ge.CueRung(0, 0, at(1), left=timedelta(minutes=6))]
    assert log.ring(at(5.5)) == []
    assert log.ring(at(6)) == [ge.CueRung(0, 1, at(6))]
    assert log.ring(at(7)) == [ge.PhaseStarted(1, at(7), at(12))]


def test_time_that_is_left_can_be_taken_and_no_second_more() -> None:
    log = a_running_game()

    with pytest.raises(TooMuchTimeTaken) as refused:
        log.do(gc.ChangeTime(-timedelta(minutes=4, seconds=1)), at=at(1))
    taken = log.do(gc.ChangeTime(-timedelta(minutes=4)), at=at(1))

    assert "Only 4 min is left" in refused.value.sentence
    assert "4 min 1 s cannot" in refused.value.sentence
    assert taken == [ge.TimeChanged(-timedelta(minutes=4), at(1), at(1))]


def test_time_can_be_added_although_the_end_has_passed_unheard() -> None:
    log = a_running_game()

    added = log.do(gc.ChangeTime(TWO_MINUTES), at=at(9))

    assert [type(event) for event in added] == [ge.TimeChanged]
    assert log.ring(at(9))[0] == ge.PhaseStarted(1, at(7), at(17), late=True)


def test_time_is_changed_in_a_pause_as_of_its_beginning() -> None:
    log = a_paused_game()

    with pytest.raises(TooMuchTimeTaken):
        log.do(gc.ChangeTime(-timedelta(minutes=4, seconds=1)), at=at(30))
    log.do(gc.ChangeTime(-timedelta(minutes=3)), at=at(30))
    log.do(gc.ResumeGame(), at=at(31))

    assert log.game.clock is not None
    assert log.game.clock.ends == at(32)


def test_no_time_at_all_changes_nothing() -> None:
    assert a_running_game().do(gc.ChangeTime(timedelta()), at=at(1)) == []


def test_skipping_rings_the_next_bell_now_and_drops_the_cues_that_were_left() -> None:
    log = a_running_game()

    skipped = log.do(gc.SkipPhase(), at=at(1))

    assert skipped == [ge.PhaseStarted(1, at(1), at(11), why=ge.Bell.SKIPPED)]
    assert log.ring(at(3.5)) == []


def test_skipping_in_a_pause_leaves_the_clock_stopped_in_the_next_phase() -> None:
    log = a_paused_game()

    log.do(gc.SkipPhase(), at=at(9))
    silent = log.game.next_due()
    log.do(gc.ResumeGame(), at=at(20))

    assert silent is None
    assert log.game.next_due() == at(23)
    assert log.ring(at(30)) != []


def test_skipping_in_a_pause_to_a_last_phase_of_no_length_ends_the_game() -> None:
    log = a_running_game(a_phase("a", 5), a_phase("z", 0))
    log.do(gc.PauseGame(), at=at(1))

    log.do(gc.SkipPhase(), at=at(2))

    assert log.game.stage is Stage.ENDED


def test_skipping_the_last_phase_ends_the_game() -> None:
    log = a_running_game(a_phase("only", 5))

    assert log.do(gc.SkipPhase(), at=at(1)) == [ge.GameEnded(at(1))]


def test_ending_early_says_so() -> None:
    assert a_running_game().do(gc.EndGame(), at=at(1)) == [ge.GameEnded(at(1), early=True)]
