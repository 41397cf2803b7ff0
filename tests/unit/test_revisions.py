"""Proposals that are amended, merged and parked, the order of the book, and seats that change hands."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.council import Proposal, ProposalStatus
from bot.domain.council import commands as cc
from bot.domain.council import events as ce
from bot.domain.errors import Refusal
from bot.domain.errors.book import (
    BookClosed,
    NothingParked,
    NotInTheBook,
    NotYourParkedItem,
    OrderedTwice,
    ParkedWithoutOwner,
)
from bot.domain.errors.proposals import (
    AmendedMeanwhile,
    CharterChangeStays,
    EarlierCard,
    EmptyProposal,
    NothingToMerge,
    NotYourProposal,
    ProposalParked,
    ProposalSettled,
    ProposalUnknown,
)
from bot.domain.ids import MOOT, ProposalNumber, RoleNumber, TeamKey, UserId
from bot.domain.scenario import DecisionRuleKind
from bot.domain.wording import Mark, Wording, compared
from tests.builders import (
    NOON,
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
TEAM = TeamKey("team-2")
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
    assert log.do(cc.RecordDecision(ONE, round=2), player(1), at(9))
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


# --- the book's order


def test_stewards_order_the_book_and_every_policy_keeps_its_number() -> None:
    log = a_council_with_policies(3)
    before = log.council.book_hash()

    log.do(cc.OrderBook((3,)), player(2), at(27))

    assert [policy.number for policy, _ in log.council.book()] == [3, 1, 2]
    assert [proposal.title for _, proposal in log.council.book()] == ["Policy 3", "Policy 1", "Policy 2"]
    assert log.council.book_hash() != before, "another order is another book"
    assert log.do(cc.OrderBook((3, 1, 2)), player(1), at(28)) == []


def test_what_is_adopted_later_comes_last_and_the_order_is_frozen_with_the_book() -> None:
    log = a_council_with_policies(2)
    log.do(cc.OrderBook((2, 1)), player(1), at(27))
    log.do(cc.RecordDecision(log.propose("Third", at=at(28))), player(1), at(28))
    assert [policy.number for policy, _ in log.council.book()] == [2, 1, 3]

    log.do(cc.OpenBallot(), MOOT, at(31))

    with pytest.raises(BookClosed):
        log.do(cc.OrderBook((1,)), player(1), at(32))
    assert log.council.ballot is not None
    assert log.council.ballot.book_hash == log.council.book_hash()


@pytest.mark.parametrize(("order", "refusal"), [((1, 4), NotInTheBook), ((2, 1, 2), OrderedTwice)])
def test_an_order_names_policies_of_the_book_and_each_once(
    order: tuple[int, ...], refusal: type[Refusal]
) -> None:
    log = a_council_with_policies(3)

    with pytest.raises(refusal):
        log.do(cc.OrderBook(order), player(1), at(27))


# --- parking


def test_something_is_parked_with_an_owner_and_a_date_and_settled_by_its_owner() -> None:
    log = a_table(0)
    park = cc.Park(" Weekend\nstandby ", "15 March", owner_team=TEAM)

    log.do(park, player(1), at(7))
    again = log.do(park, player(2), at(7))

    assert again == []
    assert [(item.text, item.until) for item in log.council.parked()] == [("Weekend standby", "15 March")]
    with pytest.raises(NotYourParkedItem):
        log.do(cc.Unpark(1), player(3), at(8))
    assert log.do(cc.Unpark(1), player(5), at(8)) == [ce.ItemUnparked(1, RoleNumber(5), at(8))]
    assert log.do(cc.Unpark(1), player(5), at(8)) == []
    assert log.council.parked() == ()
    assert len(log.do(park, player(1), at(9))) == 1, "it may come back"


@pytest.mark.parametrize(
    "park",
    [
        cc.Park("", "May", owner_team=TEAM),
        cc.Park("Standby", " ", owner_team=TEAM),
        cc.Park("Standby", "May"),
        cc.Park("Standby", "May", owner_team=TeamKey("team-99")),
        cc.Park("Standby", "May", owner_seat=RoleNumber(99)),
        cc.Park("Standby", "May", owner_team=TEAM, owner_seat=RoleNumber(1)),
    ],
)
def test_what_is_parked_needs_words_one_owner_in_the_council_and_a_date(park: cc.Park) -> None:
    with pytest.raises(ParkedWithoutOwner):
        a_table(0).do(park, player(1), at(7))


def test_a_parked_proposal_rests_and_is_put_to_the_council_anew() -> None:
    log = a_table(2, rule=DecisionRuleKind.MAJORITY)
    react(log, [1, 2, 3, 4, 5])
    log.do(cc.Park("", "May", owner_seat=RoleNumber(6), proposal=ONE), player(3), at(8))
    for command in (cc.TakeSide(ONE, True), cc.RecordDecision(ONE), cc.WithdrawProposal(ONE)):
        with pytest.raises(ProposalParked):
            log.do(command, player(1), at(9))

    log.do(cc.Unpark(1), player(3), at(10))

    assert (one(log).status, one(log).round, one(log).version) == (ProposalStatus.OPEN, 2, 1)
    assert (one(log).at, one(log).since) == (at(6, 1), at(10)), "it is as old as ever, and anew on the table"
    assert one(log).unsaid == {1, 2, 3, 4, 5}
    with pytest.raises(EarlierCard):
        react(log, [6])
    react(log, [1, 2, 3, 4, 5, 6], card=2, when=11)
    assert log.council.policies[0].proposal == ONE


@pytest.mark.parametrize("number", [0, 2, -1])
def test_an_unknown_parked_item_is_named(number: int) -> None:
    log = a_table(0)
    log.do(cc.Park("Standby", "May", owner_team=TEAM), player(1), at(7))

    with pytest.raises(NothingParked):
        log.do(cc.Unpark(number), player(1), at(8))


def test_what_is_parked_belongs_to_the_frozen_book() -> None:
    log = a_council_with_policies()
    before = log.council.book_hash()
    log.do(cc.Park("Standby", "May", owner_team=TEAM), player(1), at(27))
    assert log.council.book_hash() != before

    log.do(cc.OpenBallot(), MOOT, at(31))

    for command in (cc.Unpark(1), cc.Park("More", "May", owner_team=TEAM)):
        with pytest.raises(BookClosed):
            log.do(command, player(1), at(32))


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
        react(log, [1, 2, 3, 4, 5])

    for log in (free, chaired, frozen):
        left = log.do(cc.VacateSeat(player(9)), MOOT, at(32))
        assert [type(event) for event in left] == [ce.SeatVacated]


# --- what changed


def test_the_words_that_came_and_went_are_told_apart() -> None:
    said = list(compared("Each model has an owner.\nAlways.", "Each public model has one owner.\nAlways."))

    assert said == [
        (Mark.KEPT, "Each "),
        (Mark.ADDED, "public "),
        (Mark.KEPT, "model has "),
        (Mark.REMOVED, "an "),
        (Mark.ADDED, "one "),
        (Mark.KEPT, "owner.\nAlways."),
    ]
    assert list(compared("", "New")) == [(Mark.ADDED, "New")]
    assert list(compared("Old", "")) == [(Mark.REMOVED, "Old")]


@given(before=st.text("ab \n", max_size=60), after=st.text("ab \n", max_size=60))
def test_a_comparison_loses_no_word_of_either_side(before: str, after: str) -> None:
    said = list(compared(before, after))

    old = "".join(words for mark, words in said if mark is not Mark.ADDED)
    new = "".join(words for mark, words in said if mark is not Mark.REMOVED)
    assert "".join(new.split()) == "".join(after.split())
    assert "".join(old.split()) == "".join(before.split())


def test_a_long_and_dull_text_is_compared_at_once() -> None:
    dull = "a b a a b " * 200
    assert list(compared(dull, f"b {dull}"))


def test_the_first_version_knows_no_person() -> None:
    (first,) = one(a_table()).versions
    assert (first.by, first.who, first.at > NOON) == (3, None, True)
