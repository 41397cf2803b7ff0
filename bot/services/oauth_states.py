"""The state that somebody who installs Moot takes to Slack, and that proves on return that they started
here."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from pydantic import SecretStr
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.clock import Clock
from bot.db.sealed import Sealer
from bot.db.tables import OAuthStateRow
from bot.db.transactions import Transactions
from bot.db.upsert import dialect_of, insert
from bot.domain.ids import Moment

LIVES = timedelta(minutes=10)
RANDOM_BYTES = 32
LONGEST = 400  # characters; ours are about 200
WHOSE = "state"


@dataclass(eq=False, repr=False)
class StateService:
    """States work once, and for ten minutes, on whichever replica. They are sealed instead of stored: those
    who only look at the first page leave nothing in the database."""

    _transactions: Transactions
    _clock: Clock
    _sealer: Sealer

    def new(self) -> str:
        """Another one. Raises NoKeys."""
        return self._sealer.seal(SecretStr(secrets.token_urlsafe(RANDOM_BYTES)), WHOSE, self._clock())

    async def use(self, state: str) -> bool:
        """Whether it is one of ours, not too old, and was not used before. Raises StoreAway."""
        now = self._clock()
        if len(state) > LONGEST or not self._sealer.opens_within(state, WHOSE, LIVES, now):
            return False
        digest = hashlib.sha256(state.encode()).hexdigest()
        return await self._transactions.write("states", lambda session: _use(session, digest, now))


async def _use(session: AsyncSession, digest: str, now: Moment) -> bool:
    await session.execute(delete(OAuthStateRow).where(col(OAuthStateRow.expires_at) < now))
    until = now + 2 * LIVES  # another replica's clock may go slower
    new = insert(dialect_of(session), OAuthStateRow).values(digest=digest, expires_at=until)
    used = await session.execute(new.on_conflict_do_nothing().returning(new.table.c.digest))
    return used.first() is not None
