"""The rules by which a council decides: one row for each, from which adoption and the card's words both come.

A row says what a council of this size needs: a `Requirement`, whose numbers the card shows and whose `met`
decides. So a rule cannot ask for one thing on the card and for another when it is applied. A new rule is a
member of `DecisionRuleKind` and a row; only one that asks for something of another shape needs new words.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import assert_never


class Who(StrEnum):
    """Whose voices a rule counts."""

    SEATS = "seats"
    TEAMS = "teams"
    STEWARDS = "stewards"


@dataclass(frozen=True, slots=True)
class Voices:
    """How many of those whose voices count are for something, and how many against."""

    for_it: int
    against: int
    of: int
    who: Who = Who.SEATS


@dataclass(frozen=True, slots=True)
class Tally:
    """How the filled seats stand towards a proposal; counts of seats.

    `objections` are counted where the rule knows them, teams only where each has one voice, and stewards only
    where they decide.
    """

    support: int
    oppose: int
    seats: int
    objections: int = 0
    teams: int = 0
    teams_for: int = 0
    teams_against: int = 0
    stewards: int = 0
    stewards_for: int = 0
    stewards_against: int = 0

    @property
    def sides(self) -> int:
        """How many take a side."""
        return self.support + self.oppose


def voices(sides: Iterable[tuple[str, bool | None]]) -> dict[str, bool | None]:
    """Each team's one voice: the side that more of its seats take; None for a tie or silence.

    `sides`: the team and the side of each filled seat.
    """
    balance: dict[str, int] = {}
    for team, side in sides:
        balance[team] = balance.get(team, 0) + (0 if side is None else 1 if side else -1)
    return {team: None if weight == 0 else weight > 0 for team, weight in balance.items()}


# --- what a rule can ask for
#
# `met` is whether what stands on a card reaches it, `met_aloud` whether what was said in the room does, of
# which a steward gives two numbers. `voices` is what stands on a card, in the same terms as those numbers.


@dataclass(frozen=True, slots=True)
class Support:
    """So many of the seats support it, and so many take a side.

    Shares are of the filled seats, not of those who reacted, so that silence never adopts anything.
    """

    support: int
    sides: int
    seats: int

    def voices(self, tally: Tally) -> Voices:
        """How the seats stand."""
        return Voices(tally.support, tally.oppose, self.seats)

    def met(self, tally: Tally) -> bool:
        """Whether these numbers are reached."""
        return self.met_aloud(self.voices(tally))

    def met_aloud(self, said: Voices) -> bool:
        """Whether these numbers are reached."""
        return said.for_it >= self.support and said.for_it + said.against >= self.sides


@dataclass(frozen=True, slots=True)
class TeamSupport:
    """So many of the teams support it, each with one voice, and so many seats take a side."""

    support: int
    teams: int
    sides: int
    seats: int

    def voices(self, tally: Tally) -> Voices:
        """How the teams stand."""
        return Voices(tally.teams_for, tally.teams_against, self.teams, Who.TEAMS)

    def met(self, tally: Tally) -> bool:
        """Whether these numbers are reached."""
        return tally.teams_for >= self.support and tally.sides >= self.sides

    def met_aloud(self, said: Voices) -> bool:
        """Whether they are, where the same share of the teams has spoken as seats must take a side."""
        spoken = said.for_it + said.against
        return said.for_it >= self.support and spoken * self.seats >= self.sides * self.teams


@dataclass(frozen=True, slots=True)
class NoObjection:
    """So many seats take a side, somebody supports it, and no reasoned objection stands."""

    sides: int
    seats: int

    def voices(self, tally: Tally) -> Voices:
        """How the seats stand."""
        return Voices(tally.support, tally.oppose, self.seats)

    def met(self, tally: Tally) -> bool:
        """Whether that is so."""
        return tally.support > 0 and tally.objections == 0 and tally.sides >= self.sides

    def met_aloud(self, said: Voices) -> bool:
        """Whether that is so; aloud, whoever is against it objects."""
        return said.against == 0 and said.for_it >= max(1, self.sides)


@dataclass(frozen=True, slots=True)
class StewardsSupport:
    """More than half of the stewards support it, whatever the others say, and so many take a side.

    The only one decides alone, of two both must support it, and of three two. A vacant steward's seat counts
    for nothing.
    """

    support: int
    sides: int
    stewards: int

    def voices(self, tally: Tally) -> Voices:
        """How the stewards stand."""
        return Voices(tally.stewards_for, tally.stewards_against, self.stewards, Who.STEWARDS)

    def met(self, tally: Tally) -> bool:
        """Whether these numbers are reached."""
        return self.met_aloud(self.voices(tally))

    def met_aloud(self, said: Voices) -> bool:
        """Whether these numbers are reached."""
        return said.for_it >= self.support and said.for_it + said.against >= self.sides


Requirement = Support | TeamSupport | NoObjection | StewardsSupport


# --- the rules


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many can decide, and the share of them that must take a side by the charter's quorum."""

    seats: int
    teams: int
    stewards: int
    quorum: Fraction

    def sides(self, of: int) -> int:
        """How many of so many that is."""
        return ceil(self.quorum * of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is true of a rule."""

    needs: Callable[[Turnout], Requirement]
    objections: bool  # seats may object with a reason, and an objection is a side against
    by_teams: bool  # each team has one voice, and cards show how the teams stand
    by_stewards: bool  # only the stewards' voices count, as long as anybody holds a steward's seat


def more_than(share: Fraction, of: int) -> int:
    """The least number that is more than this share; at least one."""
    return floor(share * of) + 1


def at_least(share: Fraction, of: int) -> int:
    """The least number that is this share; at least one."""
    return max(1, ceil(share * of))


def _most_seats(of: Turnout) -> Support:
    return Support(more_than(Fraction(1, 2), of.seats), of.sides(of.seats), of.seats)


def _most_stewards(of: Turnout) -> Support | StewardsSupport:
    if not of.stewards:
        return _most_seats(of)
    return StewardsSupport(more_than(Fraction(1, 2), of.stewards), of.sides(of.stewards), of.stewards)


# fmt: off
_MAJORITY = Rule(
    needs=_most_seats,
    objections=False, by_teams=False, by_stewards=False,
)
_TWO_THIRDS = Rule(
    needs=lambda of: Support(at_least(Fraction(2, 3), of.seats), of.sides(of.seats), of.seats),
    objections=False, by_teams=False, by_stewards=False,
)
_STEWARDS = Rule(
    needs=_most_stewards,
    objections=False, by_teams=False, by_stewards=True,
)
_CONSENT = Rule(
    needs=lambda of: NoObjection(max(1, of.sides(of.seats)), of.seats),
    objections=True, by_teams=False, by_stewards=False,
)
_TEAMS = Rule(
    needs=lambda of: TeamSupport(
        more_than(Fraction(1, 2), of.teams), of.teams, of.sides(of.seats), of.seats
    ),
    objections=False, by_teams=True, by_stewards=False,
)
# fmt: on


class DecisionRuleKind(StrEnum):
    """How a council may decide; once the charter names the rule, Moot applies it."""

    MAJORITY = "majority"
    TWO_THIRDS = "two_thirds"
    STEWARDS = "stewards"
    CONSENT = "consent"
    TEAMS = "teams"

    @property
    def row(self) -> Rule:
        """What is true of it."""
        match self:
            case DecisionRuleKind.MAJORITY:
                return _MAJORITY
            case DecisionRuleKind.TWO_THIRDS:
                return _TWO_THIRDS
            case DecisionRuleKind.STEWARDS:
                return _STEWARDS
            case DecisionRuleKind.CONSENT:
                return _CONSENT
            case DecisionRuleKind.TEAMS:
                return _TEAMS
            case _:
                assert_never(self)
