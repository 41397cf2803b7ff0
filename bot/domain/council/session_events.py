"""What has happened in a session besides proposals."""

from dataclasses import dataclass

from bot.domain.ids import Moment, RoleNumber, UserId
from bot.domain.rules import Voices


@dataclass(frozen=True, slots=True)
class ResponseRecorded:
    """The council's process for the emergency of a phase. `charter` is the version then; 0 before any."""

    phase: str
    text: str
    by: RoleNumber
    charter: int = 0
    aloud: Voices | None = None  # under a charter: what the council had said aloud


@dataclass(frozen=True, slots=True)
class IdeaCarriedBack:
    """An idea from a sidebar, or from another room of several councils."""

    seat: RoleNumber
    text: str
    phase: str = ""  # in which; an older Moot did not note it
    proxy_by: UserId | None = None  # who entered it for somebody on paper


@dataclass(frozen=True, slots=True)
class PresentationPrepared:
    """Answers to debrief questions, by their place from 0; those that it does not name stay as they were."""

    answers: tuple[tuple[int, str], ...]
    by: RoleNumber
    at: Moment


@dataclass(frozen=True, slots=True)
class StrawPollAsked:
    """A straw poll; what people answer is between them and Slack."""

    number: int
    question: str
    by: RoleNumber
    at: Moment


@dataclass(frozen=True, slots=True)
class StrawAnswered:
    """A seat's first reaction on a straw poll; what it said is between its holder and Slack."""

    number: int
    seat: RoleNumber
    at: Moment
