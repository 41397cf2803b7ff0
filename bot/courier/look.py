"""One look through the outbox: which rows may start, within the budgets."""

from collections import Counter
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.courier.budgets import Budgets
from bot.courier.calls import FirstCall
from bot.intents.intent import Urgency

IDLE = 5.0  # seconds between looks when nothing wakes us


class Queued(NamedTuple):
    """A row that waits for room in a workspace's budget."""

    team: str
    call: FirstCall
    urgency: Urgency


@dataclass(eq=False, repr=False)
class Look:
    """One look through the outbox. A row that found no room in its budget costs nothing until there is some.
    At most `room` rows may start, and none that are `busy`."""

    _budgets: Callable[[str], Budgets]
    _queued: Mapping[int, Queued]
    _busy: Container[int]
    _room: int
    _now: float
    _before: Counter[tuple[str, str]] = field(default_factory=Counter)  # calls for which it has found room
    _full: set[tuple[str, str, Urgency]] = field(default_factory=set)
    waiting: dict[int, Queued] = field(default_factory=dict)
    room_in: float = IDLE  # seconds
    left_out: bool = False  # whether there was a row that might have started, but for `room`

    def may_start(self, row: int) -> bool:
        """Whether the row may; asked of each in turn, the most urgent first."""
        if row in self._busy:
            return False
        queued = self._queued.get(row)
        if self._room <= 0:
            self.left_out = True
        elif queued is None or self._has_room(queued):
            self._room -= 1
            return True
        if queued is not None:
            self.waiting[row] = queued
        return False

    def _has_room(self, queued: Queued) -> bool:
        method, channel = queued.call
        whole, urgency = (queued.team, method), queued.urgency
        if (*whole, urgency) in self._full:
            return False
        budgets, before = self._budgets(queued.team), self._before[whole]
        if (wait := budgets.wait(method, "", self._now, before=before, urgency=urgency)) > 0:
            self._full.add((*whole, urgency))
        elif channel:
            wait = budgets.wait(method, channel, self._now)
        if wait > 0:
            self.room_in = min(self.room_in, wait)
            return False
        self._before[whole] += 1
        return True
