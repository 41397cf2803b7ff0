"""What stewards and facilitators enter for people on paper."""

import pytest

from bot.domain.council import ProposalStatus
from bot.domain.council import commands as cc
from bot.domain.council.activity import doer
from bot.domain.council.deeds import entered_by
from bot.domain.errors import Refusal
from bot.domain.errors.authority import NotSeated, StewardsOnly
from bot.domain.errors.claims import OwnClaim
from bot.domain.errors.clock import GameOver
from bot.domain.errors.seating import NotOnPaper
from bot.domain.floor import AskFloor, CallNext
from bot.domain.ids import MOOT, RoleNumber, UserId
from bot.domain.paper import paper_id
from bot.domain.participation import DeedKind, Participation
from tests.builders import (
    FACILITATOR,
    NOON,
    ONE,
    SESSION,
    CouncilLog,
    a_charter,
    a_council,
    a_proposal,
    a_voting_council,
    at,
    by_policies,
    player,
)

ADA, STEWARD, OTHER = RoleNumber(3), player(1), player(4)


def with_ada(log: CouncilLog) -> CouncilLog:
    """The council with role 3 on paper."""
    log.do(cc.VacateSeat(player(3)), MOOT, NOON)
    log.do(cc.FillSeat(paper_id("Ada"), False), MOOT, NOON)
    return log


def test_a_proposal_is_the_paper_seats_own_and_says_who_entered_it() -> None:
    log = with_ada(a_council())

    [made] = log.do(cc.EnterForPaper(ADA, a_proposal()), STEWARD, at(6))
    again = log.do(cc.EnterForPaper(ADA, a_proposal()), STEWARD, at(6))

    assert log.council.proposals[ONE].by == ADA
    assert log.council.proposals[ONE].wording.owner_team == log.council.seats[ADA].team
    assert entered_by(log.council, ADA, DeedKind.PROPOSED, "1") == STEWARD
    assert again == []
    assert log.council.participation[ADA] == Participation(proposed=1)
    assert doer(made) is None, "it is no sign of life of whoever takes the seat over"


@pytest.mark.parametrize(
    ("by", "refused"),
    [(OTHER, StewardsOnly), (UserId("U99"), NotSeated), (paper_id("Ada"), StewardsOnly)],
)
def test_only_stewards_and_facilitators_enter_it(by: UserId, refused: type[Refusal]) -> None:
    log = with_ada(a_council())

    with pytest.raises(refused):
        log.do(cc.EnterForPaper(ADA, a_proposal()), by, at(6))
    assert log.do(cc.EnterForPaper(ADA, a_proposal()), FACILITATOR, at(6))


def test_nothing_is_entered_for_somebody_in_slack_and_nothing_after_the_game() -> None:
    log = with_ada(a_council())

    with pytest.raises(NotOnPaper):
        log.do(cc.EnterForPaper(RoleNumber(5), a_proposal()), STEWARD, at(6))
    log.do(cc.EndCouncil(), MOOT, at(7))
    with pytest.raises(GameOver):
        log.do(cc.EnterForPaper(ADA, a_proposal()), STEWARD, at(8))


def test_a_side_can_be_changed_and_taken_back_and_decides_like_any_other() -> None:
    log = with_ada(a_council(filled=5))
    log.do(a_charter(), at=at(5.5))
    log.propose(by=5)

    def side(support: bool | None, minute: float) -> bool | None:
        log.do(cc.EnterForPaper(ADA, cc.TakeSide(ONE, support)), STEWARD, at(minute))
        return log.council.proposals[ONE].side_of(ADA)

    changes = [side(False, 6), side(True, 6.1), side(None, 6.2), side(True, 6.3)]
    log.react(ONE, True, 7, at(6.4))
    log.react(ONE, True, 5, at(6.5))

    assert changes == [False, True, None, True]
    assert log.council.proposals[ONE].status is ProposalStatus.ADOPTED
    assert entered_by(log.council, ADA, DeedKind.SIDES, "1") == STEWARD


def test_somebody_on_paper_stands_on_the_speakers_list() -> None:
    log = with_ada(a_council(until=SESSION))

    log.do(AskFloor(), player(5), at(6))
    log.do(cc.EnterForPaper(ADA, AskFloor()), STEWARD, at(6))
    log.do(CallNext(), STEWARD, at(7))

    assert log.council.floor.speaker == paper_id("Ada")
    assert log.council.participation[ADA].floor == 1


def test_claims_and_judgements_are_entered_and_nobody_judges_their_own() -> None:
    log = with_ada(a_voting_council())
    log.close({})
    case = by_policies(1)

    log.do(cc.EnterForPaper(ADA, cc.MakeClaim(case, case)), STEWARD, at(37))
    log.do(cc.MakeClaim(case, case), player(5), at(37))
    judged = cc.JudgeClaim(RoleNumber(5), True)
    log.do(cc.EnterForPaper(ADA, judged), STEWARD, at(38))
    with pytest.raises(OwnClaim):
        log.do(cc.EnterForPaper(ADA, cc.JudgeClaim(ADA, True)), STEWARD, at(38))

    assert log.council.claims[ADA].role_mission == case
    assert entered_by(log.council, ADA, DeedKind.CLAIMED, "") == STEWARD
    assert log.council.claims[RoleNumber(5)].judgement_of(ADA) is True
    log.do(cc.EnterForPaper(ADA, cc.JudgeClaim(RoleNumber(5), None)), STEWARD, at(39))
    assert log.council.claims[RoleNumber(5)].judgement_of(ADA) is None
