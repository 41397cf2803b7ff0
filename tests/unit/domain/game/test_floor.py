"""Turns and the speakers' list of the plenary: early turns, pauses, an emergency, and people who leave."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.agenda import PlannedPhase
from bot.domain.errors.floor import JustCalled, LastTurn, NotYoursToCall, TurnStands
from bot.domain.floor import AskFloor, CallNext, FloorClosed, FloorGiven, FloorTimeOver, LeaveFloor
from bot.domain.game import commands as gc
from bot.domain.game import events as ge
from bot.domain.ids import UserId
from bot.domain.phases import PhaseKind
from bot.domain.turns import PlannedTurns, TurnsBy
from tests.builders import FACILITATOR, GameLog, a_phase, a_running_game, at, player

MINUTE = timedelta(minutes=1)
LISTED = PlannedTurns(TurnsBy.COUNCIL, 2 * MINUTE)
REPORTS = replace(a_phase("reports", 10), turns=LISTED)
ALARM = PlannedPhase("alarm", PhaseKind.EMERGENCY, "Alarm", 3 * MINUTE)


def a_game_with_turns(*more: PlannedPhase) -> GameLog:
    """Three councils that have the floor in turn, from minute 0 on, two minutes each."""
    return a_running_game(REPORTS, *more, a_phase("end", 5), players=25)


def called(log: GameLog) -> list[tuple[int, float, float]]:
    """Each council that was called: its number, when, and until when, in minutes."""
    turns = (one for one in log.events if isinstance(one, ge.TurnBegan))
    return [(one.council, (one.at - at(0)) / MINUTE, (one.ends - at(0)) / MINUTE) for one in turns]


def test_councils_have_turns_in_any_phase_in_the_listed_order_and_for_the_packs_length() -> None:
    log = a_game_with_turns()

    for minute in (2, 2, 4, 6):
        log.ring(at(minute))

    assert called(log) == [(1, 0, 2), (2, 2, 4), (3, 4, 6)]


def test_a_turn_that_is_called_early_moves_up_the_following_ones_through_pause_and_more_time() -> None:
    log = a_game_with_turns()

    log.do(CallNext(1), at=at(1))
    log.do(CallNext(1), at=at(1))
    log.do(gc.PauseGame(), at=at(2))
    with pytest.raises(TurnStands):
        log.do(CallNext(), at=at(3))
    log.do(gc.ResumeGame(), at=at(5))
    log.do(gc.ChangeTime(MINUTE), at=at(5.5))

    assert log.game.next_due() == at(6)
    log.ring(at(6))
    assert called(log) == [(1, 0, 2), (2, 1, 3), (3, 6, 8)]


def test_only_the_council_that_speaks_and_facilitators_end_its_turn() -> None:
    log = a_game_with_turns()

    with pytest.raises(NotYoursToCall):
        log.do(CallNext(stewards=(player(2),)), player(1), at(1))
    log.do(CallNext(stewards=(player(1),)), player(1), at(1))
    with pytest.raises(JustCalled):
        log.do(CallNext(), FACILITATOR, at(1, seconds=1))
    log.do(CallNext(), FACILITATOR, at(2))
    with pytest.raises(LastTurn):
        log.do(CallNext(), FACILITATOR, at(3))

    assert [council for council, *_ in called(log)] == [1, 2, 3]


def test_turns_that_an_emergency_interrupts_go_on_where_they_were() -> None:
    log = a_game_with_turns(ALARM)

    log.ring(at(2))
    log.do(gc.InjectEmergency(), at=at(3))
    log.ring(at(6))
    assert log.game.next_due() == at(7)
    log.ring(at(7))

    assert called(log) == [(1, 0, 2), (2, 2, 4), (3, 7, 9)]


def test_whoever_asks_while_a_council_speaks_waits_and_the_first_of_them_may_begin_afterwards() -> None:
    log = a_game_with_turns()

    log.do(AskFloor(), player(1), at(1))
    log.do(AskFloor(), player(2), at(1))
    for minute in (2, 4):
        log.ring(at(minute))
    with pytest.raises(NotYoursToCall):
        log.do(CallNext(), player(2), at(7))
    log.do(CallNext(), player(1), at(7))

    assert log.events[-1] == FloorGiven(player(1), at(7), MINUTE)
    assert log.game.next_due() == at(8)


def test_the_time_of_who_speaks_stands_still_in_a_pause_and_is_over_once() -> None:
    log = a_running_game(a_phase("talk", 10), players=10)

    log.do(AskFloor(), player(1), at(1))
    log.do(gc.PauseGame(), at=at(1.5))
    assert log.ring(at(3)) == []
    log.do(gc.ResumeGame(), at=at(4))
    assert log.game.next_due() == at(4.5)
    told = log.ring(at(4.5))

    assert told == [FloorTimeOver(player(1), at(4.5))]
    assert log.ring(at(5)) == []


def test_who_leaves_or_hands_over_waits_no_more_and_the_list_closes_with_the_phase() -> None:
    log = a_running_game(a_phase("talk", 10), a_phase("end", 5), players=10)
    for number in (1, 2, 3, 4):
        log.do(AskFloor(), player(number), at(1))

    log.do(gc.HandOver(player(2), UserId("U0NEW")), player(2), at(2))
    log.do(gc.Leave(player(3)), player(3), at(2))
    log.do(LeaveFloor(), player(4), at(2))

    assert (log.game.floor.speaker, log.game.floor.line) == (player(1), ("U0NEW",))
    assert FloorClosed("talk", at(0)) in log.ring(at(10))
    assert not log.game.floor.used
