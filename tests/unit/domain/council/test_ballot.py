"""The final vote in a council: what counts, and what Slack's reactions correct at the close."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ballot import Choice
from bot.domain.charter import Conditions
from bot.domain.council import Council, Proposal
from bot.domain.council import commands as cc
from bot.domain.council import events as ce
from bot.domain.errors import Refusal
from bot.domain.errors.ballot import (
    BallotAlreadyHeld,
    BallotClosed,
    BallotNotOpen,
    BallotTooEarly,
    EmptyBook,
    NotInElectorate,
)
from bot.domain.errors.book import BookClosed
from bot.domain.ids import MOOT, ProposalNumber, RoleNumber, UserId
from bot.domain.rules import DecisionRuleKind
from bot.domain.wording import Wording
from tests.builders import (
    EMERGENCY,
    OBSERVER,
    PRESENTING,
    SIDEBAR,
    STRANGER,
    VOTING,
    CouncilLog,
    a_charter,
    a_council,
    a_council_with_policies,
    a_voting_council,
    at,
    player,
)

YES, NO, ABSTAIN = Choice.YES, Choice.NO, Choice.ABSTAIN
LATE = at(35, 1)  # a second after the bell that ends the vote


# --- opening


def test_opening_freezes_the_book_and_the_seats_that_are_filled_then() -> None:
    log = a_council_with_policies(2, filled=7)

    opened = log.do(cc.OpenBallot(), MOOT, at(31))

    filled = tuple(sorted(seat.role for seat in log.council.filled))
    assert opened == [ce.BallotOpened(log.council.book_hash(), filled, at(31))]
    with pytest.raises(BookClosed):
        log.do(cc.SubmitProposal("Late", "Too late"), player(3), at(32))


def test_a_steward_may_open_the_vote_before_it_opens_by_itself_and_it_opens_once() -> None:
    log = a_council_with_policies()

    log.do(cc.OpenBallot(), player(1), at(30))

    assert log.do(cc.OpenBallot(), MOOT, at(31)) == []
    with pytest.raises(BallotAlreadyHeld):
        log.do(cc.OpenBallot(), player(2), at(32))


def test_an_empty_book_cannot_be_voted_on() -> None:
    log = a_council(until=VOTING)
    log.propose(at=at(26))

    with pytest.raises(EmptyBook):
        log.do(cc.OpenBallot(), MOOT, at(31))


def test_the_vote_belongs_to_its_session() -> None:
    log = a_council_with_policies(until=SIDEBAR)

    with pytest.raises(BallotTooEarly):
        log.do(cc.OpenBallot(), player(1), at(21))
    log.reach(VOTING)
    assert log.do(cc.OpenBallot(), player(1), at(26))


@pytest.mark.parametrize(
    "command",
    [
        a_charter(DecisionRuleKind.CONSENT),
        cc.RecordResponse("Another process"),
        cc.Park("Standby", "May", owner_seat=RoleNumber(5)),
        cc.Unpark(1),
        cc.OrderBook((2, 1)),
        cc.SubmitProposal("Late", "Too late"),
        cc.AmendProposal(ProposalNumber(3), Wording("Mended", "Mended"), seen=1),
        cc.RecordDecision(ProposalNumber(3)),
        cc.WithdrawProposal(ProposalNumber(3)),
        cc.MergeProposals(((ProposalNumber(3), 1), (ProposalNumber(4), 1)), Wording("Both", "Both")),
    ],
    ids=lambda command: type(command).__name__,
)
@pytest.mark.parametrize("counted", [False, True])
def test_once_the_vote_is_open_nothing_in_the_book_changes_and_whoever_tries_is_told(
    command: cc.CouncilCommand, counted: bool
) -> None:
    log = a_whole_book()
    if counted:
        log.close({}, at(36))
    before = log.council.book_hash()

    with pytest.raises(Refusal):
        log.do(command, player(1), at(37 if counted else 32))

    assert log.council.ballot is not None
    assert log.council.ballot.book_hash == log.council.book_hash() == before


def test_whatever_stands_in_the_book_is_in_its_fingerprint() -> None:
    council = a_whole_book().council
    assert council.charter is not None
    one = council.proposals[ProposalNumber(1)]
    worded = [
        replace(one.wording, **change)
        for change in (
            {"title": "Other"},
            {"text": "Other"},
            {"question": "other"},
            {"owner_team": "other"},
            {"enforcement": "Other"},
            {"review": "Other"},
        )
    ]
    first, *_ = one.versions
    books = [
        replace(council, charter=None),
        replace(council, charter=replace(council.charter, enactment="Other")),
        replace(council, charter=replace(council.charter, enforcement="Other")),
        replace(council, charter=replace(council.charter, rule=DecisionRuleKind.CONSENT)),
        replace(council, charter=replace(council.charter, quorum=0.6)),
        replace(council, charter=replace(council.charter, conditions=Conditions(seconders=1))),
        *(_with(council, replace(one, versions=(replace(first, wording=said),))) for said in worded),
        replace(council, order=(2, 1)),
        replace(council, responses=()),
        replace(council, items=()),
        *(replace(council, items=(replace(council.items[0], **change),)) for change in PARKED_OTHERWISE),
    ]

    assert len({council.book_hash(), *(book.book_hash() for book in books)}) == 1 + len(books)


PARKED_OTHERWISE: list[dict[str, Any]] = [
    {"text": "Other"},
    {"until": "June"},
    {"owner_seat": RoleNumber(6)},
    {"owner_seat": None, "owner_team": "other"},
]


def _with(council: Council, one: Proposal) -> Council:
    return replace(council, proposals={**council.proposals, one.number: one})


def a_whole_book() -> CouncilLog:
    """Two policies, a charter, a process, something parked and two open proposals, put to the vote."""
    log = a_council_with_policies(2, until=EMERGENCY)
    log.do(a_charter(), player(1), at(15))
    log.do(cc.RecordResponse("A process", said=(9, 0)), player(1), at(16))
    log.propose(at=at(17))
    log.propose(at=at(17))
    log.do(cc.Park("Standby", "May", owner_seat=RoleNumber(5)), player(1), at(18))
    log.reach(SIDEBAR, VOTING)
    log.do(cc.OpenBallot(), MOOT, at(31))
    return log


# --- voting


def test_the_latest_of_contradictory_reactions_counts() -> None:
    log = a_voting_council()

    log.vote(YES, 3, at(32))
    log.vote(NO, 3, at(33))

    ballot = log.council.ballot
    assert ballot is not None
    assert ballot.vote_of(RoleNumber(3)) is NO
    assert ballot.turnout == 1


def test_taking_the_latest_back_lets_the_one_before_it_count_and_taking_all_back_is_not_voting() -> None:
    log = a_voting_council()
    log.vote(YES, 3, at(32))
    log.vote(NO, 3, at(33))

    log.take_back(NO, 3, at(34))
    after_one = log.council.ballot
    log.take_back(YES, 3, at(34, 1))
    after_both = log.council.ballot

    assert after_one is not None
    assert after_both is not None
    assert after_one.vote_of(RoleNumber(3)) is YES
    assert after_both.vote_of(RoleNumber(3)) is None
    assert RoleNumber(3) in after_both.missing()


def test_the_same_reaction_again_changes_nothing() -> None:
    log = a_voting_council()
    log.vote(YES, 3, at(32))

    assert log.vote(YES, 3, at(32)) == []
    assert log.take_back(YES, 3, at(31, 30)) == []


def test_a_removal_that_comes_before_its_reaction_is_remembered_and_takes_nothing_else_back() -> None:
    log = a_voting_council()
    log.vote(YES, 3, at(32))

    log.take_back(NO, 3, at(33, 1))
    log.vote(NO, 3, at(33))

    assert log.take_back(NO, 3, at(33, 1)) == []
    assert log.council.ballot is not None
    assert log.council.ballot.vote_of(RoleNumber(3)) is YES


def test_an_old_reaction_that_slack_delivers_again_does_not_become_the_latest() -> None:
    log = a_voting_council()
    log.vote(YES, 3, at(32))
    log.vote(NO, 3, at(33))

    again = log.vote(YES, 3, at(32))

    assert again == []
    assert log.council.ballot is not None
    assert log.council.ballot.vote_of(RoleNumber(3)) is NO


def test_an_old_removal_that_slack_delivers_again_does_not_take_a_newer_vote_back() -> None:
    log = a_voting_council()
    log.vote(YES, 3, at(32))
    log.take_back(YES, 3, at(33))
    log.vote(YES, 3, at(34))

    again = log.take_back(YES, 3, at(33))

    assert again == []
    assert log.council.ballot is not None
    assert log.council.ballot.vote_of(RoleNumber(3)) is YES


def test_reactions_that_arrive_in_the_wrong_order_count_in_the_order_in_which_they_were_made() -> None:
    log = a_voting_council()

    log.vote(NO, 3, at(33))
    log.vote(YES, 3, at(32))

    assert log.council.ballot is not None
    assert log.council.ballot.vote_of(RoleNumber(3)) is NO


@pytest.mark.parametrize("who", [STRANGER, OBSERVER, MOOT, player(77)])
def test_only_seats_that_were_filled_when_the_vote_opened_can_vote(who: UserId) -> None:
    log = a_voting_council(filled=5)
    log.do(cc.FillSeat(player(77), open_hand=False), MOOT, at(32))

    for command in (cc.CastVote(YES), cc.RetractVote(YES)):
        with pytest.raises(NotInElectorate):
            log.do(command, who, at(32))


def test_there_is_nothing_to_vote_on_before_the_vote_opens_and_after_it_is_counted() -> None:
    early, counted = a_council_with_policies(), a_voting_council()
    counted.close({})

    with pytest.raises(BallotNotOpen):
        early.vote(YES, 3, at(30))
    with pytest.raises(BallotNotOpen):
        early.close({})
    for command in (cc.CastVote(YES), cc.RetractVote(YES)):
        with pytest.raises(BallotClosed):
            counted.do(command, player(3), at(37))


# --- the close


def a_called_council() -> CouncilLog:
    """Role 3 said yes in time; the bell has rung, and the reactions are still being read."""
    log = a_voting_council()
    log.vote(YES, 3, at(32))
    log.reach(PRESENTING)
    return log


def verdicts(log: CouncilLog) -> dict[int, Choice | None]:
    """What counts for each seat."""
    ballot = log.council.ballot
    assert ballot is not None
    return {int(seat): ballot.vote_of(seat) for seat in ballot.electorate if ballot.vote_of(seat)}


def test_the_bell_of_the_next_phase_calls_the_vote_in_at_its_planned_second() -> None:
    log = a_voting_council()

    assert log.do(PRESENTING, MOOT, at(40))[0] == ce.BallotCalled(PRESENTING.at)


def test_a_vote_made_in_time_counts_although_its_event_came_after_the_bell() -> None:
    log = a_called_council()

    log.vote(NO, 5, at(34, 59))
    log.close(log.shown())

    assert verdicts(log) == {3: YES, 5: NO}


def test_a_vote_at_the_very_second_of_the_bell_is_in_time() -> None:
    log = a_called_council()

    log.vote(NO, 5, at(35))
    log.close(log.shown())

    assert verdicts(log) == {3: YES, 5: NO}


def test_late_votes_do_not_count_even_where_slack_shows_them_at_the_close() -> None:
    log = a_called_council()

    late = log.vote(NO, 5, LATE)
    log.vote(NO, 3, LATE)
    log.close({player(3): frozenset({YES, NO}), player(5): frozenset({NO})})

    assert late == [ce.VoteCameLate(RoleNumber(5), NO, LATE)]
    assert verdicts(log) == {3: YES}


def test_a_late_vote_that_is_delivered_again_is_noted_once() -> None:
    log = a_called_council()
    log.vote(NO, 5, LATE)

    assert log.vote(NO, 5, LATE) == []


def test_reacting_late_with_what_one_said_in_time_does_not_lose_the_vote() -> None:
    log = a_called_council()

    log.vote(YES, 3, LATE)  # the same choice by another emoji, such as a heavy check mark
    log.close({player(3): frozenset({YES})})

    assert verdicts(log) == {3: YES}


def test_taking_a_vote_back_after_the_bell_does_not_undo_it() -> None:
    log = a_called_council()

    log.take_back(YES, 3, LATE)
    log.close({})

    assert verdicts(log) == {3: YES}


def test_changing_ones_mind_after_the_bell_leaves_the_vote_as_it_stood() -> None:
    log = a_called_council()

    log.vote(NO, 3, LATE)
    log.take_back(YES, 3, at(35, 2))
    log.take_back(YES, 3, at(35, 2))
    log.close({player(3): frozenset({NO})})

    assert verdicts(log) == {3: YES}


def test_a_vote_whose_event_was_lost_is_found_when_the_reactions_are_read() -> None:
    log = a_called_council()

    found = log.close({**log.shown(), player(5): frozenset({ABSTAIN})})

    assert ce.VoteCast(RoleNumber(5), ABSTAIN, at(36), reconciled=True) in found
    assert verdicts(log) == {3: YES, 5: ABSTAIN}


def test_a_removal_whose_event_was_lost_is_found_when_the_reactions_are_read() -> None:
    log = a_called_council()

    found = log.close({})

    assert ce.VoteRetracted(RoleNumber(3), YES, at(36), reconciled=True) in found
    assert verdicts(log) == {}


def test_a_reaction_that_was_never_announced_counts_as_the_seats_earliest() -> None:
    log = a_called_council()

    log.close({player(3): frozenset({YES, NO, ABSTAIN})})

    assert verdicts(log) == {3: YES}


def test_reactions_of_strangers_observers_and_moot_itself_are_not_found() -> None:
    log = a_called_council()

    log.close({**log.shown(), STRANGER: frozenset({NO}), OBSERVER: frozenset({NO}), MOOT: frozenset({NO})})

    assert verdicts(log) == {3: YES}


def test_without_reading_the_reactions_the_votes_count_as_reported_and_the_result_says_so() -> None:
    log = a_called_council()

    log.close(None)

    assert verdicts(log) == {3: YES}
    assert log.council.outcome is not None
    assert not log.council.outcome.verified


def test_closing_counts_once_and_calls_a_vote_that_no_bell_has_called() -> None:
    log = a_voting_council()

    first = log.close({}, at(36))

    assert first[0] == ce.BallotCalled(at(36))
    assert isinstance(first[-1], ce.BallotCounted)
    assert log.close({player(3): frozenset({YES})}, at(37)) == []


def test_an_early_end_of_the_game_calls_the_vote_once_and_what_comes_after_it_is_late() -> None:
    log = a_voting_council()

    called = log.do(cc.CallBallot(), MOOT, at(33))

    assert called == [ce.BallotCalled(at(33))]
    assert log.do(cc.CallBallot(), MOOT, at(34)) == []
    assert log.vote(NO, 5, at(33, 1)) == [ce.VoteCameLate(RoleNumber(5), NO, at(33, 1))]


# --- seats that change hands during the vote


def test_the_vote_of_somebody_who_left_stands_while_the_seat_is_vacant() -> None:
    log = a_called_council()

    log.do(cc.VacateSeat(player(3)), MOOT, at(35, 5))
    log.close({})

    assert verdicts(log) == {3: YES}


def test_a_new_holder_inherits_the_vote_although_slack_shows_no_reaction_of_theirs() -> None:
    log = a_voting_council()
    log.vote(YES, 3, at(32))

    log.do(cc.VacateSeat(player(3)), MOOT, at(33))
    log.do(cc.FillSeat(player(77), open_hand=False), MOOT, at(33))
    log.close({player(3): frozenset({YES})})

    assert verdicts(log) == {3: YES}


def test_a_new_holder_may_say_something_else_than_the_one_before() -> None:
    log = a_voting_council()
    log.vote(YES, 3, at(32))
    log.do(cc.VacateSeat(player(3)), MOOT, at(33))
    log.do(cc.FillSeat(player(77), open_hand=False), MOOT, at(33))

    log.vote(NO, 77, at(34))
    log.close({player(3): frozenset({YES}), player(77): frozenset({NO})})

    assert verdicts(log) == {3: NO}
    with pytest.raises(NotInElectorate):
        log.vote(YES, 3, at(34))


# --- a ballot that somebody deleted


def test_votes_on_a_ballot_that_was_deleted_count_although_slack_no_longer_shows_them() -> None:
    log = a_voting_council()
    log.vote(YES, 3, at(32))

    log.do(cc.MoveBallot(), MOOT, at(33))
    log.vote(NO, 5, at(34))
    log.close({player(5): frozenset({NO})})

    assert verdicts(log) == {3: YES, 5: NO}


def test_a_reaction_on_the_new_ballot_that_was_not_announced_counts_after_those_on_the_deleted_one() -> None:
    log = a_voting_council()
    log.vote(YES, 3, at(32))

    log.do(cc.MoveBallot(), MOOT, at(33))
    log.close({player(3): frozenset({NO})})

    assert verdicts(log) == {3: NO}


def test_what_is_said_again_on_the_new_ballot_is_newer_than_all_that_was_said_on_the_deleted_one() -> None:
    log = a_voting_council()
    log.vote(NO, 3, at(32))
    log.vote(YES, 3, at(32, 1))

    log.do(cc.MoveBallot(), MOOT, at(33))
    log.close({player(3): frozenset({NO})})

    assert verdicts(log) == {3: NO}


# --- anything that can happen to one seat's reactions


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(Choice)), max_size=8))
def test_whatever_is_delivered_again_or_late_the_count_is_what_the_person_last_said(
    made: list[tuple[bool, Choice]],
) -> None:
    log, truth = a_voting_council(), list[Choice]()
    reactions: list[tuple[cc.CouncilCommand, int]] = []
    for second, (added, choice) in enumerate(made):
        if added != (choice in truth):
            truth = [one for one in truth if one is not choice] + [choice] * added
            reactions.append((cc.CastVote(choice) if added else cc.RetractVote(choice), second))
    delivered = [one for one in reactions for _ in range(2)]

    for command, second in delivered:
        log.do(command, player(3), at(32, second))
    for command, second in reactions:  # and once more, much later
        log.do(command, player(3), at(32, second))
    log.reach(PRESENTING)
    log.close({player(3): frozenset(truth)} if truth else {})

    assert verdicts(log) == ({3: truth[-1]} if truth else {})
    assert all(one.at <= other.at for one, other in pairwise(_votes(log)))


def _votes(log: CouncilLog) -> list[ce.VoteCast | ce.VoteRetracted]:
    return [event for event in log.events if isinstance(event, ce.VoteCast | ce.VoteRetracted)]
