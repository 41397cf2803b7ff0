"""What a seat still has to do."""

from bot.domain.agenda import PlannedPhase
from bot.domain.ballot import Choice
from bot.domain.council import commands as cc
from bot.domain.ids import MOOT
from bot.domain.owed import owed
from bot.domain.scenario import CueKind, PhaseKind
from tests.builders import (
    EMERGENCY,
    PRESENTING,
    VOTING,
    CouncilLog,
    GameLog,
    a_charter,
    a_council,
    a_council_with_policies,
    a_cue,
    a_dealt_game,
    a_phase,
    a_running_game,
    a_voting_council,
    at,
    player,
)

CHARTERING = a_phase("session-1", 10, charter=True)
TALKING = a_phase("session-2", 10)
CALLING = a_phase("session-3", 10, a_cue(before=4, kind=CueKind.BALLOT))
TROUBLE = a_phase("emergency", 5, kind=PhaseKind.EMERGENCY)


def debts(
    log: CouncilLog, role: int, phase: PlannedPhase = TALKING, game: GameLog | None = None
) -> list[str]:
    """The keys of what the holder of this role owes while this phase runs."""
    seat = log.council.seat_of(player(role))
    assert seat is not None
    return [one.key for one in owed((game or a_running_game(phase)).game, log.council, seat)]


def test_nothing_is_owed_before_the_first_bell() -> None:
    assert debts(a_council(), 1, game=a_dealt_game()) == []


def test_a_steward_owes_the_charter_until_it_is_written_and_a_player_never_does() -> None:
    log = a_council()
    before = debts(log, 1, CHARTERING), debts(log, 4, CHARTERING)

    log.do(a_charter())

    assert before == (["charter"], [])
    assert debts(log, 1, CHARTERING) == []


def test_a_steward_owes_the_response_until_it_is_recorded() -> None:
    log = a_council(until=EMERGENCY)
    before = debts(log, 2, TROUBLE), debts(log, 4, TROUBLE)

    log.do(cc.RecordResponse("Steps"))

    assert before == (["response"], [])
    assert debts(log, 2, TROUBLE) == []


def test_everybody_but_the_proposer_owes_a_side_on_open_proposals() -> None:
    log = a_council()
    number = log.propose(by=3)

    before = [debts(log, role) for role in (3, 4, 5)]
    log.react(number, False, 4, at(7))

    assert before == [[], ["sides"], ["sides"]]
    assert debts(log, 4) == []
    log.do(cc.WithdrawProposal(number))
    assert debts(log, 5) == []


def test_the_sentence_names_every_undecided_proposal() -> None:
    log = a_council()
    log.propose("One")
    log.propose("Two")
    seat = log.council.seat_of(player(4))
    assert seat is not None

    sentences = [one.sentence for one in owed(a_running_game(TALKING).game, log.council, seat)]

    assert sentences == ["Take a side on proposal 1, 2: react on its card."]


def test_a_steward_owes_the_call_once_there_is_something_to_vote_on() -> None:
    assert "call" in debts(a_council_with_policies(), 1, CALLING)
    assert debts(a_council(until=VOTING), 1, CALLING) == []
    assert debts(a_council_with_policies(), 4, CALLING) == []


def test_while_the_vote_is_open_one_owes_one_thing_only_and_nothing_once_one_has_voted() -> None:
    log = a_council_with_policies()
    log.propose("Open")
    log.do(cc.OpenBallot(), MOOT, at(31))

    before = debts(log, 1, CALLING)
    log.vote(Choice.ABSTAIN, 1, at(32))

    assert before == ["vote"]
    assert debts(log, 1, CALLING) == []


def test_somebody_without_a_vote_owes_none_and_after_the_bell_nobody_does() -> None:
    log = a_voting_council(filled=9)
    log.do(cc.FillSeat(player(77), open_hand=False), MOOT, at(32))

    late_joiner = debts(log, 77, CALLING)
    log.reach(PRESENTING)

    assert late_joiner == []
    assert debts(log, 4, CALLING) == []


def test_nothing_is_owed_on_a_frozen_book_after_the_vote_was_counted() -> None:
    log = a_council_with_policies()
    log.propose("Left open")
    log.do(cc.OpenBallot(), MOOT, at(31))
    log.close({})

    left = {*debts(log, 4, TALKING), *debts(log, 1, CHARTERING), *debts(log, 1, TROUBLE)}
    assert left <= {"claim"}
