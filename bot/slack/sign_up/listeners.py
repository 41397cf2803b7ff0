"""Buttons that turn pages and look at councils. What they show is read anew each time."""

from collections.abc import Callable
from typing import assert_never

from bot.domain.errors import FacilitatorsOnly, NothingPlanned, Refusal
from bot.domain.game import Game, Stage
from bot.domain.game import commands as c
from bot.domain.ids import GameId, UserId
from bot.domain.seating import Seating
from bot.platform.rates import opening_of
from bot.services import Services
from bot.slack.acting.asked import Asked
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.blocks import message
from bot.slack.blocks.message import Message
from bot.slack.edge.guard import Answer
from bot.slack.sign_up import cards as sign_up_cards
from bot.slack.typed import words as typed


async def sign_up(
    services: Services,
    answer: Answer,
    game_id: GameId,
    command: c.Join | c.Observe | c.Leave,
    actor: UserId,
) -> None:
    """Joins, observes or leaves, and says what that means now."""
    game = await services.games.handle(game_id, command, actor=actor)
    where = await services.reader.where_in(game_id, actor)
    match command:
        case c.Join() if where.seat is not None and where.council is not None:
            said = f"You are in, and you have a seat: {where.council.name}. Your envelope is on its way."
        case c.Join() if game.deal is not None:
            said = "You are on the list. The seats are dealt; you get the next one that becomes free."
        case c.Join(chair=True):
            said = "You are in, and you offered to chair. Your envelope comes when the seats are dealt."
        case c.Join(open_hand=True):
            said = "You are in, without a secret: you will play for your team's public priorities."
        case c.Join():
            said = "You are in. Your envelope comes by direct message when the seats are dealt."
        case c.Observe():
            said = "You are an observer: you can read along in this channel."
        case c.Leave():
            said = "You have left the game. Thank you, and no reason is needed."
        case _:
            assert_never(command)
    await answer(message.plain(said))


def plan(services: Services, game: Game, seating: Seating, page: int = 1) -> Message:
    """The seating plan for the facilitator who asked."""
    scenario = services.reader.scenario(game.scenario)
    return sign_up_cards.seating_plan(game, seating, scenario, opening_of(game, services.reader.pace), page)


async def deal(services: Services, answer: Answer, game_id: GameId, actor: UserId) -> None:
    """Deals the plan; a second click says that it is done already."""
    game = await services.games.handle(game_id, c.DealSeats(), actor=actor)
    if game.stage is Stage.DEALT:
        takes = opening_of(game, services.reader.pace)
        await answer(sign_up_cards.dealing(game, takes, services.now()))


async def plan_page(pressed: Pressed) -> None:
    """A page of the seating plan."""
    key, _, page = pressed.value.partition(":")
    game, _ = await pressed.services.reader.game(GameId(key))
    if pressed.user not in game.facilitators:
        raise FacilitatorsOnly
    if game.plan is None:
        raise NothingPlanned
    await pressed.answer.turn(plan(pressed.services, game, game.plan, int(page or 1)))


def signs_up(command: Callable[[UserId], c.Join | c.Observe | c.Leave]) -> Handler:
    async def handler(pressed: Pressed) -> None:
        game = GameId(pressed.value)
        await sign_up(pressed.services, pressed.answer, game, command(pressed.user), pressed.user)

    return handler


async def deal_pressed(pressed: Pressed) -> None:
    await deal(pressed.services, pressed.answer, GameId(pressed.value), pressed.user)


async def redeal(pressed: Pressed) -> None:
    command = c.PlanSeating(pressed.services.new_seed())
    game = await pressed.services.games.handle(GameId(pressed.value), command, actor=pressed.user)
    if game.plan is not None:
        await pressed.answer.in_place(plan(pressed.services, game, game.plan))


class NobodyNamed(Refusal):
    """Name two people, like this: /moot swap @ada @ben"""


async def join(asked: Asked) -> None:
    where = await asked.where()
    wish = asked.typed.rest.lower()
    command = c.Join(asked.user, chair="chair" in wish, open_hand="secret" in wish)
    await sign_up(asked.services, asked.answer, where.game.id, command, asked.user)


async def observe(asked: Asked) -> None:
    where = await asked.where()
    command = c.Observe(asked.user)
    await sign_up(asked.services, asked.answer, where.game.id, command, asked.user)


async def leave(asked: Asked) -> None:
    where = await asked.where()
    command = c.Leave(asked.user)
    await sign_up(asked.services, asked.answer, where.game.id, command, asked.user)


# --- for facilitators


async def seat(asked: Asked) -> None:
    where = await asked.where()
    seed = asked.services.new_seed() if asked.typed.rest == "again" else None
    game = await asked.services.games.handle(where.game.id, c.PlanSeating(seed), actor=asked.user)
    if game.plan is not None:
        await asked.answer(plan(asked.services, game, game.plan))


async def swap(asked: Asked) -> None:
    where, named = await asked.where(), typed.users(asked.typed.rest)
    if len(named) != 2:
        raise NobodyNamed
    command = c.SwapSeats(UserId(named[0]), UserId(named[1]))
    game = await asked.services.games.handle(where.game.id, command, actor=asked.user)
    if game.plan is not None:
        await asked.answer(plan(asked.services, game, game.plan))


async def deal_typed(asked: Asked) -> None:
    await deal(asked.services, asked.answer, (await asked.where()).game.id, asked.user)
