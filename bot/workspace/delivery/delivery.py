"""Getting things to an app: over Socket Mode or its request URL, and again if it did not acknowledge."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from bot.workspace.delivery.request_urls import RequestUrls
from bot.workspace.delivery.sockets import Sockets
from bot.workspace.state.records import App, Json
from bot.workspace.state.refusals import NotAnswered
from bot.workspace.state.team import Team


class Delivery:
    """What goes from the workspace to apps.

    The deadlines are real seconds, whatever the clock: `ack_seconds` for an acknowledgement, `retry_seconds`
    before each further try of an event.
    """

    def __init__(self, team: Team, ack_seconds: float, retry_seconds: tuple[float, ...]) -> None:
        self.ack_seconds, self.retry_seconds = ack_seconds, retry_seconds
        self.sockets = Sockets(team, self.spawn, self._flush)
        self.request_urls = RequestUrls(team)
        self._before_any_loop: list[tuple[App, Json]] = []
        self._tasks: set[asyncio.Task[None]] = set()
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
        self.spawn(self._until_acknowledged(app, payload))

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Runs something beside; it is cancelled when the workspace closes."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Ends retries, sockets and connections."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.sockets.close()
        await self.request_urls.close()

    def _flush(self) -> None:
        """Sends what happened before there was a loop to send it in."""
        waiting, self._before_any_loop = self._before_any_loop, []
        for app, payload in waiting:
            self.event(app, payload)

    async def _until_acknowledged(self, app: App, payload: Json) -> None:
        reason = ""
        for attempt, delay in enumerate((0.0, *self.retry_seconds)):
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
            return await self.request_urls.request(app, kind, payload, retry, self.ack_seconds)
        envelope: Json = {"payload": payload, "type": kind, "accepts_response_payload": wants_answer}
        if retry is not None:
            envelope |= {"retry_attempt": retry[0], "retry_reason": retry[1]}
        answer = await self.sockets.request(app, envelope, self.ack_seconds)
        return answer if wants_answer else None
