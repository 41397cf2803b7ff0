"""Which workspaces this replica looks after."""

import time
from collections.abc import Callable, Collection
from itertools import islice
from math import ceil

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import leases, pulse, signals
from bot.db.engine import named
from bot.db.leases import Standing
from bot.db.transactions import Transactions
from bot.domain.ids import SlackTeam

AT_ONCE = 100  # leases that are taken in one go: others may take the next ones meanwhile
SEEN_FOR = 0.5  # seconds for which it is known who has a connection: to ask costs more than all else
LEFT_FOR = 1.0  # seconds for which others are given the chance to take what is beyond our share
GONE_FOR = 1.0  # seconds without any connection to the database; who lost one has another by then


class LeaseService:
    """Takes, renews and gives back the leases of one replica, `holder`; `term` is in seconds. It takes only
    that of the workspace `team`, as soon as that is known; where it serves many, it keeps none in which there
    is nothing to do.

    `alone` is for SQLite, where one process works on a file: a new one takes over from one that died without
    waiting for the end of its term, and one that still runs falls silent. `steady` is a clock in seconds that
    never goes back.
    """

    elsewhere: frozenset[str] = frozenset()  # what others held when we last looked

    def __init__(
        self,
        transactions: Transactions,
        holder: str,
        term: float,
        version: str = "",
        *,
        alone: bool,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._transactions = transactions
        self._version = version
        self._steady = steady
        self.holder = holder
        self.term = term
        self.alone = alone
        self.team: SlackTeam | None = None
        self._free_since: dict[str, float] = {}
        self._missed_since: dict[str, float | None] = {}  # others that had a connection when we looked
        self._connected: frozenset[str] = frozenset()
        self._seen_at = -SEEN_FOR
        self._beside: frozenset[str] = frozenset()  # with whom we have shared

    async def renew(self) -> frozenset[str]:
        """The workspaces that are still ours."""

        async def renew(session: AsyncSession) -> frozenset[str]:
            if self.team is None:
                await leases.release_idle(session, self.holder)
            return await leases.renew(session, self.holder, self.term)

        return await self._transactions.write("leases", renew)

    async def take_free(self, able: Callable[[str], bool] = lambda _: True) -> frozenset[str]:
        """Workspaces that are ours from now on, of those for which we are `able` to do something: nobody
        looked after them, or a replica that is gone, or one of an older version, which cannot do all that we
        ask for. At most so many at once, and at first no more than our share."""
        found, older = await self._transactions.read(self._look)
        others = {team: holder for team, holder in found.held.items() if holder != self.holder}
        self.elsewhere = frozenset(others)
        taken = await self._take(self._chosen(found, able), by_force=False)
        silent = older | self._gone(frozenset(others.values()))
        theirs = (team for team, holder in others.items() if holder in silent and able(team))
        return taken | await self._take([*islice(theirs, AT_ONCE)], by_force=True)

    async def share(self) -> frozenset[str]:
        """What is given back since it is more than our share, each time the replicas at work have become
        others. Where something is being sent, that comes first."""
        if self.alone or self.team is not None:
            return frozenset()
        found, _ = await self._transactions.read(self._look)
        mine = sum(1 for holder in found.held.values() if holder == self.holder)
        most = mine - self._fair(found)
        if most <= 0 or self._connected == self._beside:
            self._beside = self._connected
            return frozenset()

        async def give_back(session: AsyncSession) -> frozenset[str]:
            given = await leases.release_quiet(session, self.holder, most)
            await signals.tell(session, signals.LeaseReleased())
            return given

        return await self._transactions.write("leases", give_back)

    async def has_others(self) -> bool:
        """Whether another replica is at work on this database now."""
        return bool(await self._transactions.read(leases.connected) - {named(self.holder)})

    async def _look(self, session: AsyncSession) -> tuple[Standing, set[str]]:
        """How it stands, and which other replicas are older."""
        found = await leases.standing(session, self.holder, self.team)
        if self._steady() - self._seen_at >= SEEN_FOR:
            self._connected, self._seen_at = await leases.connected(session), self._steady()
        others = set(found.held.values()) - {self.holder}
        return found, await pulse.older(session, others, self._version) if others else set()

    def _fair(self, found: Standing) -> int:
        """How many workspaces each replica holds where all hold as many."""
        replicas = self._connected | {named(self.holder)}
        return ceil((len(found.held) + len(found.free)) / len(replicas))

    def _chosen(self, found: Standing, able: Callable[[str], bool]) -> Collection[str]:
        """Our share of what is free, and what nobody else has taken for a while."""
        now, free = self._steady(), [*filter(able, found.free)]
        self._free_since = {team: self._free_since.get(team, now) for team in free}
        mine = sum(1 for holder in found.held.values() if holder == self.holder)
        share = AT_ONCE if self.team is not None else max(0, self._fair(found) - mine)
        left = [team for team in free[share:] if self._free_since[team] <= now - LEFT_FOR]
        return [*free[:share], *left][:AT_ONCE]

    def _gone(self, others: Collection[str]) -> set[str]:
        """Those that had connections to the database, and have none any more: they have ended, or can do as
        little as if they had. Of whom we have seen none, their term tells."""
        now, before = self._steady(), self._missed_since
        self._missed_since = {}
        for one in others:
            if named(one) in self._connected:
                self._missed_since[one] = None
            elif one in before:
                self._missed_since[one] = before[one] or now
        return {one for one, since in self._missed_since.items() if since and since <= now - GONE_FOR}

    async def take(self, team: str) -> bool:
        """One more workspace that nobody looks after; whether it is ours from now on."""
        ours = self.team is None or self.team.id == team
        return ours and bool(await self._take([team], by_force=False))

    async def take_over(self) -> frozenset[str]:
        """The workspaces that somebody held before this start, where we are alone."""
        held = await self._transactions.read(lambda session: leases.others(session, self.holder, self.team))
        return await self._take(held, by_force=True)

    async def release(self, teams: Collection[str] | None = None) -> None:
        """Gives everything back, or only these, and says so."""

        async def give_back(session: AsyncSession) -> None:
            await leases.release(session, self.holder, teams)
            await signals.tell(session, signals.LeaseReleased())

        await self._transactions.write("leases", give_back)

    async def _take(self, teams: Collection[str], *, by_force: bool) -> frozenset[str]:
        if not teams:
            return frozenset()
        return await self._transactions.write(
            "leases",
            lambda session: leases.take(session, teams, self.holder, self.term, by_force=by_force),
        )
