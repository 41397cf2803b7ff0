"""Buttons that turn pages and look at councils. What they show is read anew each time."""

from bot.domain.errors.authority import FacilitatorsOnly
from bot.domain.errors.seating import NotDealt
from bot.domain.ids import CouncilId, GameId, game_of
from bot.queries.overview import Overview, overview
from bot.slack.acting.asked import Asked
from bot.slack.acting.pressed import Pressed
from bot.slack.console import cards as console_cards


async def _seen(pressed: Pressed, game: GameId) -> Overview:
    """The game at a glance. Raises FacilitatorsOnly."""
    seen = await overview(pressed.services.reader, game, pressed.services.now())
    if pressed.user not in seen.game.facilitators:
        raise FacilitatorsOnly
    return seen


async def councils_page(pressed: Pressed) -> None:
    """A page of all councils."""
    game, order, page = pressed.value.split(":")
    await pressed.answer.turn(console_cards.councils(await _seen(pressed, GameId(game)), order, int(page)))


async def council_page(pressed: Pressed) -> None:
    """One council, with its controls."""
    key = CouncilId(pressed.value)
    seen = await _seen(pressed, game_of(key))
    found = seen.council(key)
    if found is None:
        raise NotDealt
    await pressed.answer.turn(console_cards.council(seen, found))


async def try_again(pressed: Pressed) -> None:
    """What is undelivered in a game is tried again."""
    game, _ = await pressed.services.reader.game(GameId(pressed.value))
    count = await pressed.services.requests.retry(game, pressed.user)
    await pressed.answer(console_cards.tried_again(count))


async def councils_typed(asked: Asked) -> None:
    where = await asked.where()
    if not where.facilitates:
        raise FacilitatorsOnly
    seen = await overview(asked.services.reader, where.game.id, asked.services.now())
    await asked.answer(console_cards.councils(seen))


async def retry(asked: Asked) -> None:
    where = await asked.where()
    count = await asked.services.requests.retry(where.game, asked.user)
    await asked.answer(console_cards.tried_again(count))
