"""Proposals that are amended and merged, and what becomes of them when seats change hands."""

from collections.abc import Iterable

import pytest

from bot.domain.council import Proposal, ProposalStatus
from bot.domain.council import commands as cc
from bot.domain.council import events as ce
from bot.domain.errors import Refusal
from bot.domain.errors.proposals import (
    AmendedMeanwhile,
    CharterChangeStays,
    EarlierCard,
    EmptyProposal,
    NothingToMerge,
    NotYourProposal,
    ProposalSettled,
    ProposalUnknown,
)
from bot.domain.ids import MOOT, ProposalNumber, RoleNumber, UserId
from bot.domain.rules import DecisionRuleKind
from bot.domain.wording import Wording
from tests.builders import (
    ONE,
    CouncilLog,
    a_charter,
    a_council,
    a_council_with_policies,
    at,
    player,
)

TWO, THREE = ProposalNumber(2), ProposalNumber(3)
NEW = Wording("Owners merge", "Owners merge, and partners comment.", "sharing", "team-2", "A check.", "May")
CONSENT = DecisionRuleKind.CONSENT


def a_table(proposals: int = 1, rule: DecisionRuleKind | None = None, quorum: float = 0.5) -> CouncilLog:
    """A council of ten in its first session, with open proposals of role 3 and perhaps a charter."""
    log = a_council()
    if rule is not None:
        log.do(a_charter(rule, quorum), player(1), at(6))
    for number in range(1, proposals + 1):
        log.propose(f"Proposal {number}", at=at(6, number))
    return log


def amend(log: CouncilLog, by: int = 3, seen: int = 1, words: Wording = NEW) -> list[ce.CouncilEvent]:
    """Somebody amends proposal 1."""
    return log.do(cc.AmendProposal(ONE, words, seen), player(by), at(8))


def react(
    log: CouncilLog, roles: Iterable[int], card: int = 1, number: ProposalNumber = ONE, when: float = 9
) -> list[ce.CouncilEvent]:
    """Several seats support a proposal on one of its cards."""
    return [
        event
        for role in roles
        for event in log.do(cc.TakeSide(number, True, round=card), player(role), at(when))
    ]


def one(log: CouncilLog, number: ProposalNumber = ONE) -> Proposal:
    return log.council.proposals[number]


# --- amending


@pytest.mark.parametrize("by", [3, 1])
def test_the_proposer_or_a_steward_gives_a_proposal_other_words_and_all_versions_are_kept(by: int) -> None:
    log = a_table()

    amended = amend(log, by)

    assert amended == [ce.ProposalAmended(ONE, NEW, RoleNumber(by), player(by), at(8))]
    assert (one(log).title, one(log).text, one(log).review) == (NEW.title, NEW.text, "May")
    assert [version.wording.title for version in one(log).versions] == ["Proposal 1", "Owners merge"]
    assert one(log).by == 3, "it is still its proposer's"


def test_an_amendment_clears_every_side_and_objection_and_remembers_whose_they_were() -> None:
    log = a_table(rule=CONSENT, quorum=0.9)
    react(log, [1, 4])
    log.do(cc.TakeSide(ONE, False), player(5), at(7))
    log.do(cc.Object(ONE, "It costs."), player(6), at(7))
    log.do(cc.TakeSide(ONE, True), player(7), at(7))
    log.do(cc.TakeSide(ONE, None, was=True), player(7), at(7, 5))

    amend(log)

    assert log.council.tally(one(log)).support == log.council.tally(one(log)).oppose == 0
    assert one(log).objections == {}
    assert one(log).unsaid == {1, 4, 5, 6}, "who took a side back had none to lose"
    assert (one(log).round, one(log).since) == (2, at(8))


def test_a_reaction_on_an_earlier_card_counts_for_nothing_however_late_it_comes() -> None:
    log = a_table(rule=DecisionRuleKind.MAJORITY)
    react(log, [1, 2, 3, 4, 5])
    amend(log)

    for support in (True, False):
        with pytest.raises(EarlierCard):
            log.do(cc.TakeSide(ONE, support), player(6), at(7))
    with pytest.raises(EarlierCard):
        log.do(cc.TakeSide(ONE, None, was=True), player(1), at(9))
    adopted = react(log, [1, 2, 3, 4, 5, 6], card=2)

    assert log.council.policies[0].tally.support == 6
    assert len([event for event in adopted if isinstance(event, ce.PolicyAdopted)]) == 1


def test_no_steward_records_and_nobody_objects_to_a_text_that_they_have_not_seen() -> None:
    log = a_table(rule=CONSENT)
    amend(log)

    for command in (cc.RecordDecision(ONE), cc.Object(ONE, "Why?")):
        with pytest.raises(EarlierCard):
            log.do(command, player(1), at(9))

    assert log.do(cc.Object(ONE, "Why?", round=2), player(4), at(9))
    log.do(cc.WithdrawObjection(ONE), player(4), at(9))
    assert log.do(cc.RecordDecision(ONE, round=2, said=(10, 0)), player(1), at(9))
    assert log.council.book()[0][1].text == NEW.text


def test_of_two_people_who_amend_at_once_the_second_overwrites_nothing_unread() -> None:
    log = a_table()
    amend(log)

    with pytest.raises(AmendedMeanwhile) as refused:
        amend(log, by=1, words=Wording("Mine", "Mine."))
    assert "version 2" in refused.value.sentence
    assert one(log).text == NEW.text

    amend(log, by=1, seen=2, words=Wording("Mine", "Mine."))
    assert [version.by for version in one(log).versions] == [3, 3, 1]


def test_the_same_words_again_are_no_amendment_and_keep_every_side() -> None:
    log = a_table()
    amend(log)
    react(log, [4], card=2)

    assert amend(log, seen=1) == amend(log, seen=2) == amend(log, by=1, seen=7) == []
    assert one(log).side_of(RoleNumber(4)) is True


@pytest.mark.parametrize(
    ("words", "by", "refusal"),
    [
        (NEW, 4, NotYourProposal),
        (Wording(" ", "Text."), 3, EmptyProposal),
        (Wording("Title", "\n"), 3, EmptyProposal),
    ],
)
def test_others_propose_their_own_words_and_a_proposal_is_never_empty(
    words: Wording, by: int, refusal: type[Refusal]
) -> None:
    log = a_table()

    with pytest.raises(refusal):
        amend(log, by, words=words)


def test_a_change_of_the_charter_is_neither_amended_nor_merged() -> None:
    log = a_table(0, rule=DecisionRuleKind.MAJORITY)
    log.do(a_charter(CONSENT), player(3), at(7))
    log.propose()

    with pytest.raises(CharterChangeStays):
        amend(log)
    with pytest.raises(CharterChangeStays):
        log.do(cc.MergeProposals(((ONE, 1), (TWO, 1)), NEW), player(1), at(8))


def test_what_is_adopted_is_not_amended_and_what_is_amended_is_not_adopted_by_old_support() -> None:
    adopted, amended = (a_table(rule=DecisionRuleKind.MAJORITY) for _ in range(2))
    for log in (adopted, amended):
        react(log, [1, 2, 3, 4, 5])

    react(adopted, [6])
    with pytest.raises(ProposalSettled):
        amend(adopted)
    amend(amended)
    with pytest.raises(EarlierCard):
        react(amended, [6])

    assert adopted.council.book()[0][1].title == "Proposal 1"
    assert amended.council.policies == ()


# --- merging


def test_a_steward_makes_one_proposal_of_several_in_the_name_of_the_first() -> None:
    log = a_table(2)
    log.do(cc.SubmitProposal("Third", "3"), player(5), at(7))
    react(log, [4])
    log.do(cc.TakeSide(TWO, False), player(6), at(7))

    log.do(cc.MergeProposals(((TWO, 1), (ONE, 1)), NEW), player(1), at(8))

    four = one(log, ProposalNumber(4))
    assert (four.by, four.sources, four.title) == (3, (TWO, ONE), NEW.title)
    assert four.unsaid == {4, 6}
    assert log.council.tally(four).support == 0
    assert [(one(log, n).status, one(log, n).into) for n in (ONE, TWO)] == [(ProposalStatus.MERGED, 4)] * 2
    assert one(log, THREE).status is ProposalStatus.OPEN


def test_what_was_merged_can_do_nothing_more_and_says_into_what() -> None:
    log = a_table(2, rule=DecisionRuleKind.MAJORITY)
    merge = cc.MergeProposals(((ONE, 1), (TWO, 1)), NEW)
    log.do(merge, player(1), at(8))

    for command in (merge, cc.TakeSide(ONE, True), cc.RecordDecision(TWO), cc.AmendProposal(ONE, NEW, 1)):
        with pytest.raises(ProposalSettled) as refused:
            log.do(command, player(1), at(9))
        assert "merged into proposal 3" in refused.value.sentence


@pytest.mark.parametrize(
    ("sources", "refusal"),
    [
        ((), NothingToMerge),
        (((ONE, 1),), NothingToMerge),
        (((ONE, 1), (ONE, 1)), NothingToMerge),
        (((ONE, 1), (ProposalNumber(9), 1)), ProposalUnknown),
        (((ONE, 1), (TWO, 2)), AmendedMeanwhile),
    ],
)
def test_two_open_proposals_are_merged_as_they_were_read(
    sources: tuple[tuple[ProposalNumber, int], ...], refusal: type[Refusal]
) -> None:
    log = a_table(2)

    with pytest.raises(refusal):
        log.do(cc.MergeProposals(sources, NEW), player(1), at(8))

    assert len(log.council.proposals) == 2


def test_what_was_merged_may_be_proposed_anew_but_what_is_open_is_not_doubled() -> None:
    log = a_table(2)
    again = cc.SubmitProposal("Proposal 1", "Proposal 1, and nobody else does.")
    assert log.do(again, player(3), at(7)) == []

    log.do(cc.MergeProposals(((ONE, 1), (TWO, 1)), NEW), player(1), at(8))

    assert len(log.do(again, player(3), at(9))) == 1


# --- seats that change hands


def test_when_an_objector_leaves_what_they_blocked_is_adopted() -> None:
    log = a_table(rule=CONSENT)
    log.do(cc.Object(ONE, "It costs."), player(4), at(7))
    react(log, [1, 2, 3, 5, 6])

    left = log.do(cc.VacateSeat(player(4)), MOOT, at(10))

    assert [type(event) for event in left] == [ce.SeatVacated, ce.PolicyAdopted]
    assert log.council.policies[0].tally.seats == 9
    assert log.council.policies[0].by_steward is None
    assert log.do(cc.VacateSeat(player(4)), MOOT, at(10)) == []


def test_when_a_silent_holder_leaves_a_majority_may_be_complete() -> None:
    log = a_table(2, rule=DecisionRuleKind.MAJORITY)
    for number in (ONE, TWO):
        react(log, [1, 2, 3, 4, 5], number=number)
    log.do(cc.WithdrawProposal(ONE), player(3), at(9))

    left = log.do(cc.VacateSeat(player(9)), MOOT, at(10))

    assert [event.number for event in left if isinstance(event, ce.PolicyAdopted)] == [TWO]


def test_a_seat_that_is_filled_again_brings_its_side_with_it() -> None:
    log = a_table(rule=DecisionRuleKind.MAJORITY)
    react(log, [1, 2, 3, 4, 5])
    log.do(cc.VacateSeat(player(5)), MOOT, at(9))
    log.do(cc.VacateSeat(player(4)), MOOT, at(9))
    assert log.council.policies == ()

    log.do(cc.FillSeat(player(77), open_hand=False), MOOT, at(10))
    came = log.do(cc.MoveHolder(player(9), RoleNumber(4)), UserId("U0FACIL"), at(11))

    assert [type(event) for event in came] == [ce.HolderMoved, ce.PolicyAdopted]


def test_a_charter_that_its_rule_adopts_when_somebody_leaves_applies_to_what_is_open() -> None:
    log = a_table(rule=DecisionRuleKind.MAJORITY)
    react(log, [1, 2, 3])
    log.do(a_charter(CONSENT, 0.1), player(3), at(7))
    react(log, [1, 2, 3, 4, 5], number=TWO)

    left = log.do(cc.VacateSeat(player(9)), MOOT, at(10))

    assert [type(event) for event in left] == [ce.SeatVacated, ce.CharterAdopted, ce.PolicyAdopted]
    assert log.council.policies[0].charter == 2


def test_nothing_is_adopted_by_a_leaver_without_a_charter_by_stewards_or_once_the_book_is_frozen() -> None:
    free, chaired, frozen = a_table(), a_table(rule=DecisionRuleKind.STEWARDS), a_council_with_policies()
    frozen.do(a_charter(DecisionRuleKind.MAJORITY), player(1), at(26))
    number = frozen.propose("Open", at=at(27))
    react(frozen, [1, 2, 3, 4, 5], number=number, when=28)
    frozen.do(cc.OpenBallot(), MOOT, at(31))
    for log in (free, chaired):
        react(log, [1, 3, 4, 5, 6])

    for log in (free, chaired, frozen):
        left = log.do(cc.VacateSeat(player(9)), MOOT, at(32))
        assert [type(event) for event in left] == [ce.SeatVacated]
