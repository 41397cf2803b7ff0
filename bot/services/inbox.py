"""What takes longer than Slack waits is kept before Slack hears that it was taken, until it is done.

So a stop in between loses nothing: whoever is at work afterwards does it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import inbox
from bot.db.transactions import Transactions
from bot.domain.ids import CouncilId, Moment, SlackTeam

GIVEN_UP_BY_OTHERS = timedelta(minutes=1)  # a replica that is still at it after so long has died
STALE = timedelta(minutes=15)  # then it may not be what its person wants any more


@dataclass(frozen=True, slots=True)
class Kept:
    """A payload as Slack gave it."""

    id: int
    body: dict[str, Any]
    stale: bool  # it is not to be done any more
    cause: str | None = None  # for the log


@dataclass(eq=False, slots=True)
class InHand:
    """What one replica has in hand, of all workspaces."""

    busy: set[int] = field(default_factory=set)
    over: set[int] = field(default_factory=set)  # done, and still to be removed


class InboxService:
    """The inbox of one replica, for one workspace where `team` says so. `alone` is for SQLite, where whatever
    others kept was left behind."""

    def __init__(
        self,
        transactions: Transactions,
        clock: Clock,
        replica: str,
        in_hand: InHand,
        *,
        alone: bool,
        team: SlackTeam | None = None,
    ) -> None:
        self._team = team
        self._transactions = transactions
        self._clock = clock
        self._replica = replica
        self._patience = timedelta() if alone else GIVEN_UP_BY_OTHERS
        self._hand = in_hand

    async def keep(self, body: dict[str, Any]) -> int:
        """Stores it, but for Slack's old token of verification; its id. Raises StoreAway."""
        body = {name: value for name, value in body.items() if name != "token"}
        at, whose = self._clock(), self._team.id if self._team is not None else ""
        kept = await self._transactions.write(
            "inbox", lambda session: inbox.add(session, whose, body, self._replica, at)
        )
        self._hand.busy.add(kept)
        return kept

    async def done(self, kept: int) -> None:
        """It need not be kept any longer. Raises StoreAway; then it is removed with the next look."""
        self._hand.over.add(kept)
        await self._transactions.write("inbox", lambda session: inbox.remove(session, (kept,)))
        self._hand.over.discard(kept)
        self._hand.busy.discard(kept)

    def left(self, kept: int) -> None:
        """It could not be done now."""
        self._hand.busy.discard(kept)

    async def still_about(self, council: CouncilId, by: Moment) -> bool:
        """Whether something for this council was kept by then, may be done yet, and is not."""
        since = self._clock() - STALE
        bodies = await self._transactions.read(
            lambda session: inbox.kept_between(session, self._team, since, by)
        )
        return any(council in json.dumps(body) for body in bodies)

    async def take_up(self) -> Sequence[Kept]:
        """What was kept and is in nobody's hands; it is in ours now."""
        at, over = self._clock(), frozenset(self._hand.over)

        async def take(session: AsyncSession) -> Sequence[Kept]:
            await inbox.remove(session, over)
            left = at - self._patience
            rows = await inbox.take(session, self._team, self._replica, self._hand.busy, left, at)
            return [
                Kept(row.id, row.body, at - row.kept_at > STALE, row.cause)
                for row in rows
                if row.id is not None
            ]

        kept = await self._transactions.write("inbox", take)
        self._hand.over -= over
        self._hand.busy -= over
        self._hand.busy |= {one.id for one in kept}
        return kept
