"""Answers by `response_url`."""

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.slack.edge.responding import Respond


async def test_answers_go_over_one_connection_that_is_kept_open() -> None:
    # given somewhere to answer to, which sees from where each answer comes
    peers: list[object] = []

    async def answered(request: web.Request) -> web.Response:
        assert request.transport is not None
        peers.append(request.transport.get_extra_info("peername"))
        return web.Response(text="ok")

    app = web.Application()
    app.router.add_post("/", answered)
    async with TestServer(app) as server, ClientSession() as session:
        # when three people are answered, one after the other
        for _ in range(3):
            await Respond(str(server.make_url("/")), session)(text="Yes.")

    # then nobody waited for a new connection
    assert len(peers) == 3
    assert len(set(peers)) == 1


async def test_without_an_address_nothing_is_posted() -> None:
    with pytest.raises(ValueError, match="no response_url"):
        await Respond(None, None)(text="Yes.")
