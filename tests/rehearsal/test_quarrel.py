"""A council is divided so that one more seat decides, whatever its charter's rule."""

from dataclasses import replace

import pytest

from bot.domain.electorate import Electorate
from bot.domain.ids import RoleNumber
from bot.domain.rules import DecisionRuleKind
from bot.rehearsal.quarrel import quarrel_over
from tests.builders import a_charter, a_council, at

YOU = RoleNumber(9)  # of Rescue Operations: no steward


def test_under_a_majority_as_many_are_for_it_as_can_be_and_the_others_against() -> None:
    # given ten seats under a majority, and a proposal
    log = a_council()
    log.do(a_charter())
    number = log.propose("Owners merge")

    # when it divides the nine others
    liking = [seat.role for seat in log.council.filled if seat.role != YOU]
    quarrel = quarrel_over(log.council, number, YOU, liking, at(6))

    # then five are for it, who like it most, and four against: a sixth would decide
    assert quarrel.for_it == tuple(liking[:5])
    assert quarrel.against == tuple(liking[5:])
    assert quarrel.decides


@pytest.mark.parametrize("filled", [5, 6, 9, 10])
@pytest.mark.parametrize("rule", [*DecisionRuleKind])
def test_nothing_is_decided_before_the_last_seat_has_spoken(rule: DecisionRuleKind, filled: int) -> None:
    # given a council under this rule, and a proposal
    log = a_council(filled)
    log.do(a_charter(rule))
    number = log.propose("Owners merge")
    you = max(seat.role for seat in log.council.filled if not seat.steward)

    # when it divides the others, and they take those sides
    liking = [seat.role for seat in log.council.filled if seat.role != you]
    quarrel = quarrel_over(log.council, number, you, liking, at(6))
    for side, roles in ((True, quarrel.for_it), (False, quarrel.against)):
        for role in roles:
            log.react(number, side, role, at(6))

    # then nothing is adopted; and where the last seat decides, it is with their support
    assert log.council.policies == ()
    if quarrel.decides:
        log.react(number, True, you, at(7))
    assert len(log.council.policies) == quarrel.decides


def test_before_there_is_a_charter_nobodys_side_decides() -> None:
    log = a_council()
    number = log.propose("Owners merge")

    roles = [RoleNumber(role) for role in (1, 2, 3, 4)]
    quarrel = quarrel_over(log.council, number, YOU, roles, at(6))

    assert (quarrel.decides, quarrel.against) == (False, (4,))


def test_those_without_a_vote_take_no_side_and_decide_nothing() -> None:
    # given a majority rule, and three of ten seats without a vote, one of them the visitor's
    log = a_council()
    log.do(a_charter())
    number = log.propose("Owners merge")
    liking = [seat.role for seat in log.council.filled if seat.role != YOU]
    voiceless = (*liking[:2], YOU)
    council = replace(log.council, electorate=Electorate(voiceless=voiceless))

    # when it divides the others
    quarrel = quarrel_over(council, number, YOU, liking, at(6))

    # then only those who vote stand on a side, and the visitor's decides nothing
    assert {*quarrel.for_it, *quarrel.against} == set(liking[2:])
    assert not quarrel.decides


@pytest.mark.parametrize("rule", [*DecisionRuleKind])
def test_under_consent_an_objection_stops_it_and_a_thumb_down_does_not(rule: DecisionRuleKind) -> None:
    log = a_council()
    log.do(a_charter(rule))
    number = log.propose("Owners merge")

    quarrel = quarrel_over(log.council, number, YOU, [RoleNumber(role) for role in (1, 2, 3)], at(6))

    assert quarrel.objections == (rule is DecisionRuleKind.CONSENT)
