"""A network between bot and workspace that loses, delays, repeats and reorders, lies, and is cut."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

import aiohttp
from aiohttp import web

from tests.torture.stage import Stage

STARTS = ("auth.test", "apps.connections.open")  # without these no bot starts, and says so
UNREPEATABLE = (
    "chat.postMessage",
    "chat.postEphemeral",
    "conversations.create",
    "files.completeUploadExternal",
    "views.open",
    "views.push",
)
"""What has no effect of once when it is done twice: nobody but the bot may repeat it."""
LATE = 0.4  # seconds that something is delayed at most
CUT = 0.01  # of what passes the socket, that cuts it
ALLOWED_AFTER = "1"  # seconds, with a 429

# How often each happens to a call, and to an envelope or an ack.
CALLS = {
    "lost on the way": 0.02,
    "answer lost": 0.03,
    "429": 0.02,
    "503": 0.02,
    "internal_error, but done": 0.03,
    "late": 0.15,
    "twice": 0.05,
}
FRAMES = {"lost": 0.04, "late": 0.25, "twice": 0.06}


@dataclass
class Network:
    """What happens to what passes, seeded."""

    address: str  # of the workspace's server
    random: Random
    rough: float = 1.0  # multiplies how often anything happens
    happened: Counter[str] = field(default_factory=Counter)
    _links: int = 0  # sockets that are open

    def __post_init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def _what(self, kinds: dict[str, float]) -> str:
        """What is to happen to something; mostly nothing."""
        drawn = self.random.random() / self.rough
        for kind, share in kinds.items():
            drawn -= share
            if drawn < 0:
                return kind
        return ""

    # --- calls

    async def call(self, request: web.Request) -> web.StreamResponse:
        """One HTTP request of the bot."""
        method, body = request.path.rpartition("/")[2], await request.read()
        is_api, kind = request.path.startswith("/api/"), self._what(CALLS)
        if (method in STARTS and not self._links) or (not is_api and kind not in ("late", "lost on the way")):
            kind = ""
        if kind == "twice" and method in UNREPEATABLE:
            kind = ""
        if kind:
            self.happened[f"calls: {kind}"] += 1
        return await self._answer(request, body, kind)

    async def _answer(self, request: web.Request, body: bytes, kind: str) -> web.StreamResponse:
        match kind:
            case "lost on the way":
                return _hang_up(request)
            case "429":
                limited = json.dumps({"ok": False, "error": "ratelimited"})
                return web.Response(status=429, text=limited, headers={"Retry-After": ALLOWED_AFTER})
            case "503":
                return web.Response(status=503, text="upstream trouble", content_type="text/html")
            case "late":
                await asyncio.sleep(self.random.uniform(0, LATE))
        answer = await self._forward(request, body)
        if kind == "twice":
            await self._forward(request, body)
        if kind == "answer lost":
            return _hang_up(request)
        if kind == "internal_error, but done":
            return web.json_response({"ok": False, "error": "internal_error"})
        return answer

    async def _forward(self, request: web.Request, body: bytes) -> web.Response:
        headers = {
            name: value
            for name, value in request.headers.items()
            if name.lower() in ("authorization", "content-type")
        }
        url = f"{self.address}{request.path_qs.lstrip('/')}"
        async with (
            aiohttp.ClientSession() as session,
            session.request(request.method, url, data=body, headers=headers) as said,
        ):
            kept = {n: v for n, v in said.headers.items() if n.lower().startswith(("x-", "retry-after"))}
            content = await said.read()
            return web.Response(
                status=said.status, body=content, headers=kept, content_type=said.content_type
            )

    # --- the socket

    async def link(self, request: web.Request) -> web.StreamResponse:
        """One WebSocket of the bot."""
        near = web.WebSocketResponse(max_msg_size=0)
        await near.prepare(request)
        url = f"{self.address}{request.path_qs.lstrip('/')}"
        async with aiohttp.ClientSession() as session, session.ws_connect(url, max_msg_size=0) as far:
            self._links += 1
            ways = [asyncio.create_task(self._pass(*way)) for way in ((far, near), (near, far))]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            self._links -= 1
            for way in ways:
                way.cancel()
            await near.close()
        return near

    async def _pass(self, source: Any, to: Any) -> None:
        """What one side says, to the other; ends when the connection is to end."""
        async for frame in source:
            if frame.type is not aiohttp.WSMsgType.TEXT:
                continue
            if '"envelope_id"' not in frame.data:  # hello, disconnect
                await to.send_str(frame.data)
                continue
            if self.random.random() < CUT * self.rough:
                self.happened["sockets cut"] += 1
                return
            kind = self._what(FRAMES)
            if kind:
                self.happened[f"socket: {kind}"] += 1
            for _ in range({"lost": 0, "twice": 2}.get(kind, 1)):
                delay = 0.0 if not kind else self.random.uniform(0, LATE)
                task = asyncio.create_task(_send_later(to, frame.data, delay))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)


def _hang_up(request: web.Request) -> web.Response:
    """The connection ends without an answer."""
    if request.transport is not None:
        request.transport.close()
    return web.Response()


async def _send_later(to: Any, data: str, delay: float) -> None:
    await asyncio.sleep(delay)
    with suppress(ConnectionError, RuntimeError):
        await to.send_str(data)


@asynccontextmanager
async def misbehaving(stage: Stage, seed: int, rough: float = 1.0) -> AsyncIterator[Network]:
    """Everything that bot and workspace say to each other goes through it."""
    direct = stage.workspace.web_url
    network = Network(direct, Random(f"{seed}:network"), rough)
    app = web.Application(client_max_size=10_000_000)
    app.router.add_get("/link/", network.link)
    app.router.add_route("*", "/{path:.*}", network.call)
    runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    stage.workspace.web_url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    stage.environment["SLACK_API_URL"] = f"{stage.workspace.web_url}api/"
    try:
        yield network
    finally:
        stage.workspace.web_url = direct
        await runner.cleanup()
