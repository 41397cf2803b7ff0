"""A webhook's receiver on this machine: a real server, which keeps what it is told."""

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from aiohttp import web

SECRET = f"whsec_{base64.b64encode(bytes(range(32))).decode()}"
Answers = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def ok(_: web.Request) -> web.StreamResponse:
    return web.Response(status=204)


def answering(status: int, **headers: str) -> Answers:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(
            status=status, headers={key.replace("_", "-"): one for key, one in headers.items()}
        )

    return answer


@dataclass
class Heard:
    """A receiver, and what it was told."""

    url: str = ""
    messages: list[tuple[bytes, dict[str, str]]] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


def self_signed() -> ssl.SSLContext:
    """A certificate for this machine that nobody vouches for; its key is for tests alone."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(__file__).with_name("self_signed.pem"))
    return context


@asynccontextmanager
async def a_receiver(answers: Answers = ok, tls: ssl.SSLContext | None = None) -> AsyncIterator[Heard]:
    """A server on this machine that answers like this."""
    heard = Heard()

    async def hear(request: web.Request) -> web.StreamResponse:
        heard.messages.append((await request.read(), dict(request.headers)))
        return await answers(request)

    async def other(request: web.Request) -> web.StreamResponse:
        heard.elsewhere.append(request.path)
        return web.Response()

    app = web.Application()
    app.add_routes([web.post("/hook", hear), web.route("*", "/{other:.*}", other)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
    await site.start()
    server = cast(asyncio.Server, site._server)
    heard.url = f"http{'s' if tls else ''}://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook?token=hush"
    try:
        yield heard
    finally:
        await runner.cleanup()
