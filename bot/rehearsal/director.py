"""The stand-in who runs the game: creates it, waits for the players, deals, starts."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.edition import AS_WRITTEN, Edition
from bot.rehearsal.stand_ins.cards import Json, buttons_of, fill, is_card
from bot.workspace.delivery.changes import Subscription
from bot.workspace.page.people import People
from bot.workspace.state.refusals import CannotDo

_SIGNED_UP = re.compile(r"Signed up:\W+(\d+) player")


@dataclass(slots=True)
class Director:
    """Plays the facilitator. `patience` is how many seconds the slowest step may take."""

    people: People
    user: str
    channel: str
    players: int
    tempo: int
    name: str
    patience: float = 120.0
    ballot: str = ""  # how the final vote is held; empty: as the scenario says
    scenario: str = ""  # its key; empty: the one that the form suggests
    edition: Edition = AS_WRITTEN
    swap: Callable[[], Awaitable[str]] | None = None
    """Whose places to exchange in the plan, as `@one @other`; empty if all may stay where they are."""
    glance: float = 1.0  # seconds between two looks at the channel list

    async def run(self) -> None:
        """From `/moot new` to the first bell. Raises CannotDo if what should come does not come."""
        seeing = self.people.changes(self.user, is_card)
        try:
            await fill(
                self.people,
                self.user,
                lambda: self.people.command(self.user, self.channel, "/moot", "new"),
                {
                    "scenario": self.scenario,
                    f"format:{self.scenario}": self.edition.format,
                    f"missions:{self.scenario}": self.edition.missions,
                    f"language:{self.scenario}": self.edition.language,
                    "name": self.name,
                    "speed": str(self.tempo),
                    "ballot": self.ballot,
                },
            )
            await self._until(seeing, self._enough)
            await self.people.command(self.user, self.channel, "/moot", "seat")
            plan = await self._until(seeing, _is_plan)
            if self.swap is not None and (two := await self.swap()):
                await self.people.command(self.user, self.channel, "/moot", f"swap {two}")
                plan = await self._until(seeing, _is_plan)
            await self._press(plan, "Deal the seats")
            ready = await self._until(seeing, lambda message: "Start the game" in buttons_of(message))
            await self._settled()
            await self._press(ready, "Start the game")
        finally:
            seeing.close()

    def _enough(self, message: Json) -> bool:
        """Whether a sign-up card counts as many players as are waited for."""
        found = _SIGNED_UP.search(message["text"])
        return found is not None and int(found[1]) >= self.players

    async def _until(self, seeing: Subscription, wanted: Callable[[Json], bool]) -> Json:
        try:
            async with asyncio.timeout(self.patience):
                async for change in seeing:
                    if wanted(change.data):
                        return dict(change.data)
        except TimeoutError:
            raise CannotDo(f"What should have come did not come in {self.patience:.0f} seconds.") from None
        raise CannotDo("The workspace was closed.")

    async def _settled(self) -> None:
        """Waits until people have come into the new channels, as a look at the channel list would tell."""
        before = -1
        while (now := sum(len(one["members"]) for one in self.people.channels(self.user))) != before:
            before = now
            await asyncio.sleep(max(self.glance, 10 / self.tempo))

    async def _press(self, message: Json, label: str) -> None:
        button = buttons_of(message)[label]
        await self.people.click(self.user, message["channel"], message["ts"], button["action_id"])


def _is_plan(message: Json) -> bool:
    """Whether this is the plan itself; the card that leads has its button, too."""
    return message["text"].startswith("Seating plan") and "Deal the seats" in buttons_of(message)
