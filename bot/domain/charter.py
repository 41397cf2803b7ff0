"""How a council decides. The rule that it adopts is applied by Moot afterwards."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from math import ceil
from typing import assert_never

from bot.domain.scenario import CharterOffer, DecisionRuleKind, Proposers


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a charter asks for besides its rule; as they stand here, nothing.

    `waiting` is how long a proposal stands before it can be adopted, and `seconds` how many seats besides the
    proposer's must support it first.
    """

    proposers: Proposers = Proposers.ANYONE
    waiting: timedelta = timedelta()
    seconds: int = 0


UNCONDITIONAL = Conditions()


@dataclass(frozen=True, slots=True)
class Offer:
    """The conditions that a council may choose from; the first of each is the default.

    Its waiting times are those of the game: the pack's, at the game's tempo.
    """

    proposers: tuple[Proposers, ...] = (Proposers.ANYONE,)
    waiting: tuple[timedelta, ...] = (timedelta(),)
    seconds: tuple[int, ...] = (0,)

    @property
    def default(self) -> Conditions:
        """What holds where nobody chooses."""
        return Conditions(self.proposers[0], self.waiting[0], self.seconds[0])

    def allows(self, conditions: Conditions) -> bool:
        """Whether these may be chosen."""
        return (
            conditions.proposers in self.proposers
            and conditions.waiting in self.waiting
            and conditions.seconds in self.seconds
        )


NO_CHOICE = Offer()


def offer_of(offer: CharterOffer, tempo: float = 1) -> Offer:
    """The pack's choices in a game in which a session lasts `tempo` times as long as the pack says."""
    return Offer(offer.proposers, tuple(waiting * tempo for waiting in offer.waiting), offer.seconds)


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


@dataclass(frozen=True, slots=True)
class Terms:
    """What a charter says; as a proposal, what it would say."""

    rule: DecisionRuleKind
    quorum: float
    enactment: str
    enforcement: str
    conditions: Conditions = UNCONDITIONAL


@dataclass(frozen=True, slots=True)
class Tally:
    """How the filled seats stand towards a proposal; counts of seats.

    `objections` are counted under consent only, and teams only where each has one voice.
    """

    support: int
    oppose: int
    seats: int
    objections: int = 0
    teams: int = 0
    teams_for: int = 0
    teams_against: int = 0


def adopts(charter: Charter, tally: Tally) -> bool:
    """Whether a proposal with this tally becomes a policy by the rule, without a steward's word.

    Shares are of the filled seats, not of those who reacted, so that silence never adopts anything.
    """
    quorum = quorum_of(charter, tally.seats)
    if tally.seats == 0 or tally.support + tally.oppose < quorum:
        return False
    match charter.rule:
        case DecisionRuleKind.MAJORITY:
            return tally.support * 2 > tally.seats
        case DecisionRuleKind.TWO_THIRDS:
            return tally.support * 3 >= tally.seats * 2
        case DecisionRuleKind.STEWARDS:
            return False
        case DecisionRuleKind.CONSENT:
            return tally.support > 0 and tally.objections == 0
        case DecisionRuleKind.TEAMS:
            return tally.teams_for * 2 > tally.teams
        case _:
            assert_never(charter.rule)


def terms_of(charter: Charter) -> Terms:
    """What it says, without its version."""
    return Terms(charter.rule, charter.quorum, charter.enactment, charter.enforcement, charter.conditions)


def quorum_of(charter: Charter, seats: int) -> int:
    """How many of the filled seats must take a side."""
    return ceil(share(charter.quorum) * seats)


def voices(sides: Iterable[tuple[str, bool | None]]) -> dict[str, bool | None]:
    """Each team's one voice: the side that more of its seats take; None for a tie or silence.

    `sides`: the team and the side of each filled seat.
    """
    balance: dict[str, int] = {}
    for team, side in sides:
        balance[team] = balance.get(team, 0) + (0 if side is None else 1 if side else -1)
    return {team: None if weight == 0 else weight > 0 for team, weight in balance.items()}


def share(value: float) -> Fraction:
    """A share as the author wrote it, such as 0.6, without the error of binary floating point."""
    return Fraction(str(value))


def tally_of(support: Collection[object], oppose: Collection[object], seats: int) -> Tally:
    """Counts the seats on each side."""
    return Tally(len(support), len(oppose), seats)
