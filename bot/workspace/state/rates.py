"""Slack's rates, and what apps have used of them.

Source: docs.slack.dev, "Rate limits" (tiers are per method, per workspace, per app, in one-minute windows)
and "chat.postMessage" (about one per second per channel, several hundred per minute per workspace). Figures
that Slack does not publish are marked (?).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from bot.workspace.state.clock import Clock

CHANNEL_BANK = 4
"""Messages a channel may get at once after a quiet time; then one per second (?)."""

PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100, "posting": 300, "hundreds": 600}
"""Calls per minute of a tier. `posting`: chat.postMessage in the whole workspace ("several hundred")."""


@dataclass(slots=True)
class _Window:
    started: float
    calls: int


@dataclass(slots=True)
class _Bank:
    left: float
    at: float


@dataclass(frozen=True, slots=True)
class Budget:
    """What an app has used of a method's window. `left` is in seconds."""

    app_id: str
    method: str
    used: int
    of: int
    left: float


class RateLimits:
    """Counts calls. `factor` multiplies every rate; 0 or None turns them off."""

    def __init__(self, clock: Clock, factor: float | None) -> None:
        self._clock = clock
        self.factor = factor
        self._windows: dict[tuple[str, str], _Window] = {}
        self._banks: dict[tuple[str, str], _Bank] = {}

    def call(self, app_id: str, method: str, tier: int | str) -> int | None:
        """Counts one call: None if it may go on, else the seconds for Retry-After."""
        if not self.factor:
            return None
        now, key = self._clock(), (app_id, method)
        window = self._windows.get(key)
        if window is None or now - window.started >= 60:
            window = self._windows[key] = _Window(now, 0)
        if window.calls >= PER_MINUTE[tier] * self.factor:
            return max(1, math.ceil(window.started + 60 - now))
        window.calls += 1
        return None

    def budgets(self, tiers: Mapping[str, int | str]) -> list[Budget]:
        """How much of each window that is open has been used; `tiers` gives the tier of every method."""
        if not self.factor:
            return []
        now = self._clock()
        return [
            Budget(app, method, window.calls, int(PER_MINUTE[tiers[method]] * self.factor), left)
            for (app, method), window in self._windows.items()
            if (left := window.started + 60 - now) > 0
        ]

    def post(self, app_id: str, channel: str) -> int | None:
        """Counts one chat.postMessage to a channel: None, or the seconds for Retry-After."""
        if not self.factor:
            return None
        now, key = self._clock(), (app_id, channel)
        bank = self._banks.setdefault(key, _Bank(CHANNEL_BANK, now))
        bank.left = min(CHANNEL_BANK, bank.left + (now - bank.at) * self.factor)
        bank.at = now
        if bank.left < 1:
            return max(1, math.ceil((1 - bank.left) / self.factor))
        bank.left -= 1
        return None
