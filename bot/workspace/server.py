"""The server: the Web API, Socket Mode, response_urls, uploads and the page, in one Starlette app."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from bot.workspace.api import arguments, conformance, emoji
from bot.workspace.api.web_api import Answer, WebApi
from bot.workspace.page.asked import BadRequest, cannot
from bot.workspace.page.control import ControlRoom
from bot.workspace.page.files import ASK_AGAIN, Files
from bot.workspace.page.interface import Page
from bot.workspace.page.permission import Permission
from bot.workspace.state.refusals import ApiError, CannotDo
from bot.workspace.workspace import Workspace

_PAGE = Path(__file__).parent / "page" / "static"
HTTP_PORT = 80  # which URLs and Host headers leave out
KEPT_ALIVE = 75  # seconds, longer than clients keep an idle connection: none is closed as they use it again


class _OwnPagesOnly:
    """Answers only requests for the workspace's own address, and of pages only its own; programs name no
    origin. Else another site's page could drive it from somebody's browser, also under a name of that site's
    own that leads here. (Starlette's TrustedHostMiddleware knows neither ports nor origins.)"""

    def __init__(self, app: ASGIApp, workspace: Workspace) -> None:
        self._app, self._workspace = app, workspace

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers, own = Headers(scope=scope), _own_hosts(self._workspace.web_url, scope["server"][1])
        origins = {f"http://{host}" for host in own}
        if headers.get("host", "").lower() not in own:
            await _refused(scope, "This is not the workspace's address.", receive, send)
        elif "origin" in headers and not origins.issuperset(headers.getlist("origin")):
            await _refused(scope, "This is not for other sites' pages.", receive, send)
        else:
            await self._app(scope, receive, send)


def _own_hosts(web_url: str, port: int) -> set[str]:
    """What a Host header may say: where it is reached, and this machine's names for itself with the `port`
    on which it listens."""
    reached = urlsplit(web_url).netloc.lower()
    own = {f"{name}:{port}" for name in (reached.rpartition(":")[0], "127.0.0.1", "localhost", "[::1]")}
    return {reached, *own, *(name.removesuffix(f":{HTTP_PORT}") for name in own)}


async def _refused(scope: Scope, said: str, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await WebSocketClose()(scope, receive, send)  # before it was accepted: 403
    else:
        await PlainTextResponse(said, 403)(scope, receive, send)


class _Doors:
    """The addresses that are neither Web API nor page."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace, self._files = workspace, Files()

    async def response_url(self, request: Request) -> Response:
        """POST to a response_url."""
        try:
            body = json.loads(await request.body())
        except ValueError:
            body = None
        status, answer = self._workspace.response_urls.post(request.path_params["key"], body)
        return Answer(answer, status)

    async def upload(self, request: Request) -> Response:
        """POST of a file's content, raw or as a form."""
        file = self._workspace.files.get(request.path_params["file"])
        if file is None or file.completed:
            return PlainTextResponse("no such upload", status_code=404)
        content: bytes = await request.body()
        content_type = request.headers.get("content-type", "")
        if content_type.startswith("multipart/"):
            try:
                fields = arguments.read(content_type, "", content)
            except ApiError:
                fields = {}
            content = next((value for value in fields.values() if isinstance(value, bytes)), b"")
        if len(content) != file.size:
            return PlainTextResponse("length does not match", status_code=400)
        file.content = content
        return PlainTextResponse(f"OK - {len(content)}")

    async def paper(self, request: Request) -> Response:
        """Something to read, which opens in the browser."""
        paper = self._workspace.papers.get(request.path_params["name"])
        if paper is None:
            return PlainTextResponse("This paper is gone.", 404)
        headers = {**ASK_AGAIN, "X-Content-Type-Options": "nosniff"}
        return Response(paper.content, media_type=paper.kind, headers=headers)

    async def file(self, request: Request) -> Response:
        """What the page is made of, and the emoji that there are."""
        name = request.path_params["name"]
        return self._files.answer(request, emoji.LIST if name == emoji.LIST.name else _PAGE / name)

    async def index(self, request: Request) -> Response:
        """The page, which nobody clicks through another page."""
        return self._files.answer(request, _PAGE / "index.html", {"X-Frame-Options": "DENY"})


def create_app(workspace: Workspace) -> Starlette:
    """The ASGI app. `workspace.web_url` must be where it is reached."""
    page, doors, web_api = Page(workspace), _Doors(workspace), WebApi(workspace)
    control, permission = ControlRoom(workspace), Permission(workspace)
    routes: list[BaseRoute] = [
        Route("/api/{method}", web_api.__call__, methods=["GET", "POST"]),
        Route("/oauth/v2/authorize", permission.asked),
        Route("/oauth/v2/authorize", permission.answered, methods=["POST"]),
        WebSocketRoute("/link/", workspace.delivery.sockets.serve),
        Route("/commands/{team}/{key}", doors.response_url, methods=["POST"]),
        Route("/actions/{team}/{key}", doors.response_url, methods=["POST"]),
        Route("/upload/v1/{file}", doors.upload, methods=["POST"]),
        Route("/page/state", page.state),
        Route("/page/people", page.people),
        Route("/page/history", page.history),
        Route("/page/thread", page.thread),
        Route("/page/canvas", page.canvas),
        Route("/page/upload", page.upload, methods=["POST"]),
        Route("/page/home", page.home),
        Route("/page/modals", page.modals),
        Route("/page/stream", page.stream),
        Route("/page/file/{file}", page.file),
        Route("/page/act", page.act, methods=["POST"]),
        Route("/control/state", control.state),
        Route("/control/traffic", control.traffic),
        Route("/control/messages", control.messages),
        Route("/control/do", control.do, methods=["POST"]),
        Route("/conformance", conformance.page),
        Route("/papers/{name}", doors.paper),
        Route("/archives/{channel}/{ts}", doors.index),
        Route("/page/static/{name}", doors.file),
        Route("/", doors.index),
    ]
    own_pages = Middleware(_OwnPagesOnly, workspace=workspace)
    return Starlette(
        routes=routes, middleware=[own_pages], exception_handlers={CannotDo: cannot, BadRequest: cannot}
    )


class _Uvicorn(uvicorn.Server):
    """Leaves the process's signals to whoever runs the loop."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


class Server:
    """Runs the server of one or more workspaces inside the current event loop:
    `async with Server(workspace) as server`.

    Each has an address of its own, as in Slack; the Web API and installations are the same at all of them.
    Port 0 takes free ones; the first workspace is at any other, and the next ones at those after it.
    `api_url` is the base URL for a Slack client; `page_url` is for a browser.
    """

    def __init__(self, *workspaces: Workspace, host: str = "127.0.0.1", port: int = 0) -> None:
        self.workspace, self.workspaces = workspaces[0], workspaces
        for one in workspaces:
            one.together = workspaces
        self._host = host
        self._served = [
            (one, _Uvicorn(_config(one, host, port and port + number)))
            for number, one in enumerate(workspaces)
        ]

    @property
    def api_url(self) -> str:
        """Such as http://127.0.0.1:4711/api/"""
        return f"{self.workspace.web_url}api/"

    @property
    def page_url(self) -> str:
        """Such as http://127.0.0.1:4711/"""
        return self.workspace.web_url

    async def start(self) -> None:
        """Listens; returns when it does. Raises OSError if a port is taken."""
        for workspace, served in self._served:
            served.config.load()
            served.lifespan = served.config.lifespan_class(served.config)
            await served.startup()
            port = served.servers[0].sockets[0].getsockname()[1]
            workspace.web_url = f"http://{_in_url(self._host)}:{port}/"

    async def stop(self) -> None:
        """Closes the workspaces' streams and sockets, then stops listening."""
        for workspace, served in self._served:
            await workspace.close()
            await served.shutdown()

    async def __aenter__(self) -> "Server":
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()


def _config(workspace: Workspace, host: str, port: int) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(workspace),
        host=host,
        port=port,
        log_level="error",
        access_log=False,
        lifespan="off",
        server_header=False,
        date_header=False,
        ws_per_message_deflate=False,
        ws_ping_interval=20.0,
        ws_ping_timeout=None,
        timeout_graceful_shutdown=2,
        timeout_keep_alive=KEPT_ALIVE,
    )
