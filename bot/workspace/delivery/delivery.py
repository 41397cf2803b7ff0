"""Getting things to an app: over Socket Mode or its request URL, and again if it did not acknowledge."""

import asyncio
from typing import TYPE_CHECKING

from bot.workspace.delivery.request_urls import RequestUrls
from bot.workspace.delivery.sockets import Sockets
from bot.workspace.state.records import App, Json
from bot.workspace.state.refusals import NotAnswered

if TYPE_CHECKING:
    from bot.workspace.workspace import Workspace


class Delivery:
    """What goes from the workspace to apps."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self.sockets = Sockets(workspace)
        self.request_urls = RequestUrls(workspace)
        self._before_any_loop: list[tuple[App, Json]] = []
        self.lost_events: list[tuple[str, Json]] = []
        """Events given up after the last retry: app id and the whole outer event."""

    async def ask(self, app: App, kind: str, payload: Json, *, wants_answer: bool = False) -> Json | None:
        """A slash command or an interaction: delivered once, acknowledged in three seconds or NotAnswered."""
        return await self._send(app, kind, payload, wants_answer=wants_answer, retry=None)

    def event(self, app: App, payload: Json) -> None:
        """An event, delivered beside. Without a running loop it waits until an app connects."""
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            self._before_any_loop.append((app, payload))
            return
        self._workspace.spawn(self._until_acknowledged(app, payload))

    def flush(self) -> None:
        """Sends what happened before there was a loop to send it in."""
        waiting, self._before_any_loop = self._before_any_loop, []
        for app, payload in waiting:
            self.event(app, payload)

    async def _until_acknowledged(self, app: App, payload: Json) -> None:
        reason = ""
        for attempt, delay in enumerate((0.0, *self._workspace.retry_seconds)):
            if attempt:
                await self._pause(app, delay, reason)
            try:
                await self._send(app, "events_api", payload, wants_answer=False, retry=(attempt, reason))
            except NotAnswered as trouble:
                reason = trouble.reason
            else:
                return
        self.lost_events.append((app.id, payload))

    async def _pause(self, app: App, seconds: float, reason: str) -> None:
        """Waits for the next try: an event nobody was there for goes out as soon as somebody is."""
        if reason == "connection_failed" and app.request_url is None:
            await self.sockets.until_open(app, seconds)
        else:
            await asyncio.sleep(seconds)

    async def _send(
        self, app: App, kind: str, payload: Json, *, wants_answer: bool, retry: tuple[int, str] | None
    ) -> Json | None:
        if app.request_url is not None:
            return await self.request_urls.request(app, kind, payload, retry)
        return await self.sockets.request(app, kind, payload, wants_answer=wants_answer, retry=retry)

    async def close(self) -> None:
        """Closes sockets and connections."""
        await self.sockets.close()
        await self.request_urls.close()
