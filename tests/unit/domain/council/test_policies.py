"""Policies are amended, replaced and rescinded by the charter's rule; the book keeps their history."""

import pytest

from bot.domain.council import ProposalStatus
from bot.domain.council import commands as cc
from bot.domain.council import events as ce
from bot.domain.errors.ballot import EmptyBook
from bot.domain.errors.book import (
    BookClosed,
    NothingToRescind,
    NothingWouldChange,
    NotInTheBook,
    PolicyChangedMeanwhile,
)
from bot.domain.errors.proposals import PolicyChangeStays
from bot.domain.evidence import EvidenceKind
from bot.domain.ids import ProposalNumber
from bot.domain.wording import About, Change, Wording
from bot.intents.councils import of_council
from bot.intents.proposals import AdoptedCard, PolicyChangedCard, ProposalCard
from tests.builders import SESSION, VOTING, CouncilLog, a_charter, a_council, a_proposal, at, player

TWO = ProposalNumber(2)


def a_book(*titles: str) -> CouncilLog:
    """A council that decides by majority, and has adopted these policies."""
    log = a_council()
    log.reach(SESSION)
    log.do(a_charter(), player(1), at(6))
    for title in titles:
        carry(log, log.propose(title, at=at(7)))
    return log


def carry(log: CouncilLog, number: ProposalNumber, minute: float = 8) -> list[ce.CouncilEvent]:
    """Enough seats support it, one after the other; what the last of them made happen."""
    for role in range(1, 11):
        if log.council.proposals[number].status is ProposalStatus.OPEN:
            said = log.react(number, True, role, at(minute))
    return said


def about(log: CouncilLog, policy: int, change: Change = Change.AMEND) -> About:
    return About(policy, change, log.council.policies[policy - 1].proposal)


def change(
    log: CouncilLog, policy: int, what: Change, title: str = "Owners split", by: int = 4, minute: float = 9
) -> ProposalNumber:
    """Somebody proposes to change a policy; the proposal's number."""
    said = cc.SubmitProposal(title, f"{title}, from now on.", about=about(log, policy, what))
    log.do(said, player(by), at(minute))
    return max(log.council.proposals)


def titles(log: CouncilLog) -> list[tuple[int, str]]:
    return [(policy.number, one.title) for policy, one in log.council.book()]


def test_an_amended_policy_keeps_its_number_and_its_history() -> None:
    log = a_book("Owners merge", "Vans first")
    before = log.council.book_hash()

    number = change(log, 1, Change.AMEND)
    assert titles(log) == [(1, "Owners merge"), (2, "Vans first")]
    (*_, adopted) = carry(log, number, 10)

    assert isinstance(adopted, ce.PolicyAdopted)
    assert adopted.tally.support == 6
    assert titles(log) == [(1, "Owners split"), (2, "Vans first")]
    policy = log.council.policies[0]
    assert [(one.proposal, one.at) for one in policy.before] == [(1, at(8))]
    assert (policy.proposal, policy.at) == (number, at(10))
    assert log.council.book_hash() != before
    assert log.council.policy_of(ProposalNumber(1)) == policy


def test_a_replacement_stands_in_the_place_of_what_it_replaces_under_its_own_number() -> None:
    log = a_book("Owners merge", "Vans first")

    carry(log, change(log, 1, Change.REPLACE), 10)

    assert titles(log) == [(3, "Owners split"), (2, "Vans first")]
    (gone,) = log.council.former()
    assert gone.ended is not None
    assert (gone.number, gone.ended.number) == (1, 3)


def test_a_rescinded_policy_leaves_book_evidence_and_coverage_and_its_number_is_never_used_again() -> None:
    log = a_book("Owners merge")
    empty = a_book().council.book_hash()

    carry(log, change(log, 1, Change.RESCIND), 10)

    assert titles(log) == []
    assert log.council.book_hash() == empty
    assert not [one for one in log.council.evidence() if one.kind is EvidenceKind.POLICY]
    carry(log, log.propose("Vans first", at=at(11)), 12)
    assert titles(log) == [(2, "Vans first")]


def test_a_book_of_which_everything_was_rescinded_is_empty() -> None:
    log = a_book("Owners merge")
    carry(log, change(log, 1, Change.RESCIND), 10)
    log.reach(VOTING)

    with pytest.raises(EmptyBook):
        log.do(cc.OpenBallot(), player(1), at(26))


def test_two_proposals_about_one_policy_are_decided_one_after_the_other_by_what_it_says_then() -> None:
    log = a_book("Owners merge")
    first, second = change(log, 1, Change.AMEND), change(log, 1, Change.AMEND, "Owners vote", by=5)
    for role in range(1, 6):
        log.react(second, True, role, at(9.5))

    carry(log, first, 10)

    # nobody's reaction to the other text counts any more, and nothing else of it is lost
    rival = log.council.proposals[second]
    assert (rival.status, rival.round, rival.spoken()) == (ProposalStatus.OPEN, 2, frozenset())
    assert titles(log) == [(1, "Owners split")]
    for role in range(1, 7):
        log.do(cc.TakeSide(second, True, round=2), player(role), at(11))
    assert titles(log) == [(1, "Owners vote")]
    assert [one.proposal for one in log.council.policies[0].before] == [1, first]


def test_a_change_of_what_was_rescinded_meanwhile_becomes_a_policy_of_its_own() -> None:
    log = a_book("Owners merge")
    amends, rescinds = change(log, 1, Change.AMEND), change(log, 1, Change.RESCIND, "Out", by=5)
    again = change(log, 1, Change.RESCIND, "Out with it", by=6)

    carry(log, rescinds, 10)
    for role in range(1, 11):
        log.do(cc.TakeSide(again, True, round=2), player(role), at(10.5))  # nothing is left to rescind
    with pytest.raises(NothingToRescind):
        log.do(cc.RecordDecision(again, 2, (10, 0)), player(1), at(10.6))
    for role in range(1, 7):
        log.do(cc.TakeSide(amends, True, round=2), player(role), at(11))

    assert titles(log) == [(2, "Owners split")]
    assert log.council.proposals[again].status is ProposalStatus.OPEN


def test_what_somebody_writes_about_a_policy_that_changed_meanwhile_is_refused() -> None:
    log = a_book("Owners merge", "Vans first")
    seen = about(log, 1)
    carry(log, change(log, 1, Change.AMEND), 10)

    with pytest.raises(PolicyChangedMeanwhile):
        log.do(cc.SubmitProposal("Owners vote", "They vote.", about=seen), player(5), at(11))


def test_a_change_of_nothing_and_of_no_policy_is_refused() -> None:
    log = a_book("Owners merge")
    same = log.council.proposals[ProposalNumber(1)].wording

    words = cc.SubmitProposal(same.title, same.text, same.question, same.owner_team, about=about(log, 1))
    nowhere = About(7, Change.AMEND, ProposalNumber(1))

    with pytest.raises(NothingWouldChange):
        log.do(words, player(4), at(9))
    with pytest.raises(NotInTheBook):
        log.do(cc.SubmitProposal("Owners vote", "They vote.", about=nowhere), player(4), at(9))


def test_a_change_can_be_amended_and_taken_back_but_not_merged() -> None:
    log = a_book("Owners merge")
    number, other = change(log, 1, Change.AMEND), log.propose("Vans first", at=at(9))

    both = cc.MergeProposals(((number, 1), (other, 1)), Wording("Both", "Both."))

    with pytest.raises(PolicyChangeStays):
        log.do(both, player(1), at(10))
    log.do(cc.AmendProposal(number, Wording("Owners vote", "They vote."), 1), player(4), at(10))
    assert log.council.proposals[number].about == about(log, 1)
    log.do(cc.WithdrawProposal(number), player(4), at(11))
    assert log.council.proposals[number].status is ProposalStatus.WITHDRAWN


def test_sent_twice_a_change_is_on_the_table_once_and_what_was_changed_can_be_changed_back() -> None:
    log = a_book("Owners merge")
    number = change(log, 1, Change.AMEND)
    said = log.events[-1]
    assert isinstance(said, ce.ProposalSubmitted)
    again = cc.SubmitProposal(said.title, said.text, None, said.owner_team, about=said.about)
    assert log.do(again, player(4), at(9)) == []

    carry(log, number, 10)
    carry(log, change(log, 1, Change.AMEND, "Owners merge"), 11)
    carry(log, change(log, 1, Change.AMEND), 12)

    assert titles(log) == [(1, "Owners split")]
    assert len(log.council.policies[0].before) == 3


def test_a_steward_records_a_change_as_decided_only_by_the_rule_and_none_changes_a_frozen_book() -> None:
    log = a_book("Owners merge")
    number = change(log, 1, Change.AMEND)
    recorded = log.do(cc.RecordDecision(number, 1, (6, 1)), player(1), at(10))
    assert isinstance(recorded[0], ce.PolicyAdopted)
    assert recorded[0].policy == 1
    late = about(log, 1)
    log.reach(VOTING)
    log.do(cc.OpenBallot(), player(1), at(26))

    with pytest.raises(BookClosed):
        log.do(cc.SubmitProposal("Owners vote", "They vote.", about=late), player(5), at(27))


def test_the_news_of_a_change_reaches_every_card_that_it_concerns() -> None:
    log = a_book("Owners merge")
    number, rival = change(log, 1, Change.AMEND), change(log, 1, Change.RESCIND, "Out", by=5)

    (*_, adopted) = carry(log, number, 10)
    work = [one.intent for one in of_council(log.council, adopted, 99)]

    assert [one.number for one in work if isinstance(one, PolicyChangedCard)] == [number]
    assert [one.policy for one in work if isinstance(one, AdoptedCard)] == [1]
    shown = {(one.number, one.round) for one in work if isinstance(one, ProposalCard)}
    assert shown == {(number, 1), (ProposalNumber(1), 1), (rival, 1), (rival, 2)}


def test_a_plain_proposal_says_nothing_about_a_policy() -> None:
    log = a_book("Owners merge")

    log.do(a_proposal("Owners split"), player(4), at(9))

    assert log.council.proposals[TWO].about is None
