"""What is used of a workspace's budgets is noted before it is used. So whoever comes after a bot that died
goes on with what Slack counts."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from bot.courier.budgets import Budgets, Window
from bot.db.budgets import Used
from bot.domain.ids import Moment

AHEAD = 1 / 30  # of the calls of a minute, noted at once: few writes, and little that is noted and not used
MOST_AHEAD = 1000  # calls, where a rehearsal's Slack takes any number of them


class NotOurs(Exception):
    """We may not act for this workspace any more: another replica does, or soon will."""


class Notes(Protocol):
    """Where it is noted."""

    def now(self) -> Moment:
        """This moment."""

    async def note_used(self, team_id: str, method: str, used: Used) -> bool:
        """In place of what was noted of this method; False if the workspace is not ours. Raises StoreAway."""


@dataclass(slots=True)
class Page:
    """What is noted of one method, and how many of these calls are still to be made."""

    calls: deque[tuple[float, int]] = field(default_factory=deque)
    left: int = 0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Ledger:
    """Keeps the budgets of one workspace. `steady` is their clock."""

    def __init__(self, team_id: str, budgets: Budgets, notes: Notes, steady: Callable[[], float]) -> None:
        self.budgets = budgets
        self._team_id = team_id
        self._notes = notes
        self._steady = steady
        self._pages: defaultdict[str, Page] = defaultdict(Page)

    def take_over(self, method: str, used: Used) -> None:
        """Goes on with what others noted."""
        now, passed = self._steady(), self._passed()
        self.budgets.of_method(method).take_over(used, now, passed)
        self._pages[method].calls = deque([*used.calls, (now + passed, 0)])
        self._pages[method].left = 0

    async def before(self, method: str) -> None:
        """A call is made only after it was noted. Raises NotOurs and StoreAway."""
        page = self._pages[method]
        async with page.turn:
            if page.left == 0:
                window = self.budgets.of_method(method)
                more = min(max(1, int(window.most * AHEAD)), MOST_AHEAD)
                page.calls.append((self._steady() + self._passed(), more))
                await self._note(method, page, window)
                page.left = more
            page.left -= 1

    async def refused(self, method: str) -> None:
        """Slack said to wait, and others are to know that, too. Raises NotOurs and StoreAway."""
        page = self._pages[method]
        async with page.turn:
            await self._note(method, page, self.budgets.of_method(method))

    async def _note(self, method: str, page: Page, window: Window) -> None:
        passed = self._passed()
        before = self._steady() + passed - window.span
        while len(page.calls) > 1 and page.calls[1][0] <= before:
            page.calls.popleft()
        closed = window.closed_until + passed if window.closed_until else 0.0
        used = Used(tuple(page.calls), closed, window.cut, window.cut_at + passed)
        if not await self._notes.note_used(self._team_id, method, used):
            raise NotOurs

    def _passed(self) -> float:
        """By how much the time of day is ahead of the steady clock."""
        return self._notes.now().timestamp() - self._steady()
