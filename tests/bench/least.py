"""The least that a bot with these libraries does to start: it connects, says so, and waits.

`python tests/bench/least.py`, with tokens and address in the environment as for Moot.
"""

import asyncio
import os

import sqlalchemy
import sqlalchemy.ext.asyncio
import sqlalchemy.orm
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


async def main() -> None:
    """Until it is ended."""
    with sqlalchemy.create_engine("sqlite://").connect() as connection:
        connection.exec_driver_sql("SELECT 1")
    client = AsyncWebClient(os.environ["SLACK_BOT_TOKEN"], os.environ["SLACK_API_URL"])
    handler = AsyncSocketModeHandler(AsyncApp(name="least", client=client), os.environ["SLACK_APP_TOKEN"])
    await handler.connect_async()  # type: ignore[no-untyped-call]
    print("least is connected", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
