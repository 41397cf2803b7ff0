"""The first bell: by hand, or at the planned moment."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.agenda import PlannedPhase
from bot.domain.errors.clock import (
    AlreadyStarted,
    NoStartPlanned,
    NotRunning,
    StartHasPassed,
)
from bot.domain.errors.seating import (
    NotDealt,
)
from bot.domain.game import Stage
from bot.domain.game import commands as gc
from bot.domain.game import events as ge
from bot.domain.ids import Moment
from tests.builders import (
    NOON,
    GameLog,
    a_dealt_game,
    a_game,
    a_phase,
    a_running_game,
    at,
    creation,
)

TWO_MINUTES = timedelta(minutes=2)


def bells(log: GameLog) -> list[tuple[str, Moment]]:
    """Which phases began, and when."""
    started = (event for event in log.events if isinstance(event, ge.PhaseStarted))
    return [(log.game.agenda[event.phase].key, event.at) for event in started]


def three(*last: PlannedPhase) -> GameLog:
    """A game of three phases of ten minutes, and what is said."""
    return a_running_game(a_phase("a", 10), a_phase("b", 10), a_phase("c", 10), *last)


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


def test_a_game_starts_once_and_only_when_the_seats_are_dealt() -> None:
    log = a_dealt_game()
    with pytest.raises(NotDealt):
        a_game().do(gc.StartGame())

    started = log.do(gc.StartGame(), at=at(1))

    assert started == [ge.GameStarted(), ge.PhaseStarted(0, at(1), at(6))]
    with pytest.raises(AlreadyStarted):
        log.do(gc.StartGame(), at=at(1, 1))


@pytest.mark.parametrize(
    "command",
    [
        gc.PauseGame(),
        gc.ResumeGame(),
        gc.CatchUp(),
        gc.ChangeTime(TWO_MINUTES),
        gc.EndBy(at(20)),
        gc.SkipPhase(),
        gc.StepBack(),
        gc.InjectEmergency(),
    ],
)
def test_there_is_no_clock_to_drive_before_the_first_bell(command: gc.GameCommand) -> None:
    with pytest.raises(NotRunning):
        a_dealt_game().do(command)
