"""The processes that are measured: `python -m tests.bench.bots moot MINUTE` and `… bare`; by HTTP where
`MOOT_HTTP_ADDRESS` says at which address, else by Socket Mode.

The first is `moot run`, but for how many seconds a minute of Slack's budgets lasts. The second is what Bolt
does by itself: a handler that acknowledges, and posts that nobody keeps in a database.
"""

import asyncio
import os
import sys
from functools import partial

import uvicorn
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.routing import Route

from bot import logs
from bot.config import Settings
from bot.platform.rates import Pace
from bot.runtime import app as bot_app
from bot.runtime import machinery
from bot.slack.edge.manifest import REQUEST_PATH


async def moot(minute: float, *, http: bool) -> None:
    """The real bot."""
    settings = Settings()
    logs.configure(settings.moot_log_level, settings.moot_log_format)
    vars(machinery)["Pace"] = partial(Pace, minute=minute)
    await bot_app.run(settings, http=http)


async def bare(*, http: bool) -> None:
    """Whatever comes is acknowledged; `/bare C1 C2 …` posts there as well, everywhere at once."""
    settings = Settings()
    client = AsyncWebClient(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    secret = settings.slack_signing_secret.get_secret_value()
    bolt = AsyncApp(name="bare", client=client, signing_secret=secret)

    @bolt.command("/bare")
    async def command(ack: AsyncAck, command: dict[str, str]) -> None:
        await ack()
        channels = command.get("text", "").split()
        await asyncio.gather(*(client.chat_postMessage(channel=one, text="A bell") for one in channels))

    @bolt.action("bare")
    @bolt.event("reaction_added")
    @bolt.event("reaction_removed")
    async def anything(ack: AsyncAck) -> None:
        await ack()

    if http:
        await served(bolt, settings.moot_http_address)
    else:
        app_token = settings.slack_app_token.get_secret_value()
        await AsyncSocketModeHandler(bolt, app_token).start_async()  # type: ignore[no-untyped-call]


async def served(bolt: AsyncApp, address: str) -> None:
    """By the same kind of server as Moot's."""
    handler = AsyncSlackRequestHandler(bolt)
    app = Starlette(routes=[Route(REQUEST_PATH, handler.handle, methods=["POST"])])
    host, _, port = address.rpartition(":")
    config = uvicorn.Config(
        app, host, int(port), http="h11", ws="none", lifespan="off", access_log=False, log_level="error"
    )
    await uvicorn.Server(config).serve()


if __name__ == "__main__":
    http = "MOOT_HTTP_ADDRESS" in os.environ
    asyncio.run(bare(http=http) if sys.argv[1] == "bare" else moot(float(sys.argv[2]), http=http))
