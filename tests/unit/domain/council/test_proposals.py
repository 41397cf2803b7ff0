"""Proposals: made, numbered, supported, objected to and withdrawn."""

import pytest

from bot.domain.council import ProposalStatus
from bot.domain.council import commands as cc
from bot.domain.errors.proposals import ProposalSettled, ProposalUnknown
from bot.domain.errors.sessions import SessionsNotBegun
from bot.domain.ids import ProposalNumber
from tests.builders import (
    ONE,
    SETUP,
    a_council,
    a_proposal,
    at,
    player,
)


def test_proposals_wait_for_the_first_session() -> None:
    for log in (a_council(until=None), a_council(until=SETUP)):
        with pytest.raises(SessionsNotBegun):
            log.do(a_proposal())


def test_proposals_are_numbered_and_owned_by_the_proposers_team_unless_another_is_named() -> None:
    log = a_council()

    log.do(a_proposal("One"), player(3), at(6))
    log.do(cc.SubmitProposal("Two", "Text", owner_team="team-4"), player(3), at(7))

    assert list(log.council.proposals) == [1, 2]
    assert [one.owner_team for one in log.council.proposals.values()] == ["team-1", "team-4"]


def test_the_same_proposal_sent_twice_is_on_the_table_once() -> None:
    log = a_council()
    log.do(a_proposal("One"), player(3), at(6))

    again = log.do(a_proposal("One"), player(3), at(6, 1))
    elsewhere = log.do(a_proposal("One"), player(5), at(6, 2))

    assert again == []
    assert len(elsewhere) == 1


def test_what_is_already_in_the_book_is_not_proposed_again_but_what_was_withdrawn_may_be() -> None:
    log = a_council()
    log.do(a_proposal("One"), player(3), at(6))
    log.do(cc.WithdrawProposal(ONE), player(3), at(7))

    afresh = log.do(a_proposal("One"), player(3), at(8))
    log.do(cc.RecordDecision(ProposalNumber(2)), player(1), at(9))

    assert len(afresh) == 1
    assert log.do(a_proposal("One"), player(3), at(10)) == []


def test_a_withdrawn_proposal_is_settled_and_an_unknown_one_is_named() -> None:
    log = a_council()
    log.propose()
    log.do(cc.WithdrawProposal(ONE), player(3))

    with pytest.raises(ProposalSettled) as settled:
        log.do(cc.TakeSide(ONE, True), player(4))
    with pytest.raises(ProposalUnknown) as unknown:
        log.do(cc.TakeSide(ProposalNumber(9), True), player(4))

    assert log.council.proposals[ONE].status is ProposalStatus.WITHDRAWN
    assert "withdrawn" in settled.value.sentence
    assert "proposal 9" in unknown.value.sentence
