"""A pack that is read again whenever one of its files changes."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

from bot.domain.edition import Edition
from bot.domain.scenario import Scenario
from bot.gallery.page import ORDINARY
from bot.gallery.page import page as everything
from bot.gallery.preview.page import contents, faults, trouble
from bot.gallery.worlds import World
from bot.logs import trace
from bot.scenarios.faults import BrokenPack
from bot.scenarios.load import load_pack
from bot.scenarios.packs import Stamp, stamp_of

LOOKS_EVERY = 0.4  # seconds; files are compared by their times and lengths


class Watched:
    """What there is to see of the pack now; `version` grows with each change."""

    def __init__(self, folder: Path, edition: Edition) -> None:
        self.folder = folder
        self.version = 0
        self.contents = ""
        self.pack: Scenario | None = None
        self._edition = edition
        self._drawn = ""  # the contents when the pack had no faults
        self._stamp: Stamp | None = None
        self._changed = asyncio.Condition()
        self._over = False

    async def follow(self) -> None:
        """Reads the pack, and again after each change, until it is cancelled."""
        while True:
            stamp = await asyncio.to_thread(stamp_of, self.folder)
            if stamp != self._stamp:
                self._stamp = stamp
                self.contents = await asyncio.to_thread(self._read)
                async with self._changed:
                    self.version += 1
                    self._changed.notify_all()
            await asyncio.sleep(LOOKS_EVERY)

    async def read(self) -> None:
        """Returns when the pack has been read for the first time."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.version > 0)

    async def end(self) -> None:
        """Nobody gets news any more."""
        async with self._changed:
            self._over = True
            self._changed.notify_all()

    async def versions(self, quiet: float) -> AsyncIterator[int | None]:
        """The version now and each later one, until the end; None whenever nothing has changed for `quiet`
        seconds."""
        yield (seen := self.version)
        while not self._over:
            try:
                async with asyncio.timeout(quiet), self._changed:
                    await self._changed.wait_for(partial(self._is_news, seen))
            except TimeoutError:
                yield None
            if self.version != seen:
                yield (seen := self.version)

    def _is_news(self, seen: int) -> bool:
        return self._over or self.version != seen

    def everything(self) -> str:
        """All that Moot shows in a game of this pack, or what is wrong with it."""
        return everything(ORDINARY, World(self.pack)) if self.pack else self.contents

    def _read(self) -> str:
        try:
            self.pack = load_pack(self.folder, self._edition)
            self._drawn = contents(self.pack)
        except BrokenPack as broken:
            return faults(broken.faults, self._drawn)
        except Exception as fault:  # noqa: BLE001 - the edge: whatever it is, the author goes on writing
            return trouble(trace(fault), self._drawn)
        return self._drawn
