"""Who meets in the rooms of a phase: a sidebar's, where the holders of one role number meet across councils,
and those of teams and groups.

With many councils a room that is across them has several parts, each for some of the councils, so that people
can still talk. Where nobody shares a role number, as with one council, each team has a huddle instead.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from math import ceil
from typing import TypeAlias

from bot.domain.council.state import Council
from bot.domain.ids import RoleNumber, UserId
from bot.domain.paper import is_paper
from bot.domain.rooms import BY_NUMBER, RoomKey, RoomPlan, Unit, roles_in
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat

Plans: TypeAlias = Collection[RoomPlan | None]
NO_PLANS: Plans = ()


@dataclass(frozen=True, slots=True)
class Sidebar:
    """A temporary channel and who belongs in it; its key says for whom it is, and for which of the `parts`
    of the councils."""

    key: RoomKey
    members: tuple[UserId, ...]
    parts: int = 1

    @property
    def room(self) -> str:
        """The key of its channel."""
        return self.key.written(self.parts)

    @property
    def role(self) -> RoleNumber:
        """The role that meets; of a huddle, the first of its team's."""
        return self.key.roles[0]


def sidebars(
    councils: Iterable[Council], limit: int, plan: RoomPlan | None = BY_NUMBER
) -> tuple[Sidebar, ...]:
    """The rooms of a plan; nobody sits alone, so who would has none.

    `limit` (3 or more): how many councils a room is for at most.
    """
    tables = tuple(councils)
    if plan is None:
        return ()
    if plan.units:
        return tuple(_of_units(tables, limit, plan))
    return tuple(_by_number(tables, limit, observers=plan.observers))


def staying(councils: Iterable[Council], rooms: Iterable[Sidebar]) -> tuple[Council, ...]:
    """The councils in which somebody has no sidebar to go to."""
    gone = {member for room in rooms for member in room.members}
    return tuple(one for one in councils if not {seat.holder for seat in _in_slack(one)} <= gone)


def people_of(council: Council, unit: Unit) -> tuple[UserId, ...]:
    """The people of a team or group in this council who can be in a channel."""
    return _holders([council], unit.roles)


# --- a room by its key


def is_huddle(room: str) -> bool:
    """Whether a room's key stands for a team where nobody shares a role number."""
    return RoomKey.read(room).is_huddle


def rooms_of(
    council: Council, rooms: Collection[str], plans: Plans = NO_PLANS
) -> dict[str, frozenset[RoleNumber]]:
    """Those of a game's rooms, by their keys, that are for this council, and the roles of each; of a unit
    that these plans do not have, none."""
    keys = {room: RoomKey.read(room) for room in rooms}
    parts = max((key.part for key in keys.values()), default=1)
    part = _part(council.number, parts)
    return {
        room: roles_in(room, plans)
        for room, key in keys.items()
        if (key.council == council.number if key.council else key.part == part)
    }


def tables_of(room: str, councils: int, limit: int) -> tuple[int, ...]:
    """The numbers of the councils, of so many, whose people meet in a room."""
    key = RoomKey.read(room)
    if key.council:
        return (key.council,)
    parts = 1 if key.is_huddle else ceil(councils / limit)
    return tuple(number for number in range(1, councils + 1) if _part(number, parts) == key.part)


# --- who meets


class Shared(Enum):
    """What is known to everybody in a room already, so that they may talk about it."""

    MISSIONS = auto()  # they hold the same role, or share its sheet
    TEAM_MISSION = auto()  # they are of the same team
    NOTHING = auto()


def seats_in(room: str, tables: Collection[Council], plans: Plans = NO_PLANS) -> tuple[Seat, ...]:
    """The seats whose holders meet in a room; `tables` are the councils that `tables_of` names."""
    key, seats = RoomKey.read(room), {seat.holder: seat for table in tables for seat in _in_slack(table)}
    if key.unit or key.is_huddle:
        roles = roles_in(room, plans)
        return tuple(seat for seat in seats.values() if seat.role in roles)
    members = dict(_meetings(tables)).get(key.roles[0], ())
    return tuple(seats[member] for member in members)


def shared_by(seats: Collection[Seat], scenario: Scenario, *, observers: bool = False) -> Shared:
    """What they all know of one another's missions. Whoever plays without a secret knows none, and observers
    who read along do not either."""
    if observers or any(seat.open_hand for seat in seats):
        return Shared.NOTHING
    if len({scenario.role(seat.role).key for seat in seats}) == 1:
        return Shared.MISSIONS
    return Shared.TEAM_MISSION if len({seat.team for seat in seats}) == 1 else Shared.NOTHING


def _part(number: int, parts: int) -> int:
    return (number - 1) % parts + 1


def _in_slack(table: Council) -> Iterator[Seat]:
    """The seats of people who can be in a channel."""
    return (seat for seat in table.filled if not is_paper(seat.holder))


def _holders(tables: Iterable[Council], roles: Collection[RoleNumber]) -> tuple[UserId, ...]:
    there = (seat.holder for table in tables for seat in _in_slack(table) if seat.role in roles)
    return tuple(holder for holder in there if holder is not None)


def _of_units(tables: Collection[Council], limit: int, plan: RoomPlan) -> Iterator[Sidebar]:
    parts = ceil(len(tables) / limit) if plan.across else 1
    for part in range(1, parts + 1):
        theirs = [one for one in tables if _part(one.number, parts) == part]
        for meeting in [theirs] if plan.across else [[one] for one in theirs]:
            council = 0 if plan.across else meeting[0].number
            for unit in plan.units:
                members = _holders(meeting, unit.roles)
                if len(members) > 1:
                    key = RoomKey((), unit.key, council, part, plan.observers)
                    yield Sidebar(key, members, parts)


def _by_number(tables: Collection[Council], limit: int, *, observers: bool) -> Iterator[Sidebar]:
    held = Counter(seat.role for table in tables for seat in _in_slack(table))
    if all(count == 1 for count in held.values()):
        yield from _huddles(tables, observers=observers)
        return
    parts = ceil(len(tables) / limit)
    for part in range(1, parts + 1):
        theirs = [one for one in tables if _part(one.number, parts) == part]
        for role, members in _meetings(theirs):
            yield Sidebar(RoomKey((role,), part=part, observers=observers), members, parts)


def _huddles(tables: Collection[Council], *, observers: bool) -> Iterator[Sidebar]:
    teams = {seat.team: None for table in tables for seat in table.seats.values()}
    for team in teams:
        roles = sorted({s.role for table in tables for s in table.seats.values() if s.team == team})
        members = _holders(tables, roles)
        if len(members) > 1:
            yield Sidebar(RoomKey(tuple(roles), observers=observers), members)


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
