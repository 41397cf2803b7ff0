"""The alarm clock. The database is the schedule; this only wakes the services at the right second."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from types import TracebackType
from typing import Generic, TypeVar

import structlog
from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from bot.causes import because_of, drawn
from bot.domain.errors.aside import SetAside
from bot.domain.errors.store import StoreAway
from bot.domain.ids import Moment

log = structlog.get_logger(__name__)
RETRY = 1.0  # seconds until a bell is rung again that could not be rung
Id = TypeVar("Id", bound=str)
BEAT = 15.0  # seconds between two signs of life
JUMP = timedelta(seconds=1)  # what the machine's two clocks may differ by between them


class _Quiet(AsyncIOExecutor):  # type: ignore[misc]
    """Says nothing of a job that a stop cancels before it has begun."""

    def _run_job_error(self, job_id: str, exc: BaseException, traceback: TracebackType | None = None) -> None:
        if not isinstance(exc, asyncio.CancelledError):
            super()._run_job_error(job_id, exc, traceback)


class Alarm(Generic[Id]):
    """Rings for each game, or each council, at its next due moment; late rather than never."""

    def __init__(self, ring: Callable[[Id], Awaitable[None]]) -> None:
        self._ring = ring
        self._scheduler = AsyncIOScheduler(timezone="UTC", executors={"default": _Quiet()})

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
        with because_of(drawn(f"bell-{whom}")):
            await self._rung(whom)

    async def _rung(self, whom: Id) -> None:
        while True:
            try:
                await self._ring(whom)
            except asyncio.CancelledError:
                return  # a stop: whoever comes next rings it, and the scheduler would call it a fault
            except SetAside:
                return  # it is rung when it can be run again
            except StoreAway:
                log.warning("a bell could not be rung; trying again", action="ring", whom=whom)
            except Exception:
                log.exception("a bell could not be rung; trying again", action="ring", whom=whom)
            else:
                return
            await asyncio.sleep(RETRY)


class Heartbeat:
    """Gives a sign of life now and then, and sees when the time has jumped.

    While a machine sleeps its steady clock stands still, and with it all timers; and nobody tells a timer
    that the time of day was set. So whoever waits for a second has to be asked again then.
    """

    def __init__(
        self,
        beat: Callable[[], Awaitable[None]],
        jumped: Callable[[], Awaitable[None]],
        now: Callable[[], Moment],
        steady: Callable[[], float],
    ) -> None:
        self._beat, self._jumped = beat, jumped
        self._now, self._steady = now, steady
        self._before = now(), steady()

    async def run(self, every: float = BEAT) -> None:
        """Beats until cancelled."""
        while True:
            await asyncio.sleep(every)
            try:
                await self.look()
            except StoreAway:
                log.warning("no sign of life could be given; trying again", action="beat")
            except Exception:
                log.exception("no sign of life could be given; trying again", action="beat")

    async def look(self) -> None:
        """One beat."""
        now, steady = self._now(), self._steady()
        passed = timedelta(seconds=steady - self._before[1])
        await self._beat()
        if abs(now - self._before[0] - passed) > JUMP:
            log.info(
                "the time has jumped", action="beat", by=(now - self._before[0] - passed).total_seconds()
            )
            await self._jumped()
        self._before = now, steady
