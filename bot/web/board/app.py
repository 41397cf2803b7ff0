"""The board by HTTP: a page behind each link, its live events, and the files that the page is made of.

The page is at `/board/<token>`, its events at `/board/<token>/live`, its files at `/static/`. Addresses in
the page are relative, so that a proxy may put all of it under another path. Events:

- `board`: everything that it shows, as JSON, with `now`, the moment at which it was sent;
- `tick`: `now` alone, every few seconds, so that a page notices a connection that is silently gone;
- `trouble`: there is nothing to show for a while, and `words` say why;
- `gone`: the link was revoked.

A stream that ends without `gone` was interrupted, and the page connects again.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path

import structlog
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.reports.board import Board
from bot.web.board.boards import Boards, Shown, Trouble

log = structlog.get_logger(__name__)
HERE = Path(__file__).parent
TICKS_EACH = 5  # seconds
CONNECTS_AGAIN_IN = 2_000  # milliseconds
ENCODED = 64  # boards
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow",
}


def create_app(boards: Boards, stopping: asyncio.Event) -> ASGIApp:
    """The ASGI app. Once `stopping` is set, every stream ends, and none begins."""
    pages = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined
    )

    async def page(request: Request) -> Response:
        shown = await boards.look(request.path_params["token"])
        if shown is None:
            return _gone(pages)
        data = Markup(_dated(boards, _rest_of(shown)))  # noqa: S704 - without < and &
        title = shown.game if isinstance(shown, Board) else "Moot"
        return HTMLResponse(pages.get_template("board.html").render(title=title, shown=data))

    async def live(request: Request) -> Response:
        token = request.path_params["token"]
        if await boards.look(token) is None:
            return _gone(pages)
        if request.method == "HEAD" or stopping.is_set():
            return Response(media_type="text/event-stream")
        return EventSourceResponse(
            _events(boards, token, stopping),
            ping=TICKS_EACH,
            ping_message_factory=lambda: ServerSentEvent(event="tick", data=_dated(boards, "}")),
        )

    async def not_found(_: Request, __: Exception) -> Response:
        return _gone(pages)

    app = Starlette(
        routes=[
            Route("/board/{token}", page),
            Route("/board/{token}/live", live),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ],
        exception_handlers={HTTPStatus.NOT_FOUND: not_found},
    )
    app.router.redirect_slashes = False  # a redirect would repeat any host that a request names
    return _Guarded(app)


def _gone(pages: Environment) -> Response:
    """What a revoked link shows, and a link that never existed: nobody can tell which it was."""
    return HTMLResponse(pages.get_template("gone.html").render(), HTTPStatus.NOT_FOUND)


async def _events(boards: Boards, token: str, stopping: asyncio.Event) -> AsyncIterator[bytes]:
    """What is shown, whenever it changes. Ends with `gone` unless we are to stop."""
    stop = asyncio.ensure_future(stopping.wait())
    try:
        async with aclosing(boards.changes(token)) as changes:
            while True:
                coming = asyncio.ensure_future(anext(changes, None))
                try:
                    await asyncio.wait({coming, stop}, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    if not coming.done():
                        coming.cancel()
                        await asyncio.wait({coming})
                if stopping.is_set():
                    return
                if (shown := coming.result()) is None:
                    break
                yield _event_of(boards, shown)
        yield ServerSentEvent(event="gone", data="{}").encode()
    finally:
        stop.cancel()


def _event_of(boards: Boards, shown: Shown) -> bytes:
    """Put together here: sse-starlette would look for line breaks in each viewer's copy of a large board, and
    JSON has none."""
    kind, data = "board" if isinstance(shown, Board) else "trouble", _dated(boards, _rest_of(shown))
    return f"event: {kind}\r\ndata: {data}\r\nretry: {CONNECTS_AGAIN_IN}\r\n\r\n".encode()


def _rest_of(shown: Shown) -> str:
    """The rest of the JSON, after the time."""
    said = json.dumps({"words": shown.words}) if isinstance(shown, Trouble) else _encoded(shown)
    return f", {said[1:]}"


def _dated(boards: Boards, rest: str) -> str:
    """JSON that begins with the moment at which it is sent."""
    return f'{{"now": "{boards.now().isoformat()}"{rest}'


@lru_cache(maxsize=ENCODED)
def _encoded(board: Board) -> str:
    """As JSON that may also stand in HTML; made once for all who see it."""
    text = json.dumps(board.as_json(), ensure_ascii=False)
    return text.replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026")


class _Guarded:
    """Puts the headers on every answer, also where something is broken; and logs that without the link."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        try:
            await self._app(scope, receive, with_headers)
        except Exception:
            log.exception("a board could not be shown", action="board")
