"""The ways in which Slack's deliveries reach the listeners, and what is looked at after a gap."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from starlette.routing import BaseRoute

from bot.config import Settings
from bot.domain.errors.aside import SetAside
from bot.domain.errors.store import StoreAway
from bot.domain.ids import GameId
from bot.runtime.link import Link, nothing
from bot.services import Services
from bot.slack.edge.connection import Connection, watched
from bot.slack.edge.incoming import Incoming
from bot.slack.edge.manifest import REQUEST_PATH
from bot.web.bounds import connections
from bot.web.health import Health
from bot.web.serving import served

log = structlog.get_logger(__name__)


@asynccontextmanager
async def at_work(work: Coroutine[Any, Any, None], name: str) -> AsyncIterator[asyncio.Task[None]]:
    """Something goes on beside what is done within."""
    task = asyncio.create_task(work, name=name)
    try:
        yield task
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def by_socket_mode(
    bolt: AsyncApp, health: Health, settings: Settings, connected: Callable[[], None], link: Link
) -> AsyncIterator[None]:
    """We open a connection to Slack; `connected` is told of each. While we are cut off, others have it."""
    incoming, token = Incoming(bolt, health.metrics), settings.slack_app_token.get_secret_value()
    connection = Connection(bolt, token, connected, incoming)

    async def leave() -> None:
        await connection.leave()

    async def enter() -> None:
        nonlocal connection
        connection = Connection(bolt, token, connected, incoming)
        await connection.connect_async()  # type: ignore[no-untyped-call]

    async def stands() -> bool:
        return await connection.stands()

    async def is_in_order() -> bool:
        return link.shut or await connection.stands()

    try:
        async with at_work(watched(is_in_order), "socket"):
            await connection.connect_async()  # type: ignore[no-untyped-call]
            health.connected = stands
            async with at_work(link.kept(leave, enter), "link"):
                yield
    finally:
        await connection.leave()


@asynccontextmanager
async def by_http(
    bolt: AsyncApp,
    health: Health,
    settings: Settings,
    connected: Callable[[], None],
    link: Link,
    pages: Sequence[BaseRoute] = (),
) -> AsyncIterator[None]:
    """Slack comes to our address, and browsers to the `pages` there. While we are cut off, whoever stands
    before us has to go to others. Raises CannotListen."""
    from bot.web import receiving  # only now: Socket Mode needs none of it
    from bot.web.privacy import privacy_route

    incoming, secret = Incoming(bolt, health.metrics), settings.slack_signing_secret.get_secret_value()
    app = receiving.create_app(bolt, incoming, secret, lambda: link.shut, [privacy_route(settings), *pages])
    async with (
        served(settings.moot_http_address, app, "MOOT_HTTP_ADDRESS", connections()) as url,
        at_work(link.kept(nothing, nothing), "link"),
    ):
        log.info("slack's deliveries are taken", action="run", address=url + REQUEST_PATH)
        health.connected, health.comes_in = _always, True
        connected()
        try:
            yield
        finally:
            await incoming.over()


async def _always() -> bool:
    """Slack comes to us; that it does not, nobody can know."""
    return True


async def catching_up(services: Services, missed: asyncio.Event) -> None:
    """After each connection, and when the database was away, we look at what events may not have told."""
    while True:
        await missed.wait()
        missed.clear()
        try:
            await catch_up(services)
        except StoreAway:
            continue  # it says when it is back
        except Exception:
            log.exception("games could not be caught up with; closes read the votes", action="catch_up")


async def catch_up(services: Services) -> None:
    """Once, in the workspace of these services, or in all."""
    for game in await services.reader.running():
        await _catch_up(services, game)


async def _catch_up(services: Services, game: GameId) -> None:
    """What keeps one game from it is no matter of the others."""
    try:
        await services.requests.catch_up(game)
    except StoreAway:
        raise
    except SetAside:
        pass  # it is caught up with when it goes on
    except Exception:
        log.exception("votes could not be caught up with; the close reads them", action="catch_up", game=game)
