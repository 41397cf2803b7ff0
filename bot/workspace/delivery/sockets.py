"""Socket Mode: tickets, hello, envelopes and their acks, disconnect."""

import asyncio
import json
import uuid
from collections.abc import Callable, Coroutine
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from bot.workspace.api.limits import SOCKETS_PER_APP
from bot.workspace.state.records import App, Json
from bot.workspace.state.refusals import NotAnswered
from bot.workspace.state.team import Team

_HOST = "applink-rehearsal"
_SOCKET_LIFE = 18_060
"""Seconds Slack announces a connection will last; here it lasts until `drop_sockets`."""


class Link:
    """One open WebSocket of an app. A link told to go gets no more envelopes."""

    def __init__(self, websocket: WebSocket) -> None:
        self.websocket = websocket
        self.leaving = False

    async def send(self, frame: Json) -> None:
        """Sends one frame; raises NotAnswered if the other side is gone."""
        try:
            await self.websocket.send_text(json.dumps(frame, ensure_ascii=False, separators=(",", ":")))
        except (WebSocketDisconnect, RuntimeError) as gone:
            self.leaving = True
            raise NotAnswered("connection_failed") from gone

    async def close(self) -> None:
        """Closes it from this side, once."""
        self.leaving = True
        if self.websocket.application_state is WebSocketState.CONNECTED:
            try:
                await self.websocket.close()
            except (WebSocketDisconnect, RuntimeError):
                return


class Sockets:
    """All connections of all apps. `spawn` runs something beside; `on_open` hears of every new connection."""

    def __init__(
        self,
        team: Team,
        spawn: Callable[[Coroutine[Any, Any, None]], None],
        on_open: Callable[[], None],
    ) -> None:
        self._team, self._spawn, self._on_open = team, spawn, on_open
        self._links: dict[str, list[Link]] = {}
        self._acks: dict[str, asyncio.Future[Json | None]] = {}
        self._opened: dict[str, asyncio.Event] = {}
        self._turn = 0

    def links(self, app: App) -> list[Link]:
        """The connections that can be sent to."""
        return [link for link in self._links.get(app.id, []) if not link.leaving]

    async def until_open(self, app: App, seconds: float) -> None:
        """Returns when the app has a connection, at latest after `seconds`."""
        if self.links(app):
            return
        opened = self._opened.setdefault(app.id, asyncio.Event())
        try:
            await asyncio.wait_for(opened.wait(), seconds)
        except TimeoutError:
            return

    async def serve(self, websocket: WebSocket) -> None:
        """One connection from its handshake to its end."""
        app = self._team.apps.get(self._team.tickets.pop(websocket.query_params.get("ticket", ""), ""))
        if app is None:
            await websocket.close(code=4401, reason="ticket unknown or used")
            return
        await websocket.accept()
        link = Link(websocket)
        if len(self.links(app)) >= SOCKETS_PER_APP:
            await link.send(_disconnect("too_many_websockets"))
            await link.close()
            return
        links = self._links.setdefault(app.id, [])
        links.append(link)
        try:
            await link.send(self._hello(app))
            self._opened.setdefault(app.id, asyncio.Event()).set()
            self._on_open()
            await self._read(websocket)
        except (WebSocketDisconnect, NotAnswered):
            pass
        finally:
            link.leaving = True
            links.remove(link)
            if not self.links(app):
                self._opened.setdefault(app.id, asyncio.Event()).clear()
            await link.close()

    def _hello(self, app: App) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.links(app)),
            "debug_info": {
                "host": _HOST,
                "build_number": 1,
                "approximate_connection_time": _SOCKET_LIFE,
            },
            "connection_info": {"app_id": app.id},
        }

    async def _read(self, websocket: WebSocket) -> None:
        while True:
            try:
                frame = json.loads(await websocket.receive_text())
            except (ValueError, KeyError):
                continue
            envelope_id = frame.get("envelope_id") if isinstance(frame, dict) else None
            waiting = self._acks.get(envelope_id or "")
            if waiting is not None and not waiting.done():
                payload = frame.get("payload")
                waiting.set_result(payload if isinstance(payload, dict) and payload else None)

    async def request(self, app: App, content: Json, within: float) -> Json | None:
        """Sends an envelope to one connection; gives the payload of its ack, due in `within` seconds."""
        links = self.links(app)
        if not links:
            raise NotAnswered("connection_failed")
        self._turn += 1
        envelope_id = str(uuid.uuid4())
        envelope = {"envelope_id": envelope_id} | content
        ack: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._acks[envelope_id] = ack
        traffic = self._team.traffic
        exchange = traffic.delivered(app.id, content["type"], envelope)
        try:
            async with asyncio.timeout(within):
                await links[self._turn % len(links)].send(envelope)
                answer = await ack
        except TimeoutError:
            traffic.lost(exchange, "timeout")
            raise NotAnswered("timeout") from None
        except NotAnswered as gone:
            traffic.lost(exchange, gone.reason)
            raise
        finally:
            del self._acks[envelope_id]
        traffic.acknowledged(exchange, answer)
        return answer

    async def disconnect(self, app: App, reason: str | None, close_after: float) -> None:
        """Ends the app's connections: at once without a reason, else with a frame and some time to leave.
        After `warning` a connection still gets envelopes until it closes."""
        for link in self.links(app):
            if reason is None:
                await link.close()
                continue
            link.leaving = reason != "warning"
            try:
                await link.send(_disconnect(reason))
            except NotAnswered:
                continue
            self._spawn(_close_later(link, close_after))

    async def close(self) -> None:
        """Closes every connection."""
        for links in list(self._links.values()):
            for link in list(links):
                await link.close()


def _disconnect(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": _HOST}}


async def _close_later(link: Link, seconds: float) -> None:
    await asyncio.sleep(seconds)
    await link.close()
