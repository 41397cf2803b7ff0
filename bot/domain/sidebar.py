"""Sidebars: the holders of one role number meet across councils.

With many councils a role has several sidebars, each for some of the councils, so that people can still talk.
Where nobody shares a role number, as with one council, each team has a huddle instead.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from math import ceil

from bot.domain.council.state import Council
from bot.domain.ids import RoleNumber, UserId
from bot.domain.paper import is_paper
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat

ROOM = "sidebar:"


@dataclass(frozen=True, slots=True)
class Sidebar:
    """A temporary channel and who belongs in it. `part`, from 1, says which of the role's `parts` it is.

    A huddle is for all roles of a `team`, whoever holds them.
    """

    role: RoleNumber
    members: tuple[UserId, ...]
    part: int = 1
    parts: int = 1
    team: tuple[RoleNumber, ...] = ()

    @property
    def room(self) -> str:
        """The key of its channel: `sidebar:3`, `sidebar:3-2` where the role has several, or for a huddle
        `sidebar:3+4`."""
        if self.team:
            return f"{ROOM}{'+'.join(map(str, self.team))}"
        return f"{ROOM}{self.role}" if self.parts == 1 else f"{ROOM}{self.role}-{self.part}"


def sidebars(councils: Iterable[Council], limit: int) -> tuple[Sidebar, ...]:
    """The sidebars of each role number, or the teams' huddles; nobody sits alone, so who has no teammate in
    Slack sits in none.

    `limit` (3 or more): how many councils a sidebar is for at most.
    """
    tables = tuple(councils)
    held = Counter(seat.role for table in tables for seat in _in_slack(table))
    if all(count == 1 for count in held.values()):
        return tuple(_huddles(tables))
    parts = ceil(len(tables) / limit)
    return tuple(
        Sidebar(role, members, part, parts)
        for part in range(1, parts + 1)
        for role, members in _meetings([one for one in tables if _part(one.number, parts) == part])
    )


def staying(councils: Iterable[Council], rooms: Iterable[Sidebar]) -> tuple[Council, ...]:
    """The councils in which somebody has no sidebar to go to."""
    gone = {member for room in rooms for member in room.members}
    return tuple(one for one in councils if not {seat.holder for seat in _in_slack(one)} <= gone)


# --- a room by its key


def sidebar_roles(room: str) -> frozenset[RoleNumber]:
    """For whom a room's key stands: one role, or all of a team."""
    roles, _ = _read(room)
    return frozenset(roles)


def sidebar_role(room: str) -> RoleNumber:
    """The role of a sidebar; of a huddle, the first of its team's."""
    return _read(room)[0][0]


def is_huddle(room: str) -> bool:
    """Whether a room's key stands for a team."""
    return len(_read(room)[0]) > 1


def rooms_of(council: Council, rooms: Collection[str]) -> dict[str, frozenset[RoleNumber]]:
    """Those of a game's sidebars, by their rooms' keys, that are for this council, and the roles of each."""
    parts = max((_read(room)[1] for room in rooms), default=1)
    part = _part(council.number, parts)
    return {room: sidebar_roles(room) for room in rooms if _read(room)[1] == part}


def tables_of(room: str, councils: int, limit: int) -> tuple[int, ...]:
    """The numbers of the councils, of so many, whose people meet in a room."""
    parts = 1 if is_huddle(room) else ceil(councils / limit)
    return tuple(number for number in range(1, councils + 1) if _part(number, parts) == _read(room)[1])


def _read(room: str) -> tuple[list[RoleNumber], int]:
    roles, _, part = room.removeprefix(ROOM).partition("-")
    return [RoleNumber(int(role)) for role in roles.split("+")], int(part or 1)


# --- who meets


class Shared(Enum):
    """What is known to everybody in a room already, so that they may talk about it."""

    MISSIONS = auto()  # they hold the same role, or share its sheet
    TEAM_MISSION = auto()  # they are of the same team
    NOTHING = auto()


def seats_in(room: str, tables: Collection[Council]) -> tuple[Seat, ...]:
    """The seats whose holders meet in a room; `tables` are the councils that `tables_of` names."""
    seats = {seat.holder: seat for table in tables for seat in _in_slack(table)}
    if is_huddle(room):
        return tuple(seat for seat in seats.values() if seat.role in sidebar_roles(room))
    members = dict(_meetings(tables)).get(sidebar_role(room), ())
    return tuple(seats[member] for member in members)


def shared_by(seats: Collection[Seat], scenario: Scenario) -> Shared:
    """What they all know of one another's missions. Whoever plays without a secret knows none."""
    if any(seat.open_hand for seat in seats):
        return Shared.NOTHING
    if len({scenario.role(seat.role).key for seat in seats}) == 1:
        return Shared.MISSIONS
    return Shared.TEAM_MISSION if len({seat.team for seat in seats}) == 1 else Shared.NOTHING


def _part(number: int, parts: int) -> int:
    return (number - 1) % parts + 1


def _in_slack(table: Council) -> Iterator[Seat]:
    """The seats of people who can be in a channel."""
    return (seat for seat in table.filled if not is_paper(seat.holder))


def _huddles(tables: Collection[Council]) -> Iterator[Sidebar]:
    teams = {seat.team: None for table in tables for seat in table.seats.values()}
    for team in teams:
        roles = sorted({s.role for table in tables for s in table.seats.values() if s.team == team})
        there = [s.holder for table in tables for s in _in_slack(table) if s.team == team]
        members = tuple(holder for holder in there if holder is not None)
        if len(members) > 1:
            yield Sidebar(roles[0], members, team=tuple(roles))


def _meetings(tables: Collection[Council]) -> Iterator[tuple[RoleNumber, tuple[UserId, ...]]]:
    members: dict[RoleNumber, list[UserId]] = {}
    teams: dict[str, list[RoleNumber]] = {}
    for council in tables:
        for seat in _in_slack(council):
            assert seat.holder is not None
            members.setdefault(seat.role, []).append(seat.holder)
            if seat.role not in teams.setdefault(seat.team, []):
                teams[seat.team].append(seat.role)
    for roles in teams.values():
        full = [role for role in sorted(roles) if len(members[role]) > 1] or [min(roles)]
        for role in roles:
            if role != full[0] and len(members[role]) == 1:
                members[full[0]] += members.pop(role)
    yield from ((role, tuple(members[role])) for role in sorted(members) if len(members[role]) > 1)
