"""How a council decides. The rule that it adopts is applied by Moot afterwards."""

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Annotated, TypeVar

from pydantic import Field

from bot.domain.offer import SECONDERS, CharterOffer, GivenCharter, Proposers
from bot.domain.rules import DecisionRuleKind, Requirement, Rule, Tally, Turnout, by_share
from bot.domain.thresholds import Threshold

T = TypeVar("T")
AS_STORED = Field(alias=SECONDERS)


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a charter asks for besides its rule; as they stand here, nothing.

    `waiting` is how long a proposal stands before it can be adopted, and `seconders` how many seats besides
    the proposer's must support it first.
    """

    proposers: Proposers = Proposers.ANYONE
    waiting: timedelta = timedelta()
    seconders: Annotated[int, AS_STORED] = 0


UNCONDITIONAL = Conditions()


@dataclass(frozen=True, slots=True)
class Offer:
    """The conditions that a council may choose from; the first of each is the default.

    Its waiting times are those of the game: the pack's, at the game's tempo.
    """

    proposers: tuple[Proposers, ...] = (Proposers.ANYONE,)
    waiting: tuple[timedelta, ...] = (timedelta(),)
    seconders: Annotated[tuple[int, ...], AS_STORED] = (0,)
    thresholds: tuple[Threshold, ...] = ()  # of the rules by share

    @property
    def default(self) -> Conditions:
        """What holds where nobody chooses."""
        return Conditions(self.proposers[0], self.waiting[0], self.seconders[0])

    def allows(self, conditions: Conditions) -> bool:
        """Whether these may be chosen."""
        return (
            conditions.proposers in self.proposers
            and conditions.waiting in self.waiting
            and conditions.seconders in self.seconders
        )


NO_CHOICE = Offer()


def offer_of(offer: CharterOffer, tempo: float = 1) -> Offer:
    """The pack's choices in a game in which a session lasts `tempo` times as long as the pack says. What a
    given charter says can be chosen, too."""
    given = offer.given or GivenCharter()
    waiting = tuple(waiting * tempo for waiting in _with(offer.waiting, given.waiting))
    thresholds = tuple(rule.threshold for rule in offer.rules if rule.threshold)
    proposers = _with(offer.proposers, given.proposers)
    return Offer(proposers, waiting, _with(offer.seconders, given.seconders), thresholds)


def _with(offered: tuple[T, ...], given: T | None) -> tuple[T, ...]:
    """What is on offer, and first what is given and not among it."""
    return offered if given is None or given in offered else (given, *offered)


@dataclass(frozen=True, slots=True)
class Charter:
    """A council's constitution; each adoption raises `version`.

    `quorum` is the share (0 to 1) of filled seats that must take a side before a proposal can be adopted.
    """

    version: int
    rule: DecisionRuleKind
    quorum: float
    enactment: str
    enforcement: str
    conditions: Conditions = UNCONDITIONAL
    threshold: Threshold | None = None  # of a rule by share

    @property
    def row(self) -> Rule:
        """What is true of its rule."""
        return by_share(self.threshold) if self.threshold else self.rule.row


@dataclass(frozen=True, slots=True)
class Terms:
    """What a charter says; as a proposal, what it would say."""

    rule: DecisionRuleKind
    quorum: float
    enactment: str
    enforcement: str
    conditions: Conditions = UNCONDITIONAL
    threshold: Threshold | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """A charter that a council is founded with, and whether it stays as it is."""

    terms: Terms
    fixed: bool = False


def given_by(offer: CharterOffer, tempo: float = 1) -> Given | None:
    """The pack's own charter in a game of this tempo, as in `offer_of`; None if councils write theirs."""
    given, default = offer.given, offer_of(offer, tempo).default
    if given is None:
        return None
    conditions = Conditions(
        default.proposers if given.proposers is None else given.proposers,
        default.waiting if given.waiting is None else given.waiting * tempo,
        default.seconders if given.seconders is None else given.seconders,
    )
    named = (rule for rule in offer.rules if given.rule in (rule.kind.value, rule.name))
    rule = next(named, offer.rules[0])
    terms = Terms(
        rule.kind,
        offer.quorum if given.quorum is None else given.quorum,
        given.enactment or offer.enactment,
        given.enforcement or offer.enforcement,
        conditions,
        rule.threshold,
    )
    return Given(terms, offer.fixed)


def requirement(charter: Charter, tally: Tally) -> Requirement:
    """What the rule asks for where so many seats, of so many teams, and so many stewards can decide."""
    step = 1 if tally.step is None else tally.step
    of = Turnout(tally.seats, tally.teams, tally.stewards, _share(charter.quorum), step)
    return charter.row.needs(of)


def adopts(charter: Charter, tally: Tally) -> bool:
    """Whether a proposal with this tally becomes a policy by the rule."""
    return tally.free and requirement(charter, tally).met(tally)


def charter_of(version: int, terms: Terms) -> Charter:
    """The charter of this version with these terms."""
    said = terms.rule, terms.quorum, terms.enactment, terms.enforcement
    return Charter(version, *said, terms.conditions, terms.threshold)


def terms_of(charter: Charter) -> Terms:
    """What it says, without its version."""
    said = charter.rule, charter.quorum, charter.enactment, charter.enforcement
    return Terms(*said, charter.conditions, charter.threshold)


def _share(value: float) -> Fraction:
    """A share as the author wrote it, such as 0.6, without the error of binary floating point."""
    return Fraction(str(value))
