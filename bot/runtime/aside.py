"""Looks again and again whether what is set aside can be run."""

import asyncio
import contextlib
from collections.abc import Callable

import structlog

from bot.domain.errors.store import StoreAway
from bot.domain.ids import GameId
from bot.services.aside import AsideService

log = structlog.get_logger(__name__)


async def looking_again(aside: AsideService, ring: Callable[[GameId], None], every: float) -> None:
    """At once where a game is set aside, and from time to time as long as it is; until cancelled. `ring` has
    one rung that can be run."""
    while True:
        aside.noticed.clear()
        for game in aside.found.games():
            await _look(aside, ring, game)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(every):
                await aside.noticed.wait()


async def _look(aside: AsideService, ring: Callable[[GameId], None], game: GameId) -> None:
    try:
        if await aside.look(game):
            ring(game)
    except StoreAway:
        pass  # the transactions have said what is wrong
    except Exception:
        log.exception("a game could not be looked at again; trying later", action="set_aside", game=game)
