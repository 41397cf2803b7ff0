"""A stand-in's hands: one window at a time, and each form gets its own answer."""

import asyncio
from random import Random

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.rehearsal.stand_ins.cards import Values, initial
from bot.rehearsal.stand_ins.slips import Slips
from bot.workspace.state.records import Json, Person
from tests.workspace.stage import Stage, a_button, a_modal, actions, an_input


async def at_once(_: float) -> None:
    """No pause."""


def hands(stage: Stage, person: Person) -> Slips:
    """Somebody's hands, which make no mistakes."""
    return Slips(stage.people, person.id, Random(1), 0.0, at_once)


async def forms(stage: Stage) -> list[tuple[str, str, str]]:
    """An app with three buttons that open a form each, all with the same field, and the first the slowest.
    What was sent: by whom, which form, and the words."""
    sent: list[tuple[str, str, str]] = []
    gate = asyncio.Event()

    async def opens(ack: AsyncAck, action: Json, body: Json, client: AsyncWebClient) -> None:
        await ack()
        if action["action_id"] == "go0":
            await gate.wait()  # until a later one had every chance to be quicker
        else:
            asyncio.get_running_loop().call_later(0.05, gate.set)
        field = {"type": "plain_text_input", "action_id": "value", "initial_value": action["action_id"]}
        form = a_modal(an_input("text", field), callback_id=action["action_id"])
        await client.views_open(trigger_id=body["trigger_id"], view=form)

    async def taken(ack: AsyncAck, body: Json, view: Json) -> None:
        await ack()
        sent.append(
            (body["user"]["id"], view["callback_id"], view["state"]["values"]["text"]["value"]["value"])
        )

    for number in range(3):
        stage.app.action(f"go{number}")(opens)
        stage.app.view(f"go{number}")(taken)
    await stage.connect()
    asyncio.get_running_loop().call_later(0.5, gate.set)  # where nobody opens another
    return sent


async def test_forms_that_people_open_at_once_get_each_its_own_answer(stage: Stage) -> None:
    # given two people, each with one pair of hands and three buttons
    sent = await forms(stage)
    buttons = [a_button(f"go{number}") for number in range(3)]
    ts = await stage.post(blocks=[actions(*buttons)])
    message = {"channel": stage.lounge.id, "ts": ts}

    async def answer(whose: Slips, name: str, button: Json) -> None:
        words = f"{name} for {button['action_id']}"

        def read(view: Json) -> Values:
            return {"text": f"{words}, which says {initial(view, 'text')}"}

        await whose.fill_behind(message, button, read if button["action_id"] == "go2" else {"text": words})

    # when each presses all three at once
    pairs = [(name, who, hands(stage, who)) for name, who in (("ada", stage.ada), ("bob", stage.bob))]
    await asyncio.gather(*(answer(whose, name, button) for name, _, whose in pairs for button in buttons))

    # then every form has what was meant for it
    assert sorted(sent) == sorted(
        (who.id, f"go{number}", f"{name} for go{number}" + (", which says go2" if number == 2 else ""))
        for name, who, _ in pairs
        for number in range(3)
    )
    assert not stage.people.modals(stage.ada.id)
    assert not stage.people.modals(stage.bob.id)


async def test_a_window_that_something_else_opened_is_not_taken_for_the_form(stage: Stage) -> None:
    # given an app that first shows a window to read
    sent: list[str] = []

    async def opens(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        note = a_modal(an_input("other"), callback_id="other")
        await client.views_open(
            trigger_id=stage.workspace.modals.new_trigger(stage.ada.id, stage.installed), view=note
        )
        field = {"type": "plain_text_input", "action_id": "value"}
        await client.views_open(trigger_id=body["trigger_id"], view=a_modal(an_input("text", field)))

    async def taken(ack: AsyncAck, view: Json) -> None:
        await ack()
        sent.append(view["callback_id"])

    stage.app.action("go")(opens)
    stage.app.view("form")(taken)
    stage.app.view("other")(taken)
    await stage.connect()
    ts = await stage.post(blocks=[actions(a_button())])

    # when
    message = {"channel": stage.lounge.id, "ts": ts}
    await hands(stage, stage.ada).fill_behind(message, a_button(), {"text": "Words"})

    # then
    assert sent == ["form"]


async def test_what_stands_in_the_place_of_a_form_that_was_sent_is_closed(stage: Stage) -> None:
    # given a form whose answer is another window
    async def opens(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        field = {"type": "plain_text_input", "action_id": "value"}
        await client.views_open(trigger_id=body["trigger_id"], view=a_modal(an_input("text", field)))

    async def taken(ack: AsyncAck) -> None:
        thanks = a_modal(
            {"type": "section", "text": {"type": "plain_text", "text": "Thank you."}}, submit=None
        )
        await ack(response_action="update", view=thanks)

    stage.app.action("go")(opens)
    stage.app.view("form")(taken)
    await stage.connect()
    ts = await stage.post(blocks=[actions(a_button("go"))])

    # when somebody sends it
    message = {"channel": stage.lounge.id, "ts": ts}
    await hands(stage, stage.ada).fill_behind(message, a_button("go"), {"text": "Words"})

    # then nothing is left before them
    assert not stage.people.modals(stage.ada.id)
