"""Where the agenda goes as a file, and how often."""

from dataclasses import replace
from datetime import UTC, datetime, time

from bot.domain.game import Game
from bot.domain.game import commands as gc
from bot.domain.ids import Moment
from bot.domain.times.working_time import WorkingTime
from bot.intents.calendar import AgendaFile, of_calendar
from tests.builders import FACILITATOR, NOON, GameLog, a_council, a_game, a_phase, at, creation

NINE = datetime(2031, 3, 5, 9, tzinfo=UTC)
WORK = WorkingTime("UTC", time(9), time(17), tuple(range(7)))


def planned(starts: Moment | None, working: WorkingTime | None = None) -> GameLog:
    """A game with a seating plan."""
    log = a_game(replace(creation((a_phase("a", 480), a_phase("b", 480))), starts_at=starts, working=working))
    log.do(gc.PlanSeating(), FACILITATOR)
    return log


def files(log: GameLog, command: gc.GameCommand, when: Moment = NOON) -> list[tuple[str, bool]]:
    """The rooms that get a file by this, and whether an earlier one is out of date."""
    before: Game = log.game
    happened = log.do(command, FACILITATOR, when)
    one = a_council().council
    councils = (one, replace(one, number=2)) if log.game.deal else ()
    found = [each.intent for each in of_calendar(before, log.game, councils, happened)]
    return [(file.room, file.changed) for file in found if isinstance(file, AgendaFile)]


def test_over_days_each_council_and_the_plenary_get_one_at_the_deal_and_one_when_it_has_changed() -> None:
    log = planned(NINE, WORK)
    rooms = ["council:1", "council:2", "plenary"]

    assert files(log, gc.DealSeats()) == [(room, False) for room in rooms]
    assert files(log, gc.PlanStart(by_itself=False, starts_at=NINE.replace(hour=11))) == [
        (room, True) for room in rooms
    ]
    assert files(log, gc.StartGame(), NINE.replace(hour=11)) == []


def test_over_days_without_a_planned_start_it_comes_with_the_first_bell() -> None:
    log = planned(None, WORK)

    assert files(log, gc.DealSeats()) == []
    assert [room for room, changed in files(log, gc.StartGame(), NINE) if not changed] == [
        "council:1",
        "council:2",
        "plenary",
    ]


def test_of_a_live_game_only_another_start_is_told_in_the_plenary_once() -> None:
    log = planned(at(60))

    assert files(log, gc.DealSeats()) == []
    assert files(log, gc.PlanStart(by_itself=True, starts_at=at(90))) == [("plenary", True)]
    assert files(log, gc.StartGame(), at(90)) == []
