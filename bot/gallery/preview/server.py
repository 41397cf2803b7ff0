"""Serves the preview to this machine's browsers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.gallery.preview.page import frame
from bot.gallery.preview.watched import Watched
from bot.web.serving import served

HOST = "127.0.0.1"
AT_ONCE = 50  # connections
QUIET = 15.0  # seconds, after which a window is told that we are still there
FRESH = {"cache-control": "no-store"}


def create_app(watched: Watched) -> Starlette:
    """The ASGI app. It answers to this machine's names only: no other site's page may read the missions."""

    async def whole(_: Request) -> Response:
        return HTMLResponse(frame(watched.folder, watched.contents, watched.version), headers=FRESH)

    async def contents(_: Request) -> Response:
        return HTMLResponse(watched.contents, headers=FRESH)

    async def everything(_: Request) -> Response:
        return HTMLResponse(await asyncio.to_thread(watched.everything), headers=FRESH)

    async def news(_: Request) -> Response:
        return StreamingResponse(_news(watched), media_type="text/event-stream", headers=FRESH)

    return Starlette(
        routes=[
            Route("/", whole),
            Route("/contents", contents),
            Route("/all", everything),
            Route("/news", news),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])],
    )


async def _news(watched: Watched) -> AsyncIterator[str]:
    """Server-sent events: the version, and each later one."""
    async for version in watched.versions(QUIET):
        yield f"data: {version}\n\n" if version is not None else ": still here\n\n"


@asynccontextmanager
async def previewed(watched: Watched, port: int) -> AsyncIterator[str]:
    """Serves the preview, and follows the pack, until the end; gives the page's address. Port 0 takes a free
    one. Raises CannotListen."""
    following = asyncio.create_task(watched.follow())
    try:
        await watched.read()
        async with served(f"{HOST}:{port}", create_app(watched), "--port", AT_ONCE) as address:
            try:
                yield f"{address}/"
            finally:
                await watched.end()  # else windows that wait for news would keep the server
    finally:
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following
