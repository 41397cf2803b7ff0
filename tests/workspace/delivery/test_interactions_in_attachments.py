"""Buttons and menus in attachments: those of blocks, and those from before there were blocks."""

from typing import Any

import pytest
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.workspace.state.records import Json
from bot.workspace.state.refusals import CannotDo
from tests.workspace.stage import Stage, a_button, actions, an_input, next_change, plain

OLD: list[Json] = [
    {
        "text": "Which game?",
        "callback_id": "games",
        "actions": [
            {"name": "game", "text": "Chess", "type": "button", "value": "chess"},
            {"name": "other", "text": "Others", "type": "select", "options": [{"text": "Go", "value": "go"}]},
        ],
    }
]


async def test_a_button_in_an_attachments_blocks_says_where_it_stands(stage: Stage) -> None:
    bodies: list[Json] = []

    async def go(ack: AsyncAck, body: Json) -> None:
        await ack()
        bodies.append(body)

    stage.app.action("go")(go)
    await stage.connect()
    menu = {"type": "static_select", "action_id": "pick", "options": [{"text": plain("One"), "value": "1"}]}
    blocks = [actions(a_button(), menu)]
    ts = await stage.post(attachments=[{"text": "first"}, {"blocks": blocks}])

    await stage.people.enter(stage.ada.id, stage.lounge.id, ts, "pick", "1")
    await stage.people.click(stage.ada.id, stage.lounge.id, ts, "go")

    (body,) = bodies
    assert body["container"] == {
        "type": "message_attachment",
        "message_ts": ts,
        "attachment_id": 2,
        "channel_id": stage.lounge.id,
        "is_ephemeral": False,
        "is_app_unfurl": False,
    }
    assert body["state"]["values"]["row"]["pick"]["selected_option"]["value"] == "1"


async def test_a_button_from_before_blocks_is_heard_and_the_answer_takes_the_messages_place(
    stage: Stage,
) -> None:
    bodies: list[Json] = []

    async def games(ack: AsyncAck, body: Json) -> None:
        bodies.append(body)
        await ack("You chose chess.")

    stage.app.attachment_action("games")(games)
    await stage.connect()
    ts = await stage.post(attachments=OLD)
    watching = stage.watch(stage.bob)

    await stage.people.press_attached(stage.ada.id, stage.lounge.id, ts, 1, "1")

    (body,) = bodies
    assert body["type"] == "interactive_message"
    assert body["actions"] == [{"name": "game", "type": "button", "value": "chess"}]
    assert (body["callback_id"], body["attachment_id"], body["message_ts"]) == ("games", "1", ts)
    assert body["original_message"]["attachments"][0]["text"] == "Which game?"
    assert (await next_change(watching, "message_changed"))["text"] == "You chose chess."


async def test_a_menu_from_before_blocks_is_heard_and_answered_beside_the_message(stage: Stage) -> None:
    chosen: list[Any] = []

    async def games(ack: AsyncAck, body: Json, respond: AsyncRespond) -> None:
        await ack()
        chosen.append(body["actions"][0]["selected_options"])
        await respond("Noted.", replace_original=False, response_type="ephemeral")

    stage.app.attachment_action("games")(games)
    await stage.connect()
    ts = await stage.post(attachments=OLD)
    watching = stage.watch(stage.ada)

    await stage.people.press_attached(stage.ada.id, stage.lounge.id, ts, 1, "2", "go")

    noted = await next_change(watching, "message")
    assert chosen == [[{"value": "go"}]]
    assert (noted["text"], noted["ephemeral"]) == ("Noted.", True)
    with pytest.raises(CannotDo, match="no longer there"):
        await stage.people.press_attached(stage.ada.id, stage.lounge.id, ts, 1, "3")


async def test_what_was_typed_in_a_message_stays_while_its_field_does(stage: Stage) -> None:
    states: list[Json] = []

    async def go(ack: AsyncAck, body: Json) -> None:
        await ack()
        states.append(body["state"]["values"])

    stage.app.action("go")(go)
    await stage.connect()
    ts = await stage.post(blocks=[an_input(), actions(a_button())])
    await stage.people.enter(stage.ada.id, stage.lounge.id, ts, "text", "Rye")

    hinted = an_input(hint=plain("Shorter, please"))
    await stage.client.chat_update(
        channel=stage.lounge.id, ts=ts, text="New", blocks=[hinted, actions(a_button())]
    )
    await stage.people.click(stage.ada.id, stage.lounge.id, ts, "go")

    assert states[0]["title"]["text"]["value"] == "Rye"
