"""Links to boards: made and revoked by facilitators. Anybody with a link can watch, and do nothing else."""

import hashlib
import re
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import boards
from bot.db.streams import EventStreams
from bot.db.transactions import Transactions
from bot.domain.errors.authority import FacilitatorsOnly, NoGame
from bot.domain.errors.boards import NoBoard
from bot.domain.game import Game
from bot.domain.game.events import GameEvent
from bot.domain.ids import GameId, UserId

RANDOM_BYTES = 32
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at the database finds: links that work, by digest; the place of the last event that is
    stored; and the streams that have grown, each with the place of its last event."""

    standing: frozenset[str]
    latest: int
    grown: Mapping[str, int]


@dataclass(eq=False, slots=True)
class Served:
    """The public address of boards, the same for all workspaces; empty if none are served."""

    base: str = ""


@dataclass(eq=False, repr=False)
class BoardService:
    """Keeps links by the digests of their tokens: what the database holds opens nothing."""

    _transactions: Transactions
    _clock: Clock
    _games: EventStreams[Game, GameEvent]
    served: Served

    async def make(self, game: GameId, by: UserId) -> str:
        """A new link's address, which cannot be read again. Raises FacilitatorsOnly, NoGame and NoBoard."""
        if not self.served.base:
            raise NoBoard
        token = secrets.token_urlsafe(RANDOM_BYTES)

        async def work(session: AsyncSession) -> None:
            await self._may(session, game, by)
            await boards.add(session, digest_of(token), game, by, self._clock())

        await self._transactions.write("boards", work)
        return f"{self.served.base}/board/{token}"

    async def revoke(self, game: GameId, by: UserId) -> int:
        """Revokes all of the game's links, and returns how many there were. Raises FacilitatorsOnly and
        NoGame."""

        async def work(session: AsyncSession) -> int:
            await self._may(session, game, by)
            return await boards.revoke(session, game, self._clock())

        return await self._transactions.write("boards", work)

    async def links(self, game: GameId) -> int:
        """How many of the game's links work; those of another workspace's count for nothing."""

        async def work(session: AsyncSession) -> int:
            return await boards.count(session, game) if await self._games.is_seen(session, game) else 0

        return await self._transactions.read(work)

    async def game_of(self, digest: str) -> GameId | None:
        """The game to whose board the link of this digest leads."""
        return await self._transactions.read(lambda session: boards.game_of(session, digest))

    async def look(self, links: Collection[str], since: int | None) -> Look:
        """Which of these links still work, and what has happened since a place; None for nothing yet."""

        async def work(session: AsyncSession) -> Look:
            latest = await boards.latest(session)
            grown = {} if since is None else await boards.grown(session, since)
            return Look(await boards.standing(session, links), max((latest, *grown.values())), grown)

        return await self._transactions.read(work)

    async def _may(self, session: AsyncSession, key: GameId, user: UserId) -> None:
        game = (await self._games.load(session, key)).state
        if game is None:
            raise NoGame
        if user not in game.facilitators:
            raise FacilitatorsOnly


def digest_of(token: str) -> str:
    """The digest of a token, which is all that is kept; empty for what cannot be one."""
    return hashlib.sha256(token.encode()).hexdigest() if TOKEN.fullmatch(token) else ""
