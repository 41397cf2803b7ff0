"""Somebody installs Moot: Bolt's own OAuth flow, with our stores and with no secret in the log."""

import asyncio
from collections.abc import Mapping
from enum import StrEnum
from http import HTTPStatus
from typing import Protocol
from urllib.parse import urlencode, urljoin

import aiohttp
import structlog
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation as Granted
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Settings
from bot.platform.refused import error_of
from bot.services.oauth_states import LIVES
from bot.slack.edge.manifest import INSTALL_PATH, OPTIONAL, REDIRECT_PATH, SCOPES
from bot.slack.edge.oauth_stores import EXPIRES_IN, URL, Arrivals, States

ANSWERS_IN = 10.0  # seconds
ID = 40  # characters in the database
log = structlog.get_logger(__name__)


class Why(StrEnum):
    """Why Moot was not installed, in Slack's or Bolt's words if they have one."""

    CANCELLED = "access_denied"
    OTHER_BROWSER = "invalid_browser"
    TOO_LATE = "invalid_state"
    NO_CODE = "missing_code"
    USED_CODE = "invalid_code"
    SCOPES = "missing_scope"
    NOT_PUBLIC = "invalid_team_for_non_distributed_app"
    UNREACHABLE = "unreachable"
    BUSY = "busy"
    SET_UP_WRONG = "set_up_wrong"
    OTHER = "other"


WHY = {
    "code_already_used": Why.USED_CODE,
    "oauth_authorization_url_mismatch": Why.SET_UP_WRONG,
    "bad_client_secret": Why.SET_UP_WRONG,
    "invalid_client_id": Why.SET_UP_WRONG,
    "bad_redirect_uri": Why.SET_UP_WRONG,
    "invalid_scope": Why.SET_UP_WRONG,
    "ratelimited": Why.BUSY,
    **{one.value: one for one in Why},
}


class NotGranted(Exception):
    """Moot was not installed. `missing` are the scopes that were not granted, if that is why."""

    def __init__(self, why: Why, missing: frozenset[str] = frozenset()) -> None:
        super().__init__(why)
        self.why, self.missing = why, missing


class FlowPages(Protocol):
    """What is shown in the browser."""

    def first(self, url: str) -> str:
        """HTML with a button that leads there."""

    def last(self, granted: Granted) -> str:
        """The address of the last page."""


class Flow(AsyncOAuthFlow):
    """Bolt's flow. If Slack gives no token, it raises NotGranted, because Bolt would log the code."""

    def __init__(
        self,
        client: AsyncWebClient,
        settings: Settings,
        states: States,
        arrivals: Arrivals,
        pages: FlowPages,
    ) -> None:
        self._pages = pages
        super().__init__(
            client=client,
            settings=AsyncOAuthSettings(
                client_id=settings.slack_client_id,
                client_secret=settings.slack_client_secret.get_secret_value(),
                scopes=list(SCOPES),
                user_scopes=[],
                redirect_uri=settings.moot_public_url + REDIRECT_PATH,
                install_path=INSTALL_PATH,
                redirect_uri_path=REDIRECT_PATH,
                authorization_url=urljoin(settings.slack_api_url, "../oauth/v2/authorize"),
                callback_options=AsyncCallbackOptions(success=self._succeeded, failure=self._failed),
                installation_store=arrivals,
                state_store=states,
                state_expiration_seconds=int(LIVES.total_seconds()),
            ),
        )

    async def begin(self, query: str, headers: Mapping[str, str]) -> BoltResponse:
        """The first page, for a browser that sends these."""
        return await self.handle_installation(_request(query, headers))

    async def come_back(self, query: str, headers: Mapping[str, str]) -> BoltResponse:
        """A browser comes back from Slack: leads it to the last page. Raises NotGranted and StoreAway."""
        return await self.handle_callback(_request(query, headers))

    async def build_install_page_html(self, url: str, request: AsyncBoltRequest) -> str:  # noqa: ARG002
        """The first page, whose button leads there."""
        return self._pages.first(url)

    async def _succeeded(self, args: AsyncSuccessArgs) -> BoltResponse:
        return BoltResponse(
            status=HTTPStatus.SEE_OTHER,
            headers={
                "Location": self._pages.last(args.installation),
                "Set-Cookie": self.settings.state_utils.build_set_cookie_for_deletion(),
            },
        )

    async def _failed(self, args: AsyncFailureArgs) -> BoltResponse:
        raise NotGranted(WHY.get(args.reason, Why.OTHER))

    async def build_authorize_url(self, state: str, request: AsyncBoltRequest) -> str:
        """With each part quoted, for the workspace that was asked for: Bolt would copy the address unquoted,
        with any parts that somebody added."""
        asked = {
            "client_id": self.settings.client_id,
            "scope": ",".join(SCOPES),
            "redirect_uri": self.settings.redirect_uri or "",
            "state": state,
        }
        team = next(iter(request.query.get("team", [])), "")
        if team.isascii() and team.isalnum() and len(team) <= ID:
            asked["team"] = team
        return f"{self.settings.authorization_url}?{urlencode(asked)}"

    async def run_installation(self, code: str) -> Granted:
        """What Slack gives for the code. Raises NotGranted."""
        try:
            async with asyncio.timeout(ANSWERS_IN):
                granted = await self._granted(code)
        except SlackApiError as refused:
            raise _not_granted(error_of(refused)) from None
        except (aiohttp.ClientError, OSError, TimeoutError) as fault:
            log.warning("slack cannot be reached", action="install", fault=type(fault).__name__)
            raise NotGranted(Why.UNREACHABLE) from None
        missing = frozenset(SCOPES) - frozenset(OPTIONAL) - frozenset(granted.bot_scopes or ())
        if missing:
            raise NotGranted(Why.SCOPES, missing)
        return granted

    async def _granted(self, code: str) -> Granted:
        answer = await self.client.oauth_v2_access(
            code=code,
            client_id=self.settings.client_id,
            client_secret=self.settings.client_secret,
            redirect_uri=self.settings.redirect_uri,
        )
        token, everywhere = answer.get("access_token"), bool(answer.get("is_enterprise_install"))
        team, enterprise = answer.get("team") or {}, answer.get("enterprise") or {}
        whose = enterprise if everywhere else team
        if not (token and whose.get("id")):
            raise NotGranted(Why.OTHER)
        who = await self.client.auth_test(token=token)
        granted = Granted(
            app_id=answer.get("app_id"),
            enterprise_id=enterprise.get("id"),
            enterprise_name=enterprise.get("name"),
            team_id=team.get("id"),
            team_name=team.get("name"),
            bot_token=token,
            bot_id=who.get("bot_id"),
            bot_user_id=answer.get("bot_user_id"),
            bot_scopes=answer.get("scope") or "",
            bot_refresh_token=answer.get("refresh_token"),
            user_id=(answer.get("authed_user") or {}).get("id", ""),
            is_enterprise_install=everywhere,
        )
        granted.set_custom_value(EXPIRES_IN, answer.get("expires_in"))
        granted.set_custom_value(URL, who.get("url"))
        return granted


def _not_granted(error: str) -> NotGranted:
    why = WHY.get(error, Why.OTHER)
    say = log.error if why in (Why.SET_UP_WRONG, Why.OTHER) else log.info
    say("slack gave no token for an installation", action="install", error=error)
    return NotGranted(why)


def _request(query: str, headers: Mapping[str, str]) -> AsyncBoltRequest:
    return AsyncBoltRequest(body="", query=query, headers=dict(headers))
