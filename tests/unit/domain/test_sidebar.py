"""Sidebars: the holders of one role number meet across councils."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.ids import MOOT, UserId
from bot.domain.sidebar import rooms_of, sidebar_role, sidebars
from tests.builders import CouncilLog, a_layout, founding


def a_table(number: int, roles: set[int]) -> Council:
    """A council in which these roles are held."""
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


def test_with_one_council_or_none_there_are_no_sidebars() -> None:
    assert sidebars([], 25) == ()
    assert sidebars([a_table(1, {1, 2, 3})], 25) == ()


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
            key: sidebar_role(key)
            for key, room in rooms.items()
            if any(seat.holder in room.members for seat in table.filled)
        }


@given(st.lists(st.sets(st.integers(1, 10)), min_size=2, max_size=5))
def test_everybody_is_in_one_sidebar_and_alone_only_without_a_teammate(
    tables: list[set[int]],
) -> None:
    councils = [a_table(number, roles) for number, roles in enumerate(tables, 1)]
    team_of = {seat.role: seat.team for seat in a_layout().seats}

    rooms = sidebars(councils, 25)

    seated = [seat for council in councils for seat in council.filled]
    members = [member for room in rooms for member in room.members]
    assert sorted(members) == sorted(str(seat.holder) for seat in seated)
    for room in rooms:
        if len(room.members) == 1:
            assert sum(seat.team == team_of[room.role] for seat in seated) == 1
