"""The seating plan is a list of people, each with a button that swaps them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors.seating import SwapsWhoLeft
from bot.domain.game import Game
from bot.domain.game import commands as c
from bot.slack.blocks import names
from bot.slack.blocks.message import Message
from bot.slack.sign_up.plans import Excerpt, Place, mark_of, people_of, seating_plan
from tests.builders import GameLog, a_game, creation, player, rainbow_road
from tests.cards import judge, pressable

PACK, TAKES = rainbow_road(), timedelta(minutes=2)


def planned(players: int) -> GameLog:
    log = a_game(creation(), players=players)
    log.do(c.PlanSeating())
    return log


def shown(game: Game, excerpt: Excerpt = Excerpt()) -> Message:
    card = seating_plan(game, PACK, TAKES, excerpt)
    judge("plan", card)
    return card


def buttons(card: Message, name: str) -> list[str]:
    """The values of the card's buttons of this name."""
    return [one["value"] for one in pressable(card) if names.name_of(one["action_id"]) == name]


def test_each_person_in_a_small_plan_has_a_swap_button_and_choosing_shows_with_whom() -> None:
    game = planned(12).game
    assert game.plan is not None

    swaps = buttons(shown(game), names.SWAP)
    _, excerpt = Excerpt.read(swaps[0])
    choosing = shown(game, excerpt)

    assert len(swaps) == 12
    assert excerpt.of == mark_of(game.plan)
    assert len(buttons(choosing, names.SWAP_WITH)) == 11, "nobody is swapped with themselves"
    assert "to be swapped" in choosing.text


def test_a_plan_of_a_hundred_councils_is_folded_and_everybody_in_it_can_be_reached() -> None:
    game = planned(1_000).game
    assert game.plan is not None

    pages = [shown(game, Excerpt(page)) for page in range(1, 8)]
    unfolded = {value for page in pages for value in buttons(page, names.TURN_PLAN) if ":c" in value}
    swaps = {value for one in unfolded for value in buttons(shown(game, Excerpt.read(one)[1]), names.SWAP)}

    assert len(unfolded) == 100
    people = people_of(game.plan)
    assert {people[place] for value in swaps if (place := Excerpt.read(value)[1].swapped)} == {
        player(number) for number in range(1, 1_001)
    }


def test_a_long_table_has_several_pages_and_everybody_at_it_can_be_reached() -> None:
    log = planned(12)
    plan = log.game.plan
    assert plan is not None
    many = tuple(player(number) for number in range(100, 180))
    game = replace(log.game, plan=replace(plan, waiting=many))

    first = shown(game, Excerpt(council=len(plan.councils) + 1))
    (on,) = [value for value in buttons(first, names.TURN_PLAN) if value.endswith(":2")]
    second = shown(game, Excerpt.read(on)[1])
    third = shown(game, replace(Excerpt.read(on)[1], page=3))

    assert "Page 2 of 3" in second.text
    assert [len(buttons(card, names.SWAP)) for card in (first, second, third)] == [36, 36, 8]


def test_whoever_waits_for_a_seat_can_be_swapped_into_one() -> None:
    log = planned(12)
    plan = log.game.plan
    assert plan is not None
    waits = replace(log.game, plan=replace(plan, waiting=(player(99),)))

    assert Place(0, 1) in [Excerpt.read(value)[1].swapped for value in buttons(shown(waits), names.SWAP)]


def test_a_plan_says_who_came_and_went_since_and_is_not_dealt_then() -> None:
    log = planned(12)
    log.do(c.Leave(player(3)), player(3))
    log.do(c.Join(player(40)), player(40))

    card = shown(log.game)

    assert f"<@{player(40)}> joined; <@{player(3)}> left" in card.text
    assert not buttons(card, names.DEAL_SEATS)


def test_nobody_is_swapped_with_somebody_who_has_left() -> None:
    log = planned(12)
    log.do(c.Leave(player(3)), player(3))

    with pytest.raises(SwapsWhoLeft):
        log.do(c.SwapSeats(player(1), player(3)))


def test_to_look_at_the_plan_again_takes_back_no_swap() -> None:
    log = planned(12)
    log.do(c.SwapSeats(player(1), player(2)))
    swapped = log.game.plan

    assert log.do(c.PlanSeating()) == []
    log.do(c.PlanSeating(seed=1234))

    assert log.game.plan != swapped
