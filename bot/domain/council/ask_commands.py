"""What can be asked of a council about the questions that are put to it."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.asks.answers import Answer
from bot.domain.asks.question import Question
from bot.domain.ids import RoleNumber


@dataclass(frozen=True, slots=True)
class OpenAsk:
    """The question is put to the council, once: its time has come, or a facilitator asks it."""

    question: Question


@dataclass(frozen=True, slots=True)
class AnswerAsk:
    """The actor answers; or a steward or a facilitator enters the answer `of` a seat on paper."""

    ask: str
    answer: Answer
    of: RoleNumber | None = None


@dataclass(frozen=True, slots=True)
class CloseAsk:
    """No more answers count: its time is over, or a facilitator closes it."""

    ask: str


@dataclass(frozen=True, slots=True)
class ShowAsk:
    """A facilitator shows the result."""

    ask: str


@dataclass(frozen=True, slots=True)
class JudgeText:
    """A facilitator shows or withholds the text of this number, from 1."""

    ask: str
    number: int
    shown: bool


AskCommand: TypeAlias = OpenAsk | AnswerAsk | CloseAsk | ShowAsk | JudgeText
