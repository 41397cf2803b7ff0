"""Rooms: channels of their own for some of the people while a phase lasts.

As a content pack writes them, as a game plans them, and their keys. Who meets in them is in `sidebar.py`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field

from bot.domain.audience import Audience
from bot.domain.ids import RoleNumber
from bot.domain.parts import Part, Prose, one_of
from bot.domain.phases import PhaseKind, Place

ROOM = "sidebar:"
READ_ALONG = "~"  # ends the key of a room in which observers read along
MOST_GROUPS = 12  # of a phase: Slack makes twenty channels a minute


class RoomsBy(StrEnum):
    """Who meets in a room."""

    NUMBER = "number"  # everybody who has the same role number, across councils
    TEAM = "team"
    GROUP = "group"  # those whom the pack names together


class Watching(StrEnum):
    """Where observers read along."""

    PLENARY = "plenary"
    COUNCILS = "councils"  # in every council's channel, too


class Rooms(Part):
    """Channels of their own for some of the people while a phase lasts; a sidebar has some anyway.

    A room opens for two people or more who are in Slack; everybody else stays in their council. If the same
    room comes again in a later phase, its channel stays until then, with all that was said in it. It is
    archived after the last phase that has it.
    """

    by: RoomsBy = Field(description=one_of(RoomsBy))
    groups: Audience = Field(
        default=(),
        max_length=MOST_GROUPS,
        description=(
            "With `by: group`: a room for each of these groups, teams or roles, such as a jury and the "
            "press. People in none of them stay in their council; somebody in two of them is in both rooms."
        ),
    )
    across: bool | None = Field(
        default=None,
        description=(
            "Whether people of all councils meet in one room. If left out: yes by number, otherwise no, so "
            "that each council's teams or groups have rooms of their own."
        ),
    )
    card: Prose | None = Field(
        default=None,
        description=(
            "What to talk about, on the card in the room. Moot adds who is there, until when, and whether "
            "they may talk about their missions. If left out: a sentence that fits everybody."
        ),
    )
    observers: bool = Field(default=False, description="Whether observers read along in the rooms.")


@dataclass(frozen=True, slots=True)
class Unit:
    """A team or a group that meets, and the numbers of its roles."""

    key: str
    roles: tuple[RoleNumber, ...]


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """The rooms of a phase. Without units, they are by role number, or by team where nobody shares one."""

    units: tuple[Unit, ...] = ()
    across: bool = True
    observers: bool = False

    def has(self, room: str) -> bool:
        """Whether a room's key is one of these, whoever is there."""
        key = RoomKey.read(room)
        if key.observers != self.observers or bool(key.unit) != bool(self.units):
            return False
        return not key.unit or (self.unit(key.unit) is not None and self.across == (not key.council))

    def unit(self, key: str) -> Unit | None:
        """The unit of this key."""
        return next((one for one in self.units if one.key == key), None)


BY_NUMBER = RoomPlan()


def rooms_in(kind: PhaseKind, rooms: RoomPlan | None) -> RoomPlan | None:
    """The rooms of a phase of this kind: a sidebar has some, also where nothing is said about them."""
    return BY_NUMBER if rooms is None and kind.traits.place is Place.SIDEBARS else rooms


@dataclass(frozen=True, slots=True)
class RoomKey:
    """What a room's key says. By number it holds the roles, several for a team's huddle: `sidebar:3`,
    `sidebar:3-2` for the second `part` of the councils, `sidebar:3+4`. Of a unit it holds the council, 0 for
    all of them, the unit and the part: `sidebar:2/jury`, `sidebar:0/jury/2`."""

    roles: tuple[RoleNumber, ...] = ()
    unit: str = ""
    council: int = 0
    part: int = 1
    observers: bool = False

    def written(self, parts: int = 1) -> str:
        """The key, where the councils are in so many parts."""
        mark = READ_ALONG if self.observers else ""
        if self.unit:
            part = f"/{self.part}" if parts > 1 else ""
            return f"{ROOM}{self.council}/{self.unit}{part}{mark}"
        part = f"-{self.part}" if parts > 1 else ""
        return f"{ROOM}{'+'.join(map(str, self.roles))}{part}{mark}"

    @classmethod
    def read(cls, room: str) -> "RoomKey":
        """The parts of a key."""
        observers, said = room.endswith(READ_ALONG), room.removeprefix(ROOM).removesuffix(READ_ALONG)
        if "/" in said:
            council, unit, *part = said.split("/")
            return cls((), unit, int(council), int(part[0]) if part else 1, observers)
        roles, _, number = said.partition("-")
        numbers = tuple(RoleNumber(int(role)) for role in roles.split("+"))
        return cls(numbers, part=int(number or 1), observers=observers)

    @property
    def is_huddle(self) -> bool:
        """Whether it stands for a team where nobody shares a role number."""
        return len(self.roles) > 1


def roles_in(room: str, plans: Collection[RoomPlan | None]) -> frozenset[RoleNumber]:
    """For whom a room's key stands: one role, or all of a team or group of these plans."""
    key = RoomKey.read(room)
    units = (plan.unit(key.unit) for plan in plans if plan is not None) if key.unit else ()
    return frozenset(key.roles).union(*(unit.roles for unit in units if unit is not None))
