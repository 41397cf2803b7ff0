"""At the end everybody gets one message, and a ruling that comes later updates it."""

from collections import Counter

from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.game import commands as gc
from bot.domain.ids import MOOT, RoleNumber
from bot.domain.paper import paper_id
from bot.intents.ending import ClosingCard, GoodbyeCard, OwnResultCard, at_the_end, of_verdict
from bot.platform.rates import POST, Pace
from tests.builders import OBSERVER, a_council, a_running_game, at, player


def a_table(number: int = 1) -> Council:
    return a_council(number=number).council


def test_everybody_in_slack_gets_one_message_and_nobody_on_paper() -> None:
    log = a_running_game()
    log.do(gc.Observe(OBSERVER), OBSERVER, at(1))
    table = a_council(9)
    table.do(cc.FillSeat(paper_id("Zoe"), open_hand=False), MOOT, at(2))

    todo = list(at_the_end(log.game, (table.council,)))

    told = Counter(one.room for one in todo if isinstance(one.intent, OwnResultCard | GoodbyeCard))
    assert set(told.values()) == {1}
    assert f"dm:{OBSERVER}" in told
    assert {f"dm:{player(role)}" for role in range(1, 10)} <= set(told)
    assert [one.room for one in todo if isinstance(one.intent, ClosingCard)] == ["plenary"]


def test_a_game_that_never_had_councils_has_no_results_to_tell() -> None:
    todo = list(at_the_end(a_running_game().game, ()))

    assert [type(one.intent) for one in todo] == [ClosingCard]


def test_a_ruling_after_the_end_updates_one_message_and_one_before_it_none() -> None:
    table = a_council()
    assert list(of_verdict(table.council, RoleNumber(3))) == []
    table.do(cc.EndCouncil(), MOOT, at(50))

    [update] = of_verdict(table.council, RoleNumber(3))

    assert isinstance(update.intent, OwnResultCard)
    assert update.intent.existing
    assert update.room == f"dm:{player(3)}"


def test_what_becomes_of_somebody_on_paper_reaches_their_stewards() -> None:
    table = a_council(9)
    table.do(cc.FillSeat(paper_id("Zoe"), open_hand=False), MOOT, at(2))
    table.do(cc.EndCouncil(), MOOT, at(50))
    [zoe] = (seat for seat in table.council.filled if seat.holder == paper_id("Zoe"))

    told = {one.room for one in of_verdict(table.council, zoe.role)}

    assert told == {f"dm:{seat.holder}" for seat in table.council.filled if seat.steward}


def test_a_thousand_people_have_their_message_within_minutes() -> None:
    assert Pace().least({POST: 1000}).total_seconds() == 180
