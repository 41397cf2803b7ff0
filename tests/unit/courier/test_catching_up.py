"""An open vote after a time in which events may have been lost: what Slack shows corrects what is known."""

import pytest

from bot.courier.catching_up import shown_on
from bot.domain.ballot import Choice
from bot.domain.council import commands as cc
from bot.domain.ids import MOOT
from tests.builders import CouncilLog, a_voting_council, at, player

YES, NO = Choice.YES, Choice.NO
BOT = "UBOT"


def votes(log: CouncilLog) -> dict[int, Choice | None]:
    """What counts for the first three seats."""
    ballot = log.council.ballot
    assert ballot is not None
    return {int(seat): ballot.vote_of(seat) for seat in sorted(ballot.electorate)[:3]}


def test_votes_and_removals_that_no_event_told_are_caught_up_with() -> None:
    # given two votes
    log = a_voting_council()
    log.vote(YES, 1, at(32))
    log.vote(NO, 2, at(32))

    # when Slack shows that the first was taken back, the second changed, and a third was given
    shown = {player(2): frozenset({YES}), player(3): frozenset({NO})}
    log.do(cc.CatchUpVotes(shown), MOOT, at(33))

    # then so it stands, and looking again changes nothing
    assert votes(log) == {1: None, 2: YES, 3: NO}
    assert log.do(cc.CatchUpVotes(shown), MOOT, at(33, 5)) == []


def test_what_is_heard_while_slack_is_asked_is_newer_than_its_answer() -> None:
    # given a vote that came after Slack was asked at minute 32
    log = a_voting_council()
    log.vote(YES, 1, at(32, 1))

    # when the answer is without it
    log.do(cc.CatchUpVotes({}), MOOT, at(32))

    # then
    assert votes(log)[1] is YES


def test_of_several_reactions_an_event_that_is_still_to_come_tells_the_latest() -> None:
    # given a vote, and a second reaction whose event has not come yet
    log = a_voting_council()
    log.vote(YES, 1, at(32))

    # when Slack shows both, and then the event comes
    log.do(cc.CatchUpVotes({player(1): frozenset({YES, NO})}), MOOT, at(33))
    assert votes(log)[1] is YES
    log.vote(NO, 1, at(32, 30))

    # then
    assert votes(log)[1] is NO


@pytest.mark.parametrize("closes", [False, True])
def test_who_is_not_named_where_slack_does_not_name_everybody_keeps_their_vote(closes: bool) -> None:
    # given three votes, and an answer that counts two yes besides the seed and names nobody else
    log = a_voting_council()
    log.vote(YES, 1, at(32))
    log.vote(YES, 2, at(32))
    log.vote(NO, 3, at(32))
    reactions = [
        {"name": "white_check_mark", "users": [BOT], "count": 3},
        {"name": "x", "users": [BOT], "count": 1},
    ]
    shown = shown_on({"user": BOT, "reactions": reactions})

    # when it is taken
    assert shown.standing is not None
    log.do(shown if closes else cc.CatchUpVotes(shown.standing, shown.partly), MOOT, at(33))

    # then only what Slack certainly does not show is gone
    assert votes(log) == {1: YES, 2: YES, 3: None}


def test_a_vote_that_was_called_is_left_to_the_count() -> None:
    log = a_voting_council()
    log.vote(YES, 1, at(32))
    log.do(cc.CallBallot(), MOOT, at(33))

    assert log.do(cc.CatchUpVotes({}), MOOT, at(34)) == []
