"""Modals: triggers, submissions, the stack; and Home."""

from typing import Any

import pytest
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.state.records import Json
from bot.workspace.state.refusals import CannotDo
from tests.workspace.stage import (
    HandClock,
    Stage,
    a_button,
    a_modal,
    a_stage,
    actions,
    an_input,
    next_change,
    plain,
    until,
)

COLOURS = [{"text": plain("Red"), "value": "red"}, {"text": plain("Blue"), "value": "blue"}]


async def open_modal(stage: Stage, view: Json) -> str:
    """Opens a modal for Ada as an app would; gives its id."""
    trigger = stage.workspace.modals.new_trigger(stage.ada.id, stage.installed)
    answer = await stage.client.views_open(trigger_id=trigger, view=view)
    return str(answer["view"]["id"])


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

    await stage.people.command(stage.ada.id, stage.council.id, "/parrot")
    opened = await next_change(watching, "view_opened")
    errors = await stage.people.submit(stage.ada.id, opened["id"], {"title": {"text": "Hello"}})

    assert errors == {}
    assert views[0]["state"]["values"]["title"]["text"] == {"type": "plain_text_input", "value": "Hello"}
    assert views[0]["private_metadata"] == "note"
    assert await next_change(watching, "view_closed") == {"id": opened["id"]}
    assert stage.people.modals(stage.ada.id) == []


async def test_every_kind_of_input_arrives_in_slacks_form(stage: Stage) -> None:
    views: list[Json] = []

    async def form(ack: AsyncAck, view: Json) -> None:
        await ack()
        views.append(view)

    stage.app.view("form")(form)
    await stage.connect()
    elements: list[tuple[str, Json, Any, Json]] = [
        ("number", {"type": "number_input", "is_decimal_allowed": True}, "1.5", {"value": "1.5"}),
        ("email", {"type": "email_text_input"}, "a@b.org", {"value": "a@b.org"}),
        ("url", {"type": "url_text_input"}, "https://b.org", {"value": "https://b.org"}),
        (
            "select",
            {"type": "static_select", "options": COLOURS},
            "red",
            {"selected_option": {"text": {**plain("Red"), "emoji": True}, "value": "red"}},
        ),
        ("user", {"type": "users_select"}, stage.bob.id, {"selected_user": stage.bob.id}),
        ("date", {"type": "datepicker"}, "2027-01-31", {"selected_date": "2027-01-31"}),
        ("time", {"type": "timepicker"}, "23:59", {"selected_time": "23:59"}),
        ("moment", {"type": "datetimepicker"}, "1800000000", {"selected_date_time": 1800000000}),
        ("users", {"type": "multi_users_select"}, [stage.bob.id], {"selected_users": [stage.bob.id]}),
        ("place", {"type": "channels_select", "initial_channel": "C012AB"}, None, {"selected_channel": None}),
    ]
    blocks = [an_input(name, {**element, "action_id": "a"}, optional=True) for name, element, *_ in elements]
    view_id = await open_modal(stage, a_modal(*blocks))

    await stage.people.submit(stage.ada.id, view_id, {n: {"a": value} for n, _, value, _ in elements})

    values = views[0]["state"]["values"]
    assert values == {n: {"a": {"type": e["type"], **state}} for n, e, _, state in elements}


async def test_inputs_left_out_keep_their_initial_values(stage: Stage) -> None:
    views: list[Json] = []

    async def form(ack: AsyncAck, view: Json) -> None:
        await ack()
        views.append(view)

    stage.app.view("form")(form)
    await stage.connect()
    boxes = {"type": "checkboxes", "action_id": "b", "options": COLOURS, "initial_options": [COLOURS[1]]}
    text = {"type": "plain_text_input", "action_id": "t", "initial_value": "As before"}
    view_id = await open_modal(stage, a_modal(an_input("text", text), an_input("boxes", boxes)))

    await stage.people.submit(stage.ada.id, view_id)

    values = views[0]["state"]["values"]
    assert values["text"]["t"]["value"] == "As before"
    assert [option["value"] for option in values["boxes"]["b"]["selected_options"]] == ["blue"]


async def test_the_client_refuses_what_slacks_client_refuses_before_it_submits(stage: Stage) -> None:
    reached: list[Json] = []

    async def form(ack: AsyncAck, view: Json) -> None:
        await ack()
        reached.append(view)

    stage.app.view("form")(form)
    await stage.connect()
    view_id = await open_modal(
        stage,
        a_modal(
            an_input("empty"),
            an_input("short", {"type": "plain_text_input", "action_id": "a", "min_length": 3}),
            an_input("long", {"type": "plain_text_input", "action_id": "a", "max_length": 3}),
            an_input("whole", {"type": "number_input", "action_id": "a", "is_decimal_allowed": False}),
            an_input(
                "low",
                {"type": "number_input", "action_id": "a", "is_decimal_allowed": False, "min_value": "5"},
            ),
            an_input("email", {"type": "email_text_input", "action_id": "a"}),
            an_input("free", optional=True),
        ),
    )

    given = {"short": "ab", "long": "abcd", "whole": "1.5", "low": "4", "email": "nobody"}
    errors = await stage.people.submit(stage.ada.id, view_id, {k: {"a": v} for k, v in given.items()})

    assert errors.keys() == {"empty", *given}
    assert errors["empty"] == "Please complete this required field."
    assert not reached
    assert len(stage.people.modals(stage.ada.id)) == 1


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


async def test_a_stack_holds_three_views(stage: Stage) -> None:
    view_id = await open_modal(stage, a_modal())
    modals = stage.workspace.modals

    errors = []
    for _ in range(3):
        top = modals.view(view_id)
        trigger = modals.new_trigger(stage.ada.id, stage.installed, top)
        errors.append(await stage.error_of("views.push", trigger_id=trigger, view=a_modal()))
        view_id = stage.people.modals(stage.ada.id)[-1]["id"]

    stack = [modals.view(view["id"]) for view in stage.people.modals(stage.ada.id)]
    assert errors == ["", "", "push_limit_reached"]
    assert [view.root_id for view in stack if view] == [stack[0].id if stack[0] else ""] * 3


async def test_a_trigger_works_once_and_for_three_seconds(clock: HandClock) -> None:
    async with a_stage(clock=clock) as stage:
        modals = stage.workspace.modals
        used, late = (modals.new_trigger(stage.ada.id, stage.installed) for _ in range(2))
        await stage.client.views_open(trigger_id=used, view=a_modal())
        clock.forward(3.5)

        assert await stage.error_of("views.open", trigger_id=used, view=a_modal()) == "exchanged_trigger_id"
        assert await stage.error_of("views.open", trigger_id=late, view=a_modal()) == "expired_trigger_id"
        assert await stage.error_of("views.open", trigger_id="1.2.3", view=a_modal()) == "invalid_trigger_id"
        assert await stage.error_of("views.open", view=a_modal()) == "invalid_arguments"


async def test_an_update_with_an_old_hash_is_refused(stage: Stage) -> None:
    view_id = await open_modal(stage, a_modal(external_id="mine"))
    watching = stage.watch(stage.ada)
    hash_ = stage.people.modals(stage.ada.id)[0]["hash"]

    await stage.client.views_update(view_id=view_id, hash=hash_, view=a_modal(external_id="mine"))

    old = await stage.error_of("views.update", view_id=view_id, hash=hash_, view=a_modal())
    by_external_id = await stage.error_of("views.update", external_id="mine", view=a_modal())
    assert (old, by_external_id) == ("hash_conflict", "")
    assert (await next_change(watching, "view_updated"))["id"] == view_id
    assert await stage.error_of("views.update", view_id="V0", view=a_modal()) == "not_found"


async def test_an_update_keeps_what_was_typed_where_ids_stay(stage: Stage) -> None:
    typed = an_input("title", {"type": "plain_text_input", "action_id": "text"})
    view_id = await open_modal(stage, a_modal(typed))
    await stage.people.click_in_view(stage.ada.id, view_id, "text", "Half a thought")

    answer = await stage.client.views_update(view_id=view_id, view=a_modal(typed, an_input("more")))

    assert answer["view"]["state"]["values"]["title"]["text"]["value"] == "Half a thought"
    assert answer["view"]["state"]["values"]["more"]["text"]["value"] is None


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


async def test_opening_home_tells_the_app_which_publishes_it(stage: Stage) -> None:
    events: list[Json] = []

    async def opened(event: Json, client: AsyncWebClient) -> None:
        events.append(event)
        home = {"type": "home", "blocks": [actions(a_button())]}
        await client.views_publish(user_id=event["user"], view=home)

    stage.app.event("app_home_opened")(opened)
    await stage.connect()
    watching = stage.watch(stage.ada)

    assert stage.people.home(stage.ada.id, stage.installed.id) is None
    await stage.people.open_home(stage.ada.id, stage.installed.id)

    told = await next_change(watching, "home")
    assert (told["app"], told["view"]["type"]) == (stage.installed.id, "home")
    home = stage.people.home(stage.ada.id, stage.installed.id)
    assert home is not None
    assert home["blocks"][0]["elements"][0]["action_id"] == "go"
    await stage.people.open_home(stage.ada.id, stage.installed.id)
    await until(lambda: len(events) == 2)
    assert "view" not in events[0]
    assert events[1]["view"]["id"] == home["id"]
    assert (events[0]["tab"], events[0]["channel"][0]) == ("home", "D")


async def test_publishing_over_a_newer_home_is_refused(stage: Stage) -> None:
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    first = await stage.client.views_publish(user_id=stage.ada.id, view=home)
    await stage.client.views_publish(user_id=stage.ada.id, view=home, hash=first["view"]["hash"])

    with pytest.raises(SlackApiError, match="hash_conflict"):
        await stage.client.views_publish(user_id=stage.ada.id, view=home, hash=first["view"]["hash"])
