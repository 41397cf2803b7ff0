"""Surveys: questions to everybody who plays, before the seats are dealt and after the result. Their answers
belong to people, and not to seats."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.asks.answers import Answer
from bot.domain.asks.ask import Ask, AskWhen
from bot.domain.asks.question import Question, question_of
from bot.domain.ids import Moment, UserId


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey of a game; `pairs_with` names the earlier one to which it is compared."""

    question: Question
    when: AskWhen
    pairs_with: str = ""

    @property
    def key(self) -> str:
        """Its name in the pack."""
        return self.question.ask


def surveys_of(asks: Iterable[Ask]) -> tuple[Survey, ...]:
    """Those of a pack's questions that are surveys."""
    found = ((ask, ask.when) for ask in asks)
    return tuple(Survey(question_of(ask, ()), when, ask.pairs_with or "") for ask, when in found if when)


@dataclass(frozen=True, slots=True)
class AnswerSurvey:
    """The actor answers, or changes their mind."""

    survey: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class ShowSurvey:
    """A facilitator shows the result."""

    survey: str


@dataclass(frozen=True, slots=True)
class SurveyAnswered:
    """Somebody answered, or gave a new answer. It is private."""

    survey: str
    by: UserId
    answer: Answer
    at: Moment


@dataclass(frozen=True, slots=True)
class SurveyShown:
    """Everybody may see the result."""

    survey: str
    by: UserId
    at: Moment


SurveyCommand: TypeAlias = AnswerSurvey | ShowSurvey
SurveyEvent: TypeAlias = SurveyAnswered | SurveyShown
