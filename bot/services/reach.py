"""Whether Slack lets Moot act in its workspace. While it does not, nobody can be reached, and games stand
still: no bell rings, and no time passes for the players."""

import asyncio
import contextlib

import structlog

from bot.clock import Clock
from bot.domain.errors.aside import SetAside
from bot.domain.game import commands as c
from bot.domain.ids import MOOT, GameId, Moment
from bot.platform import tokens
from bot.queries.reader import Reader
from bot.services.games import GameService

log = structlog.get_logger(__name__)


class ReachService:
    """Knows what Slack refused, and has the games stand still and go on. Safe to call any number of times."""

    def __init__(self, games: GameService, reader: Reader, clock: Clock) -> None:
        self._games = games
        self._reader = reader
        self._clock = clock
        self.trouble = ""  # what an operator can do, while Slack lets us do nothing
        self.by = ""  # the method at which that showed
        self.lost = asyncio.Event()
        self._since: Moment | None = None

    def refused(self, method: str, error: str) -> None:
        """Slack refused a call, or told us that we may make no more."""
        said = tokens.trouble(method, error)
        if said is None or self.trouble:
            return
        self.trouble, self.by, self._since = said, method, self._clock()
        log.error(said, action="reach", method=method, error=error)
        self.lost.set()

    def regained(self) -> None:
        """Slack takes our calls again."""
        self.trouble, self.by = "", ""
        self.lost.clear()
        log.info("slack lets us act again", action="reach")

    async def stand_still(self) -> None:
        """Every running game stands still from when it showed; one that is set aside does so anyway. Raises
        StoreAway."""
        since = self._since or self._clock()
        for game in await self._reader.running():
            with contextlib.suppress(SetAside):
                await self._games.handle(game, c.LoseReach(since), actor=MOOT)

    async def standing(self) -> list[GameId]:
        """The games that stand still because Slack let us do nothing, but for those that are set aside."""
        found = []
        for key in await self._reader.running():
            with contextlib.suppress(SetAside):
                game, _ = await self._reader.game(key)
                if game.clock is not None and game.clock.cut_off:
                    found.append(game.id)
        return found

    async def go_on(self, game: GameId) -> None:
        """A game that stood still goes on. Raises StoreAway."""
        await self._games.handle(game, c.RegainReach(), actor=MOOT)
