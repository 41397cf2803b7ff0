"""Who is meant where a scenario names people: in `to`, in an electorate, in rooms, turns and questions.

A name is the key of a team, a group or a role, or one of the words of `Everybody`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field

from bot.domain.ids import RoleNumber
from bot.domain.parts import Key, Line, Part
from bot.domain.roles import Role, Team

Audience = tuple[Key, ...]  # names, each of whom is meant


class Everybody(StrEnum):
    """Names that every scenario knows. The last two have no seat."""

    EVERYONE = "everyone"  # every seat
    STEWARDS = "stewards"
    FACILITATORS = "facilitators"
    OBSERVERS = "observers"


@dataclass(frozen=True, slots=True)
class Addressees:
    """Whom a text is for. What is for `everyone` is posted in channels; everybody else is written to."""

    seats: frozenset[RoleNumber] = frozenset()
    everyone: bool = False
    facilitators: bool = False
    observers: bool = False


def only_some(to: Addressees | None) -> bool:
    """Whether what is for them is told by direct message alone."""
    return to is not None and not to.everyone


class Group(Part):
    """Several teams or roles under one name, such as a bloc, a caucus or a jury."""

    key: Key = Field(description="Short name, unique among teams, groups and roles.")
    name: Line = Field(description="The name that players read.")
    members: Audience = Field(min_length=1, description="Keys of teams and roles.")


class Named:
    """Whom each name of a scenario means."""

    def __init__(self, teams: Iterable[Team], roles: Iterable[Role], groups: Iterable[Group]) -> None:
        roles, stewards = tuple(roles), {team.key for team in teams if team.stewards}
        self._roles = frozenset(role.key for role in roles)
        self._seats: dict[str, frozenset[RoleNumber]] = {
            Everybody.EVERYONE: _numbers(roles),
            Everybody.STEWARDS: _numbers(role for role in roles if role.team in stewards),
            Everybody.FACILITATORS: frozenset(),
            Everybody.OBSERVERS: frozenset(),
        }
        for role in roles:
            for name in (role.key, role.team):
                self._seats[name] = self._seats.get(name, frozenset()) | {RoleNumber(role.number)}
        for group in groups:
            self._seats[group.key] = self.seats_of(group.members)

    def seats_of(self, names: Audience) -> frozenset[RoleNumber]:
        """The seats of all who are named. Raises KeyError for a name that nobody has."""
        return frozenset[RoleNumber]().union(*(self._seats[name] for name in names))

    def addressees(self, names: Audience) -> Addressees | None:
        """Whom these names mean; None where that is everybody in a council, and nobody besides. Raises
        KeyError."""
        seats = self.seats_of(names)
        everyone = not names or seats == self._seats[Everybody.EVERYONE]
        facilitators, observers = Everybody.FACILITATORS in names, Everybody.OBSERVERS in names
        if everyone and not facilitators and not observers:
            return None
        return Addressees(frozenset() if everyone else seats, everyone, facilitators, observers)

    def breadth(self, name: str) -> int:
        """How widely a name is meant: a role's least, then a team's or group's, then the words for many."""
        if name == Everybody.EVERYONE:
            return 3
        return 2 if name in set(Everybody) else 0 if name in self._roles else 1


def _numbers(roles: Iterable[Role]) -> frozenset[RoleNumber]:
    return frozenset(RoleNumber(role.number) for role in roles)
