"""Which workspaces this replica looks after."""

from collections.abc import Collection, Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import leases, pulse, signals
from bot.db.transactions import Transactions
from bot.domain.ids import SlackTeam


class LeaseService:
    """Takes, renews and gives back the leases of one replica, `holder`; `term` is in seconds. It takes only
    that of the workspace `team`, as soon as that is known.

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
        return await self._transactions.write(
            "leases", lambda session: leases.renew(session, self.holder, self.term)
        )

    async def take_free(self) -> frozenset[str]:
        """The workspaces that are ours from now on: nobody looked after them, or a replica of an older
        version, which cannot do all that we ask for."""
        free = await self._transactions.read(lambda session: leases.free(session, self.holder, self.team))
        taken = await self._take(free, by_force=False)
        return taken | await self._take(await self._transactions.read(self._held_by_older), by_force=True)

    async def _held_by_older(self, session: AsyncSession) -> Collection[str]:
        if self.alone:
            return ()
        holders = await leases.holders(session, self.holder, self.team)
        older = await pulse.older(session, set(holders.values()), self._version) if holders else ()
        return [team for team, holder in holders.items() if holder in older]

    async def take_over(self) -> frozenset[str]:
        """The workspaces that somebody held before this start, where we are alone."""
        held = await self._transactions.read(lambda session: leases.others(session, self.holder, self.team))
        return await self._take(held, by_force=True)

    async def release(self) -> None:
        """Gives everything back, and says so."""

        async def give_back(session: AsyncSession) -> None:
            await leases.release(session, self.holder)
            await signals.tell(session, signals.LeaseReleased())

        await self._transactions.write("leases", give_back)

    async def _take(self, teams: Iterable[str], *, by_force: bool) -> frozenset[str]:
        return frozenset([team for team in teams if await self._taken(team, by_force)])

    async def _taken(self, team: str, by_force: bool) -> bool:
        return await self._transactions.write(
            "leases",
            lambda session: leases.take(session, team, self.holder, self.term, by_force=by_force),
        )
