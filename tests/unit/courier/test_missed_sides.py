"""Open proposals after a time in which events may have been lost: what Slack shows corrects what is known."""

from collections.abc import Mapping

from bot.courier.catching_up import sides_on
from bot.domain.council import commands as cc
from bot.domain.council.proposals import missed_sides
from bot.domain.ids import MOOT, ProposalNumber, RoleNumber, UserId
from bot.domain.paper import paper_id
from tests.builders import CouncilLog, a_council, at, player

FOR, AGAINST = True, False
Shown = Mapping[UserId, frozenset[bool]]


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
    for person, command in list(missed_sides(log.council, proposal, shown, partly, log.events)):
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

    assert standing[UserId("U1")] == {FOR}
    assert standing[UserId("U2")] == {FOR, AGAINST}
    assert UserId("U3") not in standing
    assert partly == {FOR}
