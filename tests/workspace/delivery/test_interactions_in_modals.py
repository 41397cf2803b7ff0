"""What people do in modals, as an app gets it, and what it may answer."""

import pytest
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.state.records import Json
from bot.workspace.state.refusals import CannotDo
from tests.workspace.stage import (
    Stage,
    a_button,
    a_modal,
    actions,
    an_input,
    next_change,
    open_modal,
    plain,
    until,
)


async def test_a_command_opens_a_modal_and_its_submission_brings_the_values(stage: Stage) -> None:
    views: list[Json] = []

    async def parrot(ack: AsyncAck, command: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=command["trigger_id"], view=a_modal(private_metadata="note"))

    async def form(ack: AsyncAck, view: Json) -> None:
        await ack()
        views.append(view)

    stage.app.command("/parrot")(parrot)
    stage.app.view("form")(form)
    await stage.connect()
    watching = stage.watch(stage.ada)

    await stage.people.command(stage.ada.id, stage.lounge.id, "/parrot")
    opened = await next_change(watching, "view_opened")
    errors = await stage.people.submit(stage.ada.id, opened["id"], {"title": {"text": "Hello"}})

    assert errors == {}
    assert views[0]["state"]["values"]["title"]["text"] == {"type": "plain_text_input", "value": "Hello"}
    assert views[0]["private_metadata"] == "note"
    assert await next_change(watching, "view_closed") == {"id": opened["id"]}
    assert stage.people.modals(stage.ada.id) == []


async def test_errors_from_the_app_keep_the_modal_open(stage: Stage) -> None:
    async def form(ack: AsyncAck) -> None:
        await ack(response_action="errors", errors={"title": "Taken"})

    stage.app.view("form")(form)
    await stage.connect()
    view_id = await open_modal(stage, a_modal())

    errors = await stage.people.submit(stage.ada.id, view_id, {"title": {"text": "A"}})

    assert errors == {"title": "Taken"}
    assert [view["id"] for view in stage.people.modals(stage.ada.id)] == [view_id]


async def test_errors_for_a_block_that_is_not_there_are_trouble_for_the_person(stage: Stage) -> None:
    async def form(ack: AsyncAck) -> None:
        await ack(response_action="errors", errors={"owl": "No"})

    stage.app.view("form")(form)
    await stage.connect()
    view_id = await open_modal(stage, a_modal())

    with pytest.raises(CannotDo, match="trouble connecting"):
        await stage.people.submit(stage.ada.id, view_id, {"title": {"text": "A"}})


async def test_a_submission_can_push_then_update_then_clear(stage: Stage) -> None:
    async def first(ack: AsyncAck) -> None:
        await ack(response_action="push", view=a_modal(callback_id="second"))

    async def second(ack: AsyncAck, view: Json) -> None:
        if view["title"]["text"] == "A form":
            await ack(
                response_action="update", view=a_modal(callback_id="second") | {"title": plain("Again")}
            )
        else:
            await ack(response_action="clear")

    stage.app.view("form")(first)
    stage.app.view("second")(second)
    await stage.connect()
    root = await open_modal(stage, a_modal())

    await stage.people.submit(stage.ada.id, root, {"title": {"text": "A"}})
    stack = stage.people.modals(stage.ada.id)
    top = stack[-1]["id"]
    with pytest.raises(CannotDo, match="not on top"):
        await stage.people.submit(stage.ada.id, root, {"title": {"text": "A"}})
    await stage.people.submit(stage.ada.id, top, {"title": {"text": "B"}})
    updated = stage.people.modals(stage.ada.id)[-1]
    await stage.people.submit(stage.ada.id, top)

    assert [view["id"] for view in stack] == [root, top]
    assert (updated["id"], updated["title"]["text"]) == (top, "Again")
    assert stage.people.modals(stage.ada.id) == []


async def test_a_button_in_a_modal_can_push_another(stage: Stage) -> None:
    bodies: list[Json] = []

    async def go(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        bodies.append(body)
        await client.views_push(trigger_id=body["trigger_id"], view=a_modal(callback_id="top"))

    stage.app.action("go")(go)
    await stage.connect()
    view_id = await open_modal(stage, a_modal(an_input(), actions(a_button())))
    watching = stage.watch(stage.ada)

    await stage.people.click_in_view(stage.ada.id, view_id, "go")

    pushed = await next_change(watching, "view_opened")
    assert pushed["callback_id"] == "top"
    assert bodies[0]["container"] == {"type": "view", "view_id": view_id}
    assert bodies[0]["view"]["hash"]
    assert "response_url" not in bodies[0]


async def test_closing_is_told_only_to_apps_that_asked(stage: Stage) -> None:
    closed: list[str] = []

    async def on_close(ack: AsyncAck, view: Json) -> None:
        await ack()
        closed.append(view["callback_id"])

    stage.app.view_closed("asked")(on_close)
    stage.app.view_closed("form")(on_close)
    await stage.connect()
    quiet = await open_modal(stage, a_modal())
    await stage.people.close_view(stage.ada.id, quiet)
    loud = await open_modal(stage, a_modal(callback_id="asked", notify_on_close=True))

    await stage.people.close_view(stage.ada.id, loud)

    await until(lambda: closed)
    assert closed == ["asked"]
    with pytest.raises(CannotDo, match="closed"):
        await stage.people.close_view(stage.ada.id, loud)
