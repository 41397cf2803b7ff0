"""Who has taken part in a council: counts for each seat."""

import ast
from pathlib import Path

from bot.domain.ballot import Choice
from bot.domain.council import commands as cc
from bot.domain.council import deeds
from bot.domain.council import events as ce
from bot.domain.floor import AskFloor, CallNext
from bot.domain.ids import MOOT, RoleNumber
from bot.domain.paper import paper_id
from bot.domain.participation import DeedKind, Participation
from bot.domain.wording import Wording
from tests.builders import SESSION, a_charter, a_council, a_voting_council, at, player
from tests.unit.domain.council.test_floor import TEAMS

PROPOSER, CHAIR, OTHER = RoleNumber(3), RoleNumber(1), RoleNumber(5)


def test_a_seat_is_counted_for_what_it_proposes_amends_and_takes_sides_on() -> None:
    log = a_council()
    number = log.propose()

    for support in (True, False, True):  # to and fro: it is one proposal
        log.react(number, support, 5, at(6))
    log.do(cc.AmendProposal(number, Wording("Owners merge", "Two of them."), 1), player(3), at(7))

    assert log.council.participation[PROPOSER] == Participation(proposed=1, amended=1)
    assert log.council.participation[OTHER] == Participation(sides=1)
    assert log.council.participation[RoleNumber(8)] == Participation()
    assert [role for role, one in log.council.participation.items() if one.total] == [PROPOSER, OTHER]


def test_the_floor_counts_by_the_list_and_by_a_teams_turn() -> None:
    log = a_council()
    log.do(cc.FollowTurns("session-1", SESSION.at, at(15), TEAMS, None), MOOT, at(5))
    log.do(AskFloor(), player(9), at(5.1))
    for minute in range(6, 9):
        log.do(CallNext(), at=at(minute))

    heard = {role: one.floor for role, one in log.council.participation.items() if one.floor}
    assert heard == dict.fromkeys([1, 2, 3, 4, 5, 6, 9], 1)


def test_what_a_steward_does_for_the_council_is_counted_apart() -> None:
    log = a_council()
    number = log.propose()

    log.do(cc.RecordDecision(number), at=at(6))
    log.do(a_charter(), at=at(6))
    log.do(cc.Park("Who pays?", "Monday", owner_seat=PROPOSER), at=at(7))

    assert log.council.participation[CHAIR] == Participation(chaired=3)


def test_a_vote_counts_while_it_stands_and_one_entered_only_for_somebody_on_paper() -> None:
    log = a_voting_council()
    log.do(cc.VacateSeat(player(7)), MOOT, at(31))
    log.do(cc.FillSeat(paper_id("Ada"), False), MOOT, at(31))

    log.vote(Choice.YES, 5, at(32))
    log.vote(Choice.NO, 6, at(32))
    log.take_back(Choice.NO, 6, at(33))
    log.do(cc.CastProxyVote(paper_id("Ada"), Choice.YES), player(1), at(33))

    voted = [role for role, one in log.council.participation.items() if one.voted]
    assert voted == [RoleNumber(5), RoleNumber(7)]


def test_the_counts_belong_to_the_seat_whoever_holds_it() -> None:
    log = a_council()
    log.propose()

    log.do(cc.HandOverSeat(player(3), player(33)), MOOT, at(6))

    assert log.council.participation[PROPOSER].proposed == 1


def test_every_event_of_a_council_either_counts_as_taking_part_or_does_not() -> None:
    """A new event has to be put where it belongs: into bot/domain/council/deeds.py, or here."""
    counts_nothing = {
        "AskClosed",
        "AskOpened",
        "AskShown",
        "AskTextJudged",
        "BallotCalled",
        "BallotCounted",
        "BallotMoved",
        "BallotOpened",
        "ClaimRuled",
        "ClockRan",
        "ClockStopped",
        "CouncilClosed",
        "CouncilEnded",
        "CouncilSeated",
        "EnvelopeOpened",
        "FacilitatorsChanged",
        "FloorAsked",
        "FloorClosed",
        "FloorFreed",
        "FloorLeft",
        "FloorTimeOver",
        "HolderCameBack",
        "HolderMoved",
        "IdleCareStopped",
        "JudgementTakenBack",
        "MorningCame",
        "ObjectionWithdrawn",
        "PhaseEntered",
        "ProposalMerged",
        "ProposalWithdrawn",
        "RemovalCameLate",
        "RevealAnswered",
        "SeatFilled",
        "SeatHandedOver",
        "SeatNudged",
        "SeatVacated",
        "SeatsReminded",
        "SideTakenBack",
        "TurnsBounded",
        "TurnsOpened",
        "TurnsOver",
        "TwoChoicesSeen",
        "UncountedNoted",
        "VoteCameLate",
        "WaitingEnded",
        "WindowJudged",
    }
    source = ast.parse(Path(deeds.__file__).read_text("utf-8"))
    classes = (ast.unparse(node.cls) for node in ast.walk(source) if isinstance(node, ast.MatchClass))
    named = {"VoteRetracted", *(name.removeprefix("e.") for name in classes)}

    assert {kind.__name__ for kind in ce.CouncilEvent.__args__} == counts_nothing | named
    assert {kind.value for kind in DeedKind} == {*Participation.__dataclass_fields__}
