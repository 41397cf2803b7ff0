"""Where Bolt's flow keeps what it needs to: our services."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pydantic import SecretStr
from slack_sdk.oauth.installation_store import Installation as Granted
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from bot.clock import Clock
from bot.db.installations import Installation
from bot.domain.ids import UserId
from bot.services.installations import InstallationService
from bot.services.oauth_states import StateService

EXPIRES_IN, URL = "expires_in", "url"  # what slack_sdk has no name for, or another clock


@dataclass(frozen=True, slots=True)
class States(AsyncOAuthStateStore):
    """Bolt's way to ours."""

    states: StateService

    async def async_issue(self, *_args: Any, **_kwargs: Any) -> str:
        """Another state."""
        return self.states.new()

    async def async_consume(self, state: str) -> bool:
        """Whether it is one of ours, used for the first time."""
        return await self.states.use(state)


@dataclass(frozen=True, slots=True)
class Arrivals(AsyncInstallationStore):
    """Bolt's way to our installations. `welcome` is told of the first in a workspace."""

    installations: InstallationService
    now: Clock
    welcome: Callable[[Installation], Awaitable[None]]

    async def async_save(self, installation: Granted) -> None:
        """Raises StoreAway."""
        new = self._read(installation)
        if await self.installations.save(new) and new.team:  # in an organization, Moot is in no workspace yet
            await self.welcome(new)

    def _read(self, given: Granted) -> Installation:
        at, expires = self.now(), given.get_custom_value(EXPIRES_IN)
        refresh = given.bot_refresh_token
        return Installation(
            *(given.enterprise_id or "", "" if given.is_enterprise_install else given.team_id or ""),
            *(given.app_id or "", given.bot_user_id or "", given.bot_id or ""),
            frozenset(given.bot_scopes or ()),
            SecretStr(given.bot_token or ""),
            UserId(given.user_id),
            at,
            refresh=SecretStr(refresh) if refresh else None,
            expires_at=at + timedelta(seconds=int(expires)) if expires else None,
            url=given.get_custom_value(URL) or "",
            name=(given.enterprise_name if given.is_enterprise_install else given.team_name) or "",
        )
