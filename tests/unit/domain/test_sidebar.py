"""Sidebars: the holders of one role number meet across councils."""

from dataclasses import replace
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.ids import MOOT, RoleNumber, UserId
from bot.domain.rooms import BY_NUMBER, RoomKey, RoomPlan, Unit
from bot.domain.sidebar import (
    Shared,
    is_huddle,
    rooms_of,
    seats_in,
    shared_by,
    sidebars,
    staying,
    tables_of,
)
from tests.builders import CouncilLog, a_layout, founding, harbour_town, rainbow_road

PACK = rainbow_road()


def a_table(number: int, roles: set[int]) -> Council:
    """A council in which these roles are held."""
    return _table(number, frozenset(roles))


@cache
def _table(number: int, roles: frozenset[int]) -> Council:
    log = CouncilLog()
    log.do(founding(0, number=number), MOOT)
    everyone = [seat.role for seat in a_layout().filling_order()]
    for role in everyone:
        log.do(cc.FillSeat(UserId(f"U{number}R{role}"), open_hand=False), MOOT)
    for role in everyone:
        if role not in roles:
            log.do(cc.VacateSeat(UserId(f"U{number}R{role}")), MOOT)
    return log.council


def test_the_same_number_of_every_council_meets() -> None:
    tables = [a_table(number, set(range(1, 11))) for number in (1, 2, 3)]

    rooms = sidebars(tables, 25)

    assert [room.role for room in rooms] == list(range(1, 11))
    assert rooms[3].members == ("U1R4", "U2R4", "U3R4")


def test_with_one_council_each_team_of_two_or_more_huddles() -> None:
    assert sidebars([], 25) == ()

    rooms = sidebars([a_table(1, {1, 2, 3, 5, 6})], 25)

    assert {room.room: room.members for room in rooms} == {
        "sidebar:1+2": ("U1R1", "U1R2"),
        "sidebar:5+6": ("U1R5", "U1R6"),
    }, "role 3 is alone in its team"


def test_where_nobody_shares_a_number_teams_huddle_across_councils() -> None:
    rooms = sidebars([a_table(1, {1, 3}), a_table(2, {2, 5})], 25)

    assert {room.room: room.members for room in rooms} == {"sidebar:1+2": ("U1R1", "U2R2")}


def test_a_huddle_keeps_its_room_whoever_of_the_team_is_there() -> None:
    [all_of_them] = sidebars([a_table(1, {1, 2})], 25)

    assert set(RoomKey.read(all_of_them.room).roles) == {1, 2}
    assert is_huddle(all_of_them.room)
    assert not is_huddle("sidebar:1-2")
    assert tables_of(all_of_them.room, 1, 25) == (1,)


def test_only_a_council_in_which_somebody_has_no_sidebar_keeps_people() -> None:
    full, one_alone = a_table(1, {1, 2}), a_table(1, {1, 2, 3})

    assert staying([full], sidebars([full], 25)) == ()
    assert staying([one_alone], sidebars([one_alone], 25)) == (one_alone,)


def test_what_people_in_a_room_share_is_what_each_of_them_knows_already() -> None:
    tables = [a_table(1, {1, 2, 3}), a_table(2, {1, 3})]
    ones, threes = seats_in("sidebar:1", tables), seats_in("sidebar:3", tables)
    openly = replace(threes[0], open_hand=True)

    assert shared_by(threes, PACK) is Shared.MISSIONS
    assert [seat.role for seat in ones] == [1, 1, 2], "role 2 has nobody else to meet"
    assert shared_by(ones, PACK) is Shared.TEAM_MISSION
    assert shared_by((openly, threes[1]), PACK) is Shared.NOTHING
    assert shared_by((ones[0], threes[0]), PACK) is Shared.NOTHING


def test_everybody_on_one_sheet_shares_its_mission() -> None:
    one, other = a_table(1, {3}).seats[RoleNumber(3)], a_table(1, {4}).seats[RoleNumber(4)]

    assert shared_by((one, other), harbour_town()) is Shared.MISSIONS
    assert shared_by((one, replace(other, open_hand=True)), harbour_town()) is Shared.NOTHING


def test_somebody_who_would_sit_alone_joins_a_teammates_sidebar() -> None:
    rooms = sidebars([a_table(1, {1, 2, 3}), a_table(2, {1, 3})], 25)

    assert {room.role: room.members for room in rooms} == {1: ("U1R1", "U2R1", "U1R2"), 3: ("U1R3", "U2R3")}


def test_teammates_who_would_all_sit_alone_meet_one_another() -> None:
    rooms = sidebars([a_table(1, {1, 3}), a_table(2, {2, 3})], 25)

    assert {room.role: room.members for room in rooms} == {1: ("U1R1", "U2R2"), 3: ("U1R3", "U2R3")}


def test_with_many_councils_a_role_has_several_sidebars_of_even_size() -> None:
    tables = [a_table(number, {1, 2}) for number in range(1, 10)]

    rooms = sidebars(tables, 4)

    assert {room.room: len(room.members) for room in rooms} == {
        "sidebar:1-1": 3,
        "sidebar:2-1": 3,
        "sidebar:1-2": 3,
        "sidebar:2-2": 3,
        "sidebar:1-3": 3,
        "sidebar:2-3": 3,
    }


@given(st.integers(2, 60), st.integers(3, 25))
def test_a_council_finds_its_sidebars_among_the_rooms_of_the_game(count: int, limit: int) -> None:
    tables = [a_table(number, {1, 3}) for number in range(1, count + 1)]
    rooms = {one.room: one for one in sidebars(tables, limit)}

    assert all(1 < len(room.members) <= limit for room in rooms.values())
    for table in tables:
        assert rooms_of(table, rooms) == {
            key: frozenset({RoomKey.read(key).roles[0]})
            for key, room in rooms.items()
            if any(seat.holder in room.members for seat in table.filled)
        }


@given(st.lists(st.sets(st.integers(1, 10)), min_size=2, max_size=5))
def test_everybody_is_in_one_sidebar_but_who_has_no_teammate_or_would_sit_alone(
    tables: list[set[int]],
) -> None:
    councils = [a_table(number, roles) for number, roles in enumerate(tables, 1)]

    rooms = sidebars(councils, 25)

    seated = [seat for council in councils for seat in council.filled]
    members = [member for room in rooms for member in room.members]
    assert all(len(room.members) > 1 for room in rooms)
    assert len(members) == len(set(members))
    for seat in seated:
        teammates = sum(other.team == seat.team for other in seated) - 1
        assert (seat.holder in members) == bool(teammates)


# --- teams and groups


def a_unit(key: str, *roles: int) -> Unit:
    return Unit(key, tuple(map(RoleNumber, roles)))


JURY, PRESS = a_unit("jury", 1, 4), a_unit("press", 4, 5, 6)
APART = RoomPlan((JURY, PRESS), across=False)


def test_each_council_has_a_room_for_each_group_and_who_is_in_two_groups_is_in_both() -> None:
    tables = [a_table(1, {1, 2, 4, 5}), a_table(2, {1, 2, 5, 6})]

    rooms = sidebars(tables, 25, APART)

    assert {room.room: {*room.members} for room in rooms} == {
        "sidebar:1/jury": {"U1R1", "U1R4"},
        "sidebar:1/press": {"U1R4", "U1R5"},
        "sidebar:2/press": {"U2R5", "U2R6"},
    }, "the second council's jury is one person"
    assert staying(tables, rooms) == tuple(tables), "role 2 is in no group"


def test_a_group_of_all_councils_meets_in_one_room_or_with_many_councils_in_several() -> None:
    tables = [a_table(number, {1, 2, 4}) for number in range(1, 8)]
    across = RoomPlan((JURY,), observers=True)

    one = sidebars(tables[:2], 3, across)
    several = sidebars(tables, 3, across)

    assert {room.room: room.members for room in one} == {"sidebar:0/jury~": ("U1R1", "U1R4", "U2R1", "U2R4")}
    assert {room.room: len(room.members) for room in several} == {
        "sidebar:0/jury/1~": 6,
        "sidebar:0/jury/2~": 4,
        "sidebar:0/jury/3~": 4,
    }
    assert tables_of("sidebar:0/jury/2~", 7, 3) == (2, 5)


def test_a_council_finds_its_rooms_and_a_room_its_people() -> None:
    tables = [a_table(number, {1, 2, 4, 5}) for number in (1, 2)]
    keys = [room.room for room in sidebars(tables, 25, APART)]

    assert rooms_of(tables[1], keys, [APART]) == {
        "sidebar:2/jury": frozenset(JURY.roles),
        "sidebar:2/press": frozenset(PRESS.roles),
    }
    assert tables_of("sidebar:2/jury", 2, 25) == (2,)
    assert [seat.role for seat in seats_in("sidebar:2/jury", tables[1:], [None, APART])] == [1, 4]
    assert shared_by(seats_in("sidebar:2/jury", tables[1:], [APART]), PACK) is Shared.NOTHING


def test_where_observers_read_along_people_share_nothing() -> None:
    tables = [a_table(1, {3}), a_table(2, {3})]

    assert shared_by(seats_in("sidebar:3", tables), PACK) is Shared.MISSIONS
    assert shared_by(seats_in("sidebar:3~", tables), PACK, observers=True) is Shared.NOTHING


def test_a_plan_knows_its_rooms_by_their_keys() -> None:
    across, watched = RoomPlan((JURY,)), RoomPlan(observers=True)
    rooms = ("sidebar:3", "sidebar:3-2", "sidebar:3+4", "sidebar:3~", "sidebar:1/jury", "sidebar:0/jury/2")

    assert [room for room in rooms if BY_NUMBER.has(room)] == [*rooms[:3]]
    assert [room for room in rooms if watched.has(room)] == ["sidebar:3~"]
    assert [room for room in rooms if APART.has(room)] == ["sidebar:1/jury"]
    assert [room for room in rooms if across.has(room)] == ["sidebar:0/jury/2"]
    for room in rooms:
        key = RoomKey.read(room)
        assert key.written(key.part) == room
