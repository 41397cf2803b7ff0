"""Which workspaces this replica looks after."""

from collections.abc import Callable, Collection
from itertools import islice

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import leases, pulse, signals
from bot.db.transactions import Transactions
from bot.domain.ids import SlackTeam

AT_ONCE = 100  # leases that are taken in one go: others may take the next ones meanwhile


class LeaseService:
    """Takes, renews and gives back the leases of one replica, `holder`; `term` is in seconds. It takes only
    that of the workspace `team`, as soon as that is known; where it serves many, it keeps none in which there
    is nothing to do.

    `alone` is for SQLite, where one process works on a file: a new one takes over from one that died without
    waiting for the end of its term, and one that still runs falls silent.
    """

    def __init__(
        self, transactions: Transactions, holder: str, term: float, version: str = "", *, alone: bool
    ) -> None:
        self._transactions = transactions
        self._version = version
        self.holder = holder
        self.term = term
        self.alone = alone
        self.team: SlackTeam | None = None

    async def renew(self) -> frozenset[str]:
        """The workspaces that are still ours."""

        async def renew(session: AsyncSession) -> frozenset[str]:
            if self.team is None:
                await leases.release_idle(session, self.holder)
            return await leases.renew(session, self.holder, self.term)

        return await self._transactions.write("leases", renew)

    async def take_free(self, able: Callable[[str], bool] = lambda _: True) -> frozenset[str]:
        """Workspaces that are ours from now on, of those for which we are `able` to do something: nobody
        looked after them, or a replica of an older version, which cannot do all that we ask for. At most so
        many at once."""
        free = await self._transactions.read(lambda session: leases.free(session, self.holder, self.team))
        taken = await self._take([*islice(filter(able, free), AT_ONCE)], by_force=False)
        older = await self._transactions.read(self._held_by_older)
        return taken | await self._take([*islice(filter(able, older), AT_ONCE)], by_force=True)

    async def _held_by_older(self, session: AsyncSession) -> Collection[str]:
        if self.alone:
            return ()
        holders = await leases.holders(session, self.holder, self.team)
        older = await pulse.older(session, set(holders.values()), self._version) if holders else ()
        return [team for team, holder in holders.items() if holder in older]

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
