"""HTTP in the loop of the bot."""

import contextlib
import os
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.domain.errors import MootError
from bot.web.bounds import Bounded
from bot.web.health import Health, HealthJson

log = structlog.get_logger(__name__)
FRESH = {"cache-control": "no-store"}
AT_ONCE = 50  # connections
WAITING = 128  # connections that are not taken yet: as many are taken in one go
# Between two requests of a connection, in seconds. Proxies keep one for up to ten minutes, and must never use
# it just as we close it. Where there are many, those that idle give way (bounds.py).
IDLE_FOR = 620
ENDS_IN = 1  # seconds for answers that are under way when we are to stop


class CannotListen(MootError):
    template = "{setting} is {address}, and Moot cannot listen there: {fault}. Choose another address."


def create_app(health: Health) -> Starlette:
    """The ASGI app."""

    async def healthz(_: Request) -> Response:
        alive = health.alive()
        return _answer({"ok": alive.ok, "checks": [alive.as_json()]}, alive.ok)

    async def readyz(_: Request) -> Response:
        checks = await health.ready()
        well, may_work = all(one.ok for one in checks), all(one.ok or not one.bars for one in checks)
        return _answer({"ok": well, "checks": [one.as_json() for one in checks]}, may_work)

    async def metrics(request: Request) -> Response:
        text, kind = await health.measures(request.headers.get("accept", ""))
        return Response(text, headers={"content-type": kind, **FRESH})

    return Starlette(
        routes=[Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]
    )


def _answer(body: HealthJson, may_work: bool) -> Response:
    return JSONResponse(body, 200 if may_work else 503, FRESH)


@asynccontextmanager
async def health_served(address: str, health: Health) -> AsyncIterator[str]:
    """Health and measures, until the end; without an address it opens nothing. Raises CannotListen."""
    if not address:
        yield ""
        return
    async with served(address, create_app(health), "MOOT_HEALTH_ADDRESS", AT_ONCE) as url:
        log.info("health can be asked for", action="health", address=url)
        try:
            yield url
        finally:
            await health.leave()


@asynccontextmanager
async def served(address: str, app: ASGIApp, setting: str, at_once: int) -> AsyncIterator[str]:
    """Answers at `host:port`, as this setting says, until the end, and gives the base URL; port 0 takes a
    free one. There are at most so many connections at once. Raises CannotListen."""
    with _listening(address, setting) as listener:
        server = _server(app, at_once)
        await server.startup([listener])
        try:
            yield f"http://{address.rpartition(':')[0]}:{listener.getsockname()[1]}"
        finally:
            await server.shutdown([listener])


def fault_at(address: str) -> int:
    """The number of the system's error if nothing can listen there now: below zero if there is no such host,
    0 if all is well."""
    try:
        with _bound(address):
            return 0
    except OSError as fault:
        return fault.errno or -1


@contextlib.contextmanager
def _listening(address: str, setting: str) -> Iterator[socket.socket]:
    with contextlib.ExitStack() as stack:
        try:
            listener = stack.enter_context(_bound(address))
        except OSError as fault:
            known = fault.errno is not None and fault.errno > 0
            said = os.strerror(fault.errno) if known and fault.errno else "there is no such host"
            raise CannotListen(setting=setting, address=address, fault=said) from None
        yield listener


@contextlib.contextmanager
def _bound(address: str) -> Iterator[socket.socket]:
    """Raises OSError."""
    host, _, port = address.rpartition(":")
    family = socket.AF_INET6 if host.startswith("[") else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host.strip("[]"), int(port)))
        listener.listen()
        yield listener


def _server(app: ASGIApp, at_once: int) -> uvicorn.Server:
    config = uvicorn.Config(
        app,
        http=Bounded,
        log_config=None,
        log_level="error",
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        date_header=False,
        limit_concurrency=at_once,
        backlog=WAITING,
        timeout_keep_alive=IDLE_FOR,
        timeout_graceful_shutdown=ENDS_IN,
    )
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    return server
