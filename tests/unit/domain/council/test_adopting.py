"""How a council adopts: by its rule, with its charter, exactly once."""

import pytest

from bot.domain.council import commands as cc
from bot.domain.council import events as ce
from bot.domain.errors.charter import CharterHasNoPlace, RuleNotOffered
from bot.domain.errors.proposals import ProposalSettled
from bot.domain.ids import MOOT, RoleNumber
from bot.domain.rules import DecisionRuleKind, Tally, Voices, Who
from tests.builders import (
    ONE,
    SESSION,
    SETUP,
    CouncilLog,
    a_charter,
    a_council,
    a_voting_council,
    at,
    founding,
    player,
)

MAJORITY, TWO_THIRDS = DecisionRuleKind.MAJORITY, DecisionRuleKind.TWO_THIRDS
STEWARDS = DecisionRuleKind.STEWARDS


# --- adoption in a council


def a_chartered_council(charter: cc.AdoptCharter | None = None) -> CouncilLog:
    """A council with a charter, and proposal 1 on the table."""
    log = a_council()
    log.do(charter or a_charter(), player(1), at(6))
    log.propose(at=at(7))
    return log


def test_the_reaction_that_meets_the_rule_adopts_and_is_stamped_with_charter_and_tally() -> None:
    log = a_chartered_council()
    for role in range(1, 6):
        assert len(log.react(ONE, True, role, at(8))) == 1

    taken, adopted = log.react(ONE, True, 6, at(8, 6))

    assert isinstance(taken, ce.SideTaken)
    assert adopted == ce.PolicyAdopted(ONE, 1, 1, Tally(6, 0, 10), None, at(8, 6))


def test_a_proposal_is_adopted_exactly_once() -> None:
    log = a_chartered_council()
    for role in range(1, 7):
        log.react(ONE, True, role, at(8))

    with pytest.raises(ProposalSettled) as again:
        log.react(ONE, True, 7, at(9))
    with pytest.raises(ProposalSettled):
        log.do(cc.RecordDecision(ONE), player(1), at(9))

    assert "adopted" in again.value.sentence
    assert len(log.council.policies) == 1


def test_the_latest_side_counts_and_one_that_is_taken_back_does_not() -> None:
    log = a_chartered_council()
    for role in range(1, 6):
        log.react(ONE, True, role, at(8))
    log.react(ONE, False, 5, at(8, 1))
    log.do(cc.TakeSide(ONE, None, was=True), player(4), at(8, 2))

    log.react(ONE, True, 6, at(8, 3))

    proposal = log.council.proposals[ONE]
    assert log.council.tally(proposal) == Tally(4, 1, 10)
    assert log.council.policies == ()


def test_an_old_side_that_slack_delivers_again_does_not_become_the_latest() -> None:
    log = a_chartered_council()
    log.react(ONE, True, 4, at(8))
    log.react(ONE, False, 4, at(9))

    again = log.react(ONE, True, 4, at(8))

    assert again == []
    assert log.council.proposals[ONE].side_of(RoleNumber(4)) is False


def test_sides_that_arrive_in_the_wrong_order_count_in_the_order_in_which_they_were_made() -> None:
    log = a_chartered_council()

    log.react(ONE, False, 4, at(9))
    log.react(ONE, True, 4, at(8))

    assert log.council.tally(log.council.proposals[ONE]) == Tally(0, 1, 10)


def test_a_side_of_a_seat_whose_holder_left_does_not_count_until_it_is_filled() -> None:
    log = a_chartered_council()
    log.react(ONE, True, 4, at(8))

    log.do(cc.VacateSeat(player(4)), MOOT, at(9))
    vacant = log.council.tally(log.council.proposals[ONE])
    log.do(cc.FillSeat(player(77), open_hand=False), MOOT, at(9))

    assert vacant == Tally(0, 0, 9)
    assert log.council.tally(log.council.proposals[ONE]) == Tally(1, 0, 10)


def test_under_the_stewards_rule_only_their_reactions_adopt_or_what_they_decided_aloud() -> None:
    log, aloud = a_chartered_council(a_charter(STEWARDS)), a_chartered_council(a_charter(STEWARDS))
    for role in range(2, 11):
        assert len(log.react(ONE, True, role, at(8))) == 1

    _, adopted = log.react(ONE, True, 1, at(8))
    recorded = aloud.do(cc.RecordDecision(ONE, said=(2, 0)), player(2), at(9))

    tally, nobody = Tally(10, 0, 10, stewards=2, stewards_for=2), Tally(0, 0, 10, stewards=2)
    said = Voices(2, 0, 2, Who.STEWARDS)
    assert adopted == ce.PolicyAdopted(ONE, 1, 1, tally, None, at(8))
    assert recorded == [ce.PolicyAdopted(ONE, 1, 1, nobody, RoleNumber(2), at(9), said)]


def test_until_a_charter_exists_reactions_adopt_nothing_and_the_stamp_says_version_nought() -> None:
    log = a_council()
    log.propose()
    for role in range(1, 11):
        log.react(ONE, True, role, at(8))

    log.do(cc.RecordDecision(ONE), player(1), at(9))

    assert log.council.policies[0].charter == 0


# --- writing the charter


def test_what_had_enough_support_before_the_charter_is_adopted_with_it_once_and_in_order() -> None:
    # given three proposals, of which the first and the last have six of ten seats behind them
    log = a_council()
    first, second, third = (log.propose(title) for title in ("One", "Two", "Three"))
    for seat in range(1, 7):
        log.react(third, True, seat, at(6))
        log.react(first, True, seat, at(7))
    log.react(second, True, 1, at(7))

    # when the stewards write a charter by majority
    happened = log.do(a_charter(MAJORITY), player(1), at(8))

    # then those two become policies, under its first version, and a second adoption changes nothing
    adopted = [one for one in happened if isinstance(one, ce.PolicyAdopted)]
    assert [(one.number, one.policy, one.charter) for one in adopted] == [(first, 1, 1), (third, 2, 1)]
    assert log.do(a_charter(MAJORITY), player(1), at(9)) == []


def test_each_adoption_raises_the_version_and_the_same_words_again_change_nothing() -> None:
    log = a_council()

    log.do(a_charter(STEWARDS), player(1), at(6))
    same = log.do(a_charter(STEWARDS), player(2), at(6))
    log.do(a_charter(TWO_THIRDS), player(2), at(7))
    log.do(cc.RecordDecision(ONE, said=(2, 0)), player(2), at(7))

    assert same == []
    assert log.council.charter is not None
    assert (log.council.charter.version, log.council.charter.rule) == (2, TWO_THIRDS)


def test_the_charter_has_its_place_from_the_first_session_until_the_final_vote_opens() -> None:
    with pytest.raises(CharterHasNoPlace):
        a_council(until=None).do(a_charter(), player(1))
    with pytest.raises(CharterHasNoPlace):
        a_council(until=SETUP).do(a_charter(), player(1))
    with pytest.raises(CharterHasNoPlace):
        a_voting_council().do(a_charter(), player(1), at(32))
    assert a_council().do(a_charter(), player(1))


def test_a_rule_that_is_not_on_offer_is_refused_with_those_that_are() -> None:
    log = CouncilLog()
    log.do(founding(rules=(MAJORITY, STEWARDS)), MOOT)
    log.reach(SETUP, SESSION)

    with pytest.raises(RuleNotOffered) as refused:
        log.do(a_charter(TWO_THIRDS), player(1), at(6))

    assert "majority, stewards" in refused.value.sentence
