"""When people's calendars are out of date, and what has been played by then."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from bot.domain.game import commands as gc
from bot.domain.ids import Moment
from bot.domain.times.working_time import WorkingTime
from tests.builders import FACILITATOR, NOON, GameLog, a_dealt_game, a_phase, at, creation

DAY = 8 * 60
WORK = WorkingTime("UTC", time(9), time(17), tuple(range(7)))
NINE = datetime(2031, 3, 5, 9, tzinfo=UTC)


def live(starts: Moment | None = at(60)) -> GameLog:
    """A live game of three phases, planned for one o'clock."""
    agenda = (a_phase("a", 30), a_phase("b", 30), a_phase("c", 30))
    return a_dealt_game(replace(creation(agenda), starts_at=starts))


def over_days(starts: Moment | None = NINE) -> GameLog:
    """A game of three days."""
    agenda = (a_phase("a", DAY), a_phase("b", DAY), a_phase("c", DAY))
    return a_dealt_game(replace(creation(agenda), starts_at=starts, working=WORK))


def told(log: GameLog, command: gc.GameCommand, when: Moment = NOON) -> bool:
    """Whether this needs a new file."""
    before = log.game.calendar.told
    log.do(command, FACILITATOR, when)
    return log.game.calendar.told > before


def test_another_start_needs_a_new_file_and_the_same_start_set_again_does_not() -> None:
    log = live()

    assert not told(log, gc.PlanStart(by_itself=True))
    assert told(log, gc.PlanStart(by_itself=True, starts_at=at(90)))
    assert not told(log, gc.PlanStart(by_itself=True, starts_at=at(95)))


def test_minutes_in_a_live_game_need_none_until_they_add_up_to_a_quarter_of_an_hour() -> None:
    log = live()

    assert not told(log, gc.StartGame(), at(60))
    assert not told(log, gc.ChangeTime(timedelta(minutes=8)), at(61))
    assert told(log, gc.ChangeTime(timedelta(minutes=8)), at(63))
    assert not told(log, gc.ChangeTime(timedelta(minutes=-2)), at(65))


def test_a_live_game_without_a_planned_start_is_in_no_calendar() -> None:
    log = live(None)

    assert not told(log, gc.StartGame(), at(60))
    assert not told(log, gc.ChangeTime(timedelta(minutes=25)), at(61))


def test_over_days_the_first_bell_needs_a_file_only_where_the_start_was_not_known_or_another() -> None:
    assert not told(over_days(), gc.StartGame(), NINE + timedelta(minutes=3))
    assert told(over_days(), gc.StartGame(), NINE + timedelta(hours=1))
    assert told(over_days(None), gc.StartGame(), NINE)


def test_a_bell_in_turn_moves_nothing_and_one_before_its_time_moves_all_that_follows() -> None:
    log = over_days()
    log.do(gc.StartGame(), FACILITATOR, NINE)
    before = log.game.calendar

    log.ring(NINE + timedelta(days=1))

    assert log.game.clock is not None
    assert log.game.clock.phase == 1
    assert log.game.calendar.told == before.told
    assert log.game.calendar.moves > before.moves
    assert told(log, gc.SkipPhase(), NINE + timedelta(days=1, hours=2))
    assert log.game.calendar.played == {
        0: (NINE, NINE + timedelta(days=1)),
        1: (NINE + timedelta(days=1), NINE + timedelta(days=1, hours=2)),
    }


def test_a_pause_needs_a_file_when_it_is_over_and_a_new_plan_always() -> None:
    log = over_days()
    log.do(gc.StartGame(), FACILITATOR, NINE)

    assert not told(log, gc.PauseGame(), NINE + timedelta(hours=1))
    assert told(log, gc.ResumeGame(), NINE + timedelta(hours=3))
    assert told(log, gc.ChangeTime(timedelta(hours=-1), everything=True), NINE + timedelta(hours=4))


def test_an_early_end_cancels_the_rest_except_for_people_who_are_there() -> None:
    assert told(live(), gc.EndGame()), "it never began"
    playing = live()
    playing.do(gc.StartGame(), FACILITATOR, at(60))
    assert not told(playing, gc.EndGame(), at(61))
    days = over_days()
    days.do(gc.StartGame(), FACILITATOR, NINE)
    assert told(days, gc.EndGame(), NINE + timedelta(hours=1))
