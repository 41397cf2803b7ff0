"""After a time in which events may have been lost, what Slack shows corrects what is known."""

from collections.abc import Mapping
from typing import Any, cast

import pytest

from bot.courier.catching_up import CatchUp, shown_on, sides_on
from bot.courier.rendering.seen import NoLonger
from bot.db.posts import Post
from bot.domain.ballot import Choice
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.council.proposals import missed_sides
from bot.domain.ids import MOOT, ChannelId, CouncilId, GameId, ProposalNumber, RoleNumber, UserId
from bot.domain.paper import paper_id
from bot.domain.reactions import Reaction
from bot.intents.ballot import CatchUpVotes, ballot_key
from bot.queries.reader import Reader
from bot.services.councils import CouncilService
from tests.builders import CouncilLog, a_council, a_voting_council, at, nameless, player

FOR, AGAINST = True, False
Shown = Mapping[UserId, frozenset[bool]]

YES, NO = Choice.YES, Choice.NO
BOT = "UBOT"


def votes(log: CouncilLog) -> dict[int, Choice | None]:
    """What counts for the first three seats."""
    ballot = log.council.ballot
    assert ballot is not None
    return {int(seat): ballot.vote_of(seat) for seat in sorted(ballot.electorate)[:3]}


# --- an open vote


def test_votes_and_removals_that_no_event_told_are_caught_up_with() -> None:
    # given two votes
    log = a_voting_council()
    log.vote(YES, 1, at(32))
    log.vote(NO, 2, at(32))

    # when Slack shows that the first was taken back, the second changed, and a third was given
    shown = {player(2): frozenset({YES}), player(3): frozenset({NO})}
    log.do(cc.CatchUpVotes(nameless(shown)), MOOT, at(33))

    # then so it stands, and looking again changes nothing
    assert votes(log) == {1: None, 2: YES, 3: NO}
    assert log.do(cc.CatchUpVotes(nameless(shown)), MOOT, at(33, 5)) == []


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
    log.do(cc.CatchUpVotes(nameless({player(1): {YES, NO}})), MOOT, at(33))
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


async def test_a_closed_ballot_is_not_read_to_catch_up_since_it_is_read_to_be_counted() -> None:
    # given a ballot that was open when it was to be read
    log = a_voting_council()
    log.do(cc.CallBallot(), MOOT, at(33))
    called: list[str] = []

    class Known:
        async def council(self, _: CouncilId) -> Council:
            return log.council

        async def post(self, game: GameId, key: str) -> Post:
            return Post(game, key, ChannelId("C1"), "1.0")

    async def call(method: str, _channel: str, /, **_: Any) -> Any:
        called.append(method)

    # when
    catch_up = CatchUp(cast(Reader, Known()), cast(CouncilService, None))
    intent = CatchUpVotes("council:1", ballot_key(log.council.id), log.council.id)
    with pytest.raises(NoLonger):
        await catch_up.votes(log.council.game, intent, call)

    # then
    assert not called


# --- open proposals


def a_debate(*supporters: int) -> CouncilLog:
    """A council with a proposal that these seats support since minute 6."""
    log = a_council()
    number = log.propose()
    for seat in supporters:
        log.do(cc.TakeSide(number, FOR), player(seat), at(6))
    return log


def caught_up(log: CouncilLog, shown: Shown, partly: frozenset[bool] = frozenset()) -> dict[int, bool | None]:
    """What the first four seats say after it."""
    proposal = log.council.proposals[ProposalNumber(1)]
    for person, command in list(missed_sides(log.council, proposal, nameless(shown), partly, log.events)):
        log.do(command, person, at(7))
    after = log.council.proposals[ProposalNumber(1)]
    return {seat: after.side_of(RoleNumber(seat)) for seat in range(1, 5)}


def test_sides_and_removals_that_no_event_told_are_caught_up_with_and_once() -> None:
    # given two supporters, of whom one has taken it back, one has gone over, and a third has come
    log = a_debate(1, 2)
    shown = {player(2): frozenset({AGAINST}), player(3): frozenset({FOR})}

    # when they are caught up with, and again
    said = caught_up(log, shown)
    events = len(log.events)
    again = caught_up(log, shown)

    # then
    assert said == again == {1: None, 2: AGAINST, 3: FOR, 4: None}
    assert len(log.events) == events


def test_of_two_thumbs_nobody_knows_which_was_the_later() -> None:
    log = a_debate(1)

    said = caught_up(log, {player(1): frozenset({FOR, AGAINST}), player(2): frozenset({FOR, AGAINST})})

    assert said == {1: FOR, 2: None, 3: None, 4: None}


def test_where_slack_does_not_name_everybody_nobodys_side_is_taken_away() -> None:
    log = a_debate(1)

    assert caught_up(log, {player(3): frozenset({FOR})}, partly=frozenset({FOR}))[1] is FOR


def test_a_seat_that_changed_hands_keeps_the_side_that_slack_shows_under_its_holder_before() -> None:
    # given a seat that supports, and a new holder
    log = a_debate(3)
    log.do(cc.VacateSeat(player(3)), MOOT, at(6))
    log.do(cc.FillSeat(UserId("UNEW"), False), MOOT, at(6))

    # when Slack shows the thumb of who left
    said = caught_up(log, {player(3): frozenset({FOR})})

    # then
    assert said[3] is FOR


def test_what_is_entered_for_somebody_on_paper_stands() -> None:
    log = a_debate(3)
    log.do(cc.VacateSeat(player(3)), MOOT, at(6))
    log.do(cc.FillSeat(paper_id("Ada Sample"), False), MOOT, at(6))

    assert caught_up(log, {})[3] is FOR


def test_slacks_answer_is_read_with_both_names_of_a_thumb_and_skin_tones() -> None:
    message = {
        "user": "UBOT",
        "reactions": [
            {"name": "+1::skin-tone-4", "count": 1, "users": ["U1"]},
            {"name": "thumbsup", "count": 3, "users": ["UBOT", "U2"]},
            {"name": "tada", "count": 1, "users": ["U3"]},
            {"name": "-1", "count": 1, "users": ["U2"]},
        ],
    }

    standing, partly = sides_on(message)

    assert standing[UserId("U1")] == {Reaction(FOR, "+1::skin-tone-4")}
    assert standing[UserId("U2")] == {Reaction(FOR, "thumbsup"), Reaction(AGAINST, "-1")}
    assert UserId("U3") not in standing
    assert partly == {FOR}
