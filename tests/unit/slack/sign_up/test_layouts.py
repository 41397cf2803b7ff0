"""A facilitator chooses how many councils there are, and reads beforehand what each choice means."""

from datetime import timedelta

import pytest

from bot.domain.errors.seating import NoSuchNumberOfCouncils
from bot.domain.game import Game
from bot.domain.game import commands as c
from bot.slack.blocks import names
from bot.slack.blocks.message import Message
from bot.slack.creation.steps import steps
from bot.slack.sign_up.layouts import choices, meaning
from bot.slack.sign_up.plans import seating_plan
from tests.builders import FACILITATOR, GameLog, a_game, creation, player, rainbow_road
from tests.cards import judge, pressable

PACK, TAKES = rainbow_road(), timedelta(minutes=2)


def planned(players: int, councils: int | None = None) -> GameLog:
    """A game with a plan."""
    log = a_game(creation(), players=players)
    log.do(c.PlanSeating(councils=councils))
    return log


def shown(game: Game) -> Message:
    """The plan, as the facilitator sees it."""
    card = seating_plan(game, PACK, TAKES)
    judge("plan", card)
    return card


def instead(card: Message) -> list[str]:
    """How many councils the buttons offer."""
    offered = (one for one in pressable(card) if names.name_of(one["action_id"]) == names.PLAN_COUNCILS)
    return [str(one["text"]["text"]) for one in offered]


def sizes(game: Game) -> list[int]:
    """Of the planned councils."""
    assert game.plan is not None
    return [len(council) for council in game.plan.councils]


@pytest.mark.parametrize(
    ("players", "said"),
    [
        (
            11,
            [
                "1 council of 10, every seat filled; 1 person waits for a free seat and can watch meanwhile",
                "2 councils of 6 and 5, with 9 vacant seats; nobody waits",
            ],
        ),
        (
            25,
            [
                "2 councils of 10, every seat filled; 5 people wait for a free seat and can watch meanwhile",
                "3 councils of 9 or 8, with 5 vacant seats; nobody waits",
            ],
        ),
        (10, []),
        (20, []),
        (4, []),
    ],
)
def test_each_choice_says_what_it_means_in_numbers(players: int, said: list[str]) -> None:
    game = a_game(creation(), players=players).game

    assert [meaning(game, one) for one in choices(game)] == said


def test_the_plan_offers_the_other_choice_and_says_which_one_it_is() -> None:
    two, one = shown(planned(11).game), shown(planned(11, 1).game)
    ten = shown(planned(10).game)

    assert instead(two) == ["Plan 1 council instead"]
    assert instead(one) == ["Plan 2 councils instead"]
    assert instead(ten) == []
    assert "nobody waits (*this plan*)" in two.text
    assert "can watch meanwhile (*this plan*)" in one.text


def test_a_choice_stays_when_people_join_and_ends_when_they_cannot_make_it_any_more() -> None:
    log = planned(11, 1)

    log.do(c.Join(player(12)), player(12))
    log.do(c.PlanSeating())
    one_room = sizes(log.game)
    said = steps(log.game, PACK, FACILITATOR).text
    for number in range(13, 21):
        log.do(c.Join(player(number)), player(number))
    log.do(c.PlanSeating())

    assert one_room == [10]
    assert "12 players for 1 council" in said
    assert sizes(log.game) == [10, 10]


def test_the_usual_number_is_no_choice_so_that_later_everybody_has_a_seat_again() -> None:
    log = planned(11, 1)
    log.do(c.PlanSeating(councils=2))
    for number in range(12, 22):
        log.do(c.Join(player(number)), player(number))

    log.do(c.PlanSeating(seed=4))

    assert sizes(log.game) == [7, 7, 7]


def test_to_ask_for_the_plan_that_stands_takes_back_no_swap() -> None:
    log = planned(11, 1)
    log.do(c.SwapSeats(player(1), player(2)))

    assert log.do(c.PlanSeating(councils=1)) == []


def test_a_number_that_people_cannot_make_changes_nothing() -> None:
    log = planned(11)

    with pytest.raises(NoSuchNumberOfCouncils, match=r"cannot be 3\. For 11 people, choose at least 1"):
        log.do(c.PlanSeating(councils=3))
