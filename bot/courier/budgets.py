"""How often Slack may be called: per method and workspace, and per channel for posts.

Documented tiers (docs.slack.dev, apis/web-api/rate-limits): a method of tier 2, 3 or 4 takes 20, 50 or 100
calls a minute and workspace; chat.postMessage one a second and channel, and several hundred a minute in all.
"""

from collections import deque
from dataclasses import dataclass, field

MINUTE = 60.0
PER_MINUTE = {
    "conversations.create": 20,
    "conversations.archive": 20,
    "conversations.setTopic": 20,
    "conversations.invite": 50,
    "conversations.kick": 50,
    "chat.update": 50,
    "reactions.add": 50,
    "reactions.get": 50,
    "users.list": 20,
    "users.lookupByEmail": 50,
    "users.info": 100,
    "conversations.members": 100,
    "chat.postEphemeral": 100,
    "views.publish": 100,
    "chat.postMessage": 300,
}
PER_SECOND_AND_CHANNEL = 1.0  # chat.postMessage
SPARE = 0.95  # of the documented rate, since Slack's windows and ours do not begin together


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
    """The budgets of one workspace. Times are seconds of any steady clock.

    `factor` multiplies every rate: 1 is Slack itself.
    """

    def __init__(self, factor: float = 1.0) -> None:
        self._factor = factor
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
            span = 1.0 / (PER_SECOND_AND_CHANNEL * self._factor)
            windows.append(self._windows.setdefault(key, Window(1, span)))
        return windows

    def _window(self, method: str) -> Window:
        limit = max(1, int(PER_MINUTE.get(method, 20) * self._factor * SPARE))
        return self._windows.setdefault(method, Window(limit, MINUTE))
