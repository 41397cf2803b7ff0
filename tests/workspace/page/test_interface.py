"""The page's own interface."""

import asyncio
import json

import httpx
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.workspace.state.records import Json, Part
from tests.workspace.stage import Stage, a_modal, until


async def test_the_state_shows_what_that_person_may_see(stage: Stage, http: httpx.AsyncClient) -> None:
    hidden = stage.workspace.add_channel("hidden", private=True, members=[stage.bob.id])
    guest = stage.workspace.add_person("guest", is_restricted=True)

    hers = (await http.get("/page/state", params={"as": stage.ada.id})).json()
    his = (await http.get("/page/state", params={"as": stage.bob.id})).json()
    guests = (await http.get("/page/state", params={"as": guest.id})).json()

    assert hers["me"]["id"] == stage.ada.id
    assert {channel["name"] for channel in hers["channels"]} == {"general", "lounge"}
    assert hidden.id in {channel["id"] for channel in his["channels"]}
    assert guests["channels"] == []
    assert hers["apps"][0]["commands"] == [
        {"command": "/parrot", "description": "Says it again", "usage_hint": "[words]"}
    ]
    assert "xoxb" not in json.dumps(hers)


async def act(http: httpx.AsyncClient, who: str, do: str, **fields: object) -> Json:
    answer: Json = (await http.post("/page/act", json={"as": who, "do": do, **fields})).json()
    return answer


async def test_nobody_reads_a_private_channel_from_outside(stage: Stage, http: httpx.AsyncClient) -> None:
    eve = stage.workspace.add_person("eve")
    await stage.post()

    inside = await http.get("/page/history", params={"as": stage.ada.id, "channel": stage.lounge.id})
    outside = await http.get("/page/history", params={"as": eve.id, "channel": stage.lounge.id})

    assert inside.json()["messages"][-1]["text"] == "Hello"
    assert outside.json() == {"ok": False, "error": "There is no such channel, or you cannot see it."}
    assert (await act(http, eve.id, "say", channel=stage.lounge.id, text="Hi"))["ok"] is False


async def test_a_person_talks_and_reacts_through_the_page(stage: Stage, http: httpx.AsyncClient) -> None:
    said = await act(http, stage.ada.id, "say", channel=stage.lounge.id, text="Hi @bob")
    first = await act(http, stage.bob.id, "react", channel=stage.lounge.id, ts=said["ts"], name="wave")
    again = await act(http, stage.bob.id, "react", channel=stage.lounge.id, ts=said["ts"], name="wave")
    taken = await act(http, stage.bob.id, "unreact", channel=stage.lounge.id, ts=said["ts"], name="wave")
    dm = await act(http, stage.ada.id, "open_dm", user=stage.bob.id)

    message = stage.people.history(stage.ada.id, stage.lounge.id)[-1]
    assert message["text"] == f"Hi <@{stage.bob.id}>"
    assert (first["ok"], again["ok"], taken["ok"], dm["channel"][0]) == (True, False, True, "D")


async def test_modals_are_shown_and_submitted_through_the_page(stage: Stage, http: httpx.AsyncClient) -> None:
    async def form(ack: AsyncAck) -> None:
        await ack(response_action="errors", errors={"title": "Taken"})

    stage.app.view("form")(form)
    await stage.connect()
    trigger = stage.workspace.modals.new_trigger(stage.ada.id, stage.installed)
    await stage.client.views_open(trigger_id=trigger, view=a_modal())

    view = (await http.get("/page/modals", params={"as": stage.ada.id})).json()["views"][0]
    empty = await act(http, stage.ada.id, "submit", view_id=view["id"], values={})
    taken = await act(http, stage.ada.id, "submit", view_id=view["id"], values={"title": {"text": "A"}})
    await act(http, stage.ada.id, "close_view", view_id=view["id"])

    assert (view["callback_id"], view["title"]["text"]) == ("form", "A form")
    assert empty == {"ok": True, "errors": {"title": "Please complete this required field."}}
    assert taken["errors"] == {"title": "Taken"}
    assert (await http.get("/page/modals", params={"as": stage.ada.id})).json() == {"views": []}


async def test_home_is_announced_to_the_app_and_shown(stage: Stage, http: httpx.AsyncClient) -> None:
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    await stage.client.views_publish(user_id=stage.ada.id, view=home)

    answer = await http.get("/page/home", params={"as": stage.ada.id, "app": stage.installed.id})
    none = await http.get("/page/home", params={"as": stage.bob.id, "app": stage.installed.id})

    assert answer.json()["view"]["type"] == "home"
    assert none.json() == {"view": None}


async def test_senseless_requests_get_a_sentence(stage: Stage, http: httpx.AsyncClient) -> None:
    answers = [
        (await http.post("/page/act", content=b"owl")).json(),
        await act(http, stage.ada.id, "fly"),
        await act(http, stage.ada.id, "say"),
        await act(http, "U404", "say", channel=stage.lounge.id, text="x"),
        await act(http, stage.bot, "say", channel=stage.lounge.id, text="x"),
    ]

    assert all(answer["ok"] is False and answer["error"].endswith(".") for answer in answers)


class Stream:
    """Reads a stream of server-sent events in the background."""

    def __init__(self, http: httpx.AsyncClient, who: str) -> None:
        self.changes: list[tuple[str, Json]] = []
        self.ended = False
        self.task = asyncio.create_task(self._read(http, who))

    async def _read(self, http: httpx.AsyncClient, who: str) -> None:
        async with http.stream("GET", "/page/stream", params={"as": who}, timeout=None) as stream:
            kind = ""
            async for line in stream.aiter_lines():
                name, _, value = line.partition(": ")
                if name == "event":
                    kind = value
                elif name == "data":
                    self.changes.append((kind, json.loads(value)))
        self.ended = True


async def test_a_stream_brings_every_change_that_person_sees(stage: Stage, http: httpx.AsyncClient) -> None:
    hers, his = Stream(http, stage.ada.id), Stream(http, stage.bob.id)
    await until(lambda: {stage.ada.id, stage.bob.id} <= set(stage.workspace.changes.watched()))

    for number in range(200):
        await stage.post(text=str(number))
    await stage.client.chat_postEphemeral(channel=stage.lounge.id, user=stage.ada.id, text="Psst")
    await stage.post(text="end")

    await until(lambda: hers.changes and hers.changes[-1][1]["text"] == "end")
    await until(lambda: his.changes and his.changes[-1][1]["text"] == "end")
    assert [data["text"] for _, data in hers.changes] == [*map(str, range(200)), "Psst", "end"]
    assert [data["text"] for _, data in his.changes] == [*map(str, range(200)), "end"]
    await stage.server.stop()
    await until(lambda: hers.ended and his.ended)


async def test_a_stream_that_is_left_is_forgotten(stage: Stage, http: httpx.AsyncClient) -> None:
    stream = Stream(http, stage.ada.id)
    await until(lambda: stage.ada.id in stage.workspace.changes.watched())

    stream.task.cancel()

    await until(lambda: stage.ada.id not in stage.workspace.changes.watched())


async def test_a_program_steps_back_where_a_person_acts(stage: Stage, http: httpx.AsyncClient) -> None:
    played = stage.workspace.played = {stage.ada.id: Part("hers"), stage.bob.id: Part("his")}

    await act(http, stage.ada.id, "say", channel=stage.lounge.id, text="It is me")

    assert (played[stage.ada.id].on, played[stage.bob.id].on) == (False, True)
