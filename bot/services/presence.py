"""Signs of life. They tell, after a stop or a machine's sleep, from when until when Moot was away."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import pulse, signals
from bot.db.transactions import Transactions
from bot.domain.errors.aside import SetAside
from bot.domain.errors.authority import NoGame, NotInACouncil
from bot.domain.errors.store import StoreAway
from bot.domain.game import commands as c
from bot.domain.game.noticing import AWAY
from bot.domain.ids import MOOT, GameId, Moment
from bot.queries.reader import Reader
from bot.queries.whole import log_missing
from bot.services.aside import AsideService
from bot.services.games import GameService
from bot.services.sending import RequestService

log = structlog.get_logger(__name__)
A_MOMENT = timedelta(seconds=1)


@dataclass(eq=False, repr=False)
class PresenceService:
    """Notes that Moot is at work, and what it means that it was not; for one workspace, where its id is not
    empty."""

    _transactions: Transactions
    _games: GameService
    _aside: AsideService
    _requests: RequestService
    _reader: Reader
    _clock: Clock
    _replica: str
    _team_id: str
    others: bool = False  # whether other replicas are at work for the workspace, as far as is known
    _began: bool = False
    _noted_at: Moment | None = None  # when we last gave a sign of life
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _unnoted: dict[GameId, Moment] = field(
        default_factory=dict
    )  # games that know of no absence yet, since when

    async def beat(self) -> None:
        """A sign of life. After an absence, live games stand still first, until a facilitator decides.

        Where it fails in between, the next one finds the same absence, and what was done is not done again.
        """
        async with self._lock:
            since = await self._note(after_absence=False)
            if since is not None:
                for game in await self._reader.running():
                    await self._note_absence(game, since)
                await self.note()

    async def before_ringing(self) -> None:
        """An absence is noticed before anything rings. Who gave a sign of life a moment ago was not away."""
        if self._noted_at is None or not timedelta() <= self._clock() - self._noted_at < A_MOMENT:
            await self.beat()

    async def note(self) -> None:
        """A sign of life, whatever was before."""
        await self._note(after_absence=True)

    async def _note(self, *, after_absence: bool) -> Moment | None:
        """Gives a sign of life, looks whether others gave one lately, and tells them of the first; or, where
        it is not to be given after an absence, says since when there was none."""
        at, found = self._clock(), self._aside.found

        async def beat(session: AsyncSession) -> tuple[Moment | None, bool]:
            last = None if after_absence else await pulse.latest(session, self._team_id)
            if last is not None and at - last > AWAY:
                return last, self.others
            if not self._began:
                await signals.tell(session, signals.Began(self._team_id))
            await pulse.beat(session, self._team_id, self._replica, at, found.version)
            lately = await pulse.lately(session, at)
            if not lately.newer(found.version):
                found.left(to_newer=False)  # what they left us is ours to do, as far as we can read it
            return None, lately.others(self._team_id, self._replica)

        since, self.others = await self._transactions.write("pulse", beat)
        if since is None:
            self._began, self._noted_at = True, at
        return since

    async def ring(self, game: GameId) -> None:
        """The alarm: an absence is noticed before anything rings, and so is that a game was set aside."""
        await self.before_ringing()
        aside = await self._aside.since(game)
        with self._whole(game):
            if stood := list(filter(None, (aside, self._unnoted.get(game)))):
                await self._games.handle(game, c.NoteAbsence(min(stood)), actor=MOOT)
                self._unnoted.pop(game, None)
            await self._games.ring(game)
        if aside is not None:
            await self._aside.goes_on(game)
            await self._requests.catch_up(game)

    async def _note_absence(self, game: GameId, since: Moment) -> None:
        """What keeps one game from it is no matter of the others: it is tried again when this one rings."""
        since = min(filter(None, (since, await self._aside.since(game))))
        try:
            with self._whole(game):
                await self._games.handle(game, c.NoteAbsence(since), actor=MOOT)
        except (StoreAway, DBAPIError):
            raise
        except SetAside:
            self._aside.found.stands_since(game, since)
        except Exception:
            self._unnoted[game] = since
            log.exception("a game cannot note that Moot was away", action="beat", game=game)

    @contextmanager
    def _whole(self, game: GameId) -> Iterator[None]:
        """Sets a game aside that is known, and of which there is no log."""
        try:
            yield
        except (NoGame, NotInACouncil) as missing:
            raise self._aside.found.found(game, log_missing(missing)) from None
