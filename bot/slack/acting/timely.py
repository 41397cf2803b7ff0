"""What has no place before the seats are dealt, or when the game is over, is refused with that reason."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeAlias

from bot.domain.errors import Refusal
from bot.domain.errors.authority import NoCouncilsYet, NotInACouncil, NotSeated
from bot.domain.errors.clock import GameOver
from bot.domain.errors.seating import NoSheet
from bot.domain.game import Game, Stage
from bot.queries.place import Where

Finder: TypeAlias = Callable[[], Awaitable[Where]]


@asynccontextmanager
async def timely(where: Finder, *, afterwards: bool) -> AsyncIterator[None]:
    """What somebody asked for is done within. Raises GameOver where it has no place `afterwards` and the game
    has ended, and NoCouncilsYet where it needs a seat or a council and none are dealt."""
    game = None if afterwards else await _game(where)
    if game is not None and game.stage is Stage.ENDED:
        raise GameOver
    try:
        yield
    except (NotSeated, NotInACouncil, NoSheet):
        game = game or await _game(where)
        if game is None or game.deal is not None:
            raise
        if game.stage is Stage.ENDED:
            raise GameOver from None
        raise NoCouncilsYet from None


async def _game(where: Finder) -> Game | None:
    try:
        return (await where()).game
    except Refusal:
        return None  # there is none, and whoever asked is told so
