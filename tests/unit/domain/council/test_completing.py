"""What a proposal left open is said afterwards, by its proposer or a steward, until the book is frozen."""

from dataclasses import replace

import pytest

from bot.domain.council import Council, evolve
from bot.domain.council import commands as cc
from bot.domain.council import events as ce
from bot.domain.errors.authority import NotSeated
from bot.domain.errors.book import BookClosed
from bot.domain.errors.proposals import (
    CharterChangeStays,
    DetailSaidBefore,
    NotYourProposal,
    ProposalSettled,
    ProposalUnknown,
)
from bot.domain.ids import MOOT, ProposalNumber, RoleNumber
from bot.domain.rules import DecisionRuleKind
from bot.domain.wording import Detail
from bot.intents.councils import of_council
from bot.intents.intent import Card
from bot.intents.proposals import AdoptedCard, ProposalCard
from bot.slack.proposals import cards
from tests.builders import (
    ONE,
    STRANGER,
    VOTING,
    CouncilLog,
    a_charter,
    a_council,
    at,
    player,
    rainbow_road,
)

PACK = rainbow_road()
SAID = cc.CompleteProposal(ONE, enforcement="Moot counts.", review="in May")


def a_line(log: CouncilLog | None = None) -> CouncilLog:
    """Role 4 has proposed something in a line, for which role 5 is."""
    log = log or a_council()
    log.do(cc.SubmitProposal("Owners merge", "Owners merge."), player(4), at(6))
    log.do(cc.TakeSide(ONE, True), player(5), at(7))
    return log


def test_a_line_leaves_owner_enforcement_and_review_open_and_its_team_owns_it_for_now() -> None:
    one = a_line().council.proposals[ONE]

    assert one.left_open == (Detail.OWNER, Detail.ENFORCEMENT, Detail.REVIEW)
    assert one.owner_team == a_council().council.seats[RoleNumber(4)].team


@pytest.mark.parametrize("by", [4, 1])
def test_details_are_added_and_what_was_said_still_counts(by: int) -> None:
    log = a_line()

    said = log.do(replace(SAID, owner_team="team-1", question="graph"), player(by), at(8))
    again = log.do(replace(SAID, owner_team="team-1", question="graph"), player(by), at(9))

    one = log.council.proposals[ONE]
    assert [type(event) for event in said] == [ce.ProposalCompleted]
    assert again == []
    assert (one.round, one.stance_of(RoleNumber(5)), one.left_open, one.amended) == (1, True, (), False)
    assert (one.question, one.owner_team, one.enforcement, one.review) == (
        "graph",
        "team-1",
        "Moot counts.",
        "in May",
    )
    assert [version.completes for version in one.versions] == [False, True]
    state: Council | None = None
    for event in log.events:
        state = evolve(state, event)
    assert state == log.council


def test_what_a_policy_left_open_is_added_without_another_decision_and_both_its_cards_say_so() -> None:
    log = a_line()
    log.do(cc.RecordDecision(ONE), at=at(8))

    (said,) = log.do(SAID, player(4), at(9))

    assert log.council.proposals[ONE].left_open == (Detail.OWNER,)
    assert len(log.council.policies) == 1
    updated = [one.intent for one in of_council(log.council, said, 9)]
    assert [(type(one), isinstance(one, Card) and one.existing) for one in updated] == [
        (ProposalCard, True),
        (AdoptedCard, True),
    ]


def test_what_stands_stays_and_what_somebody_else_said_meanwhile_is_not_overwritten() -> None:
    log = a_line()
    log.do(SAID, player(4), at(8))

    with pytest.raises(DetailSaidBefore):
        log.do(replace(SAID, enforcement="Nobody checks."), player(1), at(9))
    log.do(cc.CompleteProposal(ONE, owner_team="team-1"), player(1), at(9))
    with pytest.raises(DetailSaidBefore):
        log.do(cc.CompleteProposal(ONE, owner_team="team-2"), player(4), at(9))


def test_an_amendment_that_only_adds_details_silences_nobody_and_any_other_does() -> None:
    log = a_line()
    wording = log.council.proposals[ONE].wording

    (added,) = log.do(cc.AmendProposal(ONE, replace(wording, review="in May"), 1), player(4), at(8))
    kept = log.council.proposals[ONE].stance_of(RoleNumber(5))
    (changed,) = log.do(cc.AmendProposal(ONE, replace(wording, review="in June"), 2), player(4), at(9))

    assert (type(added), kept) == (ce.ProposalCompleted, True)
    assert type(changed) is ce.ProposalAmended
    assert log.council.proposals[ONE].stance_of(RoleNumber(5)) is None


def test_only_the_proposer_and_stewards_add_details_and_not_to_what_is_over() -> None:
    log = a_line()

    with pytest.raises(NotYourProposal):
        log.do(SAID, player(5), at(8))
    with pytest.raises(NotSeated):
        log.do(SAID, STRANGER, at(8))
    with pytest.raises(ProposalUnknown):
        log.do(replace(SAID, number=ProposalNumber(7)), player(4), at(8))
    log.do(cc.WithdrawProposal(ONE), player(4), at(9))
    with pytest.raises(ProposalSettled):
        log.do(SAID, player(4), at(10))


def test_the_final_vote_freezes_details_and_a_change_of_the_charter_has_none() -> None:
    log = a_line()
    log.do(cc.RecordDecision(ONE), at=at(8))
    log.do(a_charter(), at=at(8))
    log.do(a_charter(DecisionRuleKind.STEWARDS), at=at(9))
    last = max(log.council.proposals)
    with pytest.raises(CharterChangeStays):
        log.do(replace(SAID, number=last), player(1), at(10))
    assert log.council.proposals[last].left_open == ()

    log.reach(VOTING)
    log.do(cc.OpenBallot(), MOOT, at(31))

    with pytest.raises(BookClosed):
        log.do(SAID, player(4), at(32))
    assert "Left open" not in cards.adopted(PACK, log.council, 1).text


def test_a_merged_proposal_of_lines_leaves_open_what_they_do() -> None:
    log = a_line()
    log.do(cc.SubmitProposal("Owners answer", "Owners answer."), player(3), at(7))
    wording = replace(log.council.proposals[ONE].wording, text="Owners merge and answer.")

    log.do(cc.MergeProposals(((ONE, 1), (ProposalNumber(2), 1)), wording), player(1), at(8))

    assert log.council.proposals[ProposalNumber(3)].left_open == (Detail.ENFORCEMENT, Detail.REVIEW)
