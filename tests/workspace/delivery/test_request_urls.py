"""Delivery by signed HTTP."""

import pytest
from aiohttp.test_utils import TestServer
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.workspace.state.records import Json
from bot.workspace.state.refusals import CannotDo
from tests.workspace.stage import Stage, a_button, a_stage, actions, until


async def test_an_app_with_a_request_url_is_reached_by_signed_http() -> None:
    async with a_stage() as stage:
        signed = AsyncApp(client=stage.client, signing_secret=stage.installed.signing_secret)
        seen: list[Json] = []

        async def parrot(ack: AsyncAck, command: Json) -> None:
            await ack(f"You said {command['text']}")

        async def go(ack: AsyncAck, action: Json) -> None:
            await ack()
            seen.append(action)

        async def reacted(event: Json) -> None:
            seen.append(event)

        signed.command("/parrot")(parrot)
        signed.action("go")(go)
        signed.event("reaction_added")(reacted)
        async with TestServer(signed.web_app("/slack/events")) as listening:
            stage.installed.request_url = str(listening.make_url("/slack/events"))
            ts = await stage.post(blocks=[actions(a_button())])

            await stage.people.command(stage.ada.id, stage.lounge.id, "/parrot", "hello & co")
            await stage.people.click(stage.ada.id, stage.lounge.id, ts, "go")
            await stage.people.react(stage.ada.id, stage.lounge.id, ts, "wave")

            await until(lambda: len(seen) == 2)
            assert stage.people.history(stage.ada.id, stage.lounge.id)[-1]["text"] == "You said hello & co"
            await stage.workspace.delivery.close()


async def test_a_wrongly_signed_request_is_refused_by_bolt(stage: Stage) -> None:
    signed = AsyncApp(client=stage.client, signing_secret="another secret")
    async with TestServer(signed.web_app("/slack/events")) as listening:
        stage.installed.request_url = str(listening.make_url("/slack/events"))

        with pytest.raises(CannotDo, match="did not respond"):
            await stage.people.command(stage.ada.id, stage.lounge.id, "/parrot")
        await stage.workspace.delivery.close()
