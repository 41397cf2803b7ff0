"""What one occasion asks: the scenario's words, and what can be chosen. It is stored with its opening."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from bot.domain.amounts import Amount
from bot.domain.asks.ask import MOST, AnsweredBy, Ask, AskKind, ShowWhen
from bot.domain.ids import RoleNumber


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose, or a number to give, with its bounds."""

    key: str
    text: str
    unit: str = ""
    low: Amount = 0
    high: Amount = MOST
    decimals: int = 0

    @property
    def step(self) -> Fraction:
        """What a number is a multiple of."""
        return Fraction(1, 10**self.decimals)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is put to one council; `id` names this occasion, and `ask` what the pack has.

    `total` is what the numbers of one answer add up to, `at_most` the most, and `limit` the most of all
    answers together. `seats` are the roles that are asked.
    """

    id: str
    ask: str
    title: str
    text: str
    kind: AskKind
    seats: tuple[RoleNumber, ...]
    phase: str = ""  # in which it closes; empty where a facilitator closes it
    by: AnsweredBy = AnsweredBy.SEATS
    options: tuple[Option, ...] = ()
    of_policies: bool = False  # they are the council's, by their numbers
    orders_book: bool = False
    total: Amount | None = None
    at_most: Amount | None = None
    limit: Amount | None = None
    limit_binds: bool = True
    show: ShowWhen = ShowWhen.CLOSE
    signed: bool = False
    across: bool = False
    to: str = ""  # the name of the one team or group that is asked

    @property
    def judged(self) -> bool:
        """Whether a facilitator looks at each answer before anybody else does."""
        return self.kind is AskKind.TEXT and not self.signed

    def option(self, key: str) -> Option:
        """The option with this key; KeyError if there is none."""
        for option in self.options:
            if option.key == key:
                return option
        raise KeyError(key)

    def offering(self, texts: Mapping[str, str]) -> "Question":
        """The question with these options to choose from, by their keys; where points are spread, an option
        takes as many as before."""
        high = self.options[0].high if self.options else MOST
        return replace(self, options=tuple(Option(key, text, high=high) for key, text in texts.items()))


def question_of(ask: Ask, seats: Iterable[RoleNumber], phase: str = "", to: str = "") -> Question:
    """The question in a phase, or whenever a facilitator opens it. Where people choose among policies, the
    council fills them in."""
    return Question(
        id=ask.id_in(phase),
        ask=ask.key,
        title=ask.title,
        text=ask.text,
        kind=ask.kind,
        seats=tuple(sorted(seats)),
        phase=phase,
        by=ask.by,
        options=options_of(ask),
        of_policies=ask.offers_policies,
        orders_book=ask.orders_book,
        total=ask.sum,
        at_most=ask.points if ask.kind is AskKind.POINTS else ask.at_most,
        limit=ask.limit,
        limit_binds=ask.limit_binds,
        show=ask.show,
        signed=ask.signed,
        across=ask.across,
        to=to,
    )


def options_of(ask: Ask) -> tuple[Option, ...]:
    """What can be chosen, by numbers from 1, or the numbers that are asked for."""
    if ask.kind is AskKind.NUMBERS:
        return tuple(
            Option(one.key, one.label, one.unit, one.min, one.max, one.places) for one in ask.numbers
        )
    high = (ask.most or ask.points or MOST) if ask.kind is AskKind.POINTS else MOST
    return tuple(Option(str(number), text, high=high) for number, text in enumerate(ask.options, start=1))
