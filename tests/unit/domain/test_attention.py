"""Which councils need their facilitator, and for what."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.attention import Attention, Need, attention, by_need
from bot.domain.ballot import Choice
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.game import Game
from bot.domain.game import commands as gc
from bot.domain.ids import MOOT, ProposalNumber, RoleNumber
from bot.services.games import layout_of
from tests.builders import (
    FACILITATOR,
    PRESENTING,
    CouncilLog,
    a_charter,
    a_council,
    a_council_with_policies,
    a_running_game,
    a_voting_council,
    at,
    by_policies,
    player,
    rainbow_road,
)

EARLY, LATE = 0.1, 0.9  # of a phase


def in_phase(number: int, share: float) -> tuple[Game, timedelta]:
    """The game in its n-th phase, and how far into the phase that is."""
    log = a_running_game()
    for _ in range(number):
        assert log.game.clock is not None
        log.do(gc.SkipPhase(), at=log.game.clock.starts + timedelta(minutes=1))
    assert log.game.clock is not None
    return log.game, share * (log.game.clock.ends - log.game.clock.starts)


def needs(council: Council, phase: int, share: float, *others: Council, stuck: bool = False) -> set[Need]:
    game, into = in_phase(phase, share)
    assert game.clock is not None
    numbers = frozenset({council.number}) if stuck else frozenset[int]()
    return set(
        attention(rainbow_road(), game, (council, *others), numbers, game.clock.starts + into)[0].needs
    )


def test_a_council_in_which_two_do_nearly_all_needs_a_look_while_that_can_still_help() -> None:
    log = a_council()
    for number in range(4):
        log.propose(f"Idea {number}", by=3)
    for number in range(4):
        log.propose(f"Thought {number}", by=5)
    two = log.council
    for role in range(6, 11):  # the others say something, too
        log.do(cc.TakeSide(ProposalNumber(1), support=True), player(role))

    assert Need.FEW_HEARD in needs(two, 2, EARLY)
    assert Need.FEW_HEARD not in needs(log.council, 2, EARLY)
    assert Need.FEW_HEARD not in needs(a_council().council, 2, LATE), (
        "where little was said, nobody did it all"
    )
    assert Need.FEW_HEARD not in needs(a_voting_council().council, 2, LATE), "the book is closed"


def busy(log: CouncilLog) -> Council:
    """The same council, with every seat heard of."""
    number = log.propose("Heard")
    for role in range(1, 11):
        log.do(cc.TakeSide(number, role % 2 == 0), player(role))
    return log.council


def test_a_charter_is_missed_when_most_of_its_session_is_over() -> None:
    council = busy(a_council())

    assert Need.NO_CHARTER not in needs(council, 0, LATE)
    assert Need.NO_CHARTER not in needs(council, 1, EARLY)
    assert Need.NO_CHARTER in needs(council, 1, LATE)
    assert Need.NO_CHARTER in needs(council, 2, EARLY)


def test_a_council_with_a_charter_and_voices_needs_nothing() -> None:
    log = a_council()
    log.do(a_charter())

    assert needs(busy(log), 1, LATE) == set()


def test_a_council_without_policies_is_noticed_late_in_a_later_session() -> None:
    council = a_council_with_policies(policies=0).council

    assert Need.FEW_POLICIES not in needs(council, 2, EARLY)
    assert Need.FEW_POLICIES in needs(council, 2, LATE)


@pytest.mark.parametrize(("policies", "few"), [(1, True), (2, False), (3, False)])
def test_few_policies_are_less_than_half_of_what_a_typical_council_has(policies: int, few: bool) -> None:
    typical = [a_council_with_policies(policies=4).council for _ in range(3)]
    council = a_council_with_policies(policies=policies).council

    assert (Need.FEW_POLICIES in needs(council, 2, LATE, *typical)) is few


def test_a_vote_that_is_not_open_or_that_few_took_part_in_is_noticed_late() -> None:
    unopened = a_council_with_policies().council
    opened = a_voting_council()

    assert Need.NO_VOTE in needs(unopened, 2, LATE)
    assert Need.NO_VOTE not in needs(unopened, 2, EARLY)
    assert Need.NO_VOTE in needs(opened.council, 2, LATE)
    for role in range(1, 6):
        opened.do(cc.CastVote(Choice.YES), player(role), at(32))
    assert Need.NO_VOTE not in needs(opened.council, 2, LATE)


def test_an_empty_team_a_disputed_claim_and_undelivered_work_are_noticed_at_once() -> None:
    # given
    empty = a_council()
    for role in (3, 4):
        empty.do(cc.VacateSeat(player(role)), MOOT)
    claimed = a_voting_council(layout=layout_of(rainbow_road()))
    claimed.close(claimed.shown())
    claimed.reach(PRESENTING)
    claimed.do(cc.MakeClaim(by_policies(1), by_policies(1)), player(3))
    calm = needs(claimed.council, 2, EARLY)

    # when
    for judge in (4, 5):
        claimed.do(cc.JudgeClaim(RoleNumber(3), confirms=False), player(judge))

    # then
    assert Need.EMPTY_TEAM in needs(empty.council, 1, EARLY)
    assert Need.DISPUTED not in calm
    assert Need.DISPUTED in needs(claimed.council, 2, EARLY)
    claimed.do(cc.RuleOnClaim(RoleNumber(3), True, "It does."), FACILITATOR)
    assert Need.DISPUTED not in needs(claimed.council, 2, EARLY)
    assert Need.TROUBLE in needs(a_council().council, 1, EARLY, stuck=True)


def test_while_the_clock_is_stopped_nothing_becomes_late() -> None:
    log = a_running_game()
    log.do(gc.SkipPhase(), at=at(1))
    log.do(gc.PauseGame(), at=at(2))
    council = busy(a_council())

    found = attention(rainbow_road(), log.game, (council,), frozenset(), at(600))

    assert Need.NO_CHARTER not in found[0].needs


def test_the_most_pressing_council_comes_first_and_then_the_number_decides() -> None:
    council = a_council().council
    made = [
        Attention(replace(council, number=1), ()),
        Attention(replace(council, number=2), (Need.SILENT,), silent=2),
        Attention(replace(council, number=3), (Need.SILENT,), silent=9),
        Attention(replace(council, number=4), (Need.TROUBLE,)),
        Attention(replace(council, number=5), ()),
    ]

    assert [one.council.number for one in by_need(tuple(made))] == [4, 3, 2, 1, 5]
