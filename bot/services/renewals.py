"""Tokens that expire: each is renewed in time, once, however many replicas there are."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Protocol

import structlog
from pydantic import SecretStr
from sqlalchemy import ColumnElement, or_
from sqlmodel import col

from bot.clock import Clock
from bot.db.installations import STANDS, Installation, Installations
from bot.db.tables import InstallationRow
from bot.db.transactions import Transactions
from bot.domain.errors.installations import NotInstalled, TokenRanOut
from bot.domain.errors.store import StoreAway
from bot.domain.ids import Moment

RENEWED_BEFORE = timedelta(hours=2)  # a token lives for twelve
WAITED_FOR = timedelta(minutes=1)  # before the end, those who need the token wait for the new one
ONE_TRY = timedelta(minutes=1)  # to renew a token; then anybody may try again
LOOKED_EACH = 0.2  # seconds
STORED_AGAIN_IN = 1.0  # seconds, while the database is away
SETTLED_IN = 5.0  # seconds
STORED_TRIES = 30  # what the new token was got with works once: it must not get lost
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Renewed:
    """What Slack gives for a token to renew with: another of both, and for how long."""

    token: SecretStr
    refresh: SecretStr
    lives: timedelta


class RenewalRefused(Exception):
    """Slack takes the token to renew with no longer. Its message is Slack's word for it."""


class Unknown(Exception):
    """Slack could not be asked, or did not say."""


class TokenOffice(Protocol):
    """What Slack says of tokens."""

    async def renew(self, refresh: SecretStr) -> Renewed:
        """Another token. Raises RenewalRefused and Unknown."""

    async def refusal(self, token: SecretStr) -> str:
        """Slack's word for why it does not take this token; empty where it does. Raises Unknown."""

    async def reaches(self, token: SecretStr, team: str) -> bool:
        """Whether the token of an organization works in this workspace. Raises Unknown."""


class NobodyAsks:
    """In programs that only look at the database."""

    async def renew(self, refresh: SecretStr) -> Renewed:  # noqa: ARG002
        """Never."""
        raise Unknown

    async def refusal(self, token: SecretStr) -> str:  # noqa: ARG002
        """Never."""
        raise Unknown

    async def reaches(self, token: SecretStr, team: str) -> bool:  # noqa: ARG002
        """Never."""
        raise Unknown


@dataclass(eq=False, repr=False)
class Renewals:
    """Renews tokens; `changed` is told of each."""

    _transactions: Transactions
    _clock: Clock
    _stored: Installations
    changed: Callable[[str, str], None]
    office: TokenOffice = field(default_factory=NobodyAsks)
    _under_way: dict[tuple[str, str], asyncio.Task[Installation]] = field(default_factory=dict)

    async def fresh(self, found: Installation) -> Installation:
        """With a token that works for a while. It is renewed while the old one still works, so that hardly
        ever anybody waits. Raises TokenRanOut, NotInstalled and StoreAway."""
        now = self._clock()
        if found.expires_at is None or found.expires_at > now + RENEWED_BEFORE:
            return found
        if found.refresh is None:
            return _while_it_lives(found, now)
        key = found.enterprise, found.team
        if (task := self._under_way.get(key)) is None:
            task = self._under_way[key] = asyncio.create_task(self._renewed(found), name="renewing a token")
            task.add_done_callback(lambda done: self._over(key, done))
        return found if found.expires_at > now + WAITED_FOR else await asyncio.shield(task)

    async def settle(self) -> None:
        """Waits for the renewals that are under way, as long as a stop may take."""
        if self._under_way:
            await asyncio.wait(list(self._under_way.values()), timeout=SETTLED_IN)

    def _over(self, key: tuple[str, str], done: "asyncio.Task[Installation]") -> None:
        del self._under_way[key]
        fault = None if done.cancelled() else done.exception()
        if fault is not None and not isinstance(fault, NotInstalled | StoreAway):
            log.error("a token could not be renewed", action="installations", exc_info=fault)

    async def _renewed(self, found: Installation) -> Installation:
        now, until = self._clock(), col(InstallationRow.renewing_until)
        mine = await self._change(found, {"renewing_until": now + ONE_TRY}, or_(until.is_(None), until < now))
        if not mine or found.refresh is None:
            return await self._elsewhere(found)
        try:
            new = await self.office.renew(found.refresh)
        except Unknown:  # the next try is due when the time for this one is over
            return _while_it_lives(found, self._clock())
        except RenewalRefused as refused:
            log.error(
                "slack does not renew the token of this workspace; have Moot installed there again",
                action="installations",
                workspace=found.whose,
                error=str(refused),
            )
            await self._change(found, {"refresh": None})
            self.changed(found.enterprise, found.team)
            return _while_it_lives(found, self._clock())
        return await self._kept(found, new)

    async def _elsewhere(self, found: Installation) -> Installation:
        """Another replica renews it, or has tried in vain a moment ago. Without a token that works, it is
        waited for."""
        until = self._clock() + ONE_TRY
        while True:
            now_stored = await self._transactions.read(
                lambda session: self._stored.find(session, found.enterprise, found.team)
            )
            if now_stored is None or not now_stored.stands:
                raise NotInstalled
            now = self._clock()
            if now_stored.expires_at != found.expires_at:
                return now_stored
            if now_stored.refresh is None or now > until or (found.expires_at and found.expires_at > now):
                return _while_it_lives(found, now)
            await asyncio.sleep(LOOKED_EACH)

    async def _kept(self, found: Installation, new: Renewed) -> Installation:
        at = self._clock()
        fresh = replace(found, token=new.token, refresh=new.refresh, expires_at=at + new.lives)
        values = self._stored.sealed(fresh, at) | {"expires_at": fresh.expires_at, "renewing_until": None}
        for _ in range(STORED_TRIES):
            try:
                await self._change(found, values)
                break
            except StoreAway:
                await asyncio.sleep(STORED_AGAIN_IN)
        else:
            log.error(
                "the new token of this workspace could not be stored and is lost; have Moot installed there "
                "again",
                action="installations",
                workspace=found.whose,
            )
        self.changed(found.enterprise, found.team)
        return fresh

    async def _change(self, found: Installation, values: dict[str, Any], *where: ColumnElement[bool]) -> bool:
        """Changes what is stored, unless Moot was installed again, or is gone."""
        same = col(InstallationRow.expires_at) == found.expires_at
        return await self._transactions.write(
            "installations", lambda session: self._stored.change(session, found, values, same, STANDS, *where)
        )


def _while_it_lives(found: Installation, now: Moment) -> Installation:
    if found.expires_at is not None and found.expires_at <= now:
        raise TokenRanOut
    return found
