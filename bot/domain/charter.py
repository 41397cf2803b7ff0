"""How a council decides. The rule that it adopts is applied by Moot afterwards."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import assert_never

from bot.domain.scenario import DecisionRuleKind


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


@dataclass(frozen=True, slots=True)
class Tally:
    """How the filled seats stand towards a proposal; counts of seats."""

    support: int
    oppose: int
    seats: int


def adopts(charter: Charter, tally: Tally) -> bool:
    """Whether a proposal with this tally becomes a policy without a steward's word.

    Shares are of the filled seats, not of those who reacted, so that silence never adopts anything.
    """
    quorum = ceil(share(charter.quorum) * tally.seats)
    if tally.seats == 0 or tally.support + tally.oppose < quorum:
        return False
    match charter.rule:
        case DecisionRuleKind.MAJORITY:
            return tally.support * 2 > tally.seats
        case DecisionRuleKind.TWO_THIRDS:
            return tally.support * 3 >= tally.seats * 2
        case DecisionRuleKind.STEWARDS:
            return False
        case _:
            assert_never(charter.rule)


def share(value: float) -> Fraction:
    """A share as the author wrote it, such as 0.6, without the error of binary floating point."""
    return Fraction(str(value))


def tally_of(support: Collection[object], oppose: Collection[object], seats: int) -> Tally:
    """Counts the seats on each side."""
    return Tally(len(support), len(oppose), seats)
