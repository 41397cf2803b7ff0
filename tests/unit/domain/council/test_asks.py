"""Questions in a council: opened once, answered privately, closed and shown."""

from fractions import Fraction

import pytest

from bot.domain.asks.answers import Answer
from bot.domain.asks.ask import AnsweredBy, AskKind, ShowWhen
from bot.domain.asks.question import Question
from bot.domain.council import commands as cc
from bot.domain.council.ask_commands import AnswerAsk, CloseAsk, JudgeText, OpenAsk, ShowAsk
from bot.domain.council.ask_events import AskClosed, AskOpened, AskShown
from bot.domain.council.asks import missing, to_answer, voices
from bot.domain.errors.asks import (
    AnswersThemselves,
    LimitExceeded,
    NeverShown,
    NoSuchQuestion,
    NotAsked,
    NothingToAnswer,
    NothingToJudge,
    QuestionClosed,
    QuestionStillOpen,
)
from bot.domain.errors.authority import FacilitatorsOnly, NotSeated
from bot.domain.errors.clock import GameOver
from bot.domain.errors.proposals import BeforeItsCard
from bot.domain.ids import MOOT, RoleNumber, UserId
from bot.domain.paper import paper_id
from tests.builders import (
    FACILITATOR,
    STRANGER,
    VOTING,
    CouncilLog,
    a_council,
    a_council_with_policies,
    a_question,
    at,
    player,
)

ONE, TWO, THREE = map(RoleNumber, (1, 2, 3))
NEWCOMER = UserId("U0NEW")


def asked(question: Question | None = None, filled: int = 10) -> CouncilLog:
    """A council to which a question is open from minute 6 on."""
    log = a_council(filled)
    log.do(OpenAsk(question or a_question()), MOOT, at(6))
    return log


def says(log: CouncilLog, by: int, option: str, minute: float = 7) -> list[object]:
    return [*log.do(AnswerAsk("poll", Answer(chosen=(option,))), player(by), at(minute))]


def scores(log: CouncilLog) -> list[int | Fraction]:
    return [row.score for row in log.council.asks["poll"].count().rows]


def shown(log: CouncilLog) -> bool:
    return log.council.asks["poll"].shown


# --- opening


def test_a_question_opens_once_for_those_who_are_asked() -> None:
    log = asked(a_question(seats=(ONE, THREE)))

    assert log.do(OpenAsk(a_question()), MOOT, at(8)) == []
    assert log.council.asks["poll"].question.seats == (ONE, THREE)
    assert voices(log.council, log.council.asks["poll"].question) == ("1", "3")
    with pytest.raises(NotAsked):
        says(log, 2, "1")


def test_only_the_clock_and_facilitators_open_close_and_show() -> None:
    log = a_council()

    for command in (OpenAsk(a_question()), CloseAsk("poll"), ShowAsk("poll"), JudgeText("poll", 1, True)):
        for user in (player(1), STRANGER):
            with pytest.raises(FacilitatorsOnly):
                log.do(command, user, at(6))
    assert isinstance(log.do(OpenAsk(a_question()), FACILITATOR, at(6))[0], AskOpened)


def test_what_nobody_has_asked_cannot_be_answered() -> None:
    with pytest.raises(NoSuchQuestion):
        a_council().do(AnswerAsk("poll", Answer(chosen=("1",))), player(1), at(7))


def test_a_question_about_policies_offers_those_that_stand_in_the_book_then() -> None:
    empty, log = a_council(), a_council_with_policies(2)
    of_policies = a_question(AskKind.POINTS, "policies", of_policies=True, at_most=3)

    with pytest.raises(NothingToAnswer):
        empty.do(OpenAsk(of_policies), MOOT, at(6))
    log.do(OpenAsk(of_policies), MOOT, at(26))

    offered = log.council.asks["poll"].question.options
    assert [(one.key, one.text) for one in offered] == [("1", "Policy 1"), ("2", "Policy 2")]


# --- answering


def test_the_last_answer_of_a_seat_counts_until_the_close() -> None:
    log = asked()
    says(log, 3, "1", 7)
    says(log, 3, "2", 8)
    assert says(log, 3, "2", 9) == [], "the same again"
    assert says(log, 3, "1", 7.5) == [], "an older one that came late"
    waited_for = missing(log.council, log.council.asks["poll"])
    assert waited_for == ("1", "2", "4", "5", "6", "7", "8", "9", "10")

    log.do(CloseAsk("poll"), MOOT, at(10))

    assert scores(log) == [0, 1, 0]
    with pytest.raises(QuestionClosed):
        says(log, 3, "1", 11)
    with pytest.raises(QuestionClosed):
        says(log, 4, "1", 11)


def test_nobody_answers_without_a_seat_or_before_the_question_is_there() -> None:
    log = asked()

    with pytest.raises(NotSeated):
        log.do(AnswerAsk("poll", Answer(chosen=("1",))), FACILITATOR, at(7))
    with pytest.raises(BeforeItsCard):
        says(log, 3, "1", 5)


def test_a_team_has_one_answer_the_latest_of_its_members() -> None:
    log = asked(a_question(by=AnsweredBy.TEAMS))
    says(log, 3, "1", 7)
    says(log, 4, "2", 8)

    given = log.council.asks["poll"].given
    assert {voice: (one.seat, one.answer.chosen) for voice, one in given.items()} == {"team-1": (4, ("2",))}
    assert to_answer(log.council, log.council.seats[THREE]) == ()
    log.do(cc.VacateSeat(player(4)), MOOT, at(9))
    log.do(CloseAsk("poll"), MOOT, at(10))
    assert scores(log) == [0, 1, 0], "it stays as long as somebody sits for the team"


def test_a_vacant_seat_does_not_count_and_a_new_holder_inherits() -> None:
    log = asked()
    says(log, 3, "1")
    says(log, 4, "2")
    log.do(cc.VacateSeat(player(3)), MOOT, at(8))
    log.do(cc.HandOverSeat(player(4), NEWCOMER), MOOT, at(8))

    log.do(CloseAsk("poll"), MOOT, at(9))
    log.do(cc.FillSeat(UserId("U0LATE"), open_hand=False), MOOT, at(10))

    assert scores(log) == [0, 1, 0]
    assert len(log.council.asks["poll"].voices) == 9


def test_somebody_who_chairs_or_facilitates_answers_for_a_seat_on_paper() -> None:
    log = asked()
    log.do(cc.HandOverSeat(player(3), paper_id("Ada")), MOOT, at(6))
    for_ada = AnswerAsk("poll", Answer(chosen=("3",)), THREE)

    for user in (player(4), STRANGER):
        with pytest.raises((NotAsked, NotSeated)):
            log.do(for_ada, user, at(7))
    with pytest.raises(AnswersThemselves):
        log.do(AnswerAsk("poll", Answer(chosen=("3",)), TWO), player(1), at(7))
    [event] = log.do(for_ada, player(1), at(7))
    log.do(for_ada, FACILITATOR, at(8))

    assert getattr(event, "proxy_by") == player(1)  # noqa: B009
    log.do(CloseAsk("poll"), MOOT, at(9))
    assert scores(log) == [0, 0, 1]


def test_a_limit_holds_for_all_answers_of_the_council_together() -> None:
    log = asked(a_question(AskKind.NUMBERS, "Cod", limit=100))

    log.do(AnswerAsk("poll", Answer(numbers=(("1", 60),))), player(3), at(7))
    with pytest.raises(LimitExceeded):
        log.do(AnswerAsk("poll", Answer(numbers=(("1", 41),))), player(4), at(8))
    log.do(AnswerAsk("poll", Answer(numbers=(("1", 70),))), player(3), at(9))  # its own no longer counts
    log.do(cc.VacateSeat(player(3)), MOOT, at(10))
    with pytest.raises(LimitExceeded):
        log.do(AnswerAsk("poll", Answer(numbers=(("1", 31),))), player(4), at(11))

    assert log.council.asks["poll"].used == 70


# --- closing and showing


def test_the_close_shows_the_result_where_the_pack_says_so() -> None:
    log = asked()
    says(log, 3, "1")

    closed = log.do(CloseAsk("poll"), MOOT, at(9))

    assert [type(one) for one in closed] == [AskClosed, AskShown]
    assert log.do(CloseAsk("poll"), MOOT, at(10)) == []


def test_a_facilitator_shows_it_where_the_pack_leaves_that_to_them() -> None:
    log = asked(a_question(show=ShowWhen.FACILITATOR))
    with pytest.raises(QuestionStillOpen):
        log.do(ShowAsk("poll"), FACILITATOR, at(7))
    log.do(CloseAsk("poll"), FACILITATOR, at(8))
    assert not shown(log)

    log.do(ShowAsk("poll"), FACILITATOR, at(9))

    assert shown(log)
    assert log.do(ShowAsk("poll"), FACILITATOR, at(10)) == []


def test_what_is_never_shown_is_shown_by_nobody() -> None:
    log = asked(a_question(show=ShowWhen.NEVER))
    log.do(CloseAsk("poll"), MOOT, at(8))

    with pytest.raises(NeverShown):
        log.do(ShowAsk("poll"), FACILITATOR, at(9))


def test_texts_without_names_are_shown_one_by_one_in_an_order_that_tells_nothing() -> None:
    log = asked(a_question(AskKind.TEXT, show=ShowWhen.FACILITATOR))
    for by, text in ((3, "Zero nets."), (5, "Ban boats."), (4, "A rude word.")):
        log.do(AnswerAsk("poll", Answer(text=text)), player(by), at(7))
    log.do(CloseAsk("poll"), MOOT, at(8))

    assert [text for _, text in log.council.asks["poll"].texts()] == [
        "A rude word.",
        "Ban boats.",
        "Zero nets.",
    ]
    log.do(JudgeText("poll", 1, shown=False), FACILITATOR, at(9))
    assert not shown(log)
    log.do(JudgeText("poll", 3, shown=True), FACILITATOR, at(10))
    log.do(JudgeText("poll", 2, shown=True), FACILITATOR, at(10))

    assert log.council.asks["poll"].shown_texts() == ("Ban boats.", "Zero nets.")
    with pytest.raises(NothingToJudge):
        log.do(JudgeText("poll", 4, shown=True), FACILITATOR, at(11))


def test_a_dot_vote_orders_the_book_and_equals_stay_as_they_were() -> None:
    log = a_council_with_policies(3)
    dots = a_question(AskKind.POINTS, "policies", of_policies=True, at_most=3, orders_book=True)
    log.do(OpenAsk(dots), MOOT, at(26))
    log.do(AnswerAsk("poll", Answer(numbers=(("3", 2), ("1", 1)))), player(3), at(27))

    log.do(CloseAsk("poll"), MOOT, at(28))

    assert log.council.order == (3, 1, 2)


def test_a_frozen_book_is_not_ordered_any_more() -> None:
    log = a_council_with_policies(2, until=VOTING)
    dots = a_question(AskKind.POINTS, "policies", of_policies=True, at_most=3, orders_book=True)
    log.do(OpenAsk(dots), MOOT, at(26))
    log.do(AnswerAsk("poll", Answer(numbers=(("2", 3),))), player(3), at(27))
    log.do(cc.OpenBallot(), MOOT, at(31))

    log.do(CloseAsk("poll"), MOOT, at(32))

    assert log.council.order == (1, 2)


def test_the_end_of_the_game_closes_what_is_open_and_opens_nothing() -> None:
    log = asked()
    says(log, 3, "1")

    log.do(cc.EndCouncil(), MOOT, at(40))

    assert not log.council.asks["poll"].open
    with pytest.raises(GameOver):
        log.do(OpenAsk(a_question(id="late")), FACILITATOR, at(41))
