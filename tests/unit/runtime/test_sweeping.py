"""Which workspaces are swept, and what a fault leaves undone."""

import asyncio
from collections.abc import Sequence

from bot.domain.errors.store import StoreAway
from bot.domain.ids import Moment
from bot.runtime import sweeping
from bot.services.forgetting import ForgettingService
from tests.builders import NOON
from tests.patience import until


class Sweeps(ForgettingService):
    """Notes what it is to sweep; the first time the database is away."""

    def __init__(self) -> None:
        self.swept: list[str] = []
        self.times = 0

    async def workspaces(self) -> Sequence[str]:
        """Three."""
        self.times += 1
        if self.times == 1:
            raise StoreAway
        return "T1", "T2", "T3"

    async def sweep(self, team_id: str, at: Moment) -> dict[str, int]:  # type: ignore[override]
        """Of one."""
        assert at == NOON
        self.swept.append(team_id)
        return {}

    async def sweep_gone(self, at: Moment) -> list[str]:
        """Of those that Moot was taken out of."""
        self.swept.append("gone")
        return []


async def test_a_replica_sweeps_what_it_holds_and_what_nobody_holds() -> None:
    sweeps = Sweeps()

    async def take(team: str) -> bool:
        return team == "T3"  # another replica has T2

    task = asyncio.create_task(
        sweeping.sweeping(sweeps, lambda: {"T1"}, take, lambda: NOON, first_in=0, each=0.01)
    )
    await until(lambda: "gone" in sweeps.swept, "a sweep was done")
    task.cancel()

    assert sweeps.swept[:3] == ["T1", "T3", "gone"]
