"""Who decides: which seats vote, what they weigh, who holds a veto, and whose quorum counts.

A scenario says it once. A council keeps it from its founding on; proposals and the final vote ask it alike.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Annotated

from pydantic import Field

from bot.domain.amounts import Amount, least_of, plain
from bot.domain.audience import Audience, Everybody, Named
from bot.domain.ids import RoleNumber
from bot.domain.parts import Key, Part, Share
from bot.domain.seating import Seat

Weight = Annotated[Amount, Field(ge=0, le=9_999)]


class QuorumRule(Part):
    """A group of whom enough must take part, whatever the others do."""

    of: Key = Field(description="The name of a team, a group or a role.")
    share: Share = Field(
        gt=0,
        le=1,
        description="The share of its votes that must take a side, or take part in the final vote.",
    )


class ElectorateRule(Part):
    """Who decides, in proposals and in the final vote alike. Wherever seats are counted, weights are: a seat
    with the weight 5 counts as five votes in majorities, shares and quorums."""

    voters: Audience = Field(
        default=(Everybody.EVERYONE.value,),
        min_length=1,
        description=(
            "Who votes. The others can still speak, propose, amend and claim, but their reactions on "
            "proposals and on the ballot do not count, and they are told so. They are in no quorum."
        ),
    )
    weights: dict[Key, Weight] = Field(
        default={},
        description=(
            "How many votes each seat of a name has, such as `industry: 3`; 1 if it is not named. A role's "
            "own key goes before a team or group, that before `stewards`, and that before `everyone`. The "
            "result of a secret ballot then counts votes and not seats; even so, with few seats of different "
            "weights, a sum can reveal who voted how."
        ),
    )
    veto: Audience = Field(
        default=(),
        description=(
            "Who can stop a proposal or the book. Each seat of these names holds a veto: nothing is adopted "
            "while one of them is against it. If a secret ballot fails by a veto, the result says so; where "
            "only one seat holds one, that reveals its vote."
        ),
    )
    quorum_by: tuple[QuorumRule, ...] = Field(
        default=(),
        max_length=12,
        description="Groups that must take part, besides the charter's quorum and the ballot's.",
    )

    def electorate(self, named: Named, names: Mapping[str, str]) -> "Electorate":
        """By role number. `names`: what players read for the key of a team, group or role."""
        voters = named.seats_of(self.voters)
        everyone = named.seats_of((Everybody.EVERYONE.value,))
        weights = self._weights(named)
        return Electorate(
            tuple(sorted(everyone - voters)),
            tuple(
                (role, weight) for role, weight in sorted(weights.items()) if role in voters and weight != 1
            ),
            tuple(sorted(named.seats_of(self.veto) & voters)),
            tuple(
                GroupQuorum(
                    names.get(one.of, one.of), tuple(sorted(named.seats_of((one.of,)) & voters)), one.share
                )
                for one in self.quorum_by
            ),
        )

    def _weights(self, named: Named) -> dict[RoleNumber, Amount]:
        """The most specific name goes last, and so counts."""
        weights = dict[RoleNumber, Amount]()
        for name in sorted(self.weights, key=named.breadth, reverse=True):
            weights |= dict.fromkeys(named.seats_of((name,)), self.weights[name])
        return weights


@dataclass(frozen=True, slots=True)
class GroupQuorum:
    """So large a share of the votes of these seats must be given."""

    name: str  # that players read
    seats: tuple[RoleNumber, ...]
    share: Share


@dataclass(frozen=True, slots=True)
class GroupTurnout:
    """How many of a group's votes have been given, of how many, and how many must be."""

    name: str
    sides: Amount
    of: Amount
    needed: Amount

    @property
    def met(self) -> bool:
        """Whether enough of it takes part. A group of which nobody sits here is not waited for."""
        return self.sides >= self.needed


@dataclass(frozen=True, slots=True)
class Electorate:
    """Who decides in a council, by role number; as it stands here, every seat with one vote."""

    voiceless: tuple[RoleNumber, ...] = ()
    weights: tuple[tuple[RoleNumber, Amount], ...] = ()  # where it is not 1
    veto: tuple[RoleNumber, ...] = ()
    quorums: tuple[GroupQuorum, ...] = ()

    @property
    def weighed(self) -> bool:
        """Whether seats differ in how many votes they have."""
        return bool(self.weights)

    @property
    def by_heads(self) -> bool:
        """Whether two numbers say all there is about who was for something and who against it."""
        return not (self.weights or self.veto or self.quorums)

    @property
    def for_all(self) -> bool:
        """Whether every seat votes."""
        return not self.voiceless

    def votes(self, role: RoleNumber) -> bool:
        """Whether this seat has a vote."""
        return role not in self.voiceless

    def voters(self, seats: Iterable[Seat]) -> tuple[Seat, ...]:
        """Those of these seats that vote."""
        return tuple(seat for seat in seats if self.votes(seat.role))

    def weight(self, roles: Iterable[RoleNumber]) -> Amount:
        """How many votes these seats have together."""
        weights = dict(self.weights)
        return plain(sum((Fraction(weights.get(role, 1)) for role in roles if self.votes(role)), Fraction()))

    @property
    def step(self) -> Amount:
        """A number of which every weight is a multiple."""
        return plain(Fraction(1, lcm(*(Fraction(weight).denominator for _, weight in self.weights))))

    def vetoes(self, against: Collection[RoleNumber]) -> tuple[RoleNumber, ...]:
        """Who of those against something stops it by that."""
        return tuple(role for role in self.veto if role in against)

    def turnouts(
        self, seated: Collection[RoleNumber], spoke: Collection[RoleNumber]
    ) -> tuple[GroupTurnout, ...]:
        """How each group that must take part does. `seated`: the seats that can."""
        return tuple(self._turnout(one, seated, spoke) for one in self.quorums)

    def _turnout(
        self, one: GroupQuorum, seated: Collection[RoleNumber], spoke: Collection[RoleNumber]
    ) -> GroupTurnout:
        here = [role for role in one.seats if role in seated]
        of = self.weight(here)
        said = self.weight(role for role in here if role in spoke)
        return GroupTurnout(one.name, said, of, least_of(one.share * of, self.step))


EVERYBODY_ALIKE = Electorate()
EVERYBODY_VOTES = ElectorateRule()
