"""Seats that go and come back with their account: votes, quorums, claims, and what their holders said."""

from dataclasses import replace

import pytest

from bot.db.codec import decode, encode
from bot.domain.ballot import Choice
from bot.domain.claims import Verdict
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.council import events as ce
from bot.domain.council.silence import silent
from bot.domain.council.verdicts import to_rule_on, verdict
from bot.domain.errors.ballot import NotInElectorate
from bot.domain.errors.claims import ClaimOfAVacantSeat
from bot.domain.ids import MOOT, Moment, RoleNumber, UserId
from bot.domain.offer import BallotRule
from bot.domain.receipt import receipt_of
from bot.domain.rules import DecisionRuleKind
from bot.domain.scenario import Reveal
from bot.domain.thresholds import CountedOf
from bot.services.games import layout_of
from bot.slack.ballot import receipts
from bot.slack.claims import cards as claims_cards
from bot.slack.results.cards import result_line
from tests.builders import (
    FACILITATOR,
    PHASES,
    PRESENTING,
    CouncilLog,
    a_charter,
    a_council,
    a_council_with_policies,
    a_layout,
    a_running_game,
    at,
    by_policies,
    player,
    rainbow_road,
)

LATE, THREE = UserId("U0LATE"), RoleNumber(3)
YES, NO = Choice.YES, Choice.NO
SIX = a_layout(2, 2, 2)


def a_table(filled: int = 6, *, reveal: Reveal = Reveal.ALL) -> CouncilLog:
    """Three teams of two seats each, in the first session."""
    return a_council(filled, layout=SIX, reveal=reveal)


def about_to_vote(filled: int = 6, *, rule: BallotRule | None = None) -> CouncilLog:
    """The same in its last session, with a policy."""
    return a_council_with_policies(filled=filled, layout=SIX, ballot_rule=rule)


def a_vote(*, rule: BallotRule | None = None) -> CouncilLog:
    """The same with an open vote."""
    log = about_to_vote(rule=rule)
    log.do(cc.OpenBallot(), MOOT, at(31))
    return log


def lose(log: CouncilLog, *roles: int, when: Moment = at(32)) -> None:
    """The accounts of these seats' holders are deactivated."""
    for role in roles:
        log.do(cc.VacateSeat(player(role), gone=when), MOOT, when)


def bring_back(log: CouncilLog, role: int, when: Moment = at(33)) -> list[ce.CouncilEvent]:
    """The account is active again."""
    return log.do(cc.FillSeat(player(role), open_hand=False), MOOT, when)


def all_vote(log: CouncilLog, choice: Choice, *roles: int) -> None:
    for role in roles:
        log.vote(choice, role, at(31.5))


# --- electorate and quorum


def test_accounts_that_go_before_the_vote_opens_are_in_no_quorum() -> None:
    log = about_to_vote()
    lose(log, 5, 6, when=at(26))
    log.do(cc.OpenBallot(), MOOT, at(31))
    all_vote(log, YES, 1, 2)
    log.reach(PRESENTING)

    log.close(log.shown())

    assert log.council.outcome is not None
    assert (log.council.outcome.seats, log.council.outcome.passed) == (4, True)


def test_accounts_that_go_while_the_vote_is_open_leave_its_electorate_and_quorum() -> None:
    log = a_vote()
    all_vote(log, YES, 1, 2)
    lose(log, 5, 6)
    assert log.council.ballot is not None
    assert log.council.ballot.missing() == (3, 4)
    log.reach(PRESENTING)

    log.close(log.shown())

    result = log.council.outcome
    assert result is not None
    assert (result.seats, result.passed, result.resting, result.rested) == (4, True, 2, 0)


def test_a_vote_that_was_cast_before_the_account_went_rests_and_receipt_and_result_say_so() -> None:
    log = a_vote()
    all_vote(log, YES, 1, 2, 3)
    all_vote(log, NO, 4)
    lose(log, 3)
    log.reach(PRESENTING)

    log.close({**log.shown(), player(3): frozenset({YES})})

    result, ballot = log.council.outcome, log.council.ballot
    assert result is not None
    assert ballot is not None
    assert (result.yes, result.no, result.seats, result.resting, result.rested) == (2, 1, 5, 1, 1)
    assert ballot.uncounted == ()
    assert "1 deactivated account left the vote, 1 vote of theirs not counted" in result_line(log.council)
    assert "1 seat left the vote" in receipts.public(log.council).text
    assert receipt_of(log.council, ballot, player(3)).rested
    mine = receipts.mine(a_running_game().game, log.council, player(3)).text
    assert "Your account was deactivated" in mine


def test_a_vote_counts_again_when_the_account_is_back_before_the_close() -> None:
    log = a_vote()
    all_vote(log, YES, 1, 2, 3)
    lose(log, 3)
    bring_back(log, 3)
    log.vote(NO, 3, at(34))
    log.reach(PRESENTING)

    log.close({**log.shown(), player(3): frozenset({NO})})

    result, ballot = log.council.outcome, log.council.ballot
    assert result is not None
    assert ballot is not None
    assert (result.yes, result.no, result.seats, result.resting) == (2, 1, 6, 0)
    assert (ballot.left, ballot.inherited) == (frozenset(), frozenset())


def test_whoever_takes_the_seat_over_brings_it_and_its_vote_back_into_the_vote() -> None:
    log = a_vote()
    all_vote(log, YES, 3)
    lose(log, 3)

    log.do(cc.HandOverSeat(player(3), LATE), MOOT, at(33))

    ballot = log.council.ballot
    assert ballot is not None
    assert (3 in ballot.electorate, ballot.vote_of(THREE), ballot.resting) == (True, YES, frozenset())


def test_a_closed_vote_stays_as_it_was_whoever_comes_or_goes_afterwards() -> None:
    log = a_vote()
    all_vote(log, YES, 1, 2, 3)
    lose(log, 4)
    log.reach(PRESENTING)
    before = log.council.ballot
    lose(log, 1, when=at(35.5))
    bring_back(log, 4, when=at(35.6))
    assert before is not None
    assert log.council.ballot is not None
    assert log.council.ballot.electorate == before.electorate

    log.close({player(1): frozenset({YES}), player(2): frozenset({YES}), player(3): frozenset({YES})})

    assert log.council.outcome is not None
    assert (log.council.outcome.yes, log.council.outcome.seats) == (3, 5)
    assert receipt_of(log.council, log.council.ballot, player(4)).rested


def test_somebody_whose_account_is_gone_can_no_longer_vote() -> None:
    log = a_vote()
    lose(log, 3)

    with pytest.raises(NotInElectorate):
        log.vote(YES, 3, at(33))


def test_a_vote_that_everybody_has_left_fails_and_says_why() -> None:
    log = a_vote()
    lose(log, 1, 2, 3, 4, 5, 6)
    log.reach(PRESENTING)

    log.close({})

    assert log.council.outcome is not None
    assert log.council.outcome.reason == "nobody held a seat when the vote closed"


def test_a_team_whose_only_account_is_gone_has_no_voice() -> None:
    log = a_vote(rule=BallotRule(of=CountedOf.TEAMS))
    all_vote(log, YES, 1)
    all_vote(log, NO, 3)
    gone = [seat.role for seat in log.council.filled if seat.team == log.council.seats[THREE].team]
    lose(log, *gone)
    log.reach(PRESENTING)

    log.close(log.shown())

    assert log.council.outcome is not None
    assert log.council.outcome.passed is False  # the quorum of the seats that are left
    assert log.council.outcome.no == 0


def test_the_charters_quorum_counts_only_seats_whose_account_is_there() -> None:
    log = a_table()
    log.do(a_charter(DecisionRuleKind.MAJORITY, quorum=0.5), player(1), at(6))
    number = log.propose()
    log.react(number, True, 1, at(7))
    log.react(number, True, 2, at(7))
    assert log.council.policies == ()

    lose(log, 4, 5, 6, when=at(8))

    assert len(log.council.policies) == 1


def test_nobody_is_called_silent_whose_account_is_gone() -> None:
    log = a_table()
    lose(log, 5, 6, when=at(6))

    assert {seat.role for seat in silent(log.council)} == {1, 2, 3, 4}


# --- coming back


def test_an_account_that_is_back_has_its_own_seat_again_and_no_other() -> None:
    log = a_table()
    lose(log, 5, 6, when=at(6))

    events = bring_back(log, 6, when=at(7))

    assert events[0] == ce.SeatFilled(RoleNumber(6), player(6), open_hand=False, back=True)
    assert log.council.seats[RoleNumber(5)].holder is None


def test_with_the_account_returns_what_its_holder_said_about_the_reveal() -> None:
    log = a_table(reveal=Reveal.CONSENT)
    log.do(cc.AnswerReveal(THREE, consents=True), player(3))
    lose(log, 3)
    assert log.council.revealed == {}

    bring_back(log, 3)

    assert log.council.revealed == {THREE: True}


def test_an_account_that_is_back_gets_another_seat_where_somebody_else_holds_its_own() -> None:
    log = a_table()
    lose(log, 5, 6, when=at(6))
    log.do(cc.HandOverSeat(player(5), LATE), MOOT, at(7))

    events = bring_back(log, 5, when=at(8))

    assert events[0] == ce.SeatFilled(RoleNumber(6), player(5), open_hand=False)


def test_a_seat_that_is_handed_over_keeps_whether_it_plays_without_a_secret() -> None:
    log = a_table(5)
    log.do(cc.FillSeat(LATE, open_hand=True), MOOT)
    role = next(seat.role for seat in log.council.filled if seat.holder == LATE)
    log.do(cc.VacateSeat(LATE, gone=at(6)), MOOT, at(6))

    log.do(cc.HandOverSeat(LATE, FACILITATOR), MOOT, at(7))

    assert log.council.seats[role].open_hand


def test_events_from_before_read_as_what_they_were() -> None:
    left, came = {"seat": 3, "holder": "U3"}, {"seat": 3, "holder": "U3", "open_hand": False}

    assert decode("SeatVacated", left) == ce.SeatVacated(THREE, UserId("U3"), gone=None)
    assert decode("SeatFilled", came) == ce.SeatFilled(THREE, UserId("U3"), False, back=False)
    assert encode(ce.SeatVacated(THREE, UserId("U3"), at(1)))


# --- claims


def a_counted_council() -> CouncilLog:
    """The shipped pack's council after its vote."""
    log = a_council(layout=layout_of(rainbow_road()))
    log.do(cc.RecordDecision(log.propose()), log.council.filled[0].holder or MOOT, at(6))
    log.reach(*PHASES[2:5])
    log.do(cc.OpenBallot(), MOOT, at(31))
    for seat in log.council.filled:
        log.vote(YES, seat.role, at(32))
    log.reach(PRESENTING)
    log.close(log.shown())
    return log


def over(log: CouncilLog) -> Council:
    """The council as it would be if the game ended now."""
    return replace(log.council, ended_at=at(60))


def waiting(log: CouncilLog) -> list[RoleNumber]:
    """Whose claims wait for a ruling."""
    return [one.seat for one in to_rule_on(rainbow_road(), log.council)]


@pytest.mark.parametrize("gone", [None, at(40)])
def test_a_vacant_seat_wins_nothing_and_needs_no_ruling(gone: Moment | None) -> None:
    pack, log = rainbow_road(), a_counted_council()
    log.do(cc.MakeClaim(by_policies(1), by_policies(1)), player(3), at(37))
    assert verdict(pack, over(log), log.council.claim_of(THREE)) is Verdict.WON

    log.do(cc.VacateSeat(player(3), gone), MOOT, at(40))

    one = log.council.claim_of(THREE)
    assert verdict(pack, over(log), one) is Verdict.LOST
    assert "a vacant seat wins nothing" in claims_cards.claim(pack, log.council, one).text
    assert "Individual wins: none" in str(next(claims_cards.result_details(pack, over(log))).to_dict())
    with pytest.raises(ClaimOfAVacantSeat):
        log.do(cc.RuleOnClaim(THREE, True, "So."), FACILITATOR, at(41))


def test_a_disputed_claim_needs_no_ruling_when_its_seat_or_the_one_that_disputes_it_is_vacant() -> None:
    log = a_counted_council()
    log.do(cc.MakeClaim(by_policies(1), by_policies(1)), player(3), at(37))
    for judge in (4, 5):
        log.do(cc.JudgeClaim(THREE, confirms=False), player(judge), at(38))
    assert waiting(log) == [THREE]

    lose(log, 4, when=at(40))
    assert waiting(log) == []
    bring_back(log, 4, when=at(41))
    assert waiting(log) == [THREE]
    lose(log, 3, when=at(42))
    assert (log.council.standing_claims(), waiting(log)) == ((), [])
    bring_back(log, 3, when=at(43))

    assert [one.seat for one in log.council.standing_claims()] == [3]
