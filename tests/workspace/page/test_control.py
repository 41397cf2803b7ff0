"""The control API over HTTP, as a test of any Bolt app would use it."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import httpx
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.state.records import Control, Json, Link, Notice, Paper, Part
from tests.patience import PATIENCE
from tests.workspace.stage import Stage, a_manifest


async def do(http: httpx.AsyncClient, what: str, **fields: Any) -> Json:
    answer: Json = (await http.post("/control/do", json={"do": what, **fields})).json()
    return answer


async def test_people_channels_and_apps_are_made_by_name(stage: Stage, http: httpx.AsyncClient) -> None:
    eve = await do(http, "add_person", name="eve", tz="Asia/Tokyo", is_restricted=True)
    room = await do(http, "add_channel", name="room", private=True, members=["eve", "ada"])
    app = await do(http, "add_app", manifest=a_manifest(name="Owl"))

    assert (eve["person"]["tz"], eve["person"]["is_restricted"]) == ("Asia/Tokyo", True)
    assert set(stage.workspace.channels[room["channel"]["id"]].members) == {eve["person"]["id"], stage.ada.id}
    client = AsyncWebClient(base_url=app["api_url"], token=app["bot_token"])
    assert (await client.auth_test())["user_id"] == app["bot_user"]


async def test_trouble_is_made_and_ended(stage: Stage, http: httpx.AsyncClient) -> None:
    await do(http, "fail", method="chat.postMessage", error="fatal_error")
    await do(http, "limit", method="auth.test", retry_after=9, times=2)
    await do(http, "slow", method="users.list", seconds=9)
    waiting = (await http.get("/control/state")).json()["faults"]

    assert await stage.error_of("chat.postMessage", channel=stage.lounge.id, text="x") == "fatal_error"
    assert await stage.error_of("auth.test") == "ratelimited"
    assert [(one["method"], one["what"]) for one in waiting] == [
        ("chat.postMessage", "fatal_error"),
        ("auth.test", "ratelimited"),
        ("users.list", "9 s slow"),
    ]
    await do(http, "clear_faults")
    assert await stage.error_of("auth.test") == ""


async def test_people_are_kicked_and_deactivated_and_messages_deleted(
    stage: Stage, http: httpx.AsyncClient
) -> None:
    ts = await stage.post()

    await do(http, "delete_message", channel="lounge", ts=ts)
    await do(http, "kick", channel="lounge")
    await do(http, "deactivate", person="bob")

    assert ts not in stage.lounge.messages
    assert stage.bot not in stage.lounge.members
    assert stage.bob.deleted

    await do(http, "reactivate", person="bob")

    assert not stage.bob.deleted


async def test_programs_are_switched_and_controls_pressed(stage: Stage, http: httpx.AsyncClient) -> None:
    pressed = []

    async def press() -> str:
        pressed.append(True)
        return "Pressed."

    stage.workspace.played[stage.ada.id] = Part("steady")
    stage.workspace.controls["bell"] = Control("bell", "Bell", "Rings", press)

    await do(http, "play", person="ada", on=False)
    off = (await http.get("/control/state")).json()["played"]
    await do(http, "play", person="ada", on=True)
    on = (await http.get("/control/state")).json()["played"]

    assert (off[0]["on"], on[0]["on"]) == (False, True)
    assert on == [{"id": stage.ada.id, "note": "steady", "on": True}]
    assert (await do(http, "control", key="bell"))["said"] == "Pressed."
    assert pressed


async def test_a_notice_shows_what_whoever_runs_the_workspace_says(
    stage: Stage, http: httpx.AsyncClient
) -> None:
    async def press() -> None: ...

    # given somebody who looks at the page, and a paper to read
    came: list[str] = []
    workspace = stage.workspace
    workspace.arrivals.append(came.append)
    workspace.controls["again"] = Control("again", "Again", "Once more", press)
    workspace.papers["book.md"] = Paper(b"# A book", "text/plain; charset=utf-8")
    seeing = stage.people.changes(stage.ada.id)

    # when a notice is shown, with a button that is not there any more
    workspace.show(Notice("Done", ("It is over.",), (Link("Read it", "/papers/book.md"),), ("again", "gone")))

    # then it comes to those who look, and stands for those who come later
    told = (await anext(seeing)).data["notice"]
    assert told["title"] == "Done"
    assert [one["key"] for one in told["controls"]] == ["again"]
    assert (await http.get("/page/state", params={"as": stage.ada.id})).json()["notice"] == told
    assert (await http.get(told["links"][0]["href"])).text == "# A book"
    assert (await http.get("/papers/other.md")).status_code == 404

    # and who opens the page is heard of
    streaming = http.build_request("GET", "/page/stream", params={"as": stage.ada.id})
    await (await http.send(streaming, stream=True)).aclose()
    assert came == [stage.ada.id]


async def test_the_traffic_shows_both_ways_with_times_and_without_secrets(
    stage: Stage, http: httpx.AsyncClient
) -> None:
    async def parrot(ack: AsyncAck) -> None:
        await ack("Hello")

    stage.app.command("/parrot")(parrot)
    await stage.connect()
    await stage.people.command(stage.ada.id, stage.lounge.id, "/parrot", "hi")
    stage.workspace.limits.factor = 1.0
    await stage.post()

    answer = await http.get("/control/traffic")

    by_name = {one["name"]: one for one in answer.json()["exchanges"]}
    assert by_name["slash_commands"]["outcome"] == "acknowledged"
    assert by_name["slash_commands"]["took"] > 0
    assert by_name["slash_commands"]["answer"] == {"text": "Hello"}
    assert by_name["slash_commands"]["said"]["payload"]["response_url"] == "(hidden)"
    assert by_name["chat.postMessage"]["said"]["text"] == "Hello"
    [budget] = answer.json()["budgets"]
    assert 0 < budget.pop("left") <= 60
    assert budget == {"method": "chat.postMessage", "used": 1, "of": 300}
    for secret in (stage.installed.bot_token, stage.installed.app_token, stage.installed.verification_token):
        assert secret not in answer.text
    newest = answer.json()["exchanges"][-1]["number"]
    assert (await http.get("/control/traffic", params={"after": newest})).json()["exchanges"] == []


async def test_what_cannot_be_done_is_said_in_a_sentence(stage: Stage, http: httpx.AsyncClient) -> None:
    answers = [
        (await http.post("/control/do", content=b"owl")).json(),
        await do(http, "fly"),
        await do(http, "kick"),
        await do(http, "kick", channel="nowhere"),
        await do(http, "deactivate", person="nobody"),
        await do(http, "limit", method="chat.sing"),
        await do(http, "slow", method="*", seconds="long"),
        await do(http, "add_channel", name="lounge"),
        await do(http, "add_app", manifest={"owl": 1}),
        await do(http, "control", key="bell"),
        await do(http, "play", person="ada", on=False),
    ]

    assert all(answer["ok"] is False and answer["error"] for answer in answers)


async def test_other_sites_pages_are_kept_out(stage: Stage, http: httpx.AsyncClient) -> None:
    evil = {"Origin": "https://elsewhere.example"}

    answers = [
        await http.post("/control/do", json={"do": "deactivate", "person": "ada"}, headers=evil),
        await http.post("/page/act", json={"as": stage.ada.id, "do": "join"}, headers=evil),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert not stage.ada.deleted
    own = {"Origin": stage.server.page_url.rstrip("/")}
    assert (await http.get("/control/state", headers=own)).status_code == 200


async def _environment(serving: asyncio.subprocess.Process) -> dict[str, str]:
    """What it prints for a shell."""
    found: dict[str, str] = {}
    assert serving.stdout is not None
    async with asyncio.timeout(PATIENCE):
        while "SLACK_SIGNING_SECRET" not in found:
            line = (await serving.stdout.readline()).decode().strip()
            assert line, "it ended"
            if line.startswith("export "):
                name, _, value = line.removeprefix("export ").partition("=")
                found[name] = value
    return found


async def _general(http: httpx.AsyncClient, who: str) -> str:
    state = (await http.get("/page/state", params={"as": who})).json()
    return str(state["channels"][0]["id"])


async def test_a_bolt_app_that_is_not_ours_plays_against_serve_only(tmp_path: Path) -> None:
    # Given a workspace that runs by itself, with somebody else's app installed from its manifest
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps(a_manifest(name="Owl")))
    command = ["-m", "bot", "rehearse", "--serve-only", "--manifest", str(manifest), "--port", "0"]
    serving = await asyncio.create_subprocess_exec(
        sys.executable, *command, stdout=asyncio.subprocess.PIPE, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    )
    try:
        env = await _environment(serving)

        # When that app connects as to Slack, and somebody uses its command on the page's own interface
        client = AsyncWebClient(base_url=env["SLACK_API_URL"], token=env["SLACK_BOT_TOKEN"])
        app = AsyncApp(client=client)

        async def parrot(ack: AsyncAck, command: Json) -> None:
            await ack(f"You said {command['text']}")

        app.command("/parrot")(parrot)
        handler = AsyncSocketModeHandler(app, env["SLACK_APP_TOKEN"])
        await handler.connect_async()  # type: ignore[no-untyped-call]
        async with httpx.AsyncClient(
            base_url=env["SLACK_API_URL"].removesuffix("api/"), timeout=PATIENCE
        ) as http:
            ada = (await http.get("/page/people")).json()["people"][0]["id"]
            where = {"as": ada, "channel": await _general(http, ada)}
            said = {"do": "command", "command": "/parrot", "text": "hello"}
            answer = (await http.post("/page/act", json={**where, **said})).json()
            seen = (await http.get("/page/history", params=where)).json()["messages"]
        await handler.close_async()  # type: ignore[no-untyped-call]

        # Then it answered
        assert answer == {"ok": True}
        assert seen[-1]["text"] == "You said hello"
    finally:
        serving.terminate()
        await serving.wait()
