"""Surveys before the deal and after the result: they belong to people."""

from dataclasses import replace

import pytest

from bot.domain.asks.answers import Answer
from bot.domain.asks.ask import AskWhen, ShowWhen
from bot.domain.asks.surveys import AnswerSurvey, ShowSurvey, Survey, SurveyAnswered
from bot.domain.errors.asks import NeverShown, NoSuchQuestion, QuestionClosed, QuestionStillOpen
from bot.domain.errors.authority import FacilitatorsOnly
from bot.domain.errors.seating import NotSignedUp
from bot.domain.game import commands as gc
from bot.domain.game.surveys import answers, counting, is_open, is_shown, open_to, survey
from tests.builders import FACILITATOR, OBSERVER, STRANGER, GameLog, a_game, a_question, at, creation, player

YES, NO = Answer(chosen=("1",)), Answer(chosen=("2",))


def surveyed(show: ShowWhen = ShowWhen.FACILITATOR) -> GameLog:
    """A game in sign-up with a survey before and one after."""
    before = Survey(a_question(id="before", ask="before", seats=()), AskWhen.SIGN_UP)
    after = Survey(a_question(id="after", ask="after", seats=(), show=show), AskWhen.AFTER_RESULT, "before")
    return a_game(replace(creation(), surveys=(before, after)))


def ended(log: GameLog) -> GameLog:
    log.do(gc.PlanSeating())
    log.do(gc.DealSeats())
    log.do(gc.StartGame())
    log.do(gc.EndGame())
    return log


def test_the_last_answer_counts_and_the_same_again_changes_nothing() -> None:
    log = surveyed()

    assert log.do(AnswerSurvey("before", YES), player(1)) == [SurveyAnswered("before", player(1), YES, at(0))]
    log.do(AnswerSurvey("before", NO), player(1))
    assert log.do(AnswerSurvey("before", NO), player(1)) == []

    assert answers(log.game, "before") == {player(1): NO}
    assert [one.key for one in open_to(log.game, player(2))] == ["before"]
    assert open_to(log.game, player(1)) == open_to(log.game, OBSERVER) == ()


def test_only_people_who_play_answer_and_only_what_is_asked() -> None:
    log = surveyed()

    for user in (OBSERVER, STRANGER, FACILITATOR):
        with pytest.raises(NotSignedUp):
            log.do(AnswerSurvey("before", YES), user)
    with pytest.raises(NoSuchQuestion):
        log.do(AnswerSurvey("later", YES), player(1))
    with pytest.raises(QuestionClosed):
        log.do(AnswerSurvey("after", YES), player(1))


def test_the_first_closes_with_the_deal_and_the_second_is_open_from_the_end_to_the_close() -> None:
    log = surveyed()
    log.do(AnswerSurvey("before", YES), player(1))
    ended(log)
    with pytest.raises(QuestionClosed):
        log.do(AnswerSurvey("before", NO), player(1))

    log.do(AnswerSurvey("after", NO), player(1))
    log.do(gc.CloseGame())

    assert not is_open(log.game, survey(log.game, "after"))
    with pytest.raises(QuestionClosed):
        log.do(AnswerSurvey("after", YES), player(1))
    assert is_shown(log.game, survey(log.game, "before")), "its pack has it shown at the close"
    assert not is_shown(log.game, survey(log.game, "after")), "a facilitator shows it"


def test_somebody_who_left_the_list_does_not_count() -> None:
    log = surveyed()
    log.do(AnswerSurvey("before", YES), player(1))
    log.do(AnswerSurvey("before", YES), player(2))

    log.do(gc.Leave(player(1)), player(1))

    assert counting(log.game, "before") == {player(2): YES}


def test_a_facilitator_shows_a_result_once_there_may_be_one() -> None:
    log = surveyed()
    for early in ("before", "after"):
        with pytest.raises(QuestionStillOpen):
            log.do(ShowSurvey(early))
    ended(log)
    with pytest.raises(FacilitatorsOnly):
        log.do(ShowSurvey("after"), player(1))

    log.do(ShowSurvey("after"))

    assert is_shown(log.game, survey(log.game, "after"))
    assert log.do(ShowSurvey("after")) == []
    with pytest.raises(NeverShown):
        ended(surveyed(ShowWhen.NEVER)).do(ShowSurvey("after"))
