"""Socket Mode, and a stop that leaves nobody half served."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.listener.async_listener_completion_handler import AsyncListenerCompletionHandler
from slack_bolt.listener.async_listener_start_handler import AsyncListenerStartHandler
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot import clock
from bot.metrics import Metrics
from bot.slack.acks import TAKEN, Once, identity

LISTENERS_END_IN = 1.5  # seconds, when we are to stop
KINDS = {
    "slash_commands": "command",
    "events_api": "event",
    "block_actions": "action",
    "view_submission": "view",
    "view_closed": "view",
    "shortcut": "shortcut",
    "message_action": "shortcut",
}


class Connection(AsyncSocketModeHandler):
    """The connection to Slack, with every listener of a Bolt app."""

    def __init__(
        self,
        bolt: AsyncApp,
        app_token: str,
        client: AsyncWebClient,
        connected: Callable[[], None],
        metrics: Metrics,
    ) -> None:
        super().__init__(bolt, app_token, web_client=client)
        self._connected = connected
        self._metrics = metrics
        self.client.message_listeners.append(self._said)
        self._visits, self._once = Visits(bolt), Once()

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """One envelope."""
        began, about = clock.now().timestamp(), identity(req.payload, req.envelope_id)
        with self._visits.one():
            answer = await self._once.answer(about, lambda: run_async_bolt_app(self.app, req))
            await send_async_response(client, req, answer, began)
        seconds = clock.now().timestamp() - began
        self._metrics.answered(_kind(req), max(0.0, seconds), taken=answer.status == TAKEN.status)

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
            self._connected()

    async def leave(self) -> None:
        """Ends what is under way, and closes. Slack gives what comes then to another replica, or keeps it."""
        await self._visits.over(LISTENERS_END_IN)
        await self.close_async()  # type: ignore[no-untyped-call]


def _kind(req: SocketModeRequest) -> str:
    return KINDS.get(str(req.payload.get("type")), KINDS.get(req.type, "other"))


class Visits:
    """Counts envelopes that are not acknowledged, and listeners that have begun and not ended."""

    def __init__(self, bolt: AsyncApp) -> None:
        self._under_way = 0
        self._none = asyncio.Event()
        self._none.set()
        bolt.listener_runner.listener_start_handler = _Begun(self._begin)
        runner = bolt.listener_runner
        runner.listener_completion_handler = _Ended(runner.listener_completion_handler, self._end)

    async def over(self, seconds: float) -> bool:
        """Returns when none is under way, at latest after so many seconds; whether none is."""
        try:
            async with asyncio.timeout(seconds):
                await self._none.wait()
        except TimeoutError:
            return False
        return True

    @contextmanager
    def one(self) -> Iterator[None]:
        """Something is under way for so long."""
        self._begin()
        try:
            yield
        finally:
            self._end()

    def _begin(self) -> None:
        self._under_way += 1
        self._none.clear()

    def _end(self) -> None:
        self._under_way -= 1
        if not self._under_way:
            self._none.set()


class _Begun(AsyncListenerStartHandler):
    def __init__(self, note: Callable[[], None]) -> None:
        self._note = note

    async def handle(self, request: AsyncBoltRequest, response: BoltResponse | None) -> None:  # noqa: ARG002
        self._note()


class _Ended(AsyncListenerCompletionHandler):
    def __init__(self, first: AsyncListenerCompletionHandler, note: Callable[[], None]) -> None:
        self._first, self._note = first, note

    async def handle(self, request: AsyncBoltRequest, response: BoltResponse | None) -> None:
        await self._first.handle(request, response)
        self._note()
