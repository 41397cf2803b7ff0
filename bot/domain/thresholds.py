"""Shares that carry a decision: of the votes cast, of all who vote, or of the teams."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from bot.domain.amounts import least_above, least_of
from bot.domain.parts import Share

HALF = Fraction(1, 2)


class CountedOf(StrEnum):
    """What the votes in favour are a share of."""

    CAST = "cast"  # the votes for and against
    SEATED = "seated"  # all that could vote, whether they did or not
    TEAMS = "teams"  # the teams, each with one voice: what more of its seats say


@dataclass(frozen=True, slots=True)
class Threshold:
    """More than a share, or at least one."""

    of: CountedOf = CountedOf.SEATED
    more_than: Share = HALF
    at_least: Share | None = None

    def reached(self, for_it: int | Fraction, of: int | Fraction) -> bool:
        """Whether so many of so many are enough."""
        return for_it >= self.at_least * of if self.at_least is not None else for_it > self.more_than * of

    def least(self, of: int | Fraction, step: int | Fraction = 1) -> int | Fraction:
        """The least number in favour that is enough; never none."""
        if self.at_least is None:
            return least_above(self.more_than * of, step)
        return max(least_above(Fraction(), step), least_of(self.at_least * of, step))

    def __str__(self) -> str:
        """`more than half`: a stored outcome says it in its reason."""
        if self.at_least is not None:
            return "all" if self.at_least == 1 else f"at least {in_words(self.at_least)}"
        return f"more than {in_words(self.more_than)}"


_NAMED = {
    Fraction(1, 2): "half",
    Fraction(1, 3): "a third",
    Fraction(2, 3): "two thirds",
    Fraction(1, 4): "a quarter",
    Fraction(3, 4): "three quarters",
}


def in_words(share: Fraction) -> str:
    """`two thirds`, `60%`, or as it was written."""
    percent = share * 100
    return _NAMED.get(share) or (f"{percent}%" if percent.denominator == 1 else str(share))
