"""Lessons for the next facilitator: each names a fact, and where there is none there is no lesson."""

from datetime import timedelta

from bot.domain.council import commands as cc
from bot.domain.game import commands as gc
from bot.domain.ids import MOOT
from tests.builders import GameLog, a_charter, a_council, a_running_game, at, player
from tests.unit.reports.story.told import SEATS, a_judged_council, an_ended_game, part, played

LESSONS = "For the next facilitator"


def test_lessons_about_councils_name_them() -> None:
    # given one council without a charter or a policy, in which only role 3 proposed something
    idle, game = a_council(number=2, layout=SEATS), an_ended_game()
    idle.propose(at=at(6))
    idle.do(cc.VacateSeat(player(9)), MOOT, at(8))

    told = part(played(game, a_judged_council(), idle), LESSONS)

    for fact in (
        "The charter came late: Council 2 went without one.",
        "Few policies: Council 2 ended with none.",
        "Questions were left open: “Same or free” in 2 councils",
        "Many proposals were never decided: 1 of 3",
        "Silent seats: ",
        "People left: 1 seat lost a holder and stayed vacant to the end.",
        "Policies left details open: 2 of 2 lack",
        "The game was ended early.",
        "No final vote: Council 2 did without.",
        "1 claim stayed undecided",
    ):
        assert fact in told


def test_lessons_about_time_name_their_phases() -> None:
    game = a_running_game()
    game.do(gc.ChangeTime(timedelta(minutes=2)), at=at(1))
    for minute in (2, 3):
        game.do(gc.PauseGame(), at=at(minute))
        game.do(gc.ResumeGame(), at=at(minute, 30))
    game.do(gc.SkipPhase(), at=at(5))
    game.do(gc.NoteAbsence(at(6)), MOOT, at(20))
    game.do(gc.EndGame(), at=at(50))

    told = part(played(game, a_judged_council()), LESSONS)

    for fact in (
        "The plan changed (in The setup): 2 min were added.",
        "The clock was paused twice.",
        "The clock did not run smoothly: Moot was away or cut off once.",
        "Phases did not keep their length: The setup ended early by hand.",
        "The game was ended early. The session-2 and The wrap-up never began.",
    ):
        assert fact in told


def test_a_charter_in_time_and_a_game_that_runs_give_no_lessons() -> None:
    council = a_council(layout=SEATS)
    council.do(a_charter(), at=at(6))

    assert "charter came late" not in part(played(an_ended_game(), council), LESSONS)
    assert not part(played(a_running_game(), council), LESSONS)
    assert not part(played(GameLog(an_ended_game().state, []), council), LESSONS).startswith("Lesson")
