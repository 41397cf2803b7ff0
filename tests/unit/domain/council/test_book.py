"""The book of policies: its order, what is parked with it, and that it is frozen for the vote."""

from collections.abc import Iterable

import pytest

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
    EarlierCard,
    ProposalParked,
)
from bot.domain.ids import MOOT, ProposalNumber, RoleNumber, TeamKey
from bot.domain.rules import DecisionRuleKind
from bot.domain.wording import Wording
from tests.builders import (
    ONE,
    CouncilLog,
    a_charter,
    a_council,
    a_council_with_policies,
    a_proposal,
    at,
    player,
)

TEAM = TeamKey("team-2")


@pytest.mark.parametrize(
    "command",
    [
        a_proposal("New"),
        cc.TakeSide(ProposalNumber(2), True),
        cc.WithdrawProposal(ProposalNumber(2)),
        cc.RecordDecision(ProposalNumber(2)),
        cc.AmendProposal(ProposalNumber(2), Wording("Other", "Words."), seen=1),
        cc.MergeProposals(((ONE, 1), (ProposalNumber(2), 1)), Wording("Both", "Words.")),
        cc.OrderBook((1,)),
        cc.Park("Standby", "15 March", owner_team=TeamKey("team-1")),
        cc.Unpark(1),
    ],
)
def test_nothing_in_the_book_moves_once_it_is_frozen(command: cc.CouncilCommand) -> None:
    log = a_council_with_policies()
    log.propose("Open", at=at(26))
    log.do(cc.OpenBallot(), MOOT, at(31))

    with pytest.raises(BookClosed):
        log.do(command, player(1), at(32))


def test_the_book_keeps_the_order_of_adoption_and_counts_the_questions_it_answers() -> None:
    log = a_council()
    log.do(cc.SubmitProposal("One", "1", question="sharing"), player(3))
    log.do(cc.SubmitProposal("Two", "2", question="naming"), player(4))
    log.do(cc.SubmitProposal("Three", "3"), player(5))

    for number in (3, 1):
        log.do(cc.RecordDecision(ProposalNumber(number)), player(1))

    assert [(policy.number, one.title) for policy, one in log.council.book()] == [(1, "Three"), (2, "One")]
    assert log.council.covered() == {"sharing"}


def a_table(proposals: int = 1, rule: DecisionRuleKind | None = None, quorum: float = 0.5) -> CouncilLog:
    """A council of ten in its first session, with open proposals of role 3 and perhaps a charter."""
    log = a_council()
    if rule is not None:
        log.do(a_charter(rule, quorum), player(1), at(6))
    for number in range(1, proposals + 1):
        log.propose(f"Proposal {number}", at=at(6, number))
    return log


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
