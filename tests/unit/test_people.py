"""People: who runs the game, who has been silent, and what helps; whom an invitation means."""

import ast
from pathlib import Path

import pytest

from bot.domain import errors
from bot.domain.ballot import Choice
from bot.domain.care.activity import doer
from bot.domain.care.silence import silent
from bot.domain.council import commands as cc
from bot.domain.council import events as ce
from bot.domain.game import commands as gc
from bot.domain.game import events as ge
from bot.domain.ids import MOOT, RoleNumber, UserId
from bot.domain.inviting import Finding, Named, would_be
from bot.domain.mending import Move, Waking, wakings
from bot.domain.paper import paper_id
from bot.intents import councils
from bot.intents.care import NudgeCard, of_care
from bot.intents.people import Home
from bot.intents.rooms import Invite, Remove
from tests.builders import (
    EMERGENCY,
    FACILITATOR,
    OBSERVER,
    ONE,
    PRESENTING,
    SIDEBAR,
    STRANGER,
    CouncilLog,
    GameLog,
    a_charter,
    a_council,
    a_council_with_policies,
    a_dealt_game,
    a_game,
    a_running_game,
    at,
    player,
)

ANN = UserId("U0ANN")


def roles(log: CouncilLog) -> list[int]:
    """The seats of which nothing was heard."""
    return [seat.role for seat in silent(log.council)]


# --- who runs the game


def test_somebody_who_was_named_runs_the_game_with_every_right() -> None:
    log = a_running_game()

    added = log.do(gc.AddFacilitator(ANN))

    assert added == [ge.FacilitatorAdded(ANN, FACILITATOR)]
    assert log.do(gc.AddFacilitator(ANN)) == []
    assert log.do(gc.PauseGame(), ANN, at(1))


def test_the_last_facilitator_stays_and_any_other_may_go() -> None:
    log = a_game()
    with pytest.raises(errors.LastFacilitator):
        log.do(gc.RemoveFacilitator(FACILITATOR))
    log.do(gc.AddFacilitator(ANN))

    gone = log.do(gc.RemoveFacilitator(FACILITATOR))

    assert gone == [ge.FacilitatorRemoved(FACILITATOR, FACILITATOR)]
    assert log.do(gc.RemoveFacilitator(FACILITATOR), FACILITATOR) == [], "a second click"
    with pytest.raises(errors.FacilitatorsOnly):
        log.do(gc.PlanSeating(), FACILITATOR)
    with pytest.raises(errors.LastFacilitator):
        log.do(gc.RemoveFacilitator(ANN), ANN)


def test_facilitators_change_also_when_the_game_is_over_since_claims_are_ruled_on_then() -> None:
    log = a_running_game()
    log.do(gc.EndGame())

    assert log.do(gc.AddFacilitator(ANN))


def test_somebody_on_paper_cannot_run_the_game() -> None:
    with pytest.raises(errors.PaperCannotFacilitate):
        a_game().do(gc.AddFacilitator(paper_id("Zoe")))


def test_a_council_learns_who_runs_the_game_and_obeys_them() -> None:
    log = a_council()
    log.do(cc.NudgeSeat(RoleNumber(4)), FACILITATOR)

    changed = log.do(cc.KnowFacilitators(frozenset({ANN})), MOOT)

    assert changed == [ce.FacilitatorsChanged((ANN,), (FACILITATOR,))]
    assert log.do(cc.KnowFacilitators(frozenset({ANN})), MOOT) == []
    assert log.do(cc.NudgeSeat(RoleNumber(5)), ANN)
    with pytest.raises(errors.FacilitatorsOnly):
        log.do(cc.NudgeSeat(RoleNumber(6)), FACILITATOR)


def test_a_facilitator_gets_every_council_and_who_steps_down_keeps_only_the_one_they_sit_in() -> None:
    log = a_council()
    seated = player(3)
    (changed,) = log.do(cc.KnowFacilitators(frozenset({ANN, seated})), MOOT)
    came = [one.intent for one in councils.of_council(log.council, changed, 9)]
    (back,) = log.do(cc.KnowFacilitators(frozenset({FACILITATOR})), MOOT)
    went = [one.intent for one in councils.of_council(log.council, back, 10)]

    assert came[0] == Invite("council:1", (ANN,)), "who sits here is here already"
    assert [type(one) for one in came] == [Invite, Remove]
    assert [one for one in went if isinstance(one, Remove)] == [Remove("council:1", ANN)]


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


def test_every_event_of_a_council_is_either_somebodys_act_or_nobodys() -> None:
    """A new event has to be put where it belongs: into `doer`, or here."""
    nobodys = {
        "BallotCalled",
        "BallotCounted",
        "BallotMoved",
        "BallotOpened",
        "ClaimRuled",
        "ClockRan",
        "ClockStopped",
        "CouncilSeated",
        "EnvelopeOpened",
        "FacilitatorsChanged",
        "HolderCameBack",
        "HolderMoved",
        "IdleCareStopped",
        "MorningCame",
        "PhaseEntered",
        "ProposalMerged",
        "ProposalWithdrawn",
        "SeatFilled",
        "SeatHandedOver",
        "SeatNudged",
        "SeatVacated",
        "SeatsReminded",
        "UncountedNoted",
        "WaitingEnded",
        "WindowJudged",
    }
    source = Path(doer.__code__.co_filename).read_text("utf-8")
    function = next(
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and node.name == doer.__name__
    )
    named = {node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute)}

    assert {kind.__name__ for kind in ce.CouncilEvent.__args__} == nobodys | named - {"CouncilEvent"}


# --- what helps


def test_a_silent_holder_is_nudged_once_in_a_phase_and_again_in_the_next() -> None:
    log = a_council()

    first = log.do(cc.NudgeSeat(RoleNumber(4)), FACILITATOR)
    again = log.do(cc.NudgeSeat(RoleNumber(4)), FACILITATOR)
    log.reach(EMERGENCY)
    later = log.do(cc.NudgeSeat(RoleNumber(4)), FACILITATOR)

    assert first == [ce.SeatNudged(RoleNumber(4), player(4), "session-1", FACILITATOR)]
    assert again == []
    assert later == [ce.SeatNudged(RoleNumber(4), player(4), "emergency", FACILITATOR)]


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


def all_but(log: CouncilLog, *quiet: int) -> None:
    """Everybody reacts on a proposal, but for these."""
    number = log.propose(by=next(seat.role for seat in log.council.filled if seat.role not in quiet))
    for seat in log.council.filled:
        if seat.role not in quiet and seat.role != log.council.proposals[number].by:
            log.react(number, True, seat.role, at(7))


def best(log: CouncilLog, game: GameLog) -> list[Waking]:
    return list(wakings(game.game, [log.council], log.council))


def test_first_comes_a_nudge_then_patience_then_somebody_who_has_no_seat() -> None:
    log, game = a_council(), a_dealt_game()
    all_but(log, 4)
    first = best(log, game)
    log.do(cc.NudgeSeat(RoleNumber(4)), FACILITATOR)
    waiting = best(log, game)
    log.reach(EMERGENCY)
    seat = log.council.seats[RoleNumber(4)]

    assert first == [Waking(seat, Move.NUDGE)]
    assert waiting == [Waking(seat, Move.WAIT)]
    assert best(log, game) == [Waking(seat, Move.REPLACE, OBSERVER)]


def test_one_person_in_reserve_is_offered_for_one_seat_and_then_somebody_has_to_be_found() -> None:
    log, game = a_council(), a_dealt_game()
    all_but(log, 4, 6)
    for role in (4, 6):
        log.do(cc.NudgeSeat(RoleNumber(role)), FACILITATOR)
    log.reach(EMERGENCY)

    assert [(one.seat.role, one.move) for one in best(log, game)] == [(4, Move.REPLACE), (6, Move.INVITE)]


def test_a_silent_team_with_a_vacant_seat_gets_somebody_from_a_team_that_can_spare_them() -> None:
    log = a_council(9)
    vacant = next(seat for seat in log.council.seats.values() if seat.holder is None)
    partner = next(seat for seat in log.council.filled if seat.team == vacant.team)
    all_but(log, partner.role)
    log.do(cc.NudgeSeat(partner.role), FACILITATOR)
    log.reach(EMERGENCY)
    game = a_dealt_game(players=9)
    game.do(gc.Leave(OBSERVER), OBSERVER)

    (waking,) = best(log, game)

    assert (waking.seat.role, waking.move, waking.vacant) == (partner.role, Move.MOVE, vacant)
    mover = log.council.seat_of(waking.who or ANN)
    assert mover is not None
    assert mover.team != vacant.team
    assert not mover.steward


# --- straw polls


def test_an_answer_to_a_straw_poll_is_noted_once_and_never_what_it_said() -> None:
    log = a_council()
    log.do(cc.AskStraw("Shall we?"), player(5))

    first = log.do(cc.AnswerStraw(1), player(4), at(8))

    assert first == [ce.StrawAnswered(1, RoleNumber(4), at(8))]
    assert log.do(cc.AnswerStraw(1), player(4), at(9)) == []
    assert log.do(cc.AnswerStraw(7), player(4), at(9)) == []
    assert list(councils.of_council(log.council, first[0], 5)) == []


# --- whom an invitation means


@pytest.mark.parametrize(
    ("user", "named", "finding"),
    [
        (STRANGER, Named.PERSON, Finding.ADDED),
        (STRANGER, Named.MEMBER, Finding.ADDED),
        (player(1), Named.ADDRESS, Finding.THERE),
        (player(1), Named.MEMBER, Finding.THERE),
        (OBSERVER, Named.PERSON, Finding.ADDED),
        (OBSERVER, Named.MEMBER, Finding.WATCHES),
        (FACILITATOR, Named.ADDRESS, Finding.ADDED),
        (FACILITATOR, Named.MEMBER, Finding.RUNS_IT),
    ],
)
def test_who_is_named_is_meant_and_who_is_just_in_the_channel_keeps_their_wish(
    user: UserId, named: Named, finding: Finding
) -> None:
    assert would_be(a_game().game, user, named) is finding
