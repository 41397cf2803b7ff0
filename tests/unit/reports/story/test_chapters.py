"""The story by phase: when each bell rang, what was decided in it, and what became of the clock."""

from datetime import timedelta

from bot.domain.game import commands as gc
from bot.domain.phases import PhaseKind
from bot.reports.marked import unmarked
from bot.reports.story import chapters
from bot.reports.story.blocks import Section
from tests.builders import (
    PARIS,
    CouncilLog,
    GameLog,
    a_book_of_everything,
    a_charter,
    a_council,
    a_dealt_game,
    a_phase,
    a_running_game,
    at,
    creation,
    rainbow_road,
)
from tests.unit.reports.story.told import SEATS, an_ended_game, lines, played, said


def told(game: GameLog, *councils: CouncilLog) -> dict[str, list[str]]:
    """The lines of each phase."""
    facts = played(game, *councils)
    parts: tuple[Section, ...] = chapters.section(facts, chapters.chapters_of(facts)).parts
    return {one.title: [line for block in one.blocks for line in lines(block)] for one in parts}


def test_what_was_decided_stands_in_the_phase_in_which_it_was() -> None:
    game = a_running_game()
    game.ring(at(5))
    game.ring(at(15))

    story = told(game, a_book_of_everything())

    assert story["The setup"][0] == "It began at 12:00 and lasted 5 min."
    assert "12:06 Council 1 adopted policy 1, “Policy 0” (0 to 0)." in story["The session-1"]
    assert story["The setup"][-1] == "On the table: 2 proposals."
    assert story["The session-2"][0] == "It began at 12:15, and runs; it has 10 min."
    assert "12:31 Council 1 put its policy book to the final vote." in story["The session-2"]


def test_pauses_and_changes_of_plan_are_told_with_the_new_end() -> None:
    game = a_running_game()
    game.do(gc.ChangeTime(timedelta(minutes=2)), at=at(1))
    game.do(gc.PauseGame(), at=at(2))
    game.do(gc.ResumeGame(), at=at(5))
    game.do(gc.EndBy(at(60)), at=at(6))
    game.do(gc.SkipPhase(), at=at(7))

    story = told(game, a_council(layout=SEATS))

    assert story["The setup"] == [
        "It began at 12:00 and lasted 7 min; 5 min were planned.",
        "12:01 A facilitator added 2 min; the phase was now to end at 12:07.",
        "12:02 A facilitator paused the clock.",
        "12:05 The clock went on after 3 min; the phase was now to end at 12:10.",
        "12:06 A facilitator replanned all that was left and added 30 min in all; "
        "the phase was now to end at 12:15.",
    ]
    assert story["The session-1"][0].endswith("A facilitator ended the phase before it.")


def test_of_many_councils_each_kind_of_decision_is_counted() -> None:
    game, many = an_ended_game(), [a_council(number=number, layout=SEATS) for number in range(1, 9)]
    for one in many:
        one.do(a_charter(), at=at(6))

    story = told(game, *many)

    assert "12:05 8 charters were adopted, in 8 councils." in story["The session-1"]


def test_over_days_times_have_their_day_in_the_games_zone() -> None:
    game = a_dealt_game(creation(working=PARIS))
    game.do(gc.StartGame(), at=at(24 * 60))

    [_, setup] = told(game).values()

    assert setup[0].startswith("It began on Mon 23 Nov, 13:00")


def test_an_emergency_is_told_as_everybody_heard_it() -> None:
    planned = rainbow_road().phase("emergency").inject

    story = told(a_running_game(a_phase("emergency", 5, kind=PhaseKind.EMERGENCY)))

    assert unmarked(planned) in story["The emergency"]


def test_a_game_that_ended_is_told_though_its_pack_has_dropped_a_phase_since() -> None:
    pack = rainbow_road().model_copy(update={"agenda": rainbow_road().agenda[-1:]})

    assert "The session-1" in said(played(an_ended_game(), a_council(layout=SEATS), pack=pack))
