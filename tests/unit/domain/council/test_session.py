"""What a session holds: responses, ideas, straw polls, and that a council is done before the bell."""

import pytest

from bot.domain.ballot import Choice
from bot.domain.council import commands as cc
from bot.domain.council import events as ce
from bot.domain.council.session import is_done
from bot.domain.errors.sessions import (
    DoneHasNoPlace,
    NoEmergency,
    NoSidebar,
    VoteFirst,
    VotesMissing,
)
from bot.domain.ids import MOOT, RoleNumber
from bot.domain.paper import paper_id
from bot.domain.phases import PhaseKind
from bot.domain.rules import DecisionRuleKind
from bot.intents import councils
from tests.builders import (
    EMERGENCY,
    ONE,
    PHASES,
    PRESENTING,
    SESSION,
    SETUP,
    SIDEBAR,
    a_charter,
    a_council,
    a_council_with_policies,
    a_voting_council,
    at,
    player,
)

STEWARD, OTHER_STEWARD = player(1), player(2)
DONE, NOT_DONE = cc.SayDone(), cc.SayDone(done=False)


def test_a_council_is_done_when_every_steward_says_so_and_no_longer_when_one_takes_it_back() -> None:
    log = a_council()

    said = log.do(DONE, STEWARD, at(7))
    again = log.do(DONE, STEWARD, at(7))
    one = is_done(log.council)
    log.do(DONE, OTHER_STEWARD, at(8))
    both = is_done(log.council)
    log.do(NOT_DONE, STEWARD, at(9))

    assert said == [ce.DoneSaid("session-1", RoleNumber(1), True, at(7))]
    assert again == []
    assert (one, both, is_done(log.council)) == (False, True, False)


def test_with_the_next_bell_nobody_is_done() -> None:
    log = a_council()
    log.do(DONE, STEWARD, at(7))
    log.do(DONE, OTHER_STEWARD, at(7))

    log.reach(EMERGENCY)

    assert not log.council.done
    assert not is_done(log.council)


def test_a_phase_that_begins_once_more_is_entered_once_more_and_nobody_is_done_in_it() -> None:
    log = a_council()
    log.do(DONE, STEWARD, at(7))
    later = cc.EnterPhase(SESSION.phase, SESSION.kind, at(9), charter=True, holds_ballot=False)

    assert log.do(SESSION, MOOT, at(8)) == []
    log.do(later, MOOT, at(9))

    assert not log.council.done
    assert log.do(later, MOOT, at(9)) == []


def test_nobody_waits_for_a_steward_on_paper_or_a_vacant_seat() -> None:
    log = a_council()
    log.do(cc.VacateSeat(OTHER_STEWARD), MOOT, at(6))
    log.do(DONE, STEWARD, at(7))
    assert is_done(log.council)

    log.do(cc.FillSeat(paper_id("Zoe"), open_hand=False), MOOT, at(8))
    assert is_done(log.council)


def test_where_nobody_chairs_anybody_says_so() -> None:
    log = a_council()
    log.do(cc.VacateSeat(STEWARD), MOOT, at(6))
    log.do(cc.VacateSeat(OTHER_STEWARD), MOOT, at(6))

    log.do(DONE, player(5), at(7))

    assert is_done(log.council)


def test_presentations_are_not_ended_by_a_word() -> None:
    with pytest.raises(DoneHasNoPlace):
        a_council(until=PRESENTING).do(DONE, STEWARD, at(36))


def test_the_session_of_the_vote_is_not_done_before_everybody_has_voted() -> None:
    # given a council with policies that has not voted
    log = a_council_with_policies(filled=5)
    with pytest.raises(VoteFirst):
        log.do(DONE, STEWARD, at(26))
    log.do(cc.OpenBallot(), MOOT, at(31))
    seats = sorted(seat.role for seat in log.council.filled)

    # when all but one have
    for role in seats[:-1]:
        log.vote(Choice.YES, role, at(32))
    with pytest.raises(VotesMissing, match="1 of its seats"):
        log.do(DONE, STEWARD, at(32))
    log.vote(Choice.NO, seats[-1], at(33))

    # then the stewards may say so, and a vote that is taken back undoes it
    assert not is_done(log.council)
    log.do(DONE, STEWARD, at(34))
    assert is_done(log.council)
    log.take_back(Choice.NO, seats[-1], at(34.5))
    assert not is_done(log.council)


def test_an_empty_book_holds_nobody_up() -> None:
    log = a_council_with_policies(0)

    log.do(DONE, STEWARD, at(26))
    log.do(DONE, OTHER_STEWARD, at(26))

    assert is_done(log.council)


def test_needing_more_time_is_said_also_while_the_vote_is_open() -> None:
    log = a_voting_council()

    assert log.do(NOT_DONE, STEWARD, at(32)) == []


def test_the_latest_response_to_an_emergency_stands_and_the_same_again_changes_nothing() -> None:
    log = a_council(until=EMERGENCY)
    log.do(cc.RecordResponse("First"), player(1))
    log.do(cc.RecordResponse("Second"), player(2))

    assert log.do(cc.RecordResponse("Second"), player(1)) == []
    assert [one.text for one in log.council.responses] == ["Second"]


@pytest.mark.parametrize("charters", [0, 1, 2])
def test_a_response_is_stamped_with_the_charters_version(charters: int) -> None:
    log = a_council()
    for enactment in ("So.", "Thus.")[:charters]:
        log.do(a_charter(DecisionRuleKind.STEWARDS, enactment=enactment), player(1), at(6))
    for steward in (1, 2) if charters == 2 else ():
        log.react(ONE, True, steward, at(7))
    log.reach(EMERGENCY)

    log.do(cc.RecordResponse("First", said=(2, 0) if charters else None), player(1))

    assert [one.charter for one in log.council.responses] == [charters]


@pytest.mark.parametrize("phase", [SETUP, SESSION, SIDEBAR, PRESENTING])
def test_a_response_belongs_to_the_emergency(phase: cc.EnterPhase) -> None:
    with pytest.raises(NoEmergency):
        a_council(until=phase).do(cc.RecordResponse("Text"), player(1))


@pytest.mark.parametrize("phase", [phase for phase in PHASES if phase.kind is not PhaseKind.SIDEBAR])
def test_ideas_are_carried_back_while_the_sidebar_is_open(phase: cc.EnterPhase) -> None:
    with pytest.raises(NoSidebar):
        a_council(until=phase).do(cc.CarryBack("Idea"), player(4))


def test_each_idea_is_kept_once() -> None:
    log = a_council(until=SIDEBAR)

    log.do(cc.CarryBack("Idea"), player(4))
    log.do(cc.CarryBack("Other"), player(4))
    again = log.do(cc.CarryBack("Idea"), player(4))

    assert again == []
    assert [one.text for one in log.council.ideas] == ["Idea", "Other"]


def test_an_answer_to_a_straw_poll_is_noted_once_and_never_what_it_said() -> None:
    log = a_council()
    log.do(cc.AskStraw("Shall we?"), player(5))

    first = log.do(cc.AnswerStraw(1), player(4), at(8))

    assert first == [ce.StrawAnswered(1, RoleNumber(4), at(8))]
    assert log.do(cc.AnswerStraw(1), player(4), at(9)) == []
    assert log.do(cc.AnswerStraw(7), player(4), at(9)) == []
    assert list(councils.of_council(log.council, first[0], 5)) == []
