"""Bells and cues: each at its second, once, and what becomes of those that were missed."""

from datetime import timedelta
from itertools import pairwise

import pytest

from bot.domain.cues import CueKind
from bot.domain.game import Stage
from bot.domain.game import events as ge
from tests.builders import (
    NOON,
    GameLog,
    a_cue,
    a_phase,
    a_running_game,
    at,
)


def test_cues_ring_at_their_second_in_order_and_once() -> None:
    log = a_running_game()

    assert log.game.next_due() == at(3)
    assert log.ring(at(2, 59.999)) == []
    assert log.ring(at(3)) == [ge.CueRung(0, 0, at(3))]
    assert log.ring(at(3)) == []
    assert log.ring(at(4, 45)) == [ge.CueRung(0, 1, at(4.5))]
    assert log.game.next_due() == at(5)


def test_a_phase_begins_at_the_second_in_which_the_last_one_ends() -> None:
    log = a_running_game()

    assert log.ring(at(3)) == [ge.CueRung(0, 0, at(3))]
    assert log.ring(at(4, 59.999)) == [ge.CueRung(0, 1, at(4.5))]
    assert log.ring(at(5)) == [ge.PhaseStarted(1, at(5), at(15))]


@pytest.mark.parametrize(("seconds", "late"), [(0, False), (30, False), (30.001, True), (300, True)])
def test_a_bell_is_late_when_it_rings_more_than_half_a_minute_after_its_second(
    seconds: float, late: bool
) -> None:
    rung = a_running_game().ring(at(5, seconds))

    assert rung[0] == ge.PhaseStarted(1, at(5), at(15), late=late)


def test_missed_bells_are_rung_once_in_order_and_marked_as_late() -> None:
    log = a_running_game(a_phase("a", 5), a_phase("b", 10, a_cue(after=1)), a_phase("c", 10, a_cue(after=2)))

    rung = log.ring(at(17, 10))

    assert rung == [
        ge.PhaseStarted(1, at(5), at(15), late=True),
        ge.PhaseStarted(2, at(15), at(25), late=True),
        ge.CueRung(2, 0, at(17)),
    ]
    assert log.ring(at(17, 10)) == []


def test_being_away_until_after_the_end_of_a_game_without_a_vote_rings_everything_and_ends_it() -> None:
    log = a_running_game(a_phase("a", 5), a_phase("b", 10), a_phase("c", 0))

    rung = log.ring(at(500))

    assert [type(event) for event in rung] == [ge.PhaseStarted, ge.PhaseStarted, ge.GameEnded]
    assert rung[-1] == ge.GameEnded(at(15))
    assert log.game.stage is Stage.ENDED


def test_the_last_phase_of_no_length_ends_the_game_at_its_bell() -> None:
    log = a_running_game(a_phase("a", 5), a_phase("z", 0))

    assert log.ring(at(5)) == [ge.PhaseStarted(1, at(5), at(5)), ge.GameEnded(at(5))]


def a_game_with_a_vote() -> GameLog:
    """Ten minutes with cues at 3 and 5, the ballot at 6, a warning at 8; then an epilogue of 5."""
    session = a_phase(
        "vote", 10, a_cue(after=3), a_cue(before=5), a_cue(before=4, kind=CueKind.BALLOT), a_cue(before=2)
    )
    return a_running_game(session, a_phase("end", 5))


def test_a_vote_that_was_missed_gets_its_promised_minutes() -> None:
    log = a_game_with_a_vote()

    log.ring(at(30))

    assert log.game.clock is not None
    assert (log.game.clock.phase, log.game.clock.ends) == (0, at(34))
    assert log.ring(at(32)) == [ge.CueRung(0, 3, at(32))]
    assert log.ring(at(34)) == [ge.PhaseStarted(1, at(34), at(39))]


def test_of_the_cues_that_were_missed_with_a_vote_only_those_after_it_ring() -> None:
    log = a_game_with_a_vote()

    rung = log.ring(at(30))

    assert [event.cue for event in rung if isinstance(event, ge.CueMissed)] == [0, 1]
    assert [event.cue for event in rung if isinstance(event, ge.CueRung)] == [2]
    assert log.game.next_due() == at(32)


def test_a_vote_that_would_open_with_less_than_half_its_minutes_left_gets_all_of_them() -> None:
    log = a_game_with_a_vote()

    log.ring(at(8.5))

    assert log.game.clock is not None
    assert log.game.clock.ends == at(12.5)


def test_a_vote_that_opened_in_time_needs_no_more_minutes() -> None:
    log = a_game_with_a_vote()
    log.ring(at(6))

    assert log.ring(at(10)) == [ge.PhaseStarted(1, at(10), at(15))]


def test_coming_back_while_the_session_of_the_vote_still_runs_opens_it_late_without_more_minutes() -> None:
    log = a_game_with_a_vote()

    rung = log.ring(at(7))

    missed = [ge.CueMissed(0, 0, at(3)), ge.CueMissed(0, 1, at(5))]
    assert rung == [*missed, ge.CueRung(0, 2, at(6), left=timedelta(minutes=3))]
    assert log.game.clock is not None
    assert log.game.clock.ends == at(10)


def test_a_whole_game_rings_every_bell_and_every_cue_once_and_in_order() -> None:
    log = a_running_game()

    second = NOON
    while log.game.stage is Stage.RUNNING:
        second += timedelta(seconds=1)
        log.ring(second)

    rung = [event for event in log.events if isinstance(event, ge.CueRung | ge.PhaseStarted)]
    assert [type(event).__name__[0] for event in rung] == list("PCCPCCPCCCP")
    assert all(one.at <= other.at for one, other in pairwise(rung))
    assert log.events[-1] == ge.GameEnded(at(25))
