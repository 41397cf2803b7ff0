"""Who may create games in a workspace, and where: as its admins chose in Slack, unless the operator of a
single workspace has set it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

import structlog

from bot.clock import Clock
from bot.config import Settings
from bot.db import rights as kept
from bot.db.transactions import Transactions
from bot.domain.ids import Moment, UserId
from bot.domain.rights import Channels, Creators, Rights

Members: TypeAlias = frozenset[str]
KNOWN_FOR = timedelta(minutes=1)  # who is in a user group
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Set:
    """What the operator has set, or empty. It is `final` if there is only one workspace."""

    creators: str = ""
    channels: str = ""
    final: bool = True

    @classmethod
    def of(cls, settings: Settings) -> "Set":
        """As the settings say."""
        return cls(settings.moot_creators, settings.moot_channels, not settings.many)

    @property
    def rights(self) -> Rights:
        """Those of a workspace whose admins have chosen nothing."""
        known = {"creators": self.creators, "channels": self.channels}
        fixed = frozenset(name for name, said in known.items() if said and self.final)
        return Rights(Creators.read(self.creators), Channels.read(self.channels), fixed)


class RightsService:
    """What is chosen applies at once: only who is in a user group is remembered here, and briefly."""

    def __init__(self, transactions: Transactions, clock: Clock, given: Set) -> None:
        self._transactions = transactions
        self._clock = clock
        self._set = given
        self._groups: dict[tuple[str, str], tuple[Moment, Members]] = {}

    async def of(self, team_id: str) -> Rights:
        """Those of a workspace."""
        row = await self._transactions.read(lambda session: kept.chosen(session, team_id))
        rights = self._set.rights
        if row is None:
            return rights
        creators, channels = Creators.read(row.creators), Channels.read(row.channels)
        return Rights(
            rights.creators if "creators" in rights.fixed else creators,
            rights.channels if "channels" in rights.fixed else channels,
            rights.fixed,
        )

    async def members(self, team_id: str, group: str, ask: Callable[[], Awaitable[Members]]) -> Members:
        """Who is in a user group, as Slack says, or has said a moment ago."""
        at = self._clock()
        until, found = self._groups.get((team_id, group), (at, frozenset[str]()))
        if not at < until <= at + KNOWN_FOR:
            found = await ask()
            self._groups[team_id, group] = at + KNOWN_FOR, found
        return found

    async def choose(self, team_id: str, creators: Creators, channels: Channels, *, by: UserId) -> None:
        """An admin chose this; what the operator has set stays as it is set."""
        at = self._clock()
        await self._transactions.write(
            "rights",
            lambda session: kept.choose(session, team_id, creators.written, channels.written, at),
        )
        log.info("who may create games was changed", action="rights", workspace=team_id, by=by)
