"""Who is silent, and the nudge that helps."""

from bot.domain.ballot import Choice
from bot.domain.council import commands as cc
from bot.domain.council import events as ce
from bot.domain.council.activity import Nudges, doer
from bot.domain.council.silence import silent
from bot.domain.ids import MOOT, RoleNumber
from bot.domain.paper import paper_id
from bot.intents.care import NudgeCard, of_care
from bot.intents.people import Home
from tests.builders import (
    EMERGENCY,
    FACILITATOR,
    ONE,
    PRESENTING,
    SIDEBAR,
    CouncilLog,
    a_charter,
    a_council,
    a_council_with_policies,
    at,
    player,
)


def roles(log: CouncilLog) -> list[int]:
    """The seats of which nothing was heard."""
    return [seat.role for seat in silent(log.council)]


# --- who is silent


def test_before_the_first_session_nobody_is_silent_and_then_everybody_who_does_nothing() -> None:
    before = roles(a_council(until=None))
    log = a_council()
    after = roles(log)

    log.propose(by=3)
    log.react(ONE, True, 4, at(6))
    log.do(a_charter(), player(1))
    log.do(cc.AskStraw("Shall we?"), player(5))
    log.do(cc.AnswerStraw(1), player(6))

    assert before == []
    assert after == [1, 3, 5, 7, 9, 2, 4, 6, 8, 10]
    assert roles(log) == [7, 9, 2, 8, 10]


def test_whatever_somebody_does_later_is_a_sign_of_life_as_well() -> None:
    log = a_council(until=SIDEBAR)
    log.do(cc.CarryBack("An idea"), player(5))
    sidebar = roles(log)
    vote = a_council_with_policies()
    vote.do(cc.OpenBallot(), MOOT, at(31))
    vote.vote(Choice.NO, 9, at(32))
    voted = roles(vote)
    vote.reach(PRESENTING)
    vote.close({})
    vote.do(cc.MakeClaim(), player(7), at(37))
    vote.do(cc.JudgeClaim(RoleNumber(7), confirms=True), player(8), at(37))

    assert 5 not in sidebar
    assert 9 not in voted
    assert {7, 8} <= set(voted)
    assert not {7, 8} & set(roles(vote))


def test_paper_is_never_silent_and_a_proxy_is_no_sign_of_its_holder() -> None:
    log = a_council_with_policies(filled=9)
    log.do(cc.FillSeat(paper_id("Zoe"), open_hand=False), MOOT, at(30))
    log.do(cc.OpenBallot(), MOOT, at(31))
    (cast,) = log.do(cc.CastProxyVote(paper_id("Zoe"), Choice.YES), player(1), at(32))

    assert doer(cast) is None
    assert 10 not in roles(log)


def test_silence_belongs_to_the_person_and_a_newcomer_has_just_shown_life() -> None:
    log = a_council()
    log.propose(by=3)

    log.do(cc.VacateSeat(player(3)), MOOT)
    log.do(cc.FillSeat(player(77), open_hand=False), MOOT)
    log.do(cc.HandOverSeat(player(5), player(78)), MOOT)

    assert not {3, 5} & set(roles(log))


def test_who_moves_takes_their_silence_along() -> None:
    log = a_council(9)
    log.propose(by=3)

    log.do(cc.MoveHolder(player(3), RoleNumber(10)), FACILITATOR)
    log.do(cc.MoveHolder(player(5), RoleNumber(3)), FACILITATOR)

    assert 10 not in roles(log)
    assert 3 in roles(log)


# --- what helps


def test_a_silent_holder_is_nudged_once_in_a_phase_and_again_in_the_next() -> None:
    log = a_council()

    first = log.do(cc.NudgeSeat(RoleNumber(4)), FACILITATOR)
    again = log.do(cc.NudgeSeat(RoleNumber(4)), FACILITATOR)
    log.reach(EMERGENCY)
    later = log.do(cc.NudgeSeat(RoleNumber(4)), FACILITATOR)

    assert first == [ce.SeatNudged(RoleNumber(4), player(4), "session-1", FACILITATOR, at(0))]
    assert again == []
    assert later == [ce.SeatNudged(RoleNumber(4), player(4), "emergency", FACILITATOR, at(0))]


def test_nobody_is_nudged_who_has_done_something_or_who_is_not_there() -> None:
    log = a_council(9)
    log.propose(by=4)

    assert log.do(cc.NudgeSeat(RoleNumber(4)), FACILITATOR) == []
    assert log.do(cc.NudgeSeat(RoleNumber(10)), FACILITATOR) == []
    assert a_council(until=None).do(cc.NudgeSeat(RoleNumber(4)), FACILITATOR) == []


def test_a_nudge_goes_to_its_holders_direct_messages_and_nowhere_else() -> None:
    log = a_council()
    (nudged,) = log.do(cc.NudgeSeat(RoleNumber(4)), FACILITATOR)

    work = list(of_care(None, log.council, nudged))

    assert [(type(one.intent), one.room) for one in work] == [
        (NudgeCard, f"dm:{player(4)}"),
        (Home, f"home:{FACILITATOR}"),
    ]


def test_nudges_are_counted_with_the_last_moment_and_belong_to_the_holder() -> None:
    log = a_council(9)
    log.do(cc.NudgeSeat(RoleNumber(4)), FACILITATOR, at(6))
    log.reach(EMERGENCY)
    log.do(cc.NudgeSeat(RoleNumber(4)), FACILITATOR, at(16))
    nudged = log.council.activity.nudges

    log.do(cc.VacateSeat(player(4)), MOOT, at(17))

    assert nudged == {RoleNumber(4): Nudges(2, at(16))}
    assert log.council.activity.nudges == {}
