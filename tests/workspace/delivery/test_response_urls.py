"""What response_url allows."""

import pytest
from aiohttp import ClientSession
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.workspace.state.records import Json
from bot.workspace.state.refusals import CannotDo
from tests.workspace.stage import HandClock, Stage, a_button, a_stage, actions, next_change


async def test_the_clicked_message_can_be_replaced_and_then_deleted(stage: Stage) -> None:
    async def go(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond("Done", replace_original=True)
        await respond(delete_original=True)

    stage.app.action("go")(go)
    await stage.connect()
    ts = await stage.post(blocks=[actions(a_button())])
    watching = stage.watch(stage.bob)

    await stage.people.click(stage.ada.id, stage.lounge.id, ts, "go")

    changed = await next_change(watching, "message_changed")
    assert (changed["text"], changed["blocks"], changed["edited"]) == ("Done", [], True)
    assert await next_change(watching, "message_deleted") == {"channel": stage.lounge.id, "ts": ts}


async def test_an_ephemeral_message_is_replaced_for_its_reader_alone(stage: Stage) -> None:
    bodies: list[Json] = []

    async def go(ack: AsyncAck, respond: AsyncRespond, body: Json) -> None:
        await ack()
        bodies.append(body)
        await respond("Seen", replace_original=True)

    stage.app.action("go")(go)
    await stage.connect()
    posted = await stage.client.chat_postEphemeral(
        channel=stage.lounge.id, user=stage.ada.id, text="Psst", blocks=[actions(a_button())]
    )
    watching = stage.watch(stage.ada)

    await stage.people.click(stage.ada.id, stage.lounge.id, posted["message_ts"], "go")

    changed = await next_change(watching, "message_changed")
    assert (changed["text"], changed["ephemeral"]) == ("Seen", True)
    assert bodies[0]["container"]["is_ephemeral"] is True
    assert "message" not in bodies[0]
    with pytest.raises(CannotDo, match="gone"):
        await stage.people.click(stage.bob.id, stage.lounge.id, posted["message_ts"], "go")


async def test_a_response_url_works_five_times_in_half_an_hour(clock: HandClock) -> None:
    async with a_stage(clock=clock) as stage, ClientSession() as http:
        urls = stage.workspace.response_urls
        url = urls.new(stage.installed, stage.ada.id, stage.lounge)
        late = urls.new(stage.installed, stage.ada.id, stage.lounge)

        statuses = []
        for number in range(6):
            async with http.post(url, json={"text": f"Answer {number}"}) as answer:
                statuses.append((answer.status, (await answer.json()).get("error")))
        clock.forward(30 * 60 + 1)
        async with http.post(late, json={"text": "Too late"}) as answer:
            statuses.append((answer.status, (await answer.json()).get("error")))

        assert statuses == [(200, None)] * 5 + [(404, "used_url"), (404, "expired_url")]


async def test_a_response_url_refuses_what_slack_does_not_know(stage: Stage) -> None:
    url = stage.workspace.response_urls.new(stage.installed, stage.ada.id, stage.lounge)

    async with ClientSession() as http:
        async with http.post(url, json={"text": "x", "channel": "C1"}) as unknown:
            assert (unknown.status, (await unknown.json())["error"]) == (400, "invalid_arguments")
        async with http.post(url, json={"text": ""}) as empty:
            assert (await empty.json())["error"] == "no_text"
        async with http.post(url, json={"text": "x", "blocks": [{"type": "owl"}]}) as wrong:
            assert (await wrong.json())["error"] == "invalid_blocks"
