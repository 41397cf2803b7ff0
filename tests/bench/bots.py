"""The processes that are measured: `python -m tests.bench.bots moot MINUTE` and `… bare`.

The first is `moot run`, but for how many seconds a minute of Slack's budgets lasts. The second is what Bolt
does by itself: a handler that acknowledges, and posts that nobody keeps in a database.
"""

import asyncio
import sys
from functools import partial

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot import logs
from bot.config import Settings
from bot.platform.rates import Pace
from bot.runtime import app as bot_app
from bot.runtime import machinery


async def moot(minute: float) -> None:
    """The real bot."""
    settings = Settings()
    logs.configure(settings.moot_log_level, settings.moot_log_format)
    vars(machinery)["Pace"] = partial(Pace, minute=minute)
    await bot_app.run(settings)


async def bare() -> None:
    """`/bare` is acknowledged; `/bare C1 C2 …` posts there as well, everywhere at once."""
    settings = Settings()
    client = AsyncWebClient(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    bolt = AsyncApp(name="bare", client=client)

    @bolt.command("/bare")
    async def handler(ack: AsyncAck, command: dict[str, str]) -> None:
        await ack()
        channels = command.get("text", "").split()
        await asyncio.gather(*(client.chat_postMessage(channel=one, text="A bell") for one in channels))

    app_token = settings.slack_app_token.get_secret_value()
    await AsyncSocketModeHandler(bolt, app_token).start_async()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    asyncio.run(bare() if sys.argv[1] == "bare" else moot(float(sys.argv[2])))
