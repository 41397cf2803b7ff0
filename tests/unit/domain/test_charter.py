"""Decision rules by themselves: when a proposal has what it needs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.charter import Charter, adopts
from bot.domain.rules import DecisionRuleKind, Tally, voices

CONSENT, TEAMS = DecisionRuleKind.CONSENT, DecisionRuleKind.TEAMS

MAJORITY, TWO_THIRDS, STEWARDS = tuple(DecisionRuleKind)[:3]


def under(rule: DecisionRuleKind, quorum: float = 0.0) -> Charter:
    """A charter with this rule."""
    return Charter(1, rule, quorum, "", "")


@pytest.mark.parametrize(
    ("rule", "support", "seats", "adopted"),
    [
        (MAJORITY, 5, 10, False),
        (MAJORITY, 6, 10, True),
        (MAJORITY, 4, 9, False),
        (MAJORITY, 5, 9, True),
        (MAJORITY, 3, 5, True),
        (MAJORITY, 1, 1, True),
        (TWO_THIRDS, 6, 10, False),
        (TWO_THIRDS, 7, 10, True),
        (TWO_THIRDS, 6, 9, True),  # exactly two thirds is enough
        (TWO_THIRDS, 5, 9, False),
        (TWO_THIRDS, 3, 5, False),
        (TWO_THIRDS, 4, 5, True),
        (STEWARDS, 5, 10, False),  # where no steward is seated, as by majority
        (STEWARDS, 6, 10, True),
    ],
)
def test_a_proposal_is_adopted_at_the_boundary_of_its_rule(
    rule: DecisionRuleKind, support: int, seats: int, adopted: bool
) -> None:
    assert adopts(under(rule), Tally(support, 0, seats)) is adopted


@pytest.mark.parametrize(
    ("support", "oppose", "quorum", "adopted"),
    [(6, 0, 0.6, True), (6, 0, 0.61, False), (6, 1, 0.7, True), (6, 3, 1.0, False), (6, 4, 1.0, True)],
)
def test_the_quorum_is_the_share_of_filled_seats_that_took_a_side(
    support: int, oppose: int, quorum: float, adopted: bool
) -> None:
    assert adopts(under(MAJORITY, quorum), Tally(support, oppose, 10)) is adopted


@given(st.sampled_from(DecisionRuleKind), st.floats(0, 1), st.integers(0, 30), st.integers(0, 30))
def test_silence_never_adopts_anything(
    rule: DecisionRuleKind, quorum: float, oppose: int, silent: int
) -> None:
    assert not adopts(under(rule, quorum), Tally(0, oppose, oppose + silent))


@pytest.mark.parametrize(
    ("support", "oppose", "objections", "quorum", "adopted"),
    [
        (5, 0, 0, 0.5, True),
        (4, 0, 0, 0.5, False),
        (4, 1, 0, 0.5, True),  # a thumb down is a side, and blocks nothing
        (9, 1, 1, 0.5, False),
        (1, 0, 0, 0.0, True),
        (0, 0, 0, 0.0, False),  # silence is not consent
        (0, 10, 0, 0.5, False),  # nor is a council that nobody's support moves
        (5, 0, 0, 0.51, False),
    ],
)
def test_consent_needs_the_quorum_a_supporter_and_no_objection(
    support: int, oppose: int, objections: int, quorum: float, adopted: bool
) -> None:
    assert adopts(Charter(1, CONSENT, quorum, "", ""), Tally(support, oppose, 10, objections)) is adopted


@pytest.mark.parametrize(
    ("teams_for", "teams", "adopted"),
    [(2, 4, False), (3, 4, True), (2, 5, False), (3, 5, True), (1, 1, True)],
)
def test_more_than_half_of_the_teams_must_support(teams_for: int, teams: int, adopted: bool) -> None:
    tally = Tally(8, 2, 10, teams=teams, teams_for=teams_for)

    assert adopts(Charter(1, TEAMS, 0.5, "", ""), tally) is adopted


def test_a_teams_voice_is_the_side_that_more_of_its_seats_take() -> None:
    sides = [("a", True), ("a", True), ("a", False), ("b", True), ("b", False), ("c", None), ("d", False)]

    assert voices((team, side, 1) for team, side in sides) == {"a": True, "b": None, "c": None, "d": False}
