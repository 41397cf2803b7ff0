"""Signs of life. They tell, after a stop or a machine's sleep, from when until when Moot was away."""

import asyncio
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import pulse, signals
from bot.db.transactions import Transactions
from bot.domain.game import commands as c
from bot.domain.game.noticing import AWAY
from bot.domain.ids import MOOT, GameId, Moment, SlackTeam
from bot.queries.reader import Reader
from bot.services.games import GameService

LATELY = timedelta(seconds=45)  # three signs of life


class PresenceService:
    """Notes that Moot is at work, and what it means that it was not; for one workspace, where `team` says
    so."""

    def __init__(
        self,
        transactions: Transactions,
        games: GameService,
        reader: Reader,
        clock: Clock,
        replica: str,
        team: SlackTeam | None = None,
    ) -> None:
        self._replica, self._team_id = replica, team.id if team is not None else ""
        self._transactions = transactions
        self._games = games
        self._reader = reader
        self._clock = clock
        self._lock = asyncio.Lock()
        self._began = False
        self.others = False  # whether other replicas are at work for the workspace, as far as is known

    async def beat(self) -> None:
        """A sign of life. After an absence, live games stand still first, until a facilitator decides.

        Where it fails in between, the next one finds the same absence, and what was done is not done again.
        """
        async with self._lock:
            since = await self._transactions.read(lambda session: pulse.latest(session, self._team_id))
            if since is not None and self._clock() - since > AWAY:
                await self._back(since)
            await self.note()

    async def note(self) -> None:
        """A sign of life, whatever was before. Looks whether others gave one lately, and tells them of the
        first."""
        at = self._clock()

        async def beat(session: AsyncSession) -> bool:
            if not self._began:
                await signals.tell(session, signals.Began(self._team_id))
            await pulse.beat(session, self._team_id, self._replica, at)
            return await pulse.others(session, self._team_id, self._replica, at - LATELY)

        self.others = await self._transactions.write("pulse", beat)
        self._began = True

    async def ring(self, game: GameId) -> None:
        """The alarm: an absence is noticed before anything rings."""
        await self.beat()
        await self._games.ring(game)

    async def _back(self, since: Moment) -> None:
        for game in await self._reader.running():
            await self._games.handle(game, c.NoteAbsence(since), actor=MOOT)
