"""What was answered to a question, in words and in bars: for cards, and for the records."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from bot.domain.amounts import figure
from bot.domain.asks.answers import Answer
from bot.domain.asks.ask import AnsweredBy, AskKind
from bot.domain.asks.asked import Asked, Voice
from bot.domain.asks.counting import Count, Counted
from bot.domain.asks.question import Option, Question
from bot.domain.council import Council
from bot.domain.ids import RoleNumber
from bot.domain.scenario import Scenario

WIDTH = 10  # of the longest bar
FULL, EMPTY = "█", "░"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: an option, what it got in words, and its share of the longest bar."""

    label: str
    said: str
    share: Fraction

    @property
    def bar(self) -> str:
        """The row of the plot."""
        filled = round(self.share * WIDTH)
        return FULL * filled + EMPTY * (WIDTH - filled)


def table(question: Question, count: Count) -> tuple[Line, ...]:
    """A row for each option; the best first, except for numbers, which stay as they are asked for."""
    rows = count.rows if question.kind is AskKind.NUMBERS else count.best_first
    most = max((abs(Fraction(row.score)) for row in rows), default=0)
    return tuple(
        Line(row.option.text, _said(question, row, count), Fraction(max(0, row.score)) / (most or 1))
        for row in rows
    )


def _said(question: Question, row: Counted, count: Count) -> str:
    match question.kind:
        case AskKind.ONE_OF:
            share = f" ({round(100 * Fraction(row.score) / count.answers)} %)" if count.answers else ""
            return f"{counted(row.score, 'vote')}{share}"
        case AskKind.RANKING:
            place = f", average place {number(row.mean)}" if row.mean is not None else ""
            return f"{counted(row.score, 'point')}{place}"
        case AskKind.POINTS:
            return counted(row.score, "point")
        case AskKind.NUMBERS:
            if row.low is None or row.high is None or row.mean is None:
                return "no number"
            mean = number(row.mean, row.option.decimals + 1)
            spread = f"; average {mean}, from {figure(row.low)} to {figure(row.high)}"
            return f"{with_unit(row.option, row.score)}{spread if count.answers > 1 else ''}"
        case AskKind.TEXT:
            return ""
        case _:
            assert_never(question.kind)


def turnout(one: Asked) -> str:
    """`8 of 10 answered.`"""
    return f"{len(one.counting)} of {len(one.voices)} answered."


def conclusions(one: Asked) -> Iterator[str]:
    """What follows from the numbers, a sentence each."""
    question, count = one.question, one.count()
    if not count.answers:
        return
    if question.kind is AskKind.ONE_OF:
        yield _chosen(question, count)
    if question.kind is AskKind.RANKING and len(question.options) > 1:
        yield f"A first place earns {counted(len(question.options) - 1, 'point')}, the last none."
    if question.kind is AskKind.NUMBERS and len(question.options) > 1:
        yield f"In all: {figure(count.sum)}."
    if question.limit is not None:
        yield limit(question.limit, count.sum)


def _chosen(question: Question, count: Count) -> str:
    """What the majority chose; where one group is asked, its finding: `The Jury: Guilty, 7 of 10.`"""
    chosen, who = count.majority, question.to
    if chosen is None:
        return f"{who}: no option has a majority." if who else "No option has a majority."
    if not who:
        return f"The majority chose “{chosen.text}”."
    most = next(row.score for row in count.rows if row.option == chosen)
    return f"{who}: {chosen.text}, {figure(most)} of {count.answers}."


def limit(most: int | Fraction, used: int | Fraction) -> str:
    """How much is used of what all answers share, and how much is left."""
    rest = f"{figure(most - used)} left" if used <= most else f"exceeded by {figure(used - most)}"
    return f"Used {figure(used)} of {figure(most)}; {rest}."


def signed(scenario: Scenario, council: Council, one: Asked) -> Iterator[tuple[str, str]]:
    """Who answered, and what, where the question says that this is shown."""
    if one.question.signed:
        for voice, answer in one.counting.items():
            yield who(scenario, council, one.question, voice), in_words(one.question, answer)


def who(scenario: Scenario, council: Council, question: Question, voice: Voice) -> str:
    """The team, or the role and its team, whose answer it is."""
    match question.by:
        case AnsweredBy.TEAMS:
            return scenario.team(voice).name
        case AnsweredBy.SEATS:
            role = scenario.role(RoleNumber(int(voice)))
            return f"{role.name} ({scenario.team(council.seats[RoleNumber(int(voice))].team).name})"
        case _:
            assert_never(question.by)


def in_words(question: Question, answer: Answer) -> str:
    """An answer, in a line."""
    match question.kind:
        case AskKind.ONE_OF:
            return ", ".join(question.option(key).text for key in answer.chosen)
        case AskKind.RANKING:
            placed = enumerate(answer.chosen, start=1)
            return ", ".join(f"{place}. {question.option(key).text}" for place, key in placed)
        case AskKind.POINTS:
            return ", ".join(f"{question.option(key).text} {given}" for key, given in answer.numbers if given)
        case AskKind.NUMBERS:
            options = ((question.option(key), given) for key, given in answer.numbers)
            return ", ".join(f"{option.text} {with_unit(option, given)}" for option, given in options)
        case AskKind.TEXT:
            return answer.text
        case _:
            assert_never(question.kind)


def texts(one: Asked) -> tuple[str, ...]:
    """The texts without names that a facilitator shows."""
    return one.shown_texts() if one.question.judged else ()


def with_unit(option: Option, given: int | Fraction) -> str:
    """`30 tonnes`."""
    return f"{figure(given)} {option.unit}".rstrip()


def counted(count: int | Fraction, what: str) -> str:
    """`1 vote`, `2 votes`."""
    return f"{figure(count)} {what}{'' if count == 1 else 's'}"


def number(mean: Fraction | None, digits: int = 1) -> str:
    """An average, with as many digits behind the point where it needs them."""
    return "" if mean is None else f"{float(mean):,.{digits}f}".rstrip("0").removesuffix(".")
