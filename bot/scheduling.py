"""The alarm clock. The database is the schedule; this only wakes the services at the right second."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from bot.domain.errors import StoreAway
from bot.domain.ids import Moment

log = structlog.get_logger(__name__)
RETRY = 1.0  # seconds until a bell is rung again that could not be rung
Id = TypeVar("Id", bound=str)


class Alarm(Generic[Id]):
    """Rings for each game, or each council, at its next due moment; late rather than never."""

    def __init__(self, ring: Callable[[Id], Awaitable[None]]) -> None:
        self._ring = ring
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    def start(self) -> None:
        """Begins to ring; needs a running loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """Rings no more."""
        self._scheduler.shutdown(wait=False)

    def arm(self, whom: Id, due: Moment | None) -> None:
        """Sets the next ring for one, in the place of the one before; None for no ring."""
        if due is None:
            if self._scheduler.get_job(whom):
                self._scheduler.remove_job(whom)
            return
        self._scheduler.add_job(
            self._fire,
            DateTrigger(due),
            args=[whom],
            id=whom,
            replace_existing=True,
            misfire_grace_time=None,  # late rather than never
            max_instances=100,  # the next bell may be due while this one is still being followed up
        )

    async def _fire(self, whom: Id) -> None:
        while True:
            try:
                await self._ring(whom)
            except StoreAway:
                log.warning("a bell could not be rung; trying again", action="ring", whom=whom)
            except Exception:
                log.exception("a bell could not be rung; trying again", action="ring", whom=whom)
            else:
                return
            await asyncio.sleep(RETRY)
