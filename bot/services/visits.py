"""Who did something when, in games over days: who is back is left in peace, and can catch up."""

import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bot.clock import Clock
from bot.db import visits
from bot.db.tables import PersonRow
from bot.db.transactions import Transactions
from bot.domain.care.digest import Digest, digest_of
from bot.domain.council import Council
from bot.domain.council import commands as c
from bot.domain.errors.aside import SetAside
from bot.domain.game.events import GameEvent
from bot.domain.ids import CouncilId, GameId, Moment, RoleNumber, SlackTeam, UserId
from bot.queries.place import Where
from bot.queries.reader import Reader
from bot.services.councils import CouncilService

KNOWN_FOR = timedelta(minutes=1)  # that somebody is in no game over days


@dataclass(frozen=True, slots=True)
class Missed:
    """What somebody missed since then: in the game, and in the councils that concern them."""

    since: Moment
    game: tuple[GameEvent, ...]
    councils: tuple[tuple[Council, Digest], ...]


class VisitService:
    """Notes visits, and tells what happened since the last one; for one workspace, where `team` says so."""

    def __init__(
        self,
        transactions: Transactions,
        councils: CouncilService,
        reader: Reader,
        clock: Clock,
        team: SlackTeam | None = None,
    ) -> None:
        self._team = team
        self._transactions = transactions
        self._councils = councils
        self._reader = reader
        self._clock = clock
        self._live: set[UserId] = set()  # who was in no game over days when they did something
        self._live_since = clock()

    @asynccontextmanager
    async def visit(self, user: UserId) -> AsyncIterator[None]:
        """Somebody acts within; afterwards it was their last visit."""
        try:
            yield
        except Exception:
            await self.note(user)  # who was refused was there, too; if we stop, there is no time
            raise
        await self.note(user)

    async def note(self, user: UserId) -> None:
        """Somebody did something just now. Nothing is noted of live play, where each command would ask."""
        if self._is_live(user):
            return
        parts = await self._transactions.read(lambda session: visits.parts(session, self._team, user))
        if not parts:
            self._live.add(user)
        for part in parts:
            game, at = GameId(part.game_id), self._clock()
            await self._transactions.write(
                f"visits:{game}", partial(visits.note, game=game, users=(user,), at=at)
            )
            with contextlib.suppress(SetAside):  # another game of theirs, perhaps, than they act in
                await self._back(part, user)

    def _is_live(self, user: UserId) -> bool:
        """Whether they were in no game over days a moment ago; who joins one is noted there as they do."""
        now = self._clock()
        if not timedelta() <= now - self._live_since < KNOWN_FOR:
            self._live, self._live_since = set(), now
        return user in self._live

    async def missed(self, where: Where) -> Missed | None:
        """What happened since somebody's last visit; None where none was noted, as in live play."""
        until = self._clock()
        since = await self._reader.last_visit(where.game.id, where.user, until)
        if since is None:
            return None
        councils = await self._reader.councils(where.game) if where.facilitates else ()
        if where.council is not None:
            councils = (where.council,)
        told = [(one, digest_of(await self._reader.council_log(one.id, since, until))) for one in councils]
        game = await self._reader.game_log(where.game.id, since, until)
        return Missed(since, tuple(game), tuple(told))

    async def _back(self, part: PersonRow, user: UserId) -> None:
        """An idle seat's holder is there again."""
        if part.council_id is None or part.role is None:
            return
        council, role = await self._reader.council(CouncilId(part.council_id)), RoleNumber(part.role)
        known = role in council.care.steps or role in council.care.stopped
        if known and council.seat_of(user) is not None:
            await self._councils.handle(council.id, c.ComeBack(), actor=user)
