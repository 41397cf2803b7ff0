"""Regularly deletes what was kept long enough."""

import asyncio
from collections.abc import Awaitable, Callable, Collection

import structlog

from bot.clock import Clock
from bot.domain.errors.store import StoreAway
from bot.services.forgetting import ForgettingService

log = structlog.get_logger(__name__)
FIRST_IN, EACH = 60.0, 3600.0  # seconds


async def sweeping(
    forgetting: ForgettingService,
    held: Callable[[], Collection[str]],
    take: Callable[[str], Awaitable[bool]],
    now: Clock,
    first_in: float = FIRST_IN,
    each: float = EACH,
) -> None:
    """Runs until cancelled, in each workspace whose lease this replica holds or can take: idle workspaces
    have no lease."""
    await asyncio.sleep(first_in)
    while True:
        try:
            for team in await forgetting.workspaces():
                if team in held() or await take(team):
                    await forgetting.sweep(team, now())
            await forgetting.sweep_gone(now())
        except StoreAway:
            pass  # the transactions have said what is wrong
        except Exception:
            log.exception("what was kept long enough could not be deleted; trying later", action="forget")
        await asyncio.sleep(each)
