"""That there is no connection to Slack is said, and so is that there is one again."""

import asyncio

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import capture_logs

from bot.metrics import Metrics
from bot.slack.edge import connection
from bot.slack.edge.connection import GREETED_IN, Connection, watched
from bot.slack.edge.incoming import Incoming
from tests.patience import until


async def test_a_connection_that_is_gone_is_said_again_and_again_until_it_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connection, "LOOKED_EACH", 0.005)
    monkeypatch.setattr(connection, "GONE_FOR", 0.02)
    monkeypatch.setattr(connection, "SAID_AGAIN_AFTER", 0.02)
    there = asyncio.Event()

    async def stands() -> bool:
        return there.is_set()

    with capture_logs() as lines:
        watching = asyncio.create_task(watched(stands))
        await until(lambda: len(lines) >= 2, "it is said twice")
        there.set()
        await until(lambda: lines[-1]["log_level"] == "info", "it is back")
        watching.cancel()
    assert all("no connection to Slack" in line["event"] for line in lines[:-1])
    assert lines[-1]["event"] == "connected to slack again"


async def test_a_handshake_that_nobody_answers_is_given_up_soon() -> None:
    bolt = AsyncApp(client=AsyncWebClient(token="xoxb-1"), signing_secret="s")
    made = Connection(bolt, "xapp-1", lambda: None, Incoming(bolt, Metrics()))
    session = made.client.aiohttp_client_session
    assert isinstance(session, aiohttp.ClientSession)
    assert session.timeout == GREETED_IN
    await made.leave()
    assert session.closed
