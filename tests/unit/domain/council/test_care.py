"""Care in games over days: what happens to idle seats."""

import pytest

from bot.domain.ballot import Choice
from bot.domain.council import commands as cc
from bot.domain.council import events as ce
from bot.domain.errors import Refusal
from bot.domain.errors.seating import SeatNotOffered
from bot.domain.ids import MOOT, RoleNumber
from bot.domain.phases import PhaseKind
from tests.builders import CouncilLog, a_council, a_voting_council, at, player

FOUR, NINE = RoleNumber(4), RoleNumber(9)


def an_idle_council(windows: int, log: CouncilLog | None = None) -> CouncilLog:
    """A council of which role 4 has let so many windows pass; role 3 or so is of another team."""
    idle = log or a_voting_council()
    for number in range(windows):
        phase = cc.EnterPhase("session-3", PhaseKind.SESSION, at(32 + number), False, True)
        idle.do(phase, MOOT, at(32 + number))
        idle.do(cc.JudgeWindow("session-3", (FOUR,)), MOOT, at(32 + number))
    return idle


def test_a_partner_votes_for_an_idle_seat_after_two_windows_and_their_own_vote_takes_its_place() -> None:
    # given
    log = an_idle_council(1)
    with pytest.raises(Refusal):
        log.do(cc.CastProxyVote(player(4), Choice.YES), player(3), at(33))
    log = an_idle_council(2)

    # when a partner votes for them, and then they vote themselves, with a reaction made before
    [proxy] = log.do(cc.CastProxyVote(player(4), Choice.YES), player(3), at(34))
    ballot = log.council.ballot
    assert ballot is not None
    assert ballot.proxies == {FOUR}
    log.vote(Choice.NO, by=4, at=at(33.5))

    # then
    assert isinstance(proxy, ce.VoteCast)
    ballot = log.council.ballot
    assert ballot is not None
    assert ballot.vote_of(FOUR) is Choice.NO
    assert ballot.proxies == frozenset()


def test_old_news_of_a_vote_that_was_taken_back_does_not_replace_a_proxys() -> None:
    # given somebody who voted, took it back, and fell asleep
    log = an_idle_council(2)
    log.vote(Choice.NO, by=4, at=at(33))
    log.take_back(Choice.NO, by=4, at=at(33.2))
    for number in (34, 35):
        log.do(cc.EnterPhase("session-3", PhaseKind.SESSION, at(number), False, True), MOOT, at(number))
        log.do(cc.JudgeWindow("session-3", (FOUR,)), MOOT, at(number))
    log.do(cc.CastProxyVote(player(4), Choice.YES), player(3), at(36))

    # when Slack tells of the first reaction again, and then of a new one
    assert log.vote(Choice.NO, by=4, at=at(33)) == []
    log.vote(Choice.NO, by=4, at=at(37))

    ballot = log.council.ballot
    assert ballot is not None
    assert (ballot.vote_of(FOUR), ballot.proxies) == (Choice.NO, frozenset())


def test_a_proxy_vote_stands_when_slack_shows_no_reaction_of_the_idle_holder() -> None:
    log = an_idle_council(2)
    log.do(cc.CastProxyVote(player(4), Choice.YES), player(3), at(34))

    log.close({}, at(36))

    assert log.council.outcome is not None
    assert (log.council.outcome.yes, log.council.outcome.by_proxy) == (1, 1)


def test_a_sign_of_life_leaves_the_ladder_and_a_facilitator_can_stop_it() -> None:
    log = a_council()
    log.do(cc.JudgeWindow("setup", (FOUR, NINE)), MOOT, at(6))
    assert log.do(cc.JudgeWindow("setup", (FOUR, NINE)), MOOT, at(6)) == []

    log.do(cc.ComeBack(), player(4), at(7))

    assert dict(log.council.care.steps) == {NINE: 1}


def test_a_seat_is_taken_only_while_it_is_on_offer() -> None:
    log = an_idle_council(2)
    with pytest.raises(SeatNotOffered):
        log.do(cc.HandOverSeat(player(4), player(88), offered=True), MOOT, at(35))

    log = an_idle_council(3)
    log.do(cc.HandOverSeat(player(4), player(88), offered=True), MOOT, at(36))

    assert log.council.seats[FOUR].holder == player(88)
    assert log.council.care.step(FOUR) == 0
