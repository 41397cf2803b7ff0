"""Proposals: made, numbered, supported, objected to and withdrawn."""

from dataclasses import replace

import pytest

from bot.domain.council import ProposalStatus, decide
from bot.domain.council import commands as cc
from bot.domain.council import events as ce
from bot.domain.errors.authority import StewardsOnly
from bot.domain.errors.proposals import PhotoOfSomebodyElse, ProposalSettled, ProposalUnknown
from bot.domain.errors.seating import NotOnPaper
from bot.domain.errors.sessions import SessionsNotBegun
from bot.domain.ids import ProposalNumber, UserId
from bot.domain.paper import paper_id
from bot.domain.photo import Photo
from bot.domain.seating import Seat
from bot.domain.wording import Wording
from tests.builders import (
    FACILITATOR,
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


def from_paper(by: UserId, title: str = "On paper") -> cc.SubmitProposal:
    photo = Photo(("https://example.slack.com/files/F1",), by, "A page")
    return cc.SubmitProposal(title, "Text", photo=photo)


def test_members_take_in_photos_of_their_own_and_stewards_anybodys() -> None:
    log = a_council()
    steward = next(seat.holder for seat in log.council.filled if seat.steward)
    assert steward is not None

    log.do(from_paper(player(3)), player(3), at(6))
    log.do(from_paper(FACILITATOR, "Another"), steward, at(6))
    with pytest.raises(PhotoOfSomebodyElse):
        log.do(from_paper(player(3), "A third"), player(4), at(6))

    first, second = log.council.proposals.values()
    assert [(one.by, one.seat) for one in first.photos] == [(player(3), first.by)]
    assert [(one.by, one.seat) for one in second.photos] == [(FACILITATOR, None)]


def test_a_steward_names_the_paper_player_whose_pad_it_is_as_author_and_nobody_else() -> None:
    log = a_council()
    steward = next(seat.holder for seat in log.council.filled if seat.steward)
    assert steward is not None
    ada, ben = (seat for seat in log.council.filled if seat.holder in (player(3), player(4)))
    on_paper = replace(ada, holder=paper_id("Ada Lovelace"))
    council = replace(log.council, seats={**log.council.seats, ada.role: on_paper})

    def of(seat: Seat, by: UserId) -> list[ce.CouncilEvent]:
        return decide(council, cc.EnterForPaper(seat.role, from_paper(steward)), at=at(6), actor=by)

    [made] = of(ada, steward)

    assert isinstance(made, ce.ProposalSubmitted)
    assert (made.by, made.owner_team) == (ada.role, ada.team)
    with pytest.raises(NotOnPaper):
        of(ben, steward)
    with pytest.raises(StewardsOnly):
        of(ada, player(4))


def test_proposals_that_are_merged_keep_the_photos_of_all_of_them() -> None:
    log = a_council()
    steward = next(seat.holder for seat in log.council.filled if seat.steward)
    assert steward is not None
    log.do(from_paper(player(3), "One"), player(3), at(6))
    log.do(from_paper(player(4), "Two"), player(4), at(6))

    both = ((ProposalNumber(1), 1), (ProposalNumber(2), 1))
    log.do(cc.MergeProposals(both, Wording("Both", "Text")), steward, at(7))

    assert [one.by for one in log.council.proposals[ProposalNumber(3)].photos] == [player(3), player(4)]
