"""Whether Slack lets Moot act in a workspace. While it does not, nobody can be reached there, and its games
stand still: no bell rings, and no time passes for the players."""

import asyncio
import contextlib
from dataclasses import dataclass, field

import structlog

from bot.clock import Clock
from bot.domain.errors.aside import SetAside
from bot.domain.game import commands as c
from bot.domain.ids import MOOT, GameId, Moment, SlackTeam
from bot.platform import tokens
from bot.queries.reader import Reader
from bot.services.games import GameService

log = structlog.get_logger(__name__)


@dataclass(eq=False, slots=True)
class OutOfReach:
    """The workspaces in which Slack lets this process do nothing, by their ids. `news` has each once, when it
    becomes one of them, and `doubts` those that may be, since their organization may have taken Moot out of
    them. `install_at` is where workspaces install the app by themselves, if they do."""

    install_at: str = ""
    by_id: dict[str, "ReachService"] = field(default_factory=dict)
    news: "asyncio.Queue[ReachService]" = field(default_factory=asyncio.Queue)
    doubts: "asyncio.Queue[ReachService]" = field(default_factory=asyncio.Queue)


class ReachService:
    """Knows what Slack refused in one workspace, and has the games there stand still and go on. Safe to call
    any number of times."""

    def __init__(
        self, games: GameService, reader: Reader, clock: Clock, team: SlackTeam | None, out: OutOfReach
    ) -> None:
        self._games = games
        self._reader = reader
        self._clock = clock
        self._out = out
        self.team = team
        self.trouble = ""  # what an operator can do, while Slack lets us do nothing
        self.by = ""  # the method at which that showed
        self.again = asyncio.Event()  # it may be over
        self.since: Moment | None = None  # when it showed

    def refused(self, method: str, error: str) -> None:
        """Slack refused a call, or told us that we may make no more."""
        if error == tokens.NOT_GRANTED and self._out.install_at and self.team is not None:
            self._out.doubts.put_nowait(self)
        said = tokens.trouble(method, error, self._out.install_at)
        if said is None or self.trouble or self.team is None:
            return
        self.trouble, self.by, self.since = said, method, self._clock()
        log.error(said, action="reach", method=method, error=error, team=self.team.id)
        self._out.by_id[self.team.id] = self
        self._out.news.put_nowait(self)

    def regained(self) -> None:
        """Slack takes our calls again."""
        assert self.team is not None
        self.trouble, self.by = "", ""
        self.again.clear()
        self._out.by_id.pop(self.team.id, None)
        log.info("slack lets us act again", action="reach", team=self.team.id)

    async def stand_still(self) -> None:
        """Every running game stands still from when it showed; one that is set aside does so anyway. Raises
        StoreAway."""
        since = self.since or self._clock()
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
