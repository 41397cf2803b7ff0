"""Checks of the rooms that phases have: whether they have a place there, and whether somebody would meet."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from bot.domain.audience import Everybody
from bot.domain.phases import PhaseKind, Place
from bot.domain.rooms import RoomsBy
from bot.scenarios.marked import Marked
from bot.scenarios.schema import Found

IN_PLENARY = tuple(kind for kind in PhaseKind if kind.traits.place is Place.PLENARY)
NO_ROOM = (Everybody.EVERYONE, Everybody.FACILITATORS, Everybody.OBSERVERS)


def _rooms(pack: Marked) -> Iterator[tuple[Marked, Marked]]:
    for phase in pack.each("agenda"):
        if "rooms" in phase.parts and isinstance(phase.at("rooms").value, dict):
            yield phase, phase.at("rooms")


def _rooms_have_a_place(pack: Marked) -> Iterator[Found]:
    for phase, rooms in _rooms(pack):
        if (kind := phase.text("kind")) in IN_PLENARY:
            what = kind.replace("_", "-")
            yield rooms.line, f"in the {what}, everybody is in the plenary; move `rooms` to another phase"


def _groups_are_named(pack: Marked) -> Iterator[Found]:
    for _, rooms in _rooms(pack):
        by_group, named = rooms.text("by") == RoomsBy.GROUP, rooms.each("groups")
        if by_group and not named:
            yield rooms.line, "name in `groups` for whom the rooms are, such as [jury, press]"
        if named and not by_group:
            yield rooms.at("groups").line, "only rooms `by: group` have `groups`"
        for name, count in Counter(one.value for one in named if isinstance(one.value, str)).items():
            if count > 1:
                yield rooms.at("groups").line, f"`{name}` stands there twice; a group has one room"
        for one in named:
            if one.value in NO_ROOM:
                yield one.line, f"there is no room for `{one.value}`; name teams, groups or roles"


def _somebody_meets(pack: Marked) -> Iterator[Found]:
    seats = _seats(pack)
    for _, rooms in _rooms(pack):
        if "across" in rooms.parts and rooms.at("across").value is False and rooms.text("by") == "number":
            yield rooms.at("across").line, "in one council nobody shares a role number; leave `across` out"
        if rooms.flag("across"):
            continue
        for one in rooms.each("groups"):
            if isinstance(one.value, str) and seats.get(one.value, 2) < 2:
                yield (
                    one.line,
                    f"`{one.value}` is one seat in each council, and a room needs two; name more, or write "
                    "`across: true`",
                )


def _seats(pack: Marked) -> Mapping[str, int]:
    """How many roles of a council each name is for."""
    roles = [(role.text("key"), role.text("team")) for role in pack.each("roles")]
    seats = Counter(name for role in roles for name in role)
    for group in pack.each("groups"):
        members = {one.value for one in group.each("members")}
        seats[group.text("key")] = sum(not members.isdisjoint(role) for role in roles)
    return seats


ROOM_CHECKS: tuple[Callable[[Marked], Iterator[Found]], ...] = (
    _rooms_have_a_place,
    _groups_are_named,
    _somebody_meets,
)
