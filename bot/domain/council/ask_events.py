"""What has happened to the questions that were put to a council."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.asks.answers import Answer
from bot.domain.asks.question import Question
from bot.domain.ids import Moment, RoleNumber, UserId


@dataclass(frozen=True, slots=True)
class AskOpened:
    """A question is put to the council, as it stands here."""

    question: Question
    at: Moment


@dataclass(frozen=True, slots=True)
class AskAnswered:
    """A seat answered, or its holder changed their mind. It is private until the result is shown."""

    ask: str
    seat: RoleNumber
    answer: Answer
    holder: UserId
    at: Moment
    proxy_by: UserId | None  # who entered it for somebody on paper
    voice: str  # whose answer it is: the role's number, or the team's key


@dataclass(frozen=True, slots=True)
class AskClosed:
    """No more answers count. `voices` are the roles' numbers, or the teams' keys, of those who were asked and
    present; `by` is the facilitator who closed it."""

    ask: str
    at: Moment
    voices: tuple[str, ...]
    by: UserId | None = None


@dataclass(frozen=True, slots=True)
class AskShown:
    """Everybody may see the result. With an `order`, it puts the book's policies into that."""

    ask: str
    at: Moment
    by: UserId | None = None
    order: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AskTextJudged:
    """A facilitator looked at a text without a name, and shows it or withholds it."""

    ask: str
    voice: str
    shown: bool
    at: Moment
    by: UserId


AskEvent: TypeAlias = AskOpened | AskAnswered | AskClosed | AskShown | AskTextJudged
