"""Injects: at their time, by hand and as planned, once in each council; and what a lost moment means."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.agenda import PlannedCue
from bot.domain.audience import Addressees
from bot.domain.cues import CueKind
from bot.domain.errors import Refusal
from bot.domain.errors.authority import FacilitatorsOnly
from bot.domain.errors.injects import (
    InjectMomentHasPassed,
    InjectOutsideThePhase,
    InjectPhaseOver,
    InjectPlannedAlready,
    InjectToldAlready,
    NoSuchCouncil,
    NotPlanned,
)
from bot.domain.game import commands as gc
from bot.domain.game import events as ge
from bot.domain.game.telling import When, Written
from bot.domain.ids import RoleNumber
from tests.builders import FACILITATOR, GameLog, a_cue, a_phase, a_running_game, at, player

MAYOR = Addressees(frozenset({RoleNumber(1)}))
FLOOD, TIP = gc.TellInject("flood", to=MAYOR), Written("The dam will not hold.", to=("mayor",))
ONE, BOTH = frozenset({1}), frozenset({1, 2})


def timed(inject: str = "flood", after: float = 2) -> PlannedCue:
    return PlannedCue(CueKind.NOTICE, after_start=timedelta(minutes=after), inject=inject, to=MAYOR)


def a_game(*cues: PlannedCue) -> GameLog:
    """Two councils, two phases of five minutes, and one of ten."""
    return a_running_game(a_phase("a", 5, *cues), a_phase("b", 5), a_phase("c", 10), players=20)


def told(log: GameLog) -> list[tuple[object, frozenset[int] | None]]:
    return [(one.what, one.councils) for one in log.game.telling.told]


def test_an_inject_comes_at_its_time_in_every_council_once() -> None:
    log = a_game(timed())

    assert log.game.next_due() == at(2)
    assert log.ring(at(2)) == [ge.InjectTold(1, at(2), BOTH, "flood", to=MAYOR, cue=0)]
    assert log.ring(at(2)) == []
    assert told(log) == [("flood", BOTH)]


def test_one_that_came_by_hand_comes_at_its_time_only_where_it_has_not_been() -> None:
    log = a_game(timed("flood", 2), timed("storm", 3))

    log.do(replace(FLOOD, councils=ONE), at=at(1))
    log.do(gc.TellInject("storm", to=MAYOR), at=at(1))
    rung = [*log.ring(at(2)), *log.ring(at(3))]

    assert rung == [
        ge.InjectTold(3, at(2), BOTH - ONE, "flood", to=MAYOR, cue=0),
        ge.CueMissed(0, 1, at(3)),
    ]
    with pytest.raises(InjectToldAlready):
        log.do(FLOOD, at=at(4))


def test_what_some_are_told_comes_however_late_and_even_if_its_phase_is_over() -> None:
    aside = replace(a_cue(after=1), to=MAYOR)
    log = a_game(aside, a_cue(after=2), timed("flood", 3), a_cue(after=4))

    rung = log.ring(at(6))

    assert rung == [
        ge.CueRung(0, 0, at(1)),
        ge.InjectTold(1, at(5), BOTH, "flood", to=MAYOR, cue=2),
        ge.PhaseStarted(1, at(5), at(10), late=True),
    ]
    assert [one.id for one in log.game.telling.told] == ["cue:0:0:0", "inject:1"]


def test_of_late_cues_what_some_are_told_silences_none_that_everybody_hears() -> None:
    log = a_game(a_cue(after=1), a_cue(after=2), replace(a_cue(after=3), to=MAYOR))

    rung = log.ring(at(4))

    assert [(type(event), event.cue) for event in rung if isinstance(event, ge.CueRung | ge.CueMissed)] == [
        (ge.CueMissed, 0),
        (ge.CueRung, 1),
        (ge.CueRung, 2),
    ]


def test_a_plan_comes_at_its_moment_in_the_councils_that_it_names() -> None:
    log = a_game()

    log.do(gc.TellInject(written=TIP, councils=ONE, when=When(at=at(7)), to=MAYOR), at=at(1))
    log.do(gc.TellInject("flood", when=When(phase=2, before_end=timedelta(minutes=4)), to=MAYOR), at=at(1))

    assert [one.at for one in log.ring(at(7)) if isinstance(one, ge.InjectTold)] == [at(7)]
    assert log.game.next_due() == at(10)
    log.ring(at(10))
    assert log.game.next_due() == at(16)
    assert log.ring(at(16)) == [ge.InjectTold(2, at(16), BOTH, "flood", to=MAYOR, by=FACILITATOR)]
    assert told(log) == [(TIP, ONE), ("flood", BOTH)]
    assert log.game.telling.plans == ()


def test_a_pause_freezes_plans_and_what_passed_meanwhile_comes_once_when_the_clock_runs() -> None:
    log = a_game(timed())
    log.do(gc.TellInject(written=TIP, when=When(at=at(3)), to=MAYOR), at=at(1))

    log.do(gc.PauseGame(), at=at(1.5))
    assert log.ring(at(8)) == []
    log.do(gc.ResumeGame(), at=at(9))

    assert log.ring(at(9)) == [ge.InjectTold(1, at(9), BOTH, written=TIP, to=MAYOR, by=FACILITATOR)]
    assert log.game.next_due() == at(9.5), "the phase's own moments have moved with the pause"
    assert log.ring(at(9)) == []


def test_a_phase_that_ends_early_leaves_its_injects_in_the_hand_and_drops_its_plans() -> None:
    log = a_game(timed("flood", 4))
    log.do(gc.TellInject("storm", when=When(phase=0, after_start=timedelta(minutes=3)), to=MAYOR), at=at(1))

    events = log.do(gc.SkipPhase(), at=at(2))

    assert events[0] == ge.InjectsMissed(0, ("flood",), (1,))
    assert log.game.telling.plans == ()
    log.do(FLOOD, at=at(3))
    assert told(log) == [("flood", BOTH)]


def test_a_plan_waits_for_its_session_while_an_emergency_interrupts_it() -> None:
    cue = timed("flood", 4)
    emergency = replace(a_phase("b", 5), kind=type(a_phase("x", 1).kind)("emergency"))
    log = a_running_game(a_phase("a", 5, cue), emergency, a_phase("c", 10), players=20)

    log.do(gc.InjectEmergency(), at=at(1))
    assert not any(isinstance(one, ge.InjectsMissed) for one in log.events)
    log.ring(at(6))
    rung = log.ring(at(9))

    assert rung == [ge.InjectTold(1, at(9), BOTH, "flood", to=MAYOR, cue=0)]


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (gc.TellInject("storm", councils=frozenset({3})), NoSuchCouncil),
        (gc.TellInject("storm", when=When(at=at(5))), InjectMomentHasPassed),
        (gc.TellInject("storm", when=When(phase=0, after_start=timedelta())), InjectPhaseOver),
        (gc.TellInject("storm", when=When(phase=1, after_start=timedelta())), InjectMomentHasPassed),
        (gc.TellInject("storm", when=When(phase=1, after_start=timedelta(minutes=5))), InjectOutsideThePhase),
        (gc.TellInject("storm", when=When(phase=2, before_end=timedelta(minutes=11))), InjectOutsideThePhase),
        (replace(FLOOD, when=When(at=at(9))), InjectPlannedAlready),
        (gc.CancelInject(9), NotPlanned),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(command: gc.GameCommand, refusal: type[Refusal]) -> None:
    log = a_game()
    log.ring(at(5))
    log.do(replace(FLOOD, when=When(at=at(8))), at=at(6))

    with pytest.raises(refusal):
        log.do(command, at=at(6))


def test_only_facilitators_tell_plan_and_cancel() -> None:
    log = a_game()
    log.do(replace(FLOOD, when=When(at=at(4))), at=at(1))

    for command in (gc.TellInject("storm"), gc.CancelInject(1)):
        with pytest.raises(FacilitatorsOnly):
            log.do(command, player(1), at(2))
    log.do(gc.CancelInject(1), at=at(2))

    assert log.ring(at(4)) == []
    assert log.game.telling.plans == ()


def test_a_form_that_is_sent_twice_tells_once() -> None:
    log = a_game()

    log.do(gc.TellInject(written=TIP, to=MAYOR), at=at(1))

    assert log.do(gc.TellInject(written=TIP, to=MAYOR), at=at(1, 0.5)) == []
    assert log.do(gc.TellInject(written=TIP, to=MAYOR), at=at(2)) != []


def test_a_seat_reads_what_was_told_in_its_council_to_its_role() -> None:
    log = a_game()
    log.do(gc.TellInject(written=TIP, councils=ONE, to=MAYOR), at=at(1))
    log.do(gc.TellInject("flood", to=None), at=at(1))

    for_one, for_all = log.game.telling.told

    assert for_one.is_for(1, RoleNumber(1))
    assert not for_one.is_for(1, RoleNumber(2))
    assert not for_one.is_for(2, RoleNumber(1))
    assert for_one.is_private
    assert not for_all.is_private
    assert for_all.was_heard_in(2)
