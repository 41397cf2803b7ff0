"""An answer, and whether a question takes it."""

from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from bot.domain.amounts import Amount, figure, plain
from bot.domain.asks.ask import AskKind
from bot.domain.asks.question import Option, Question
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

TEXT_LENGTH = 1500  # characters of a text


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answers: the keys of what they chose, the best first; numbers by key; or a text."""

    chosen: tuple[str, ...] = ()
    numbers: tuple[tuple[str, Amount], ...] = ()
    text: str = ""

    @property
    def sum(self) -> int | Fraction:
        """What its numbers add up to."""
        return plain(sum(number for _, number in self.numbers))


def checked(question: Question, answer: Answer, used: int | Fraction = 0) -> Answer:
    """The answer as it is kept. `used` is what the other answers take of the limit.

    Raises a refusal of `errors/asks.py`.
    """
    match question.kind:
        case AskKind.ONE_OF:
            return _one(question, answer)
        case AskKind.RANKING:
            return _ranking(question, answer)
        case AskKind.POINTS:
            return _points(question, answer)
        case AskKind.NUMBERS:
            return _numbers(question, answer, used)
        case AskKind.TEXT:
            return _text(answer)
        case _:
            assert_never(question.kind)


def _one(question: Question, answer: Answer) -> Answer:
    if len(answer.chosen) != 1:
        raise AnswerIsEmpty
    if answer.chosen[0] not in {option.key for option in question.options}:
        raise NotAnOption
    return Answer(chosen=answer.chosen)


def _ranking(question: Question, answer: Answer) -> Answer:
    known = {option.key for option in question.options}
    for place, key in enumerate(answer.chosen):
        if key not in known:
            raise NotAnOption
        if key in answer.chosen[:place]:
            raise RankedTwice(place=place + 1, text=question.option(key).text)
    if len(answer.chosen) != len(question.options):
        raise RankEverything(count=len(question.options))
    return Answer(chosen=answer.chosen)


def _points(question: Question, answer: Answer) -> Answer:
    points = _in_order(question, answer)
    if not points.sum:
        raise AnswerIsEmpty
    if question.at_most is not None and points.sum > question.at_most:
        raise TooManyPoints(given=figure(points.sum), points=figure(question.at_most))
    return points


def _numbers(question: Question, answer: Answer, used: int | Fraction) -> Answer:
    numbers = _in_order(question, answer)
    if question.total is not None and numbers.sum != question.total:
        raise WrongSum(given=figure(numbers.sum), total=figure(question.total))
    if question.at_most is not None and numbers.sum > question.at_most:
        raise TooMuch(given=figure(numbers.sum), most=figure(question.at_most))
    if question.limit is not None and question.limit_binds and used + numbers.sum > question.limit:
        left = max(0, question.limit - used)
        raise LimitExceeded(given=figure(numbers.sum), limit=figure(question.limit), left=figure(left))
    return numbers


def _in_order(question: Question, answer: Answer) -> Answer:
    """A number for each option, within its bounds; what is not said is 0, or the smallest that is taken."""
    said = dict(answer.numbers)
    if not {option.key for option in question.options}.issuperset(said):
        raise NotAnOption
    numbers = []
    for option in question.options:
        number = said.get(option.key, max(0, option.low))
        if not option.low <= number <= option.high or number % option.step:
            raise _out_of_range(option)
        numbers.append((option.key, number))
    return Answer(numbers=tuple(numbers))


def _out_of_range(option: Option) -> NumberOutOfRange:
    low, high = figure(option.low), figure(option.high)
    if option.decimals:
        return DecimalOutOfRange(text=option.text, low=low, high=high, step=figure(option.step))
    return NumberOutOfRange(text=option.text, low=low, high=high)


def _text(answer: Answer) -> Answer:
    text = answer.text.strip()
    if not text:
        raise AnswerIsEmpty
    if len(text) > TEXT_LENGTH:
        raise AnswerTooLong(length=len(text), limit=TEXT_LENGTH)
    return Answer(text=text)
