"""How far a game is ahead of its first plan or behind it."""

from datetime import timedelta

from bot.domain.agenda import PlannedPhase
from bot.domain.game import commands as gc
from bot.domain.game.delay import delay_of
from bot.domain.phases import PhaseKind
from tests.builders import (
    GameLog,
    a_cue,
    a_game,
    a_phase,
    a_running_game,
    at,
)

MINUTE = timedelta(minutes=1)
EMERGENCY = a_phase("emergency", 5, a_cue(before=1), kind=PhaseKind.EMERGENCY)


def three(*last: PlannedPhase) -> GameLog:
    """A game of three phases of ten minutes, and what is said."""
    return a_running_game(a_phase("a", 10), a_phase("b", 10), a_phase("c", 10), *last)


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


def test_after_a_deliberate_change_of_all_that_is_left_the_delay_is_against_that() -> None:
    log = three()
    log.do(gc.EndBy(at(50)), at=at(5))
    anew = delay_of(log.game)
    log.do(gc.ChangeTime(2 * MINUTE), at=at(6))
    slow = delay_of(log.game)

    assert anew is not None
    assert slow is not None
    assert (anew.planned, anew.expected, anew.by) == (at(50), at(50), timedelta())
    assert (slow.planned, slow.by) == (at(50), 2 * MINUTE)


def test_an_emergency_by_surprise_causes_no_delay() -> None:
    log = a_game_in_session()
    log.do(gc.InjectEmergency(), at=at(7))

    found = delay_of(log.game)

    assert found is not None
    assert found.by == timedelta()


def a_game_in_session(*agenda: PlannedPhase) -> GameLog:
    """Setup 5, session 10 with cues at 6 and 8, emergency 5, another session 10; the first session begins."""
    first = a_phase("session-1", 10, a_cue(after=6), a_cue(before=2))
    planned = agenda or (first, EMERGENCY, a_phase("session-2", 10))
    log = a_running_game(a_phase("setup", 5, kind=PhaseKind.SETUP), *planned)
    log.ring(at(5))
    return log
