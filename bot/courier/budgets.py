"""How often Slack may be called now: per method and workspace, and per channel for posts."""

from collections import deque
from dataclasses import dataclass, field

from bot.db.budgets import Used
from bot.intents.intent import Urgency
from bot.platform.rates import AT_LEISURE, POST, UNHURRIED, UPDATE, Pace

SLACKS_OWN = Pace()
SHRINKS_TO = 0.75  # of what was allowed, after Slack said that it was too much
GROWS_BY = 0.05  # of what is documented, with each span in which Slack said nothing


@dataclass(slots=True)
class Window:
    """At most `most` calls in any `span` seconds, as Slack counts them; fewer after it said to wait.

    Slack counts a call at some moment between our asking and its answer. So a call has its place from when
    it is made until a whole span after its answer: then no window of Slack's, wherever it begins, holds too
    many.
    """

    most: int
    span: float
    under_way: int = 0
    answered: deque[float] = field(default_factory=deque)
    closed_until: float = 0.0
    cut: float | None = None  # what was left when Slack last said to wait
    cut_at: float = 0.0

    def used(self, now: float) -> float:
        """How much of what is documented is used: calls under way, and those of the last span."""
        return (self.under_way + sum(at > now - self.span for at in self.answered)) / self.most

    def wait(self, now: float, before: int = 0, share: float = 1.0) -> float:
        """Seconds until a call may be made, after so many `before` it and within this `share` of the budget;
        0 for now. While calls are under way, it may take longer."""
        while self.answered and self.answered[0] <= now - self.span:
            self.answered.popleft()
        too_many = self.under_way + len(self.answered) + before + 1 - max(1, int(self.allowed(now) * share))
        free = 0.0
        if too_many > len(self.answered):  # an answer that comes now would be over a span from now
            free = self.span
        elif too_many > 0:
            free = self.answered[too_many - 1] + self.span - now
        return max(free, self.closed_until - now, 0.0)

    def allowed(self, now: float) -> int:
        """How many calls a span may hold now: after a cut it grows back slowly."""
        if self.cut is None:
            return self.most
        grown = self.cut + self.most * GROWS_BY * (now - self.cut_at) / self.span
        return max(1, min(self.most, int(grown)))

    def made(self) -> None:
        """A call is on its way."""
        self.under_way += 1

    def over(self, now: float) -> None:
        """It was answered, or never will be."""
        self.under_way -= 1
        self.answered.append(now)

    def unmade(self) -> None:
        """It was not made after all."""
        self.under_way -= 1

    def refused(self, seconds: float, now: float) -> None:
        """Slack said to wait. Calls that were under way together are told so together: that is one cut."""
        if now >= self.closed_until:
            self.cut, self.cut_at = max(1.0, self.allowed(now) * SHRINKS_TO), now
        self.closed_until = max(self.closed_until, now + seconds)

    def take_over(self, used: Used, now: float, passed: float) -> None:
        """Goes on where others stopped, by whose clock it was so many seconds later. What Slack is to have
        said in the future, by a clock that was set back since, is not obeyed for as long."""
        self.answered = deque(sorted(at - passed for at in used.made(now + passed)))
        if used.cut is not None and used.cut_at - passed <= now:
            self.closed_until = max(self.closed_until, used.closed_until - passed)
            self.cut, self.cut_at = used.cut, used.cut_at - passed


class Budgets:
    """The budgets of one workspace. Times are seconds of any steady clock."""

    def __init__(self, pace: Pace = SLACKS_OWN) -> None:
        self._pace = pace
        self._windows: dict[str, Window] = {}
        self._channels: dict[str, Window] = {}  # for posts

    def wait(
        self,
        method: str,
        channel: str,
        now: float,
        *,
        before: int = 0,
        urgency: Urgency = Urgency.BELL,
    ) -> float:
        """Seconds until this call may be made, when so many are made `before`; 0 for now. Without a channel,
        as far as the workspace goes. What is neither a bell nor a ballot leaves some posts to these, and
        what is done at leisure leaves half of the updates to all others."""
        share = 1.0
        if method == POST and urgency > Urgency.BALLOT:
            share = UNHURRIED
        elif method == UPDATE and urgency is Urgency.LEISURE:
            share = AT_LEISURE
        return max(window.wait(now, before, share) for window in self._of(method, channel))

    def used(self, now: float) -> dict[str, float]:
        """How much of each method's budget is used, between 0 and 1."""
        return {method: window.used(now) for method, window in self._windows.items()}

    def spend(self, method: str, channel: str) -> None:
        """A call is on its way."""
        for window in self._of(method, channel):
            window.made()

    def answered(self, method: str, channel: str, now: float) -> None:
        """A call that was on its way is over, however it ended."""
        for window in self._of(method, channel):
            window.over(now)

    def give_back(self, method: str, channel: str) -> None:
        """A call for which there was room was not made."""
        for window in self._of(method, channel):
            window.unmade()

    def of_method(self, method: str) -> Window:
        """A method's window in the whole workspace."""
        return self._windows.setdefault(method, Window(self._pace.a_minute(method), self._pace.minute))

    def limited(self, method: str, channel: str, seconds: float, now: float) -> None:
        """Slack said to wait: this method in this workspace, and no other.

        A post may be too much for its channel or for the workspace, and Slack does not say for which: if it
        refuses a second channel while the first one waits, it is the workspace.
        """
        if method != POST:
            self.of_method(method).refused(seconds, now)
            return
        others = any(one.closed_until > now for key, one in self._channels.items() if key != channel)
        self._channel(channel).refused(seconds, now)
        if others:
            self.of_method(method).refused(seconds, now)

    def _of(self, method: str, channel: str) -> tuple[Window, ...]:
        if channel and method == POST:
            return self.of_method(method), self._channel(channel)
        return (self.of_method(method),)

    def _channel(self, channel: str) -> Window:
        return self._channels.setdefault(channel, Window(1, self._pace.between_posts))
