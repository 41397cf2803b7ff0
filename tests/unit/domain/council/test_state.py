"""When a book is closed and what holds of it, with a final vote and without one."""

from dataclasses import replace

import pytest

from bot.domain.aims import Aims
from bot.domain.claims import Ground, Verdict
from bot.domain.council import commands as cc
from bot.domain.council.session import asked
from bot.domain.council.verdicts import may_win, verdict
from bot.domain.errors.ballot import NoFinalVote
from bot.domain.errors.book import BookClosed, BookComplete
from bot.domain.errors.charter import CharterHasNoPlace
from bot.domain.errors.claims import ClaimsNotOpen, NoClaims
from bot.domain.errors.results import NothingIsRevealed
from bot.domain.ids import MOOT, RoleNumber
from bot.domain.offer import BallotRule
from bot.domain.owed import Task, claims_owed
from bot.domain.roles import Missions
from bot.domain.scenario import Reveal
from bot.gallery.without import without
from bot.services.games import layout_of
from tests.builders import (
    FACILITATOR,
    PRESENTING,
    SESSION,
    VOTING,
    CouncilLog,
    a_charter,
    a_council_with_policies,
    a_proposal,
    a_voting_council,
    at,
    by_policies,
    player,
    rainbow_road,
)

NO_VOTE = BallotRule(held=False)
LAST = replace(VOTING, holds_ballot=False)
AFTERWARDS = replace(PRESENTING, ends_work=True)
PACK = without(rainbow_road(), missions=Missions.PUBLIC, claims=True)
THREE = RoleNumber(3)


def a_council_without_a_vote(policies: int = 1) -> CouncilLog:
    """In its last session."""
    log = a_council_with_policies(policies, layout=layout_of(PACK), until=SESSION, ballot_rule=NO_VOTE)
    log.reach(LAST)
    return log


def test_without_a_vote_the_book_closes_when_the_work_is_over_and_opens_again_on_the_way_back() -> None:
    log = a_council_without_a_vote()
    log.propose("Something else", at=at(30))

    log.reach(AFTERWARDS)

    assert (log.council.frozen, log.council.decided, log.council.holds, log.council.won) == (
        True,
        True,
        True,
        False,
    )
    for command in (a_proposal(), cc.Park("x", "y", owner_seat=THREE)):
        with pytest.raises(BookComplete):
            log.do(command, at=at(36))
    with pytest.raises(CharterHasNoPlace, match="until the policy book is closed"):
        log.do(a_charter(), at=at(36))

    log.reach(replace(LAST, at=at(40)))

    log.propose("Something more", at=at(41))


def test_without_a_phase_after_the_work_the_book_closes_with_the_game() -> None:
    log = a_council_without_a_vote()

    log.do(cc.EndCouncil(), MOOT, at(36))

    assert log.council.decided
    assert log.council.holds


def test_an_empty_book_holds_nothing() -> None:
    log = a_council_without_a_vote(policies=0)

    log.reach(AFTERWARDS)

    assert log.council.decided
    assert not log.council.holds


def test_with_a_vote_the_book_closes_when_it_opens() -> None:
    log = a_voting_council()

    assert log.council.frozen
    assert not log.council.decided
    with pytest.raises(BookClosed):
        log.do(a_proposal(), at=at(32))


def test_nobody_can_open_a_vote_that_the_game_does_not_have() -> None:
    log = a_council_without_a_vote()

    for actor in (MOOT, FACILITATOR, player(1)):
        with pytest.raises(NoFinalVote):
            log.do(cc.OpenBallot(), actor, at(31))


def test_without_a_vote_people_claim_when_the_book_is_closed_and_priorities_count_as_adopted() -> None:
    log = a_council_without_a_vote()
    claim = cc.MakeClaim(by_policies(1), by_policies(1))
    with pytest.raises(ClaimsNotOpen, match="the policy book is closed"):
        log.do(claim, player(3), at(31))
    log.reach(AFTERWARDS)
    assert Task.CLAIM in [one.key for one in claims_owed(log.council, log.council.seats[THREE])]

    log.do(claim, player(3), at(36))

    assert [win.ground for win in may_win(PACK, log.council, log.council.claims[THREE])] == [Ground.MISSIONS]
    log.do(cc.EndCouncil(), MOOT, at(40))
    assert verdict(PACK, log.council, log.council.claims[THREE]) is Verdict.WON


def test_a_mission_that_a_seat_does_not_have_is_not_asked_of_it() -> None:
    log, alone = a_council_without_a_vote(), without(rainbow_road(), missions=Missions.PUBLIC, claims=True)
    teams = tuple(team.model_copy(update={"mission": ""}) for team in alone.teams)
    alone = alone.model_copy(update={"teams": teams})
    log.reach(AFTERWARDS)

    log.do(cc.MakeClaim(role_mission=by_policies(1)), player(3), at(36))

    assert [win.ground for win in may_win(alone, log.council, log.council.claims[THREE])] == [Ground.MISSIONS]
    assert not may_win(PACK, log.council, log.council.claims[THREE])


def test_a_game_without_claims_takes_none_and_asks_for_none() -> None:
    log = a_council_without_a_vote()
    log.state = replace(log.council, aims=Aims(claimed=False))
    log.reach(AFTERWARDS)

    with pytest.raises(NoClaims):
        log.do(cc.MakeClaim(by_policies(1)), player(3), at(36))
    assert not [*claims_owed(log.council, log.council.seats[THREE])]


def test_a_seat_with_nothing_to_win_by_is_asked_for_nothing() -> None:
    log = a_council_without_a_vote()
    log.state = replace(
        log.council,
        aims=Aims(no_missions=(THREE,), no_priorities=tuple(log.council.seats)),
        reveal=Reveal.CONSENT,
    )
    log.reach(AFTERWARDS)

    assert not [*claims_owed(log.council, log.council.seats[THREE])]
    assert THREE not in {seat.role for seat in asked(log.council)}
    assert len(asked(log.council)) == 9


def test_where_nothing_is_revealed_nobody_is_asked() -> None:
    log = a_council_without_a_vote()
    log.state = replace(log.council, reveal=Reveal.NONE)

    assert asked(log.council) == ()
    with pytest.raises(NothingIsRevealed):
        log.do(cc.AnswerReveal(THREE, consents=True), player(3), at(36))
