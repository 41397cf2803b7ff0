"""The console counts who is silent, from half of a phase on, and names them when it is asked."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.council import commands as cc
from bot.domain.game import Game
from bot.domain.game import commands as gc
from bot.domain.ids import MOOT, Moment, RoleNumber
from bot.services.games import layout_of
from bot.slack.blocks import names
from bot.slack.seats.people import people, who_is_silent
from tests.builders import (
    EMERGENCY,
    FACILITATOR,
    SESSION,
    SETUP,
    CouncilLog,
    a_running_game,
    at,
    founding,
    player,
    rainbow_road,
)
from tests.cards import judge, pressable

PACK = rainbow_road()


def a_session(share: float) -> tuple[Game, Moment]:
    """A game in its first session, and a moment in it."""
    log = a_running_game()
    log.do(gc.SkipPhase(), at=at(1))
    clock = log.game.clock
    assert clock is not None
    return log.game, clock.starts + share * (clock.ends - clock.starts)


def a_table() -> CouncilLog:
    """A council of the pack in its first session."""
    table = CouncilLog()
    table.do(founding(layout=layout_of(PACK)), MOOT)
    table.reach(SETUP, SESSION)
    return table


def test_nobody_is_called_silent_before_half_of_a_phase_is_over() -> None:
    table = a_table()
    table.propose(by=3)

    early, later = (people(game, [table.council], now) for game, now in (a_session(0.4), a_session(0.5)))

    assert "ilent" not in early.text
    assert "Silent since the first session: 9 seats" in later.text
    assert f"<@{player(4)}>" not in later.text, "who they are is one press away"
    assert names.SHOW_SILENT in [one["action_id"] for one in pressable(later)]


def test_nudges_are_counted_with_the_time_of_the_last() -> None:
    table = a_table()
    table.do(cc.NudgeSeat(RoleNumber(4)), FACILITATOR, at(6))
    table.reach(EMERGENCY)
    table.do(cc.NudgeSeat(RoleNumber(4)), FACILITATOR, at(16))
    table.do(cc.NudgeSeat(RoleNumber(5)), FACILITATOR, at(17))
    game, now = a_session(0.6)

    said = who_is_silent(game, PACK, [table.council], now).text

    assert f"<@{player(4)}>" in said
    assert "nudged twice, last at <!date" in said
    assert "12:16 UTC" in said
    assert "nudged once at <!date" in said
    assert "not nudged yet" in said


def test_a_thousand_silent_seats_go_on_pages() -> None:
    councils = [replace(a_table().council, number=n, name=f"Council {n}") for n in range(1, 101)]
    game, now = a_session(0.9)

    card = who_is_silent(game, PACK, councils, now + timedelta(seconds=1), page=3)

    judge("silent", card)
    assert "Page 3 of" in card.text
