"""Who acts in a council, and whether what they said can be about what is before it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.domain.ballot import Choice
from bot.domain.council import commands as cc
from bot.domain.council.acting import CLOCKS_DIFFER
from bot.domain.errors.proposals import BeforeItsCard, ProposalUnknown
from bot.domain.ids import ProposalNumber, RoleNumber
from bot.domain.rules import DecisionRuleKind
from bot.domain.wording import Wording
from tests.builders import (
    CouncilLog,
    a_charter,
    a_council,
    a_voting_council,
    at,
    by_policies,
    player,
)

ONE, THREE = ProposalNumber(1), ProposalNumber(3)
PUT = at(31)  # when the card was put to the council
MOMENT = timedelta(microseconds=1)


def test_a_reaction_to_a_number_without_a_proposal_is_not_taken_for_one_that_comes_later() -> None:
    log = a_council()
    log.propose("One", at=at(6))
    log.propose("Two", at=at(7))
    with pytest.raises(ProposalUnknown):
        log.react(THREE, True, 5, at(8))
    log.propose("Three", at=at(9))

    with pytest.raises(BeforeItsCard):  # Slack delivers the same reaction again
        log.react(THREE, True, 5, at(8))

    assert log.council.proposals[THREE].side_of(RoleNumber(5)) is None
    assert log.react(THREE, True, 5, at(9, 1))


def proposed() -> CouncilLog:
    """A council that decides by consent, with a proposal."""
    log = a_council()
    log.do(a_charter(DecisionRuleKind.CONSENT), player(1), at(6))
    log.propose("One", at=PUT)
    return log


def amended() -> CouncilLog:
    """One in which it was put anew, to a new card."""
    log = a_council()
    log.propose("One", by=3, at=at(6))
    log.do(cc.AmendProposal(ONE, Wording("One", "Anew."), 1), player(3), PUT)
    return log


def asked() -> CouncilLog:
    """A council with a straw poll."""
    log = a_council()
    log.do(cc.AskStraw("Shall we?"), player(3), PUT)
    return log


def claimed() -> CouncilLog:
    """A council in which role 3 has made a claim, and then another one in its place."""
    log = a_voting_council()
    log.close(log.shown())
    log.do(cc.MakeClaim(by_policies(1)), player(3), at(30))
    log.do(cc.MakeClaim(role_mission=by_policies(1)), player(3), PUT)
    return log


SAID: dict[str, tuple[Callable[[], CouncilLog], cc.CouncilCommand]] = {
    "a side": (proposed, cc.TakeSide(ONE, True)),
    "a side on an amended proposal": (amended, cc.TakeSide(ONE, True, round=2)),
    "an objection": (proposed, cc.Object(ONE, "It costs.")),
    "a straw answer": (asked, cc.AnswerStraw(1)),
    "a vote": (a_voting_council, cc.CastVote(Choice.YES)),
    "a judgement": (claimed, cc.JudgeClaim(RoleNumber(3), confirms=True)),
}


@pytest.mark.parametrize("what", SAID)
def test_what_is_older_than_its_card_counts_for_nothing(what: str) -> None:
    build, command = SAID[what]
    log = build()

    with pytest.raises(BeforeItsCard, match="older than this card"):
        log.do(command, player(5), PUT - CLOCKS_DIFFER - MOMENT)

    assert log.do(command, player(5), PUT)


@pytest.mark.parametrize("what", SAID)
def test_what_seems_older_since_clocks_differ_counts(what: str) -> None:
    build, command = SAID[what]

    assert build().do(command, player(5), PUT - CLOCKS_DIFFER)


def test_a_decision_that_is_older_than_its_card_is_not_recorded() -> None:
    log = a_council()
    log.do(a_charter(DecisionRuleKind.STEWARDS), player(1), at(6))
    log.propose("One", at=PUT)

    with pytest.raises(BeforeItsCard):
        log.do(cc.RecordDecision(ONE, said=(2, 0)), player(1), at(30))

    assert log.do(cc.RecordDecision(ONE, said=(2, 0)), player(1), at(32))
