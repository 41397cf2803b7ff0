"""One person's hands, and how things go wrong at a real table: double clicks, the wrong emoji, mistyped
words, cards long settled."""

import asyncio
from collections.abc import Awaitable, Callable
from random import Random

from bot.rehearsal.stand_ins.cards import Json, Values, fill, look
from bot.workspace.page.people import People
from bot.workspace.state.refusals import CannotDo

_ODD = ("", "jion", "HELP", "“status”", "  mission ", "polices", "sing a song", "status please")


class Slips:
    """One person's hands. `share` of what they do goes wrong at first.

    They have one window before them at a time: whatever would open a second one waits, since otherwise its
    answer might go into the first.
    """

    def __init__(
        self,
        people: People,
        user: str,
        random: Random,
        share: float,
        pause: Callable[[float], Awaitable[None]],
    ) -> None:
        self._people, self._user, self._random, self._share, self._pause = people, user, random, share, pause
        self._seen: list[tuple[str, str]] = []
        self._window = asyncio.Lock()

    def _slip(self) -> bool:
        return self._share > 0 and self._random.random() < self._share

    async def fill(
        self, open_it: Callable[[], Awaitable[None]], values: Values | Callable[[Json], Values | None]
    ) -> None:
        """Fills in the form that opens (see `cards.fill`), and closes what then stands in its place."""
        async with self._window:
            before = self._open()
            await fill(self._people, self._user, open_it, values)
            for view in self._open() - before:
                await self._people.close_view(self._user, view)

    def _open(self) -> set[str]:
        return {view["id"] for view in self._people.modals(self._user)}

    async def fill_behind(
        self, message: Json, button: Json, values: Values | Callable[[Json], Values | None]
    ) -> None:
        """Fills in the form behind a button, which is clicked once."""
        await self.fill(lambda: self._press(message, button), values)

    async def look_behind(self, message: Json, button: Json, title: str) -> Json:
        """Reads the window of this title behind a button. Raises CannotDo where none opens."""
        async with self._window:
            return await look(self._people, self._user, lambda: self._press(message, button), title)

    async def _press(self, message: Json, button: Json) -> None:
        await self._people.click(self._user, message["channel"], message["ts"], button["action_id"])

    async def click(self, message: Json, button: Json) -> None:
        """Clicks, perhaps twice at once."""
        async with self._window:
            await self._click(message, button)

    async def _click(self, message: Json, button: Json) -> None:
        where = (self._user, message["channel"], message["ts"], button["action_id"])
        if not self._slip():
            await self._people.click(*where)
            return
        clicks = (self._people.click(*where), self._people.click(*where))
        for outcome in await asyncio.gather(*clicks, return_exceptions=True):
            if isinstance(outcome, BaseException) and not isinstance(outcome, CannotDo):
                raise outcome

    async def react(self, message: Json, name: str) -> None:
        """Reacts, perhaps with something else first, or with something old along the way."""
        channel, ts = message["channel"], message["ts"]
        if self._slip():
            wrong = self._random.choice(("eyes", "thumbsup", "thumbsdown", "x", "tada", "+1::skin-tone-4"))
            await self._try(self._people.react(self._user, channel, ts, wrong))
            await self._pause(8)
            if wrong != name and self._random.random() < 0.7:
                await self._try(self._people.unreact(self._user, channel, ts, wrong))
        await self._people.react(self._user, channel, ts, name)
        if self._seen and self._slip():
            await self._try(self._people.react(self._user, *self._random.choice(self._seen), "thumbsup"))
            await self._try(self._people.command(self._user, channel, "/moot", self._random.choice(_ODD)))
        self._seen.append((channel, ts))

    async def say(self, channel: str, words: str, thread_ts: str | None = None) -> None:
        """Says something, perhaps mistyped and mended afterwards."""
        if not self._slip():
            await self._people.say(self._user, channel, words, thread_ts=thread_ts)
            return
        at = self._random.randrange(len(words) - 1)
        mistyped = words[:at] + words[at + 1] + words[at] + words[at + 2 :]
        ts = await self._people.say(self._user, channel, mistyped, thread_ts=thread_ts)
        await self._pause(12)
        await self._people.edit(self._user, channel, ts, words)

    async def _try(self, doing: Awaitable[None]) -> None:
        try:
            await doing
        except CannotDo:
            return
