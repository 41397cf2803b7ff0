"""Asks Slack about tokens: renews those that expire, and finds out which of them Slack accepts."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
import structlog
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Settings
from bot.platform import tokens
from bot.platform.refused import error_of
from bot.services.renewals import RenewalRefused, Renewed, Unknown

ANSWERS_IN = 10.0  # seconds
PAGE = 500  # workspaces
EXPIRED = "token_expired"  # says nothing about the workspace
USED_UP = ("invalid_refresh_token", "invalid_grant", "token_revoked", "account_inactive")
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SlackOffice:
    """For the app in the settings."""

    client: AsyncWebClient
    settings: Settings

    async def renew(self, refresh: SecretStr) -> Renewed:
        """Another token. Raises RenewalRefused and Unknown."""
        try:
            with _answering():
                async with asyncio.timeout(ANSWERS_IN):
                    answer = await self.client.oauth_v2_access(
                        client_id=self.settings.slack_client_id,
                        client_secret=self.settings.slack_client_secret.get_secret_value(),
                        grant_type="refresh_token",
                        refresh_token=refresh.get_secret_value(),
                    )
            return Renewed(
                SecretStr(answer["access_token"]),
                SecretStr(answer["refresh_token"]),
                timedelta(seconds=int(answer["expires_in"])),
            )
        except SlackApiError as refused:
            if error_of(refused) in USED_UP:
                raise RenewalRefused(error_of(refused)) from None
            raise _unknown(error_of(refused)) from None
        except (KeyError, ValueError, TypeError):
            raise _unknown("no token in the answer") from None

    async def refusal(self, token: SecretStr) -> str:
        """Slack's word for why it does not accept this token; empty if it does. Raises Unknown."""
        try:
            with _answering():
                async with asyncio.timeout(ANSWERS_IN):
                    await self.client.auth_test(token=token.get_secret_value())
        except SlackApiError as refused:
            if error_of(refused) in tokens.GONE and error_of(refused) != EXPIRED:
                return error_of(refused)
            raise _unknown(error_of(refused)) from None
        return ""

    async def reaches(self, token: SecretStr, team: str) -> bool:
        """Whether the token of an organization works in this workspace. Raises Unknown."""
        cursor = ""
        try:
            with _answering():
                async with asyncio.timeout(ANSWERS_IN):
                    while True:
                        answer = await self.client.auth_teams_list(
                            token=token.get_secret_value(), cursor=cursor, limit=PAGE
                        )
                        if any(one["id"] == team for one in answer["teams"]):
                            return True
                        if not (cursor := (answer.get("response_metadata") or {}).get("next_cursor") or ""):
                            return False
        except SlackApiError as refused:
            raise _unknown(error_of(refused)) from None
        except (KeyError, TypeError):
            raise _unknown("no workspaces in the answer") from None


@contextmanager
def _answering() -> Iterator[None]:
    """Raises Unknown where Slack does not answer."""
    try:
        yield
    except (aiohttp.ClientError, OSError, TimeoutError) as fault:
        raise _unknown(type(fault).__name__) from None


def _unknown(fault: str) -> Unknown:
    log.warning("slack does not say whether it accepts a token", action="installations", error=fault)
    return Unknown()
