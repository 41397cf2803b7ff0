"""Sidebars: the holders of one role number meet across councils.

With many councils a role has several sidebars, each for some of the councils, so that people can still talk.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from math import ceil

from bot.domain.council.state import Council
from bot.domain.ids import RoleNumber, UserId
from bot.domain.paper import is_paper

ROOM = "sidebar:"


@dataclass(frozen=True, slots=True)
class Sidebar:
    """A temporary channel and who belongs in it. `part`, from 1, says which of the role's `parts` it is."""

    role: RoleNumber
    members: tuple[UserId, ...]
    part: int = 1
    parts: int = 1

    @property
    def room(self) -> str:
        """The key of its channel: `sidebar:3`, or `sidebar:3-2` where the role has several."""
        return f"{ROOM}{self.role}" if self.parts == 1 else f"{ROOM}{self.role}-{self.part}"


def sidebars(councils: Iterable[Council], limit: int) -> tuple[Sidebar, ...]:
    """The sidebars of each role number; nobody sits alone who has a teammate to join.

    `limit` (3 or more): how many councils a sidebar is for at most. Empty with fewer than two councils: teams
    huddle in their own council then.
    """
    tables = tuple(councils)
    parts = ceil(len(tables) / limit)
    return tuple(
        Sidebar(role, members, part, parts)
        for part in range(1, parts + 1)
        for role, members in _meetings([one for one in tables if _part(one.number, parts) == part])
    )


def sidebar_role(room: str) -> RoleNumber:
    """Whose sidebar a room's key stands for."""
    return RoleNumber(int(room.removeprefix(ROOM).partition("-")[0]))


def rooms_of(council: Council, rooms: Collection[str]) -> dict[str, RoleNumber]:
    """Those of a game's sidebars, by their rooms' keys, that are for this council, and the role of each."""
    parts = max((int(room.partition("-")[2] or 1) for room in rooms), default=1)
    part = _part(council.number, parts)
    return {room: sidebar_role(room) for room in rooms if int(room.partition("-")[2] or 1) == part}


def _part(number: int, parts: int) -> int:
    return (number - 1) % parts + 1


def _meetings(tables: list[Council]) -> Iterator[tuple[RoleNumber, tuple[UserId, ...]]]:
    if len(tables) < 2:
        return
    members: dict[RoleNumber, list[UserId]] = {}
    teams: dict[str, list[RoleNumber]] = {}
    for council in tables:
        for seat in council.filled:
            assert seat.holder is not None
            if is_paper(seat.holder):
                continue  # in the room, but in no channel
            members.setdefault(seat.role, []).append(seat.holder)
            if seat.role not in teams.setdefault(seat.team, []):
                teams[seat.team].append(seat.role)
    for roles in teams.values():
        full = [role for role in sorted(roles) if len(members[role]) > 1] or [min(roles)]
        for role in roles:
            if role != full[0] and len(members[role]) == 1:
                members[full[0]] += members.pop(role)
    yield from ((role, tuple(members[role])) for role in sorted(members))
