"""The rules by which a council decides: one row for each, from which adoption and the card's words both come.

A row says what a council of this size needs: a `Requirement`, whose numbers the card shows and whose `met`
decides. So a rule cannot ask for one thing on the card and for another when it is applied. A new rule is a
member of `DecisionRuleKind` and a row; only one that asks for something of another shape needs new words.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from bot.domain.amounts import Amount, least_above, least_of
from bot.domain.electorate import GroupTurnout
from bot.domain.ids import RoleNumber
from bot.domain.thresholds import HALF, CountedOf, Threshold


class Who(StrEnum):
    """Whose voices a rule counts."""

    SEATS = "seats"
    VOTES = "votes"  # of seats that differ in how many they have
    TEAMS = "teams"
    STEWARDS = "stewards"


@dataclass(frozen=True, slots=True)
class Voices:
    """How many of those whose voices count are for something, and how many against."""

    for_it: Amount
    against: Amount
    of: Amount
    who: Who = Who.SEATS


@dataclass(frozen=True, slots=True)
class Tally:
    """How the filled seats that vote stand towards a proposal; counts of seats, or of their votes where they
    differ in how many they have: then `step` is a number of which each is a multiple.

    `objections` are counted where the rule knows them, teams only where each has one voice, and stewards only
    where they decide. `vetoes` are the seats that stop it, and `groups` those that must take part.
    """

    support: Amount
    oppose: Amount
    seats: Amount
    objections: int = 0
    teams: int = 0
    teams_for: int = 0
    teams_against: int = 0
    stewards: Amount = 0
    stewards_for: Amount = 0
    stewards_against: Amount = 0
    step: Amount | None = None
    vetoes: tuple[RoleNumber, ...] = ()
    groups: tuple[GroupTurnout, ...] = ()

    @property
    def sides(self) -> Amount:
        """How many take a side."""
        return self.support + self.oppose

    @property
    def unit(self) -> Who:
        """What it counts."""
        return Who.SEATS if self.step is None else Who.VOTES

    @property
    def free(self) -> bool:
        """Whether nobody's veto stops it, and every group that must takes part."""
        return not self.vetoes and all(group.met for group in self.groups)


def voices(sides: Iterable[tuple[str, bool | None, Amount]]) -> dict[str, bool | None]:
    """Each team's one voice: the side that has more of its votes; None for a tie or silence.

    `sides`: the team, the side and the votes of each filled seat.
    """
    balance: dict[str, Amount] = {}
    for team, side, weight in sides:
        balance[team] = balance.get(team, 0) + (0 if side is None else weight if side else -weight)
    return {team: None if more == 0 else more > 0 for team, more in balance.items()}


# --- what a rule can ask for
#
# `met` is whether what stands on a card reaches it, `met_aloud` whether what was said in the room does, of
# which a steward gives two numbers. `voices` is what stands on a card, in the same terms as those numbers.


@dataclass(frozen=True, slots=True)
class Support:
    """So many of the seats support it, and so many take a side.

    Shares are of the filled seats, not of those who reacted, so that silence never adopts anything.
    """

    support: Amount
    sides: Amount
    seats: Amount

    def voices(self, tally: Tally) -> Voices:
        """How the seats stand."""
        return Voices(tally.support, tally.oppose, self.seats, tally.unit)

    def met(self, tally: Tally) -> bool:
        """Whether these numbers are reached."""
        return self.met_aloud(self.voices(tally))

    def met_aloud(self, said: Voices) -> bool:
        """Whether these numbers are reached."""
        return said.for_it >= self.support and said.for_it + said.against >= self.sides


@dataclass(frozen=True, slots=True)
class TeamSupport:
    """So many of the teams support it, each with one voice, and so many seats take a side."""

    support: Amount
    teams: int
    sides: Amount
    seats: Amount

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

    sides: Amount
    seats: Amount

    def voices(self, tally: Tally) -> Voices:
        """How the seats stand."""
        return Voices(tally.support, tally.oppose, self.seats, tally.unit)

    def met(self, tally: Tally) -> bool:
        """Whether that is so."""
        return tally.support > 0 and tally.objections == 0 and tally.sides >= self.sides

    def met_aloud(self, said: Voices) -> bool:
        """Whether that is so; aloud, whoever is against it objects."""
        return said.against == 0 and said.for_it > 0 and said.for_it >= self.sides


@dataclass(frozen=True, slots=True)
class StewardsSupport:
    """More than half of the stewards support it, whatever the others say, and so many take a side.

    The only one decides alone, of two both must support it, and of three two. A vacant steward's seat counts
    for nothing.
    """

    support: Amount
    sides: Amount
    stewards: Amount

    def voices(self, tally: Tally) -> Voices:
        """How the stewards stand."""
        return Voices(tally.stewards_for, tally.stewards_against, self.stewards, Who.STEWARDS)

    def met(self, tally: Tally) -> bool:
        """Whether these numbers are reached."""
        return self.met_aloud(self.voices(tally))

    def met_aloud(self, said: Voices) -> bool:
        """Whether these numbers are reached."""
        return said.for_it >= self.support and said.for_it + said.against >= self.sides


@dataclass(frozen=True, slots=True)
class CastSupport:
    """So large a share of those who take a side support it, more than oppose it, and so many take one."""

    threshold: Threshold
    sides: Amount
    seats: Amount

    def voices(self, tally: Tally) -> Voices:
        """How the seats stand."""
        return Voices(tally.support, tally.oppose, self.seats, tally.unit)

    def met(self, tally: Tally) -> bool:
        """Whether that is so."""
        return self.met_aloud(self.voices(tally))

    def met_aloud(self, said: Voices) -> bool:
        """Whether that is so."""
        spoken = said.for_it + said.against
        enough = said.for_it > said.against and self.threshold.reached(said.for_it, spoken)
        return enough and spoken >= self.sides


Requirement = Support | CastSupport | TeamSupport | NoObjection | StewardsSupport


# --- the rules


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many can decide, and the share of them that must take a side by the charter's quorum.

    Every number is a multiple of `step`.
    """

    seats: Amount
    teams: int
    stewards: Amount
    quorum: Fraction
    step: Amount = 1

    def sides(self, of: Amount) -> Amount:
        """How many of so many that is."""
        return least_of(self.quorum * of, self.step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is true of a rule."""

    needs: Callable[[Turnout], Requirement]
    objections: bool  # seats may object with a reason, and an objection is a side against
    by_teams: bool  # each team has one voice, and cards show how the teams stand
    by_stewards: bool  # only the stewards' voices count, as long as anybody holds a steward's seat


def by_share(threshold: Threshold) -> Rule:
    """The rule of a share that a pack sets."""

    def needs(of: Turnout) -> Requirement:
        match threshold.of:
            case CountedOf.CAST:
                return CastSupport(threshold, of.sides(of.seats), of.seats)
            case CountedOf.SEATED:
                return Support(threshold.least(of.seats, of.step), of.sides(of.seats), of.seats)
            case CountedOf.TEAMS:
                return TeamSupport(threshold.least(of.teams), of.teams, of.sides(of.seats), of.seats)
            case _:
                assert_never(threshold.of)

    by_teams = threshold.of is CountedOf.TEAMS
    return Rule(needs=needs, objections=False, by_teams=by_teams, by_stewards=False)


def _most_stewards(of: Turnout) -> Requirement:
    if not of.stewards:
        return _MAJORITY.needs(of)
    most = least_above(HALF * of.stewards, of.step)
    return StewardsSupport(most, of.sides(of.stewards), of.stewards)


# fmt: off
_MAJORITY = by_share(Threshold(more_than=HALF))
_TWO_THIRDS = by_share(Threshold(at_least=Fraction(2, 3)))
_TEAMS = by_share(Threshold(CountedOf.TEAMS, more_than=HALF))
_STEWARDS = Rule(
    needs=_most_stewards,
    objections=False, by_teams=False, by_stewards=True,
)
_CONSENT = Rule(
    needs=lambda of: NoObjection(max(of.step, of.sides(of.seats)), of.seats),
    objections=True, by_teams=False, by_stewards=False,
)
# fmt: on


class DecisionRuleKind(StrEnum):
    """How a council may decide; once the charter names the rule, Moot applies it."""

    MAJORITY = "majority"
    TWO_THIRDS = "two_thirds"
    STEWARDS = "stewards"
    CONSENT = "consent"
    TEAMS = "teams"
    SHARE = "share"

    @property
    def is_share(self) -> bool:
        """Whether a pack sets which share it asks for."""
        return self is DecisionRuleKind.SHARE

    @property
    def row(self) -> Rule:
        """What is true of it; of `share`, only where it is half. `Charter.row` knows which share it is."""
        match self:
            case DecisionRuleKind.MAJORITY | DecisionRuleKind.SHARE:
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
