"""What people put into the inputs of a form."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.workspace.state.records import Json
from tests.workspace.stage import Stage, a_modal, an_input, open_modal, plain

COLOURS = [{"text": plain("Red"), "value": "red"}, {"text": plain("Blue"), "value": "blue"}]


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
