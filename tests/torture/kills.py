"""Kills bots at random points: when a call arrives, before or after it takes effect, or some moments after
something was said to or by it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random
from typing import Any

from bot.workspace.state.faults import Fault, Faults
from bot.workspace.state.traffic import Exchange
from tests.torture.stage import Stage

SOON = 0.08  # seconds within which a bot is killed that had something to do
WAYS = ("before", "after", "soon")
LOST = "internal_error"  # what nobody is there to read, or one of several bots
STARTS = ("auth.test", "apps.connections.open")  # whoever is refused these ends, and says why


class Kills(Faults):
    """Counts what is said between bot and workspace, and kills at every so manieth of it, on average."""

    def __init__(self, stage: Stage, random: Random, every: int, most: int) -> None:
        super().__init__()
        self._stage, self._random, self._every, self._most = stage, random, every, most
        self._left = self._gap()
        self._turn = 0
        self.points: list[str] = []  # where it was killed

    def _gap(self) -> int:
        return self._random.randint(1, 2 * self._every)

    def _is_now(self) -> bool:
        if not self._stage.pids or len(self.points) >= self._most:
            return False
        self._left -= 1
        if self._left > 0:
            return False
        self._left = self._gap()
        return True

    def take(self, method: str) -> Fault | None:
        """A call has arrived."""
        if not self._is_now():
            return super().take(method)
        way, victims = self._random.choice(WAYS), self._victims()
        self.points.append(f"{method}, {way}")
        if way == "soon" or (method in STARTS and len(self._stage.pids) > len(victims)):
            self._soon(victims)
            return super().take(method)
        self._stage.kill(victims)
        return Fault(LOST, performed=way == "after")

    def told(self, name: str) -> None:
        """Something is on its way to the bot."""
        if self._is_now():
            self.points.append(f"{name}, delivered")
            self._soon(self._victims())

    def _victims(self) -> tuple[int, ...]:
        """One or two, in turn, where there are several: one is always left to take over."""
        living = self._stage.pids
        most = min(2, max(1, len(living) - 1))
        first = self._turn % len(living)
        self._turn += 1
        return (living * 2)[first : first + self._random.randint(1, most)]

    def _soon(self, victims: tuple[int, ...]) -> None:
        after = self._random.uniform(0, SOON)
        asyncio.get_running_loop().call_later(after, self._stage.kill, victims)


@asynccontextmanager
async def killing(stage: Stage, seed: int, every: int, most: int) -> AsyncIterator[Kills]:
    """A workspace whose bot does not live long."""
    kills, traffic = Kills(stage, Random(f"{seed}:kills"), every, most), stage.workspace.traffic
    delivered, stage.workspace.faults = traffic.delivered, kills

    def telling(app_id: str, name: str, content: Any) -> Exchange:
        kills.told(f"{name} {_what(content)}")
        return delivered(app_id, name, content)

    traffic.delivered = telling  # type: ignore[method-assign]
    try:
        yield kills
    finally:
        traffic.delivered = delivered  # type: ignore[method-assign]


def _what(envelope: Any) -> str:
    """What an envelope is about: an event's type, a command, a kind of interaction."""
    payload = envelope.get("payload", {})
    return str((payload.get("event") or {}).get("type") or payload.get("command") or payload.get("type", ""))
