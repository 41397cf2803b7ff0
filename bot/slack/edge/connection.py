"""Socket Mode."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot import clock
from bot.slack.edge.incoming import Incoming

log = structlog.get_logger(__name__)

CLOSES_IN = 1.0  # seconds that Slack has to say goodbye, too; the library would wait ten


GREETED_IN = aiohttp.ClientTimeout(total=15)  # seconds; the library's own is five minutes
GONE_FOR = 5.0  # seconds: Slack renews connections, and the new one is there at once
LOOKED_EACH = 1.0  # seconds
SAID_AGAIN_AFTER = 60.0  # seconds
GONE = (
    "There has been no connection to Slack for {seconds:.0f} s, so no command and no button reaches Moot. It "
    "tries again every few seconds. Check the network, the proxy and the firewall, also for WebSockets, and "
    "see status.slack.com."
)


def _hasty(session: aiohttp.ClientSession) -> aiohttp.ClientSession:
    """A session on the same connector that gives up sooner on a connection that is never answered."""
    hasty = aiohttp.ClientSession(connector=session.connector, timeout=GREETED_IN)
    session.detach()
    return hasty


async def watched(stands: Callable[[], Awaitable[bool]]) -> None:
    """Logs that there is no connection: once within seconds, again now and then, and once it is back. Runs
    until cancelled."""
    now = asyncio.get_running_loop().time
    since: float | None = None
    said: float | None = None
    while True:
        await asyncio.sleep(LOOKED_EACH)
        if await stands():
            if since is not None and said is not None:
                log.info("connected to slack again", action="socket", after=round(now() - since, 1))
            since = said = None
            continue
        since = now() if since is None else since
        if now() - since >= GONE_FOR and (said is None or now() - said >= SAID_AGAIN_AFTER):
            log.warning(GONE.format(seconds=now() - since), action="socket")
            said = now()


class Connection(AsyncSocketModeHandler):
    """The connection to Slack, with every listener of a Bolt app."""

    def __init__(
        self,
        bolt: AsyncApp,
        app_token: str,
        connected: Callable[[], None],
        incoming: Incoming,
    ) -> None:
        super().__init__(bolt, app_token, web_client=bolt.client)
        self.client.aiohttp_client_session = _hasty(self.client.aiohttp_client_session)
        self._connected = connected
        self.client.message_listeners.append(self._said)
        self._incoming = incoming

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """One envelope. Where the connection has gone meanwhile, Slack has not heard that it was taken: it
        delivers events again, and tells people that it failed."""
        began = clock.now().timestamp()
        work = partial(run_async_bolt_app, self.app, req)
        async with self._incoming.answered(req.payload, req.envelope_id, work) as answer:
            try:
                await send_async_response(client, req, answer, began)
            except ConnectionError as fault:
                log.info(
                    "there was no connection to acknowledge", action="socket", fault=type(fault).__name__
                )

    async def stands(self) -> bool:
        """Whether there is a connection now."""
        return bool(await self.client.is_connected())

    async def _said(
        self,
        _client: AsyncBaseSocketModeClient,
        message: dict[str, Any],
        _raw: str | None,
    ) -> None:
        """Slack greets each new connection."""
        if message.get("type") == "hello":
            self._incoming.greeted()
            self._connected()

    async def leave(self) -> None:
        """Ends what is under way, and closes. Slack gives what comes then to another replica, or keeps it."""
        await self._incoming.over()
        self.client.auto_reconnect_enabled = False
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSES_IN):
                await self.client.disconnect()  # type: ignore[no-untyped-call]
        await self.close_async()  # type: ignore[no-untyped-call]
