"""What a delivery costs until it is acknowledged, in calls of functions."""

import logging
from collections.abc import Iterable, Iterator
from typing import Any, cast

import pytest
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.metrics import Metrics
from bot.services import Services
from bot.slack.edge.bolt import bent
from bot.slack.edge.incoming import Incoming
from bot.slack.edge.listeners import Kind, Listeners
from tests.bench.counting import calls_of
from tests.unit.slack.edge.test_bolt import NoServices, OneWorkspace

BODY = {
    "command": "/moot",
    "text": "status",
    "team_id": "T1",
    "user_id": "U1",
    "channel_id": "C1",
    "trigger_id": "1.2.3",
    "response_url": "https://hooks.example.org/1",
}
AT_MOST = 2.3  # what Moot may cost, to a bare Bolt app; without lines in the log, it is 1.95


@pytest.fixture(autouse=True)
def silence() -> Iterator[None]:
    """What a line in the log costs depends on where it goes."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    yield
    structlog.configure(**before)


async def listener(ack: AsyncAck) -> None:
    """Acknowledges, and that is all."""
    await ack()


def request() -> AsyncBoltRequest:
    """As Socket Mode makes it."""
    return AsyncBoltRequest(mode="socket_mode", body=dict(BODY))


async def of_moot(others: Iterable[str]) -> int:
    """What it costs where so many other commands have listeners of their own."""
    listeners = Listeners()
    for name in (*others, "/moot"):
        listeners.take(Kind.COMMAND, name, listener)
    bolt = bent(OneWorkspace(), cast(Services, NoServices()), {}, listeners)
    incoming = Incoming(bolt, Metrics())

    async def delivered(envelope: str) -> BoltResponse:
        async with incoming.answered(BODY, envelope, lambda: bolt.async_dispatch(request())) as answer:
            return answer

    assert (await delivered("first")).status == 200
    return await calls_of(lambda: delivered("second"))


async def of_a_bare_app() -> int:
    """What it costs where nothing is done but to acknowledge."""
    clients = OneWorkspace()
    bolt = AsyncApp(name="bare", client=AsyncWebClient(), authorize=clients.authorize, signing_secret="none")
    bolt.command("/moot")(listener)

    async def delivered() -> Any:
        return await bolt.async_dispatch(request())

    assert (await delivered()).status == 200
    return await calls_of(delivered)


async def test_a_delivery_costs_the_same_however_many_listeners_there_are() -> None:
    assert await of_moot(f"/{number}" for number in range(500)) == await of_moot(())


async def test_a_delivery_costs_little_more_than_in_a_bare_bolt_app() -> None:
    assert await of_moot(()) < AT_MOST * await of_a_bare_app()
