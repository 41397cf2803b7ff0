"""Socket Mode itself: tickets, hello, many connections, disconnecting."""

import json

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType, WSServerHandshakeError
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.state.records import Json
from bot.workspace.state.refusals import CannotDo
from tests.workspace.stage import Stage, a_stage, until


async def open_socket(stage: Stage, http: ClientSession) -> tuple[ClientWebSocketResponse, Json]:
    """A bare connection and its first frame."""
    answer = await stage.client.apps_connections_open(app_token=stage.installed.app_token)
    socket = await http.ws_connect(answer["url"])
    return socket, json.loads((await socket.receive()).data)


async def test_a_connection_is_greeted_and_its_ticket_is_used_up(stage: Stage) -> None:
    async with ClientSession() as http:
        answer = await stage.client.apps_connections_open(app_token=stage.installed.app_token)
        async with http.ws_connect(answer["url"]) as socket:
            hello = json.loads((await socket.receive()).data)
            with pytest.raises(WSServerHandshakeError):
                await http.ws_connect(answer["url"])

    assert hello["type"] == "hello"
    assert hello["connection_info"] == {"app_id": stage.installed.id}
    assert (hello["num_connections"], "host" in hello["debug_info"]) == (1, True)


async def test_only_the_app_level_token_opens_connections(stage: Stage) -> None:
    assert await stage.error_of("apps.connections.open") == "not_allowed_token_type"
    app_level = AsyncWebClient(base_url=stage.server.api_url, token=stage.installed.app_token)
    answer = await app_level.api_call("auth.test", json={"token": stage.installed.bot_token})
    assert answer["ok"]


async def test_there_are_ten_connections_at_most(stage: Stage) -> None:
    async with ClientSession() as http:
        opened = [await open_socket(stage, http) for _ in range(11)]
        refused = opened[10][1]
        for socket, _ in opened:
            await socket.close()

    assert [frame["num_connections"] for _, frame in opened[:10]] == list(range(1, 11))
    assert (refused["type"], refused["reason"]) == ("disconnect", "too_many_websockets")


async def test_each_envelope_goes_to_one_connection(stage: Stage) -> None:
    async with a_stage(ack_seconds=0.2) as stage, ClientSession() as http:
        sockets = [(await open_socket(stage, http))[0] for _ in range(3)]

        for _ in range(3):
            with pytest.raises(CannotDo):
                await stage.people.command(stage.ada.id, stage.lounge.id, "/parrot")

        envelopes = [json.loads((await socket.receive()).data) for socket in sockets]
        assert len({envelope["envelope_id"] for envelope in envelopes}) == 3
        assert {e["type"] for e in envelopes} == {"slash_commands"}
        assert all(e["accepts_response_payload"] for e in envelopes)
        for socket in sockets:
            await socket.close()


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_an_app_told_to_refresh_connects_anew_and_misses_nothing(stage: Stage, reason: str) -> None:
    calls: list[Json] = []

    async def parrot(ack: AsyncAck, command: Json) -> None:
        await ack()
        calls.append(command)

    stage.app.command("/parrot")(parrot)
    await stage.connect()
    old = stage.workspace.delivery.sockets.links(stage.installed)[0]

    await stage.workspace.drop_sockets(stage.installed, reason)
    await until(
        lambda: [old] != stage.workspace.delivery.sockets.links(stage.installed) != [] and old.leaving
    )
    await stage.people.command(stage.ada.id, stage.lounge.id, "/parrot")

    assert len(calls) == 1


async def test_a_dropped_app_comes_back_by_itself(stage: Stage) -> None:
    await stage.connect()
    old = stage.workspace.delivery.sockets.links(stage.installed)[0]

    await stage.workspace.drop_sockets(stage.installed)

    await until(lambda: stage.workspace.delivery.sockets.links(stage.installed) not in ([], [old]))


async def test_a_disabled_link_is_closed_after_its_frame(stage: Stage) -> None:
    async with ClientSession() as http:
        socket, _ = await open_socket(stage, http)

        await stage.workspace.drop_sockets(stage.installed, "link_disabled", close_after=0)

        frame = json.loads((await socket.receive()).data)
        assert (frame["type"], frame["reason"]) == ("disconnect", "link_disabled")
        assert (await socket.receive()).type is WSMsgType.CLOSE
        await socket.close()


async def test_nonsense_from_the_app_is_ignored(stage: Stage) -> None:
    async with ClientSession() as http:
        socket, _ = await open_socket(stage, http)
        for nonsense in ("owl", "[]", '{"envelope_id": "unknown"}', '{"envelope_id": 7}'):
            await socket.send_str(nonsense)
        await socket.ping(b"there?")

        assert len(stage.workspace.delivery.sockets.links(stage.installed)) == 1
        await socket.close()
