"""Buttons and menus in messages."""

import re

import pytest
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.workspace.state.records import Json
from bot.workspace.state.refusals import CannotDo
from tests.workspace.stage import Stage, a_button, actions, next_change, plain, until

MENU = {
    "type": "static_select",
    "action_id": "pick",
    "options": [{"text": plain("One"), "value": "1"}, {"text": plain("Two"), "value": "2"}],
}


async def test_a_click_carries_the_message_its_state_and_who_clicked(stage: Stage) -> None:
    bodies: list[Json] = []

    async def go(ack: AsyncAck, body: Json) -> None:
        await ack()
        bodies.append(body)

    stage.app.action("go")(go)
    await stage.connect()
    ts = await stage.post(blocks=[actions(a_button(value="42", style="primary"), MENU)])

    await stage.people.click(stage.ada.id, stage.council.id, ts, "go")

    body = bodies[0]
    assert body["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": stage.council.id,
        "is_ephemeral": False,
    }
    assert body["actions"][0] | {"value": "42", "style": "primary", "block_id": "row"} == body["actions"][0]
    assert body["message"]["blocks"][0]["elements"][0]["text"]["emoji"] is True
    assert body["state"]["values"]["row"]["pick"] == {"type": "static_select", "selected_option": None}
    assert body["user"]["id"] == stage.ada.id


async def test_missing_ids_are_filled_in_and_can_be_clicked(stage: Stage) -> None:
    clicked: list[str] = []

    async def any_action(ack: AsyncAck, action: Json) -> None:
        await ack()
        clicked.append(action["block_id"])

    stage.app.action(re.compile(".*"))(any_action)
    await stage.connect()
    blocks = [{"type": "actions", "elements": [{"type": "button", "text": plain("Go")}]}]
    ts = await stage.post(blocks=blocks)
    shown = stage.people.history(stage.ada.id, stage.council.id)[-1]["blocks"][0]

    await stage.people.click(stage.ada.id, stage.council.id, ts, shown["elements"][0]["action_id"])

    assert clicked == [shown["block_id"]]


async def test_the_clicked_message_can_be_replaced_and_then_deleted(stage: Stage) -> None:
    async def go(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond("Done", replace_original=True)
        await respond(delete_original=True)

    stage.app.action("go")(go)
    await stage.connect()
    ts = await stage.post(blocks=[actions(a_button())])
    watching = stage.watch(stage.bob)

    await stage.people.click(stage.ada.id, stage.council.id, ts, "go")

    changed = await next_change(watching, "message_changed")
    assert (changed["text"], changed["blocks"], changed["edited"]) == ("Done", [], True)
    assert await next_change(watching, "message_deleted") == {"channel": stage.council.id, "ts": ts}


async def test_an_ephemeral_message_is_replaced_for_its_reader_alone(stage: Stage) -> None:
    bodies: list[Json] = []

    async def go(ack: AsyncAck, respond: AsyncRespond, body: Json) -> None:
        await ack()
        bodies.append(body)
        await respond("Seen", replace_original=True)

    stage.app.action("go")(go)
    await stage.connect()
    posted = await stage.client.chat_postEphemeral(
        channel=stage.council.id, user=stage.ada.id, text="Psst", blocks=[actions(a_button())]
    )
    watching = stage.watch(stage.ada)

    await stage.people.click(stage.ada.id, stage.council.id, posted["message_ts"], "go")

    changed = await next_change(watching, "message_changed")
    assert (changed["text"], changed["ephemeral"]) == ("Seen", True)
    assert bodies[0]["container"]["is_ephemeral"] is True
    assert "message" not in bodies[0]
    with pytest.raises(CannotDo, match="gone"):
        await stage.people.click(stage.bob.id, stage.council.id, posted["message_ts"], "go")


async def test_choices_are_remembered_for_each_person(stage: Stage) -> None:
    states: list[str] = []

    async def pick(ack: AsyncAck, body: Json) -> None:
        await ack()
        states.append(body["state"]["values"]["row"]["pick"]["selected_option"]["value"])

    stage.app.action("pick")(pick)
    await stage.connect()
    ts = await stage.post(blocks=[actions(MENU)])

    await stage.people.choose(stage.ada.id, stage.council.id, ts, "pick", "1")
    await stage.people.choose(stage.bob.id, stage.council.id, ts, "pick", "2")

    assert states == ["1", "2"]
    with pytest.raises(CannotDo, match="no option"):
        await stage.people.choose(stage.ada.id, stage.council.id, ts, "pick", "3")
    with pytest.raises(CannotDo, match="not a button"):
        await stage.people.click(stage.ada.id, stage.council.id, ts, "pick")


async def test_what_is_not_there_cannot_be_clicked(stage: Stage) -> None:
    ts = await stage.post(blocks=[actions(a_button())])
    stranger = stage.workspace.add_person("eve")

    with pytest.raises(CannotDo, match="no button"):
        await stage.people.click(stage.ada.id, stage.council.id, ts, "stop")
    with pytest.raises(CannotDo, match="cannot see"):
        await stage.people.click(stranger.id, stage.council.id, ts, "go")
    stage.workspace.delete_message(stage.council.id, ts)
    with pytest.raises(CannotDo, match="gone"):
        await stage.people.click(stage.ada.id, stage.council.id, ts, "go")


async def test_a_click_the_app_does_not_acknowledge_is_a_problem_for_the_person(stage: Stage) -> None:
    ts = await stage.post(blocks=[actions(a_button())])
    watching = stage.watch(stage.ada)

    with pytest.raises(CannotDo):
        await stage.people.click(stage.ada.id, stage.council.id, ts, "go")

    assert "did not respond" in (await next_change(watching, "problem"))["text"]


async def test_shortcuts_work_everywhere_and_on_messages(stage: Stage) -> None:
    bodies: list[Json] = []

    async def note(ack: AsyncAck, body: Json) -> None:
        await ack()
        bodies.append(body)

    stage.app.shortcut("repeat")(note)
    stage.app.shortcut("quote")(note)
    await stage.connect()
    ts = await stage.people.say(stage.bob.id, stage.council.id, "Remember this")

    await stage.people.shortcut(stage.ada.id, "repeat")
    await stage.people.shortcut(stage.ada.id, "quote", stage.council.id, ts)

    await until(lambda: len(bodies) == 2)
    assert [body["type"] for body in bodies] == ["shortcut", "message_action"]
    assert bodies[1]["message"]["text"] == "Remember this"
    with pytest.raises(CannotDo, match="no global shortcut"):
        await stage.people.shortcut(stage.ada.id, "quote")
