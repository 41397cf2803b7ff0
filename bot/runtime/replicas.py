"""Several Moots on one database: this one looks after the workspaces whose leases it holds."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field

import structlog

from bot.domain.errors.store import StoreAway
from bot.runtime.leases import AT_ONCE, LeaseService

log = structlog.get_logger(__name__)

RENEWED_EACH = 1 / 3  # of the term
TRUSTED_FOR = 5 / 6  # of the term, since it was asked for: then we stop before others begin
GAP = 0.25  # seconds between looks, at least: every piece of new work asks for one
AGAIN_IN = 0.5  # seconds until the next try, where one failed
LOOKED_EACH = 1.0  # seconds between looks, at most, where others may be gone


@dataclass(eq=False, repr=False)
class Keeper:
    """Keeps the leases. `steady` is a clock in seconds that never goes back.

    `gained` is told of workspaces that are ours now, again where we could not be sure of it for a while. One
    for which we are not `able` to do anything we do not hold, so that others can.
    """

    _leases: LeaseService
    _steady: Callable[[], float]
    _gained: Callable[[Collection[str]], Awaitable[None]]
    _able: Callable[[str], bool] = lambda _: True
    _until: dict[str, float] = field(default_factory=dict)
    _told: set[str] = field(default_factory=set)
    _renewed_at: float | None = None
    _wake: asyncio.Event = field(default_factory=asyncio.Event)

    def holds(self, team_id: str) -> bool:
        """Whether this replica may act for a workspace."""
        return self._until.get(team_id, 0.0) > self._steady() and self._able(team_id)

    def held(self) -> frozenset[str]:
        """The workspaces for which it may."""
        return frozenset(team for team in self._until if self.holds(team))

    def concerns(self, team_id: str) -> bool:
        """Whether work for a workspace may be ours: another had it when we last looked, else."""
        return self.holds(team_id) or team_id not in self._leases.elsewhere

    def look(self) -> None:
        """There may be a workspace that nobody looks after."""
        self._wake.set()

    def doubt(self, team_id: str = "") -> None:
        """Signals may have been missed: what is ours, or this workspace if it is, is looked at as if it were
        new."""
        self._told -= {team_id} if team_id else self._told.copy()
        self._wake.set()

    async def run(self) -> None:
        """Keeps leases until cancelled, and then still holds them until `release` or their end."""
        while True:
            self._wake.clear()
            try:
                await self._keep()
            except StoreAway:
                await asyncio.sleep(AGAIN_IN)  # the transactions have said what is wrong
            except TimeoutError:
                log.warning("the leases could not be renewed in time; trying again", action="leases")
            except Exception:
                log.exception("the leases could not be renewed; trying again", action="leases")
                await asyncio.sleep(AGAIN_IN)
            await asyncio.sleep(GAP)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._pause()):
                    await self._wake.wait()

    async def release(self) -> None:
        """Gives everything back, so that others need not wait."""
        self._until.clear()
        await self._leases.release()

    async def _keep(self) -> None:
        self._told = {team for team in self._told if self.holds(team)}
        if lost := [team for team in self._until if not self._able(team)]:
            self._until = {team: until for team, until in self._until.items() if team not in lost}
            await self._leases.release(lost)
        if self._leases.alone:
            await self._take_and_renew()
        else:
            async with asyncio.timeout(self._leases.term / 2):
                await self._take_and_renew()
        if fresh := self.held() - self._told:
            log.info("this replica looks after workspaces", action="leases", teams=sorted(fresh))
            await self._gained(fresh)
            self._told |= fresh

    async def _take_and_renew(self) -> None:
        asked = self._steady()
        if self._renewed_at is None and self._leases.alone:
            self._trust(await self._leases.take_over(), asked)
        if self._renewed_at is None or asked >= self._renewed_at + self._leases.term * RENEWED_EACH:
            mine = await self._leases.renew()
            self._until = {team: until for team, until in self._until.items() if team in mine}
            self._trust(mine, asked)
            self._renewed_at = asked
            for team in await self._leases.share():
                self._until.pop(team, None)
        taken = await self._leases.take_free(self._able)
        self._trust(taken, asked)
        if len(taken) >= AT_ONCE:
            self._wake.set()  # there may be more

    def _trust(self, teams: Collection[str], asked: float) -> None:
        until = float("inf") if self._leases.alone else asked + self._leases.term * TRUSTED_FOR
        self._until.update(dict.fromkeys(teams, until))

    def _pause(self) -> float:
        if self._renewed_at is None:
            return self._leases.term * RENEWED_EACH
        renewal = max(0.0, self._renewed_at + self._leases.term * RENEWED_EACH - self._steady())
        return renewal if self._leases.alone else min(renewal, LOOKED_EACH - GAP)
