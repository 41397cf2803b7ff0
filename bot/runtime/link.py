"""The link to the database that replicas share, and what follows where this one can do nothing there."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import structlog

from bot.services.presence import PresenceService

log = structlog.get_logger(__name__)
GRACE = 3.0  # seconds in which a lost link may come back before anything follows


class Link:
    """Knows whether the database can be reached. A replica that is cut off can do nothing, and gives its way
    in to others, if there are any; one that is alone stays, since it can at least say what is wrong. So does
    one that has found what only a newer version can read.
    """

    def __init__(self, presence: PresenceService, team_id: str) -> None:
        self._presence, self._team_id = presence, team_id
        self._gone, self._back = asyncio.Event(), asyncio.Event()
        self._cut = self._outdated = False
        self.shut = False  # whether others have our way in

    def another(self, team_id: str) -> None:
        """Another replica has begun, for that workspace."""
        self._presence.others |= team_id == self._team_id

    def lost(self) -> None:
        """The database does not answer."""
        self._cut = True
        self._changed()

    def found(self) -> None:
        """It answers."""
        self._cut = False
        self._changed()

    def left(self, *, to_newer: bool) -> None:
        """Whether something was left to a newer version that is at work."""
        self._outdated = to_newer
        self._presence.others |= to_newer
        self._changed()

    def _changed(self) -> None:
        useless = self._cut or self._outdated
        for event, is_so in ((self._gone, useless), (self._back, not useless)):
            if is_so:
                event.set()
            else:
                event.clear()

    async def kept(self, leave: Callable[[], Awaitable[None]], enter: Callable[[], Awaitable[None]]) -> None:
        """Has Slack's deliveries go to others while we are cut off, until cancelled."""
        while True:
            await self._gone.wait()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(GRACE):
                    await self._back.wait()
            if self._gone.is_set() and self._presence.others:
                self.shut = True
                why = "cut off from the database" if self._cut else "a newer version is at work"
                log.warning(f"{why}: others take slack's deliveries", action="link")
                await leave()
                await self._back.wait()
                await enter()
                self.shut = False
                log.info("deliveries are taken here again, too", action="link")
            await self._back.wait()


async def nothing() -> None:
    """Nothing has to be left, nor entered."""
