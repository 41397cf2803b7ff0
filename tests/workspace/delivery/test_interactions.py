"""Slash commands, buttons, menus and shortcuts, as an app gets them."""

import re

import pytest
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.workspace.state.records import Json
from bot.workspace.state.refusals import CannotDo
from tests.workspace.stage import (
    Stage,
    a_button,
    a_stage,
    actions,
    next_change,
    plain,
    until,
)

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

    await stage.people.click(stage.ada.id, stage.lounge.id, ts, "go")

    body = bodies[0]
    assert body["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": stage.lounge.id,
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
    shown = stage.people.history(stage.ada.id, stage.lounge.id)[-1]["blocks"][0]

    await stage.people.click(stage.ada.id, stage.lounge.id, ts, shown["elements"][0]["action_id"])

    assert clicked == [shown["block_id"]]


async def test_choices_are_remembered_for_each_person(stage: Stage) -> None:
    states: list[str] = []

    async def pick(ack: AsyncAck, body: Json) -> None:
        await ack()
        states.append(body["state"]["values"]["row"]["pick"]["selected_option"]["value"])

    stage.app.action("pick")(pick)
    await stage.connect()
    ts = await stage.post(blocks=[actions(MENU)])

    await stage.people.choose(stage.ada.id, stage.lounge.id, ts, "pick", "1")
    await stage.people.choose(stage.bob.id, stage.lounge.id, ts, "pick", "2")

    assert states == ["1", "2"]
    with pytest.raises(CannotDo, match="no option"):
        await stage.people.choose(stage.ada.id, stage.lounge.id, ts, "pick", "3")
    with pytest.raises(CannotDo, match="not a button"):
        await stage.people.click(stage.ada.id, stage.lounge.id, ts, "pick")


async def test_a_click_the_app_does_not_acknowledge_is_a_problem_for_the_person(stage: Stage) -> None:
    ts = await stage.post(blocks=[actions(a_button())])
    watching = stage.watch(stage.ada)

    with pytest.raises(CannotDo):
        await stage.people.click(stage.ada.id, stage.lounge.id, ts, "go")

    assert "did not respond" in (await next_change(watching, "problem"))["text"]


async def test_shortcuts_work_everywhere_and_on_messages(stage: Stage) -> None:
    bodies: list[Json] = []

    async def note(ack: AsyncAck, body: Json) -> None:
        await ack()
        bodies.append(body)

    stage.app.shortcut("repeat")(note)
    stage.app.shortcut("quote")(note)
    await stage.connect()
    ts = await stage.people.say(stage.bob.id, stage.lounge.id, "Remember this")

    await stage.people.shortcut(stage.ada.id, "repeat")
    await stage.people.shortcut(stage.ada.id, "quote", stage.lounge.id, ts)

    await until(lambda: len(bodies) == 2)
    assert [body["type"] for body in bodies] == ["shortcut", "message_action"]
    assert bodies[1]["message"]["text"] == "Remember this"
    with pytest.raises(CannotDo, match="no global shortcut"):
        await stage.people.shortcut(stage.ada.id, "quote")


async def test_a_command_is_answered_with_its_ack_and_through_its_response_url(stage: Stage) -> None:
    seen: list[Json] = []

    async def parrot(ack: AsyncAck, respond: AsyncRespond, command: Json) -> None:
        seen.append(command)
        await ack("Wait")
        await respond("Here it is")

    stage.app.command("/parrot")(parrot)
    await stage.connect()
    watching = stage.watch(stage.ada)

    await stage.people.command(stage.ada.id, stage.lounge.id, "/parrot", "hello there")

    texts = {(await next_change(watching, "message"))["text"] for _ in range(2)}
    assert texts == {"Wait", "Here it is"}
    assert seen[0] | {"text": "hello there", "channel_name": "privategroup"} == seen[0]
    assert seen[0]["user_id"] == stage.ada.id
    assert seen[0]["team_id"] == stage.workspace.team_id


async def test_an_answer_is_seen_only_by_the_one_who_asked(stage: Stage) -> None:
    async def parrot(ack: AsyncAck) -> None:
        await ack("For you alone")

    stage.app.command("/parrot")(parrot)
    await stage.connect()

    await stage.people.command(stage.ada.id, stage.lounge.id, "/parrot")

    hers = stage.people.history(stage.ada.id, stage.lounge.id)
    his = stage.people.history(stage.bob.id, stage.lounge.id)
    assert [m["text"] for m in hers if m["ephemeral"]] == ["For you alone"]
    assert not [m for m in his if m["ephemeral"]]


async def test_an_answer_in_channel_is_seen_by_all(stage: Stage) -> None:
    async def parrot(ack: AsyncAck) -> None:
        await ack(text="For everybody", response_type="in_channel")

    stage.app.command("/parrot")(parrot)
    await stage.connect()

    await stage.people.command(stage.ada.id, stage.lounge.id, "/parrot")

    assert stage.people.history(stage.bob.id, stage.lounge.id)[-1]["text"] == "For everybody"


async def test_a_command_nobody_acknowledges_in_time_fails_for_the_person() -> None:
    async with a_stage(ack_seconds=0.1) as stage:

        async def parrot() -> None:
            return

        stage.app.command("/parrot")(parrot)
        await stage.connect()
        watching = stage.watch(stage.ada)

        with pytest.raises(CannotDo, match="/parrot failed because the app did not respond"):
            await stage.people.command(stage.ada.id, stage.lounge.id, "/parrot")

        problem = await next_change(watching, "problem")
        assert problem["text"] == "/parrot failed because the app did not respond"


async def test_a_command_fails_at_once_when_no_app_is_connected(stage: Stage) -> None:
    with pytest.raises(CannotDo, match="did not respond"):
        await stage.people.command(stage.ada.id, stage.lounge.id, "/parrot")
