"""One card leads a facilitator: it shows the next step with its button, and folds what is done."""

from bot.db.directory import Opened
from bot.domain.game import Game
from bot.domain.game import commands as c
from bot.slack.blocks import names
from bot.slack.blocks.message import Message
from bot.slack.creation.steps import steps
from tests.builders import FACILITATOR, STRANGER, GameLog, a_game, creation, player, rainbow_road
from tests.cards import council, judge, pressable

PACK = rainbow_road()


def shown(game: Game, opened: Opened | None = None) -> Message:
    card = steps(game, PACK, FACILITATOR, (), opened)
    judge("steps", card)
    return card


def offered(card: Message) -> list[str]:
    """What its buttons do, the next step's first."""
    return [names.name_of(one["action_id"]) for one in pressable(card)]


def reached(*commands: c.GameCommand) -> GameLog:
    log = a_game(creation(), players=12)
    for command in commands:
        log.do(command)
    return log


def test_with_too_few_people_the_next_step_is_to_invite() -> None:
    card = shown(a_game(creation(), players=2).game)

    assert "Step 1 of 3: invite people" in card.text
    assert "3 more are needed" in card.text
    assert offered(card)[0] == names.INVITE_EVERYBODY


def test_it_names_who_is_in_and_who_can_chair() -> None:
    log = a_game(creation(), players=12)
    log.do(c.Join(player(1), chair=True), player(1))

    said = shown(log.game).text

    assert f"*In:* <@{player(1)}>" in said
    assert f"*Can chair:* <@{player(1)}>. That is 1 for 2 councils" in said


def test_with_enough_people_it_leads_to_the_plan_to_the_deal_and_to_the_start() -> None:
    seat, deal = shown(reached().game), shown(reached(c.PlanSeating()).game)
    start = shown(reached(c.PlanSeating(), c.DealSeats()).game)

    assert (offered(seat)[0], offered(deal)[0]) == (names.SHOW_PLAN, names.DEAL_SEATS)
    assert "12 players signed up" in seat.text
    assert "Step 3 of 3: start" in start.text
    assert "seats dealt in 2 councils" in start.text
    assert names.START_GAME in offered(start)
    assert names.DEAL_SEATS not in offered(start)


def test_a_plan_that_somebody_has_left_is_looked_at_again_before_it_is_dealt() -> None:
    log = reached(c.PlanSeating())
    log.do(c.Leave(player(1)), player(1))

    card = shown(log.game)

    assert "People joined or left since the last plan" in card.text
    assert names.DEAL_SEATS not in offered(card)


def test_while_slack_makes_the_channels_it_says_how_far_that_is() -> None:
    dealt = reached(c.PlanSeating(), c.DealSeats()).game

    assert "1 of 2 channels made, 4 of 12 envelopes" in shown(dealt, Opened(1, 2, 4, 12)).text
    assert "Everybody has a seat and an envelope" in shown(dealt, Opened(2, 2, 12, 12)).text


def test_it_leads_on_while_the_game_is_played_and_after_its_end() -> None:
    log = reached(c.PlanSeating(), c.DealSeats(), c.StartGame())
    running = shown(log.game)
    log.do(c.PauseGame())
    paused = shown(log.game)
    log.do(c.EndGame())
    ended = shown(log.game)
    log.do(c.CloseGame())
    closed = shown(log.game)

    assert {names.NEXT_PHASE, names.PAUSE, names.SAY} <= {*offered(running)}
    assert names.RESUME in offered(paused)
    assert {names.SAY, names.EXPORT_BOOKS, names.ASK_TO_CLOSE} <= {*offered(ended)}
    assert names.ASK_TO_CLOSE not in offered(closed)
    assert "closed" in closed.text


def test_claims_that_wait_for_a_ruling_are_one_press_away() -> None:
    game = reached(c.PlanSeating(), c.DealSeats(), c.StartGame()).game

    card = steps(game, PACK, FACILITATOR, [council("with disputed claims")])

    assert names.SHOW_RULINGS in offered(card)


def test_who_no_longer_runs_the_game_reads_that() -> None:
    card = steps(reached().game, PACK, STRANGER)

    assert "You no longer run" in card.text
    assert not offered(card)
