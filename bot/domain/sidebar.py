"""Sidebars: the holders of one role number meet across councils."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.council.state import Council
from bot.domain.ids import RoleNumber, UserId
from bot.domain.paper import is_paper


@dataclass(frozen=True, slots=True)
class Sidebar:
    """A temporary channel and who belongs in it."""

    role: RoleNumber
    members: tuple[UserId, ...]


def sidebars(councils: Iterable[Council]) -> tuple[Sidebar, ...]:
    """A sidebar for each role number; somebody who would sit alone joins a teammate's.

    Empty with fewer than two councils: teams huddle in their own council then.
    """
    tables = tuple(councils)
    if len(tables) < 2:
        return ()
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
    return tuple(Sidebar(role, tuple(members[role])) for role in sorted(members))
