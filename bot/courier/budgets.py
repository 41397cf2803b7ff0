"""How often Slack may be called now: per method and workspace, and per channel for posts."""

from collections import deque
from dataclasses import dataclass, field

from bot.services.pace import Pace

MINUTE = 60.0
SLACKS_OWN = Pace()


@dataclass(slots=True)
class Window:
    """At most `limit` calls in any `span` seconds."""

    limit: int
    span: float
    calls: deque[float] = field(default_factory=deque)
    closed_until: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until a call may be made; 0 for now."""
        while self.calls and self.calls[0] <= now - self.span:
            self.calls.popleft()
        free = 0.0 if len(self.calls) < self.limit else self.calls[0] + self.span - now
        return max(free, self.closed_until - now, 0.0)


class Budgets:
    """The budgets of one workspace. Times are seconds of any steady clock."""

    def __init__(self, pace: Pace = SLACKS_OWN) -> None:
        self._pace = pace
        self._windows: dict[str, Window] = {}

    def wait(self, method: str, channel: str, now: float) -> float:
        """Seconds until this call may be made; 0 for now."""
        return max(window.wait(now) for window in self._of(method, channel))

    def spend(self, method: str, channel: str, now: float) -> None:
        """Notes a call."""
        for window in self._of(method, channel):
            window.calls.append(now)

    def limited(self, method: str, seconds: float, now: float) -> None:
        """Slack said to wait: this method, in this workspace, and no other."""
        window = self._window(method)
        window.closed_until = max(window.closed_until, now + seconds)

    def _of(self, method: str, channel: str) -> list[Window]:
        windows = [self._window(method)]
        if method == "chat.postMessage":
            key = f"{method}:{channel}"
            windows.append(self._windows.setdefault(key, Window(1, self._pace.between_posts)))
        return windows

    def _window(self, method: str) -> Window:
        return self._windows.setdefault(method, Window(self._pace.a_minute(method), MINUTE))
