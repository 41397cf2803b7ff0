"""The pages for browsers: to install Moot, to come back from Slack, and to read what is next."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from http import HTTPStatus

import structlog
from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.config import Settings
from bot.domain.errors.store import StoreAway
from bot.services.installations import InstallationService
from bot.services.oauth_states import StateService
from bot.slack.edge.manifest import INSTALL_PATH, REDIRECT_PATH
from bot.slack.edge.oauth import Flow, NotGranted, Why
from bot.slack.edge.oauth_stores import Arrivals, States
from bot.slack.installation.welcoming import say_hello
from bot.web.bounds import Refusals
from bot.web.installing.pages import HEADERS, INSTALLED_PATH, Failed, Pages, failed

LONGEST = 2_000  # characters of a query; Slack's are about 500
AT_ONCE = 8  # who come back from Slack; each may wait for it
log = structlog.get_logger(__name__)
Handle = Callable[[Request], Awaitable[Response]]


def routes(
    settings: Settings,
    client: AsyncWebClient,
    installations: InstallationService,
    states: StateService,
    now: Clock,
) -> list[Route]:
    """The routes of a bot that serves many workspaces."""
    site = _Site(settings, client, installations, states, now)
    return [
        Route(path, _guarded(site, handle))
        for path, handle in (
            (INSTALL_PATH, site.install),
            (REDIRECT_PATH, site.come_back),
            (INSTALLED_PATH, site.installed),
        )
    ]


class _Site:
    """The pages, on Bolt's flow."""

    def __init__(
        self,
        settings: Settings,
        client: AsyncWebClient,
        installations: InstallationService,
        states: StateService,
        now: Clock,
    ) -> None:
        self.pages, self.refusals = Pages(settings.moot_public_url), Refusals()
        self._under_way = asyncio.Semaphore(AT_ONCE)
        arrivals = Arrivals(installations, now, partial(say_hello, client))
        self._flow = Flow(client, settings, States(states), arrivals, self.pages)

    async def install(self, request: Request) -> Response:
        """The first page."""
        return to_starlette_response(await self._flow.begin(request.url.query, request.headers))

    async def come_back(self, request: Request) -> Response:
        """Back from Slack, with a code or an error. Raises NotGranted and StoreAway."""
        if self._under_way.locked():
            raise NotGranted(Why.BUSY)
        async with self._under_way:
            return to_starlette_response(await self._flow.come_back(request.url.query, request.headers))

    async def installed(self, request: Request) -> Response:
        """The last page, which holds no code and can be loaded again."""
        asked = request.query_params
        left_out, everywhere = asked.get("without", "").split(","), asked.get("org") == "1"
        team, app = asked.get("team", ""), asked.get("app", "")
        return HTMLResponse(self.pages.installed(team, app, left_out, everywhere=everywhere))


def _guarded(site: _Site, handle: Handle) -> Handle:
    """Puts these headers on every answer and shows a page for every fault. Programs that only preview links
    use nothing up."""

    async def guarded(request: Request) -> Response:
        try:
            if request.method == "HEAD":
                answer = Response()
            elif len(request.url.query) > LONGEST:
                answer = Response(status_code=HTTPStatus.REQUEST_URI_TOO_LONG)
            else:
                answer = await handle(request)
        except NotGranted as fault:
            site.refusals.note(f"moot was not installed: {fault.why.name.lower()}")
            answer = _page(site, failed(fault))
        except StoreAway:
            answer = _page(site, failed(NotGranted(Why.BUSY)))
        except Exception:
            log.exception("an installation failed", action="install")
            answer = _page(site, failed(NotGranted(Why.OTHER)))
        answer.headers.update(HEADERS)
        return answer

    return guarded


def _page(site: _Site, fault: Failed) -> Response:
    return HTMLResponse(site.pages.failed(fault), fault.status)
