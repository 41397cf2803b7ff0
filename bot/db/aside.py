"""Games that are set aside, since they cannot be run for now: in this process, and as operators see it."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Protocol

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.clock import Clock, now
from bot.db import pulse
from bot.db.tables import GameRow, SetAsideRow
from bot.domain.errors import Refusal
from bot.domain.errors.aside import Cause, SetAside
from bot.domain.errors.store import LeftToNewer
from bot.domain.ids import GameId, Moment, SlackTeam

LOOKING: ContextVar[GameId | None] = ContextVar("looking", default=None)
"""The game that this task looks at again, to see whether it can be run now."""


class Left(Protocol):
    """Is told whether something is left to a newer version."""

    def __call__(self, *, to_newer: bool) -> None:
        """From now on."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Why a game is set aside, and since when it stands still."""

    cause: Cause
    since: Moment


class Aside:
    """What this process, of this `version`, has found. Games and councils are loaded past it, and nowhere
    else. `noticed` is set when a game is new here; `left` is told whether something was left to a newer
    version, which is at work, too."""

    def __init__(self, clock: Clock = now, version: str = "", *, alone: bool = True) -> None:
        self._clock = clock
        self.version = version
        self._alone = alone
        self.left: Left = _nobody_asks
        self._kept: dict[GameId, Kept] = {}
        self.noticed = asyncio.Event()

    def check(self, game: GameId) -> None:
        """Raises SetAside where that is so."""
        if (kept := self._kept.get(game)) is not None and LOOKING.get() != game:
            raise _told(kept)

    async def unread(self, session: AsyncSession, game: GameId, cause: Cause) -> Refusal:
        """What is to be raised where something cannot be read: it is left to a newer version that is at work,
        and only where there is none, the game is set aside."""
        if not self._alone and (await pulse.lately(session, self._clock())).newer(self.version):
            self.left(to_newer=True)
            return LeftToNewer()
        return self.found(game, cause)

    def found(self, game: GameId, cause: Cause) -> SetAside:
        """Sets a game aside; what is to be raised then."""
        known = self._kept.get(game)
        kept = self._kept[game] = Kept(cause, known.since if known else self._clock())
        if known is None:
            self.noticed.set()
        return _told(kept)

    def stands_since(self, game: GameId, since: Moment) -> None:
        """Nothing has happened in it since then, either: Moot was away."""
        kept = self._kept.get(game)
        if kept is not None and since < kept.since:
            self._kept[game] = replace(kept, since=since)

    def games(self) -> dict[GameId, Kept]:
        """All that are set aside."""
        return dict(self._kept)

    def over(self, game: GameId) -> None:
        """It can be run again."""
        self._kept.pop(game, None)

    @contextmanager
    def looking(self, game: GameId) -> Iterator[None]:
        """Within, this game can be loaded as far as it can be read."""
        before = LOOKING.set(game)
        try:
            yield
        finally:
            LOOKING.reset(before)


def _nobody_asks(*, to_newer: bool) -> None:
    """Commands have nothing that they could leave."""


def _told(kept: Kept) -> SetAside:
    told = SetAside(since=f"{kept.since.day} {kept.since:%B, %H:%M} UTC")
    told.cause = kept.cause
    return told


# --- as it is kept for operators, and until everybody has been told


async def row(session: AsyncSession, game: GameId) -> SetAsideRow | None:
    """What is noted of one game."""
    return await session.get(SetAsideRow, game)


async def rows(session: AsyncSession, team: SlackTeam | None = None) -> Sequence[SetAsideRow]:
    """Every game that is set aside, of this workspace or of all."""
    found = select(SetAsideRow).order_by(col(SetAsideRow.since))
    if team is not None:
        games = select(col(GameRow.id)).where(col(GameRow.team_id) == team.id)
        found = found.where(col(SetAsideRow.game_id).in_(games))
    return (await session.scalars(found)).all()


async def keep(session: AsyncSession, game: GameId, kept: Kept) -> bool:
    """Notes it; whether that is news."""
    why = kept.cause.sentence
    known = await row(session, game)
    if known is None:
        session.add(SetAsideRow(game_id=game, why=why, since=kept.since))
        return True
    known.since = min(known.since, kept.since)
    news, known.why = known.why != why, why
    return news


async def forget(session: AsyncSession, game: GameId) -> None:
    """It goes on."""
    await session.execute(delete(SetAsideRow).where(col(SetAsideRow.game_id) == game))
