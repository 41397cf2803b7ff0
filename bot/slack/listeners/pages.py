"""Buttons that turn pages and look at councils. What they show is read anew each time."""

from bot.domain.errors import FacilitatorsOnly, NoResultYet, NotDealt, NothingPlanned
from bot.domain.game import Stage
from bot.domain.ids import CouncilId, GameId
from bot.services.councils import game_of
from bot.services.overview import Overview, overview
from bot.slack.listeners import people
from bot.slack.listeners.pressed import Pressed
from bot.slack.messages import consoles, games, paged, personal


async def _seen(pressed: Pressed, game: GameId) -> Overview:
    """The game at a glance. Raises FacilitatorsOnly."""
    seen = await overview(pressed.services.reader, game, pressed.services.now())
    if pressed.user not in seen.game.facilitators:
        raise FacilitatorsOnly
    return seen


async def councils(pressed: Pressed) -> None:
    """A page of all councils."""
    game, order, page = pressed.value.split(":")
    await pressed.answer.turn(consoles.councils(await _seen(pressed, GameId(game)), order, int(page)))


async def council(pressed: Pressed) -> None:
    """One council, with its controls."""
    key = CouncilId(pressed.value)
    seen = await _seen(pressed, game_of(key))
    found = seen.council(key)
    if found is None:
        raise NotDealt
    await pressed.answer.turn(consoles.council(seen, found))


async def try_again(pressed: Pressed) -> None:
    """What is undelivered in a game is tried again."""
    game, _ = await pressed.services.reader.game(GameId(pressed.value))
    count = await pressed.services.requests.retry(game, pressed.user)
    await pressed.answer(personal.tried_again(count))


async def games_list(pressed: Pressed) -> None:
    """The games that this person is or was in."""
    parts = await pressed.services.reader.parts(pressed.team_id, pressed.user)
    await pressed.answer.turn(games.listed(parts))


async def book(pressed: Pressed) -> None:
    """A page of a policy book."""
    key, _, page = pressed.value.partition(":")
    table = await pressed.services.reader.council(CouncilId(key))
    scenario = (await pressed.services.reader.game(table.game))[1]
    await pressed.answer.turn(paged.book(scenario, table, table.seat_of(pressed.user), int(page or 1)))


async def results(pressed: Pressed) -> None:
    """A page of the results."""
    key, _, page = pressed.value.partition(":")
    game, scenario = await pressed.services.reader.game(GameId(key))
    if game.stage is not Stage.ENDED:
        raise NoResultYet
    tables = await pressed.services.reader.councils(game)
    await pressed.answer.turn(paged.results(game, scenario, tables, int(page or 1)))


async def plan(pressed: Pressed) -> None:
    """A page of the seating plan."""
    key, _, page = pressed.value.partition(":")
    game, _ = await pressed.services.reader.game(GameId(key))
    if pressed.user not in game.facilitators:
        raise FacilitatorsOnly
    if game.plan is None:
        raise NothingPlanned
    await pressed.answer.turn(people.plan(pressed.services, game, game.plan, int(page or 1)))


async def handbook(pressed: Pressed) -> None:
    """A page of the Handbook."""
    key, _, page = pressed.value.partition(":")
    scenario = (await pressed.services.reader.game(GameId(key)))[1]
    await pressed.answer.turn(paged.handbook(scenario, key, int(page or 1)))
