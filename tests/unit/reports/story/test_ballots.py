"""The final vote in a report: by council and, where nobody's secret vote is given away, by team."""

from dataclasses import replace

from bot.domain.ballot import Choice
from bot.domain.offer import BallotBy, BallotRule
from tests.builders import (
    PRESENTING,
    CouncilLog,
    a_book_of_everything,
    a_running_game,
    a_voting_council,
    at,
)
from tests.unit.reports.story.told import SEATS, an_ended_game, part, played, said

VOTE = "The final vote"


def a_vote(by: BallotBy) -> CouncilLog:
    """A vote of the shipped pack's council, in which role 1 says no and the others that vote say yes."""
    log = a_voting_council(layout=SEATS, ballot_rule=BallotRule(by=by))
    for role in range(1, 9):
        choice = Choice.NO if role == 1 else Choice.YES
        if by is BallotBy.SECRET:
            log.press(choice, role, at(32))
        else:
            log.vote(choice, role, at(32))
    return log


def counted(log: CouncilLog) -> CouncilLog:
    """The same, counted."""
    log.reach(PRESENTING)
    log.close({} if log.council.ballot and log.council.ballot.secret else log.shown())
    return log


def test_a_public_vote_is_told_by_council_and_by_team() -> None:
    told = part(played(an_ended_game(), counted(a_vote(BallotBy.REACTIONS))), VOTE)

    assert (
        "Council 1 | passed | 7 | 1 | 0 | 10 | 7 of 8 votes cast were in favour; more than half was needed."
        in told
    )
    assert "Data Leadership | 1 | 1 | 0 | 0" in told
    assert "Rescue Operations | 0 | 0 | 0 | 2" in told


def test_of_a_secret_vote_no_team_is_told_and_nobody_who_voted() -> None:
    facts = played(an_ended_game(), counted(a_vote(BallotBy.SECRET)))

    told = part(facts, VOTE)
    assert "Council 1 | passed | 7 | 1 | 0 | 10" in told
    assert "Data Leadership" not in told
    assert "The ballot was secret, so votes are shown neither by seat nor by team" in told
    assert "Voted" not in said(facts)


def test_before_the_count_only_turnout_is_told() -> None:
    told = said(played(a_running_game(), a_vote(BallotBy.REACTIONS)))

    assert "Council 1: 8 of 10 have voted." in told
    assert "7 | 1 | 0" not in told


def test_a_vote_that_was_never_held_is_reported_as_not_held() -> None:
    assert "No final vote was held." in part(played(an_ended_game(), a_voting_unopened()), VOTE)


def a_voting_unopened() -> CouncilLog:
    """A council that never came to its vote."""
    log = a_book_of_everything()
    assert log.state is not None
    log.state = replace(log.state, ballot=None, outcome=None)
    return log
