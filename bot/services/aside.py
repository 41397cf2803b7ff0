"""Games that are set aside: why is told to their facilitators and to the log, and when they go on."""

import asyncio
from dataclasses import dataclass, field

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import aside, directory
from bot.db.aside import Aside, Kept
from bot.domain.ids import GameId, Moment
from bot.intents.aside import goes_on, set_aside
from bot.queries.reader import Reader
from bot.queries.whole import why_not
from bot.scenarios.packs import Packs
from bot.services.use_cases import UseCases

log = structlog.get_logger(__name__)


@dataclass(eq=False, repr=False)
class AsideService(UseCases):
    """`found` is what this process has found; `noticed` is set when that has changed."""

    found: Aside
    _reader: Reader
    _packs: Packs
    _told: dict[GameId, tuple[str, Moment]] = field(default_factory=dict)

    @property
    def noticed(self) -> asyncio.Event:
        return self.found.noticed

    def tell_of_packs(self) -> None:
        """At the start, which content packs cannot be played."""
        for key, broken in self._packs.broken.items():
            # without what is wrong there, which may quote a secret: `moot content check` tells it
            places = [*dict.fromkeys(fault.place for fault in broken.faults)]
            log.error("a content pack does not pass its check", action="content", pack=key, faults=places)

    async def look(self, game: GameId) -> bool:
        """Whether a game that is set aside can be run now; then it is to be rung. Else why is told, once."""
        if (pack := self.found.games()[game].cause.facts.get("pack")) is not None:
            await asyncio.to_thread(self._packs.read_again, pack)
        with self.found.looking(game):
            cause = await why_not(self._reader, game)
        if cause is not None:
            self.found.found(game, cause)
            await self._tell(game, self.found.games()[game])
            return False
        self.found.over(game)
        self._told.pop(game, None)
        return True

    async def since(self, game: GameId) -> Moment | None:
        """Since when a game stands still that some replica has set aside, and that has not gone on yet."""
        known = await self._reader.set_aside(game)
        return None if known is None else known.since

    async def goes_on(self, game: GameId) -> None:
        """It can be run, and has rung what was overdue."""

        async def forget(session: AsyncSession) -> None:
            known = await aside.row(session, game)
            if known is None:
                return
            people = await directory.facilitators(session, game)
            await self._enqueue(session, game, goes_on(people, known.since, self._clock()))
            await aside.forget(session, game)

        await self._write(f"aside:{game}", forget)
        log.info("a game that was set aside goes on", action="set_aside", game=game)

    async def _tell(self, game: GameId, kept: Kept) -> None:
        """Once in this process: another replica may read what this one cannot, and have it go on."""
        why = kept.cause.sentence
        if self._told.get(game) == (why, kept.since):
            return

        async def note(session: AsyncSession) -> None:
            row = await directory.game_row(session, game)
            if row is None or not await aside.keep(session, game, kept):
                return
            people = await directory.facilitators(session, game)
            told = set_aside(people, row.name, why, kept.since, self._clock())
            await self._enqueue(session, game, told)

        await self._write(f"aside:{game}", note)
        if self._told.get(game, ("",))[0] != why:
            log.error("a game is set aside", action="set_aside", game=game, reason=why)
        self._told[game] = why, kept.since
