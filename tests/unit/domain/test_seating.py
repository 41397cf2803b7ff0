"""Who sits where: sizes, teams, sidebars, chairs, waiting lists, and the same plan for the same seed."""

from collections import Counter
from dataclasses import replace
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors.seating import NoSuchNumberOfCouncils, TooFewPlayers
from bot.domain.ids import RoleNumber, TeamKey
from bot.domain.seating import (
    Candidate,
    Fill,
    Layout,
    Seating,
    council_sizes,
    numbers_of_councils,
    plan_seating,
)
from bot.services.games import layout_of
from tests.builders import a_layout, candidates, harbour, player, rainbow_road

RAINBOW_ROAD = a_layout(2, 2, 2, 2, 2, minimum=5)
UNEVEN = a_layout(3, 2, 2, 1, minimum=8)
SINGLES = a_layout(1, 1, 1, 1, 1, 1, minimum=6)


# --- how many councils, how large


@pytest.mark.parametrize(
    ("players", "sizes"),
    [
        (5, (5,)),
        (9, (9,)),
        (10, (10,)),
        (11, (6, 5)),
        (13, (7, 6)),
        (20, (10, 10)),
        (21, (7, 7, 7)),
        (25, (9, 8, 8)),
        (50, (10,) * 5),
    ],
)
def test_people_are_spread_evenly_over_as_few_councils_as_hold_them(
    players: int, sizes: tuple[int, ...]
) -> None:
    assert council_sizes(players, RAINBOW_ROAD) == sizes


def test_every_number_from_five_to_a_thousand_is_seated_evenly_with_nobody_waiting() -> None:
    for players in range(5, 1001):
        sizes = council_sizes(players, RAINBOW_ROAD)

        assert len(sizes) == ceil(players / 10)
        assert sum(sizes) == players
        assert max(sizes) - min(sizes) <= 1
        assert min(sizes) >= 5
        assert max(sizes) <= 10


@pytest.mark.parametrize("players", range(5))
def test_fewer_than_the_minimum_are_refused_with_the_number_still_missing(players: int) -> None:
    with pytest.raises(TooFewPlayers) as refused:
        council_sizes(players, RAINBOW_ROAD)

    assert refused.value.facts == {"minimum": 5, "players": players, "missing": 5 - players}
    assert f"{5 - players} more must join" in refused.value.sentence


@pytest.mark.parametrize(
    ("layout", "players", "sizes"),
    [
        (UNEVEN, 15, (8,)),  # two councils would need sixteen
        (UNEVEN, 16, (8, 8)),
        (SINGLES, 11, (6,)),
        (SINGLES, 12, (6, 6)),
        (a_layout(2, 2, 2, minimum=4), 7, (6,)),
        (a_layout(2, 2, 2, minimum=4), 8, (4, 4)),
    ],
)
def test_where_the_numbers_are_impossible_there_are_fewer_councils_and_a_waiting_list(
    layout: Layout, players: int, sizes: tuple[int, ...]
) -> None:
    plan = plan_seating(candidates(players), layout, seed=1)

    assert tuple(len(council) for council in plan.councils) == sizes
    assert len(plan.waiting) == players - sum(sizes)
    assert plan.players() == {player(number) for number in range(1, players + 1)}


# --- who gets which seat


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    teams = draw(st.lists(st.integers(1, 4), min_size=1, max_size=6))
    minimum = draw(st.integers(len(teams), sum(teams)))
    return a_layout(*teams, minimum=minimum)


@st.composite
def crowds(draw: st.DrawFn) -> tuple[Layout, list[Candidate]]:
    layout = draw(layouts())
    count = draw(st.integers(layout.minimum, 60))
    return layout, candidates(count, draw(st.sets(st.integers(1, count))))


@given(crowds(), st.integers())
def test_everybody_is_in_the_plan_once_and_no_seat_is_given_twice(
    crowd: tuple[Layout, list[Candidate]], seed: int
) -> None:
    layout, people = crowd

    plan = plan_seating(people, layout, seed)

    placed = [who for council in plan.councils for _, who in council] + list(plan.waiting)
    assert sorted(placed) == sorted(one.player for one in people)
    for council in plan.councils:
        assert len({role for role, _ in council}) == len(council)
        assert {role for role, _ in council} <= {seat.role for seat in layout.seats}


@given(crowds(), st.integers())
def test_every_team_has_one_person_before_any_has_two_in_the_same_role_order_everywhere(
    crowd: tuple[Layout, list[Candidate]], seed: int
) -> None:
    layout, people = crowd
    sizes = Counter(seat.team for seat in layout.seats)
    team_of = {seat.role: seat.team for seat in layout.seats}

    plan = plan_seating(people, layout, seed)

    for council in plan.councils:
        assert layout.minimum <= len(council) <= len(layout.seats)
        filled = Counter(team_of[role] for role, _ in council)
        for team, size in sizes.items():
            assert filled[team] >= min(size, max(filled.values()) - 1), "a team waits while another has two"
        assert {role for role, _ in council} == {seat.role for seat in layout.filling_order()[: len(council)]}
    assert max(map(len, plan.councils)) - min(map(len, plan.councils)) <= 1


@given(crowds(), st.integers())
def test_steward_seats_go_to_those_who_offered_to_chair_and_they_never_wait_for_others(
    crowd: tuple[Layout, list[Candidate]], seed: int
) -> None:
    layout, people = crowd
    stewards = {seat.role for seat in layout.seats if seat.steward}
    offered = {one.player for one in people if one.chair}

    plan = plan_seating(people, layout, seed)

    chairs = [who for council in plan.councils for role, who in council if role in stewards]
    assert sum(who in offered for who in chairs) == min(len(offered), len(chairs))
    seated = {who for council in plan.councils for _, who in council}
    assert not offered & set(plan.waiting) or seated <= offered


def test_the_chairs_are_spread_over_the_councils_before_any_council_has_two() -> None:
    people = candidates(50, chairs=[3, 14, 15, 26, 37])

    plan = plan_seating(people, RAINBOW_ROAD, seed=9)

    first_chairs = [dict(council)[RoleNumber(1)] for council in plan.councils]
    assert sorted(first_chairs) == [player(number) for number in (3, 14, 15, 26, 37)]


def test_the_filling_order_takes_a_seat_of_each_team_in_turn_also_for_uneven_teams() -> None:
    layout = a_layout(3, 2, 2, 1)

    order = [seat.role for seat in layout.filling_order()]

    assert order == [1, 4, 6, 8, 2, 5, 7, 3]


@given(crowds(), st.integers(), st.randoms())
def test_the_same_seed_and_people_give_the_same_plan_in_whatever_order_they_joined(
    crowd: tuple[Layout, list[Candidate]], seed: int, shuffler: object
) -> None:
    layout, people = crowd
    again = list(people)
    shuffler.shuffle(again)  # type: ignore[attr-defined]

    assert plan_seating(people, layout, seed) == plan_seating(again, layout, seed)


def test_another_seed_gives_another_plan() -> None:
    plans = {plan_seating(candidates(20), RAINBOW_ROAD, seed) for seed in range(10)}

    assert len(plans) == 10


def test_a_thousand_people_are_dealt_to_a_hundred_full_councils() -> None:
    plan = plan_seating(candidates(1000), RAINBOW_ROAD, seed=2)

    assert [len(council) for council in plan.councils] == [10] * 100
    assert plan.waiting == ()


def test_a_swap_exchanges_two_places_and_swapping_back_restores_the_plan() -> None:
    plan = Seating(((((RoleNumber(1)), player(1)),), ((RoleNumber(1), player(2)),)), waiting=(player(3),))

    swapped = plan.swapped(player(1), player(3))

    assert swapped.councils[0] == ((RoleNumber(1), player(3)),)
    assert swapped.waiting == (player(1),)
    assert swapped.swapped(player(1), player(3)) == plan


# --- how many councils, where a facilitator chooses


@pytest.mark.parametrize(
    ("players", "asked", "sizes"),
    [
        (11, 1, (10,)),  # one room: everybody but one
        (11, 2, (6, 5)),
        (10, 2, (5, 5)),
        (21, 2, (10, 10)),
        (21, 3, (7, 7, 7)),
        (20, 4, (5, 5, 5, 5)),
    ],
)
def test_a_facilitator_may_have_fewer_and_fuller_councils_or_more_and_smaller_ones(
    players: int, asked: int, sizes: tuple[int, ...]
) -> None:
    plan = plan_seating(candidates(players), RAINBOW_ROAD, 1, asked)

    assert tuple(map(len, plan.councils)) == sizes
    assert len(plan.waiting) == players - sum(sizes)


def test_who_offered_to_chair_does_not_wait_in_one_room_either() -> None:
    plan = plan_seating(candidates(19, chairs=[19]), RAINBOW_ROAD, 3, 1)

    assert player(19) not in plan.waiting


@pytest.mark.parametrize(("players", "asked"), [(11, 3), (21, 1), (9, 2), (25, 6)])
def test_councils_that_would_stand_empty_or_be_too_small_are_refused(players: int, asked: int) -> None:
    with pytest.raises(NoSuchNumberOfCouncils, match=f"cannot be {asked}"):
        council_sizes(players, RAINBOW_ROAD, asked)


@given(crowds(), st.integers(), st.data())
def test_every_number_of_councils_on_offer_makes_a_plan_with_everybody_in_it(
    crowd: tuple[Layout, list[Candidate]], seed: int, data: st.DataObject
) -> None:
    layout, people = crowd
    possible = numbers_of_councils(len(people), layout)
    asked = data.draw(st.sampled_from(possible))

    plan = plan_seating(people, layout, seed, asked)

    sizes = [len(council) for council in plan.councils]
    assert len(council_sizes(len(people), layout)) in possible
    assert len(sizes) == asked
    assert sum(sizes) + len(plan.waiting) == len(people)
    assert min(sizes) >= layout.minimum
    assert max(sizes) <= len(layout.seats)
    assert not plan.waiting or min(sizes) == len(layout.seats), "nobody waits beside a vacant seat"


# --- in proportion


@pytest.mark.parametrize(
    ("teams", "size", "filled"),
    [
        ((1, 4, 2), 5, (1, 3, 1)),
        ((1, 20, 4), 11, (1, 8, 2)),
        ((2, 10, 10), 11, (1, 5, 5)),
        ((2, 2, 2), 4, (2, 1, 1)),
    ],
)
def test_a_council_below_full_fills_its_teams_in_proportion_where_the_pack_says_so(
    teams: tuple[int, ...], size: int, filled: tuple[int, ...]
) -> None:
    order = replace(a_layout(*teams), fill=Fill.PROPORTIONAL).filling_order()

    counted = Counter(seat.team for seat in order[:size])

    assert tuple(counted[TeamKey(f"team-{number}")] for number in range(len(teams))) == filled


@given(layouts(), st.data())
def test_in_proportion_each_team_has_one_and_is_never_further_from_its_share_than_a_seat(
    layout: Layout, data: st.DataObject
) -> None:
    # given a council of some size in which every team can have its share
    layout = replace(layout, fill=Fill.PROPORTIONAL)
    sizes = Counter(seat.team for seat in layout.seats)
    size = data.draw(st.integers(len(sizes), len(layout.seats)))

    # when
    order = layout.filling_order()
    filled = Counter(seat.team for seat in order[:size])

    # then every seat is filled once in the end, the stewards have one from the first, and nobody is far off
    assert sorted(seat.role for seat in order) == sorted(seat.role for seat in layout.seats)
    assert any(seat.steward for seat in order[:size])
    assert min(filled.values()) >= 1
    for one, its_seats in sizes.items():
        for other, others in sizes.items():
            if (
                filled[one] > 1
            ):  # beyond the seat that each has, none is taken from a team that has less for its size
                assert (2 * filled[one] - 1) * others <= (2 * filled[other] + 1) * its_seats or (
                    filled[other] == others
                )


def test_the_packs_way_to_fill_reaches_the_councils_of_its_games() -> None:
    order = layout_of(harbour()).filling_order()

    assert [str(seat.team) for seat in order[:5]] == ["wardens", "gannets", "herons", "gannets", "gannets"]
    assert layout_of(rainbow_road()).fill is Fill.EVEN
