"""Which answers a question takes."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.asks.answers import TEXT_LENGTH, Answer, checked
from bot.domain.asks.ask import AskKind
from bot.domain.asks.question import Option
from bot.domain.errors import Refusal
from bot.domain.errors.asks import (
    AnswerIsEmpty,
    AnswerTooLong,
    DecimalOutOfRange,
    LimitExceeded,
    NotAnOption,
    NumberOutOfRange,
    RankedTwice,
    RankEverything,
    TooManyPoints,
    TooMuch,
    WrongSum,
)
from tests.builders import a_question

POLL = a_question()
RANKING = a_question(AskKind.RANKING)
POINTS = a_question(AskKind.POINTS, Option("1", "Boats", high=3), Option("2", "Nets", high=3), at_most=5)
COD, HERRING = Option("cod", "Cod", "t", 0, 50), Option("herring", "Herring", "t", 10, 90)
CATCH = a_question(AskKind.NUMBERS, COD, HERRING, at_most=80, limit=100)
SHARES = a_question(AskKind.NUMBERS, "Roads", "Schools", total=100)
TEXT = a_question(AskKind.TEXT)
MONEY = Option("money", "Money", "billion", 0, 50, 1)
PLEDGE = a_question(AskKind.NUMBERS, MONEY, Option("staff", "Staff"), limit=Fraction(25, 2))


def numbers(**given: int | Fraction) -> Answer:
    return Answer(numbers=tuple(given.items()))


def points(*given: int | Fraction) -> Answer:
    return Answer(numbers=tuple((str(place), one) for place, one in enumerate(given, start=1)))


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (POLL, Answer(chosen=("2",))),
        (RANKING, Answer(chosen=("3", "1", "2"))),
        (POINTS, points(3, 2)),
        (POINTS, points(1, 0)),
        (CATCH, numbers(cod=0, herring=80)),
        (SHARES, points(40, 60)),
        (PLEDGE, numbers(money=Fraction(3, 2), staff=2)),
        (TEXT, Answer(text="Close the harbour.")),
    ],
)
def test_what_a_question_asks_for_is_taken_as_it_is(question: object, answer: Answer) -> None:
    assert checked(question, answer) == answer  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "answer", "refusal"),
    [
        (POLL, Answer(), AnswerIsEmpty),
        (POLL, Answer(chosen=("1", "2")), AnswerIsEmpty),
        (POLL, Answer(chosen=("9",)), NotAnOption),
        (RANKING, Answer(chosen=("1", "1", "2")), RankedTwice),
        (RANKING, Answer(chosen=("1", "2")), RankEverything),
        (RANKING, Answer(chosen=("1", "2", "9")), NotAnOption),
        (POINTS, points(3, 3), TooManyPoints),
        (POINTS, points(4, 0), NumberOutOfRange),
        (POINTS, points(0, 0), AnswerIsEmpty),
        (POINTS, points(1, 1, 1), NotAnOption),
        (CATCH, numbers(cod=51, herring=10), NumberOutOfRange),
        (CATCH, numbers(cod=1, herring=9), NumberOutOfRange),
        (CATCH, numbers(cod=40, herring=41), TooMuch),
        (SHARES, points(40, 59), WrongSum),
        (PLEDGE, numbers(money=Fraction(5, 4), staff=0), DecimalOutOfRange),
        (PLEDGE, numbers(money=1, staff=Fraction(1, 2)), NumberOutOfRange),
        (POINTS, points(Fraction(1, 2), 1), NumberOutOfRange),
        (TEXT, Answer(text="  "), AnswerIsEmpty),
        (TEXT, Answer(text="a" * (TEXT_LENGTH + 1)), AnswerTooLong),
    ],
)
def test_anything_else_is_refused_and_the_refusal_says_why(
    question: object, answer: Answer, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        checked(question, answer)  # type: ignore[arg-type]


def test_a_limit_counts_what_the_others_use_and_says_what_is_left() -> None:
    assert checked(CATCH, numbers(cod=10, herring=30), used=60)
    with pytest.raises(LimitExceeded, match="only 40 of its 100 left"):
        checked(CATCH, numbers(cod=11, herring=30), used=60)


def test_a_limit_that_does_not_bind_can_be_exceeded() -> None:
    loose = a_question(AskKind.NUMBERS, COD, limit=20, limit_binds=False)

    assert checked(loose, numbers(cod=30), used=90) == numbers(cod=30)


def test_a_refusal_about_one_option_says_which() -> None:
    with pytest.raises(NumberOutOfRange, match="“Cod”, give a whole number from 0 to 50"):
        checked(CATCH, numbers(cod=51, herring=10))
    with pytest.raises(
        RankedTwice, match="given “Boats” a place already, so choose another option for place 3"
    ) as twice:
        checked(RANKING, Answer(chosen=("1", "2", "1")))

    assert twice.value.facts["place"] == 3, "so that a form can show it there"


def test_what_is_left_out_is_nothing_or_the_least() -> None:
    assert checked(CATCH, numbers(cod=5)).numbers == (("cod", 5), ("herring", 10))


def test_decimals_add_up_exactly_and_a_refusal_says_them_as_they_are_read() -> None:
    tenth = Fraction(1, 10)
    assert sum(checked(PLEDGE, numbers(money=tenth)).sum for _ in range(3)) == Fraction(3, 10)
    with pytest.raises(
        LimitExceeded, match=r"add up to 1\.5, but your council has only 1\.4 of its 12\.5 left"
    ):
        checked(PLEDGE, numbers(money=Fraction(3, 2)), used=Fraction(111, 10))
    with pytest.raises(DecimalOutOfRange, match=r"“Money”, give a number from 0 to 50, in steps of 0\.1"):
        checked(PLEDGE, numbers(money=Fraction(5, 4)))


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 95)), max_size=12))
def test_whatever_is_answered_all_answers_together_never_exceed_the_limit(
    said: list[tuple[int, int]],
) -> None:
    used: int | Fraction = 0
    for cod, herring in said:
        try:
            used += checked(CATCH, numbers(cod=cod, herring=herring), used).sum
        except Refusal:
            continue

    assert used <= 100
