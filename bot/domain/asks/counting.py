"""The answers, counted. In which order they came makes no difference.

A ranking is counted by Borda's method: of n options, the first of an answer gets n - 1 points, the next one
less, and the last none; most points win.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar, assert_never

from bot.domain.amounts import plain
from bot.domain.asks.answers import Answer
from bot.domain.asks.ask import AskKind
from bot.domain.asks.question import Option, Question


@dataclass(frozen=True, slots=True)
class Counted:
    """An option and what it got: votes, points, or the sum of its numbers.

    `mean` is the average of the numbers, or the average place in a ranking; `low` and `high` are the smallest
    and the largest number.
    """

    option: Option
    score: int | Fraction
    mean: Fraction | None = None
    low: int | Fraction | None = None
    high: int | Fraction | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """What all answers together say. `rows` are in the question's order."""

    rows: tuple[Counted, ...]
    answers: int

    @property
    def sum(self) -> int | Fraction:
        """What everything adds up to."""
        return plain(sum(row.score for row in self.rows))

    @property
    def best_first(self) -> tuple[Counted, ...]:
        """The highest score first; of equal ones, the one that the question names first."""
        return tuple(sorted(self.rows, key=lambda row: -row.score))

    @property
    def majority(self) -> Option | None:
        """What more than half of the answers chose."""
        return next((row.option for row in self.rows if 2 * row.score > self.answers), None)


def count(question: Question, answers: Iterable[Answer]) -> Count:
    """Counts the answers; what they say must be what the question takes."""
    said = tuple(answers)
    return Count(tuple(_counted(question, option, said) for option in question.options), len(said))


def _counted(question: Question, option: Option, said: tuple[Answer, ...]) -> Counted:
    match question.kind:
        case AskKind.ONE_OF:
            return Counted(option, sum(option.key in answer.chosen for answer in said))
        case AskKind.RANKING:
            last = len(question.options)
            places = [answer.chosen.index(option.key) + 1 for answer in said if option.key in answer.chosen]
            return Counted(option, sum(last - place for place in places), _mean(places))
        case AskKind.POINTS | AskKind.NUMBERS | AskKind.TEXT:  # a text has no options
            numbers = [number for answer in said for key, number in answer.numbers if key == option.key]
            low, high = (min(numbers), max(numbers)) if numbers else (None, None)
            return Counted(option, plain(sum(numbers)), _mean(numbers), low, high)
        case _:
            assert_never(question.kind)


def _mean(numbers: Sequence[int | Fraction]) -> Fraction | None:
    return Fraction(sum(numbers)) / len(numbers) if numbers else None


@dataclass(frozen=True, slots=True)
class Shift:
    """How far the people of a team moved between two surveys: averages for one option, of those who answered
    both. `people` is how many they are."""

    option: Option
    people: int
    before: Fraction
    after: Fraction

    @property
    def by(self) -> Fraction:
        """The difference."""
        return self.after - self.before


Person = TypeVar("Person", bound=str)


def shifts(
    question: Question, before: Mapping[Person, Answer], after: Mapping[Person, Answer]
) -> tuple[Shift, ...]:
    """For each option, how far those moved who answered both; `before` and `after` are by person.

    What is averaged: for one_of the share that chose it, for a ranking its place, else its number.
    """
    both = sorted(before.keys() & after.keys())
    if not both:
        return ()
    return tuple(
        Shift(
            option,
            len(both),
            _average(question, option, [before[one] for one in both]),
            _average(question, option, [after[one] for one in both]),
        )
        for option in question.options
    )


def _average(question: Question, option: Option, said: list[Answer]) -> Fraction:
    row = _counted(question, option, tuple(said))
    if question.kind is AskKind.ONE_OF:
        return Fraction(row.score, len(said))
    return row.mean or Fraction()
