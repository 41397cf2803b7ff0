"""Who speaks in a council: turns that are shortened, moved up, interrupted and passed over, and the list."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.council import commands as cc
from bot.domain.council.decide import next_due
from bot.domain.council.turn_events import TurnCalled, TurnsBounded, TurnsOver
from bot.domain.errors.floor import LastTurn, TurnStands
from bot.domain.floor import AskFloor, CallNext, FloorClosed, FloorGiven, FloorTimeOver
from bot.domain.ids import MOOT, RoleNumber
from bot.domain.turns import Turn
from tests.builders import EMERGENCY, FACILITATOR, PARIS, SESSION, CouncilLog, a_council, at, player

MINUTE = timedelta(minutes=1)
TEAMS = tuple(Turn(f"team-{n}", (RoleNumber(2 * n + 1), RoleNumber(2 * n + 2))) for n in range(3))


def turns(ends: float = 15, *, goes_on: bool = False, each: timedelta | None = MINUTE) -> cc.FollowTurns:
    """Those of the first session, which begins at minute 5."""
    return cc.FollowTurns("session-1", SESSION.at, at(ends), TEAMS, each, goes_on)


def a_council_with_turns(ends: float = 15, filled: int = 10) -> CouncilLog:
    """A council whose first of three turns has begun."""
    log = a_council(filled)
    log.do(turns(ends), MOOT, at(5))
    return log


def called(log: CouncilLog) -> list[tuple[int, float, float, bool]]:
    """Each turn that was called: its place, when, for how many minutes, and whether late."""
    return [
        (one.place, (one.at - at(0)) / MINUTE, one.lasts / MINUTE, one.late)
        for one in log.events
        if isinstance(one, TurnCalled)
    ]


def test_each_turn_is_called_at_its_second_once_and_then_the_floor_is_open() -> None:
    log = a_council_with_turns()

    assert next_due(log.council) == at(6)
    for minute in (6, 6, 7, 8, 8):
        log.do(cc.LetTimePass(), MOOT, at(minute))
    assert log.do(turns(), MOOT, at(8)) == [], "every ring tells again"

    assert called(log) == [(0, 5, 1, False), (1, 6, 1, False), (2, 7, 1, False)]
    assert [one for one in log.events if isinstance(one, TurnsOver)] == [TurnsOver(at(8))]
    assert next_due(log.council) is None


def test_with_too_little_time_all_turns_are_shortened_evenly() -> None:
    log = a_council_with_turns(ends=6.5)

    for minute in (5.5, 6):
        log.do(cc.LetTimePass(), MOOT, at(minute))

    assert called(log) == [(0, 5, 0.5, False), (1, 5.5, 0.5, False), (2, 6, 0.5, False)]
    assert next_due(log.council) is None, "the last one ends with the phase"


def test_a_turn_that_ends_early_moves_up_the_others_and_only_one_of_two_clicks_counts() -> None:
    log = a_council_with_turns()

    log.do(CallNext(1), FACILITATOR, at(5.5))
    log.do(CallNext(1), player(1), at(5.5))
    log.do(cc.LetTimePass(), MOOT, at(7))

    assert called(log) == [(0, 5, 1, False), (1, 5.5, 1, False), (2, 6.5, 1, False)]


def test_the_speakers_themselves_may_end_their_turn_and_after_the_last_there_is_none() -> None:
    log = a_council_with_turns()

    for minute, speaker in ((5.2, 1), (5.4, 3), (5.6, 5)):
        if minute == 5.6:
            with pytest.raises(LastTurn):
                log.do(CallNext(), player(speaker), at(minute))
        else:
            log.do(CallNext(), player(speaker), at(minute))

    assert [place for place, *_ in called(log)] == [0, 1, 2]


def test_a_pause_makes_a_turn_end_later_and_nobody_is_called_in_it() -> None:
    log = a_council_with_turns()

    log.do(cc.FollowClock(at(5.5), SESSION.at), MOOT, at(5.5))
    assert next_due(log.council) is None
    with pytest.raises(TurnStands):
        log.do(CallNext(), FACILITATOR, at(7))
    log.do(cc.LetTimePass(), MOOT, at(9))
    log.do(cc.FollowClock(None, at(10)), MOOT, at(10))
    log.do(turns(ends=19.5), MOOT, at(10))

    assert next_due(log.council) == at(10.5)
    log.do(cc.LetTimePass(), MOOT, at(10.5))
    assert called(log) == [(0, 5, 1, False), (1, 10.5, 1, False)]


def test_time_that_is_taken_shortens_the_turns_to_come_and_none_begins_after_the_phase() -> None:
    log = a_council_with_turns()

    assert log.do(turns(ends=7), MOOT, at(5.5)) == [TurnsBounded(at(7))]
    log.do(cc.LetTimePass(), MOOT, at(6))
    log.do(turns(ends=6.2), MOOT, at(6.1))
    log.do(cc.LetTimePass(), MOOT, at(8))

    assert called(log) == [(0, 5, 1, False), (1, 6, 0.5, False)]


def test_a_team_of_which_nobody_is_there_is_passed_over_also_while_it_speaks() -> None:
    log = a_council_with_turns()
    log.do(cc.VacateSeat(player(3)), MOOT, at(5))
    log.do(cc.VacateSeat(player(4)), MOOT, at(5))

    log.do(cc.LetTimePass(), MOOT, at(6))
    log.do(cc.VacateSeat(player(5)), MOOT, at(6.1))
    log.do(cc.VacateSeat(player(6)), MOOT, at(6.2))

    assert [place for place, *_ in called(log)] == [0, 2]
    assert TurnsOver(at(6.2)) in log.events


def test_after_an_absence_each_missed_turn_is_called_once_in_order_and_marked_as_late() -> None:
    log = a_council_with_turns()

    log.do(cc.LetTimePass(), MOOT, at(7.2))

    assert called(log) == [(0, 5, 1, False), (1, 6, 1, True), (2, 7, 1, False)]


def test_an_emergency_keeps_the_turns_that_were_left_and_the_one_that_it_interrupted() -> None:
    log = a_council_with_turns()
    log.do(cc.LetTimePass(), MOOT, at(6))
    log.reach(replace(EMERGENCY, at=at(6.5)))
    assert next_due(log.council) is None

    log.reach(replace(SESSION, at=at(8)))
    log.do(replace(turns(ends=16, goes_on=True), bell=at(8)), MOOT, at(8))
    log.do(cc.LetTimePass(), MOOT, at(9))

    assert log.council.turns is not None
    assert [turn.name for turn in log.council.turns.turns] == ["team-1", "team-2"]
    assert [when for _, when, *_ in called(log)] == [5, 6, 8, 9]


def test_over_days_a_turn_is_a_span_of_working_time_also_where_the_clocks_change() -> None:
    log = CouncilLog(replace(a_council().council, working=PARIS))
    friday = datetime(2027, 3, 26, 15, tzinfo=UTC)  # 16:00 in Paris; its clocks change on Sunday
    monday = datetime(2027, 3, 29, 8, tzinfo=UTC)  # 10:00 there
    tuesday = datetime(2027, 3, 30, 15, tzinfo=UTC)
    log.reach(replace(SESSION, at=friday))

    log.do(replace(turns(), bell=friday, ends=tuesday, each=timedelta(hours=2)), MOOT, friday)

    assert next_due(log.council) == monday


def test_without_a_length_the_turns_share_the_phase() -> None:
    log = a_council()

    log.do(turns(ends=14, each=None), MOOT, at(5))
    log.do(cc.LetTimePass(), MOOT, at(8))

    assert called(log) == [(0, 5, 3, False), (1, 8, 3, False)]


def test_who_asks_during_the_turns_speaks_after_them_and_is_told_when_their_time_is_over() -> None:
    log = a_council_with_turns()

    log.do(AskFloor(), player(7), at(5.1))
    log.do(cc.LetTimePass(), MOOT, at(8))
    assert FloorGiven(player(7), at(8), MINUTE) in log.events
    log.do(cc.FollowClock(at(8.5), SESSION.at), MOOT, at(8.5))
    log.do(cc.FollowClock(None, at(9.5)), MOOT, at(9.5))

    assert next_due(log.council) == at(10)
    log.do(cc.LetTimePass(), MOOT, at(10))
    log.do(cc.LetTimePass(), MOOT, at(11))
    assert log.events.count(FloorTimeOver(player(7), at(10))) == 1


def test_the_list_closes_with_the_phase_and_with_the_game() -> None:
    for ending in (EMERGENCY, cc.EndCouncil()):
        log = a_council()
        log.do(AskFloor(), player(3), at(6))

        events = log.do(ending, MOOT, at(15))

        assert FloorClosed("session-1", SESSION.at) in events
        assert not log.council.floor.used


def test_a_seat_that_is_handed_over_keeps_its_place_in_line_and_one_that_is_left_does_not() -> None:
    log = a_council()
    for number in (3, 4, 5):
        log.do(AskFloor(), player(number), at(6))

    log.do(cc.HandOverSeat(player(4), player(44)), MOOT, at(6))
    inherited = log.council.floor
    log.do(cc.VacateSeat(player(3)), MOOT, at(6))
    log.do(cc.VacateSeat(player(5)), MOOT, at(6))

    assert inherited.line == (player(44), player(5))
    assert (log.council.floor.speaker, log.council.floor.line) == (None, (player(44),))
    log.do(CallNext(), player(44), at(6.5))
    assert log.council.floor.speaker == player(44), "nobody speaks, so they need not wait for a chair"
