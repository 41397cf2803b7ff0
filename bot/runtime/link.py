"""The link to the database that replicas share, and what follows from its loss."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import structlog

from bot.services.presence import PresenceService

log = structlog.get_logger(__name__)
GRACE = 3.0  # seconds in which a lost link may come back before anything follows


class Link:
    """Knows whether the database can be reached. A replica that is cut off can do nothing, and gives its way
    in to others, if there are any; one that is alone stays, since it can at least say what is wrong.
    """

    def __init__(self, presence: PresenceService, team_id: str) -> None:
        self._presence, self._team_id = presence, team_id
        self._gone, self._back = asyncio.Event(), asyncio.Event()
        self.shut = False  # whether others have our way in

    def another(self, team_id: str) -> None:
        """Another replica has begun, for that workspace."""
        self._presence.others |= team_id == self._team_id

    def lost(self) -> None:
        """The database does not answer."""
        self._back.clear()
        self._gone.set()

    def found(self) -> None:
        """It answers."""
        self._gone.clear()
        self._back.set()

    async def kept(self, leave: Callable[[], Awaitable[None]], enter: Callable[[], Awaitable[None]]) -> None:
        """Has Slack's deliveries go to others while we are cut off, until cancelled."""
        while True:
            await self._gone.wait()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(GRACE):
                    await self._back.wait()
            if self._gone.is_set() and self._presence.others:
                self.shut = True
                log.warning("cut off from the database: others take slack's deliveries", action="link")
                await leave()
                await self._back.wait()
                await enter()
                self.shut = False
                log.info("the database can be reached again: deliveries are taken here, too", action="link")
            await self._back.wait()


async def nothing() -> None:
    """Nothing has to be left, nor entered."""
