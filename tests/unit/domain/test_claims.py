"""The rule by which a claim wins: every case has one answer, and one voice alone never decides."""

from dataclasses import replace
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.claims import Claim, Ruling, Verdict, asks_for_ruling, verdict_of
from bot.domain.ids import RoleNumber
from tests.builders import FACILITATOR, by_policies, reactions

Sides: TypeAlias = tuple[int, int]  # how many confirm, and how many dispute
THREE = RoleNumber(3)
OPEN, WON, LOST, UNDECIDED = Verdict.OPEN, Verdict.WON, Verdict.LOST, Verdict.UNDECIDED
UPHELD, REJECTED = (Ruling(upheld, "As written.", FACILITATOR) for upheld in (True, False))
SIDES = st.tuples(st.integers(0, 12), st.integers(0, 12))
RULINGS = st.sampled_from((None, UPHELD, REJECTED))


def a_claim(sides: Sides, ruling: Ruling | None = None) -> Claim:
    """A claim of role 3, judged by so many others."""
    confirm, dispute = sides
    said = {RoleNumber(10 + n): (n < confirm,) for n in range(confirm + dispute)}
    return Claim(THREE, by_policies(1), by_policies(1), reactions=reactions(said), ruling=ruling)


@pytest.mark.parametrize(
    ("sides", "becomes", "asks"),
    [
        ((0, 0), WON, False),  # nobody took a side, and so nobody disputes it
        ((1, 0), WON, False),
        ((9, 0), WON, False),
        ((0, 1), UNDECIDED, False),  # one alone neither refuses it nor calls a facilitator
        ((1, 1), UNDECIDED, False),
        ((2, 1), WON, False),
        ((8, 1), WON, False),
        ((0, 2), UNDECIDED, True),
        ((1, 2), UNDECIDED, True),
        ((2, 2), UNDECIDED, True),
        ((3, 2), WON, False),
        ((2, 3), UNDECIDED, True),
        ((5, 5), UNDECIDED, True),
        ((0, 9), UNDECIDED, True),
    ],
)
def test_when_the_judging_is_over_the_sides_decide_or_leave_it_to_the_facilitators(
    sides: Sides, becomes: Verdict, asks: bool
) -> None:
    claim = a_claim(sides)

    assert verdict_of(claim, can_win=True, over=True) is becomes
    assert asks_for_ruling(claim) is asks


@given(SIDES, RULINGS)
def test_until_the_judging_is_over_only_a_ruling_decides(sides: Sides, ruling: Ruling | None) -> None:
    claim = a_claim(sides, ruling)

    now = verdict_of(claim, can_win=True, over=False)

    assert now is {None: OPEN, UPHELD: WON, REJECTED: LOST}[ruling]


@given(SIDES, RULINGS, st.booleans())
def test_every_claim_has_an_answer_in_the_end_and_a_facilitator_is_asked_only_where_nobody_decided(
    sides: Sides, ruling: Ruling | None, can_win: bool
) -> None:
    claim, (confirm, dispute) = a_claim(sides, ruling), sides

    end = verdict_of(claim, can_win=can_win, over=True)

    assert end is not OPEN
    assert (end is UNDECIDED) == (can_win and ruling is None and dispute > 0 and dispute >= confirm)
    assert asks_for_ruling(claim) == (ruling is None and dispute >= 2 and dispute >= confirm)
    if can_win and ruling is None:
        assert end in (WON, UNDECIDED), "only a ruling refuses a claim that would win"
    if not can_win:
        assert end is LOST


@given(SIDES)
def test_one_more_who_confirms_never_harms_a_claim_and_one_more_who_disputes_never_helps_it(
    sides: Sides,
) -> None:
    def wins(confirm: int, dispute: int) -> bool:
        return verdict_of(a_claim((confirm, dispute)), can_win=True, over=True) is WON

    confirm, dispute = sides

    assert wins(confirm + 1, dispute) >= wins(confirm, dispute) >= wins(confirm, dispute + 1)


def test_what_is_taken_back_and_what_a_seat_says_that_is_vacant_now_do_not_count() -> None:
    one, two, three, four = (RoleNumber(number) for number in (4, 5, 6, 7))
    said = {one: (True,), two: (True,), three: (False,), four: (False,)}
    claim = Claim(THREE, by_policies(1), by_policies(1), reactions=reactions(said))

    resting = claim.as_judged_by([one, two, four])
    taken_back = replace(claim, reactions=claim.reactions.instead(three))

    assert [asks_for_ruling(each) for each in (claim, resting, taken_back)] == [True, False, False]
    for each in (resting, taken_back):
        assert (each.confirmed, each.disputed) == (2, 1)
        assert verdict_of(each, can_win=True, over=True) is WON


def test_the_latest_of_two_sides_of_a_seat_counts() -> None:
    both = {RoleNumber(4): (True, False), RoleNumber(5): (True, False)}
    claim = Claim(THREE, by_policies(1), by_policies(1), reactions=reactions(both))

    assert (claim.confirmed, claim.disputed) == (0, 2)
    assert asks_for_ruling(claim)
