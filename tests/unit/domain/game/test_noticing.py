"""What the game notices: that Moot was away, that a clock was set back, and which councils are done."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.agenda import PlannedPhase
from bot.domain.errors.clock import (
    NothingToCatchUp,
)
from bot.domain.game import commands as gc
from bot.domain.game import events as ge
from bot.domain.ids import MOOT, Moment
from bot.domain.times.working_time import WorkingTime
from tests.builders import (
    GameLog,
    a_dealt_game,
    a_phase,
    a_running_game,
    at,
    creation,
)

MINUTE = timedelta(minutes=1)
OFFICE = WorkingTime("UTC", time(9), time(17), days_off=(date(2026, 11, 24),))


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


def test_a_clock_that_is_set_back_rings_nothing_again_and_skips_only_ahead() -> None:
    log = three()
    log.ring(at(10))

    silent = log.ring(at(2))
    log.do(gc.SkipPhase(seen=1), at=at(3))

    assert silent == []
    started = [moment for _, moment in bells(log)]
    assert started == sorted(started)
    assert running(log)[0] == "c"


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
    log = a_dealt_game(replace(creation((a_phase("a", 60), a_phase("b", 120))), working=OFFICE))
    monday = datetime(2026, 11, 23, 9, tzinfo=UTC)
    log.do(gc.StartGame(), at=monday)

    log.do(gc.HearDone(0, frozenset({1})), MOOT, monday + 20 * MINUTE)

    assert running(log) == ("b", monday + 120 * MINUTE), "the whole hour that is nearest"


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


@pytest.mark.parametrize("working", [None, WorkingTime("UTC", time(9), time(17))])
def test_a_game_whose_workspace_cannot_be_reached_stands_still_and_goes_on_with_the_time_it_had(
    working: WorkingTime | None,
) -> None:
    log = a_dealt_game(replace(creation((a_phase("a", 10), a_phase("b", 10))), working=working))
    monday = at() + timedelta(days=1)
    log.do(gc.StartGame(), at=monday)
    gone, back = monday + 3 * MINUTE, monday + 23 * MINUTE

    lost = log.do(gc.LoseReach(gone), MOOT, gone + MINUTE)

    assert lost == [ge.GamePaused(gone, cut_off=True)]
    assert log.ring(monday + 20 * MINUTE) == []
    assert log.do(gc.LoseReach(gone), MOOT, gone + 2 * MINUTE) == []

    (regained,) = log.do(gc.RegainReach(), MOOT, back)
    assert isinstance(regained, ge.GameResumed)
    assert regained.cut_off == gone
    assert running(log) == ("a", monday + 30 * MINUTE)
    assert log.do(gc.RegainReach(), MOOT, back + MINUTE) == []


def test_what_a_facilitator_stopped_stays_so_when_the_workspace_can_be_reached_again() -> None:
    log = three()
    log.do(gc.PauseGame(), at=at(2))

    assert log.do(gc.LoseReach(at(3)), MOOT, at(3)) == []
    assert log.do(gc.RegainReach(), MOOT, at(9)) == []
    assert log.game.paused


def test_what_was_due_before_the_workspace_could_not_be_reached_has_rung() -> None:
    log = three()

    log.do(gc.LoseReach(at(12)), MOOT, at(13))

    assert running(log)[0] == "b"
    assert log.game.stopped_at == at(12)
