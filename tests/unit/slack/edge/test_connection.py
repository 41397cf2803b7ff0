"""The connection to Slack, in Socket Mode."""

import asyncio
import base64
import hashlib
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from slack_bolt.async_app import AsyncApp

from bot.metrics import Metrics
from bot.slack.edge.connection import Connection
from bot.slack.edge.incoming import Incoming

OF_EVERY_WEBSOCKET = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, 1.3
OF_THE_LIBRARY = 10.0  # seconds that it waits for an answer to its goodbye


@asynccontextmanager
async def a_slack_that_hangs() -> AsyncIterator[str]:
    """Takes a WebSocket, and then neither reads nor writes; gives its address."""
    over = asyncio.Event()

    async def taken(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = await reader.readuntil(b"\r\n\r\n")
        key = re.search(rb"(?i)sec-websocket-key: (\S+)", asked)
        assert key
        proof = base64.b64encode(hashlib.sha1(key[1] + OF_EVERY_WEBSOCKET).digest())
        writer.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + proof + b"\r\n\r\n"
        )
        await over.wait()
        writer.close()

    server = await asyncio.start_server(taken, "127.0.0.1")
    try:
        yield f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        over.set()
        server.close()
        await server.wait_closed()


async def test_the_connection_is_left_soon_where_slack_does_not_answer() -> None:
    # given a connection to a Slack that has stopped answering
    async with a_slack_that_hangs() as address:
        bolt = AsyncApp(token="xoxb-1", signing_secret="secret")
        connection = Connection(bolt, "xapp-1", lambda: None, Incoming(bolt, Metrics()))
        connection.client.wss_uri = address
        await connection.client.connect()  # type: ignore[no-untyped-call]
        assert await connection.stands()
        began = time.monotonic()

        # when we are to stop
        await connection.leave()

        # then nobody waits for it, and the connection is closed
        assert time.monotonic() - began < OF_THE_LIBRARY / 2
        assert not await connection.stands()
