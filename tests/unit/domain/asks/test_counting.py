"""How answers are counted."""

from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.asks.answers import Answer
from bot.domain.asks.ask import AskKind
from bot.domain.asks.counting import Shift, count, shifts
from bot.domain.asks.question import Option
from tests.builders import a_question

POLL = a_question()
RANKING = a_question(AskKind.RANKING)
POINTS = a_question(AskKind.POINTS, at_most=5)
CATCH = a_question(AskKind.NUMBERS, Option("cod", "Cod"), Option("herring", "Herring"))


def chose(*keys: str) -> Answer:
    return Answer(chosen=keys)


def gave(**numbers: int) -> Answer:
    return Answer(numbers=tuple(numbers.items()))


def test_one_of_several_is_counted_by_votes_and_more_than_half_is_a_majority() -> None:
    told = count(POLL, [chose("1"), chose("2"), chose("2")])

    assert [row.score for row in told.rows] == [1, 2, 0]
    assert told.majority == POLL.options[1]
    assert count(POLL, [chose("1"), chose("2")]).majority is None, "half is none"
    assert count(POLL, []).majority is None


def test_a_ranking_is_counted_by_bordas_method_with_the_average_place_beside_it() -> None:
    told = count(RANKING, [chose("1", "2", "3"), chose("2", "1", "3")])

    assert [row.score for row in told.rows] == [3, 3, 0]
    assert [row.mean for row in told.rows] == [Fraction(3, 2), Fraction(3, 2), 3]
    assert [row.option.key for row in told.best_first] == ["1", "2", "3"], "equals stay as they were named"


def test_points_and_numbers_are_added_up() -> None:
    assert [row.score for row in count(POINTS, [Answer(numbers=(("1", 2), ("2", 3)))] * 2).rows] == [4, 6, 0]

    told = count(CATCH, [gave(cod=10, herring=0), gave(cod=20, herring=5)])
    assert [(row.score, row.mean, row.low, row.high) for row in told.rows] == [
        (30, 15, 10, 20),
        (5, Fraction(5, 2), 0, 5),
    ]
    assert told.sum == 35


@settings(max_examples=40)
@given(st.lists(st.permutations(["1", "2", "3"]), max_size=8), st.integers())
def test_the_order_in_which_answers_came_changes_nothing(said: list[list[str]], seed: int) -> None:
    answers = [chose(*keys) for keys in said]
    shuffled = Random(seed).sample(answers, len(answers))

    assert count(RANKING, shuffled) == count(RANKING, answers)
    assert count(RANKING, answers).sum == 3 * len(answers), "each ranking hands out 2 + 1 + 0"


def test_a_shift_compares_only_those_who_answered_both() -> None:
    before = {"Ada": chose("1"), "Ben": chose("1"), "Cem": chose("3")}
    after = {"Ada": chose("2"), "Ben": chose("1"), "Dia": chose("3")}

    told = shifts(POLL, before, after)

    assert told[0] == Shift(POLL.options[0], 2, Fraction(1), Fraction(1, 2))
    assert [shift.by for shift in told] == [Fraction(-1, 2), Fraction(1, 2), 0]
    assert shifts(POLL, before, {}) == ()


def test_the_shift_of_numbers_is_that_of_their_averages() -> None:
    before, after = {"Ada": gave(cod=4, herring=1)}, {"Ada": gave(cod=7, herring=0)}

    assert [shift.by for shift in shifts(CATCH, before, after)] == [3, -1]
