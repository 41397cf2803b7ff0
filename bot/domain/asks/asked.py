"""A question that was put to a council, and its answers so far. Before it is shown, an answer is known to the
seat or team that gave it, and to nobody else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from bot.domain.amounts import plain
from bot.domain.asks.answers import Answer
from bot.domain.asks.counting import Count, count
from bot.domain.asks.question import Question
from bot.domain.ids import Moment, RoleNumber, UserId

Voice = str  # whose answer it is: a role's number, or a team's key


@dataclass(frozen=True, slots=True)
class Given:
    """The latest answer of a voice: who gave it, from which seat, and who entered it for them, if anybody."""

    answer: Answer
    at: Moment
    seat: RoleNumber
    holder: UserId
    proxy_by: UserId | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """`voices` are those that were asked and present at the close; the answers of others do not count.

    `judged` are the texts at which a facilitator has looked, and whether they are shown.
    """

    question: Question
    opened_at: Moment
    given: Mapping[Voice, Given] = field(default_factory=lambda: MappingProxyType({}))
    closed_at: Moment | None = None
    voices: tuple[Voice, ...] = ()
    shown_at: Moment | None = None
    judged: Mapping[Voice, bool] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def open(self) -> bool:
        """Whether it takes answers."""
        return self.closed_at is None

    @property
    def shown(self) -> bool:
        """Whether everybody may see the result."""
        return self.shown_at is not None

    @property
    def used(self) -> int | Fraction:
        """What all answers so far add up to, also those of seats that are vacant now."""
        return plain(sum(one.answer.sum for one in self.given.values()))

    @property
    def counting(self) -> Mapping[Voice, Answer]:
        """The answers that count after the close, in the order of the voices."""
        return {voice: self.given[voice].answer for voice in self.voices if voice in self.given}

    def count(self) -> Count:
        """What they say together."""
        return count(self.question, self.counting.values())

    def texts(self) -> tuple[tuple[Voice, str], ...]:
        """The texts that count, in an order that does not tell whose they are."""
        return tuple(sorted(((voice, one.text) for voice, one in self.counting.items()), key=_by_text))

    def shown_texts(self) -> tuple[str, ...]:
        """Those that a facilitator shows, in the same order."""
        return tuple(text for voice, text in self.texts() if self.judged.get(voice))


def _by_text(one: tuple[Voice, str]) -> tuple[str, str]:
    voice, text = one
    return text.casefold(), voice
