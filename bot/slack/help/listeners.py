"""Buttons that turn pages and look at councils. What they show is read anew each time."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from bot.domain.errors.authority import NoGame
from bot.domain.ids import CouncilId, GameId, UserId, game_of
from bot.services import Services
from bot.slack.acting.asked import Asked
from bot.slack.acting.pressed import Pressed
from bot.slack.clock import controls
from bot.slack.console.listeners import councils_typed
from bot.slack.edge.guard import Answer, refusals_as_replies
from bot.slack.help import cards as help_cards
from bot.slack.help import games
from bot.slack.help import handbook as handbook_cards
from bot.slack.seats import people as people_cards


async def games_pressed(pressed: Pressed) -> None:
    """The games that this person is or was in."""
    parts = await pressed.services.reader.parts(pressed.team_id, pressed.user)
    await pressed.answer.turn(games.listed(parts))


async def handbook_page(pressed: Pressed) -> None:
    """A page of the Handbook."""
    key, _, page = pressed.value.partition(":")
    scenario = (await pressed.services.reader.game(GameId(key)))[1]
    await pressed.answer.turn(handbook_cards.handbook(scenario, key, int(page or 1)))


@refusals_as_replies
async def what_now(
    ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, answer: Answer, services: Services
) -> None:
    """What this person can do now."""
    await ack()
    try:
        where = await services.reader.where(context.team_id or "", "", UserId(body["user"]["id"]))
    except NoGame:
        where = None
    await answer(help_cards.help_card(where, services.now()))


async def owed_pressed(pressed: Pressed) -> None:
    _, where = await pressed.council()
    councils = await pressed.services.reader.councils_of(where)
    await pressed.answer(help_cards.owed_card(where, pressed.services.now(), councils))


async def handbook_pressed(pressed: Pressed) -> None:
    game = game_of(CouncilId(pressed.value))
    scenario = (await pressed.services.reader.game(game))[1]
    await pressed.answer(handbook_cards.handbook(scenario, game))


# --- for everybody


async def help(asked: Asked) -> None:
    try:
        where = await asked.where()
    except NoGame:
        where = None
    await asked.answer(
        help_cards.help_card(where, asked.services.now(), everything=asked.typed.rest == "all")
    )


async def status(asked: Asked) -> None:
    where = await asked.where()
    await asked.answer(help_cards.status(where))
    if where.facilitates:
        councils = await asked.services.reader.councils(where.game)
        await asked.answer(controls.console(where.game, councils))
        await asked.answer(people_cards.people(where.game, where.scenario, councils))
        if where.game.deal is not None:
            await councils_typed(asked)


async def games_typed(asked: Asked) -> None:
    await asked.answer(games.listed(await asked.services.reader.parts(asked.team[1], asked.user)))


async def owe_typed(asked: Asked) -> None:
    reader, here = asked.services.reader, await asked.where()
    where = await reader.where_in(here.game.id, asked.user)  # one's own seat, whatever channel this is
    await asked.answer(help_cards.owed_card(where, asked.services.now(), await reader.councils_of(where)))


async def handbook_typed(asked: Asked) -> None:
    where = await asked.where()
    await asked.answer(handbook_cards.handbook(where.scenario, where.game.id))
