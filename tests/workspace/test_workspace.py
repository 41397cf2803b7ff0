"""What tests can do to a workspace, what they can find out, and delivery by HTTP."""

import json
import re
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError

import bot.workspace
from bot.workspace.api.manifest import BadManifest, read_manifest
from bot.workspace.state.records import Json
from bot.workspace.state.refusals import CannotDo
from tests.workspace.stage import Stage, a_button, a_manifest, a_stage, actions, next_change, until


async def test_a_method_can_be_made_to_fail_a_number_of_times(stage: Stage) -> None:
    stage.workspace.faults.fail_next("auth.test", "fatal_error", times=2)

    errors = [await stage.error_of("auth.test") for _ in range(3)]

    assert errors == ["fatal_error", "fatal_error", ""]


async def test_a_call_can_take_effect_though_its_answer_is_bad(stage: Stage) -> None:
    stage.workspace.faults.fail_next("chat.postMessage", "internal_error", performed=True)

    error = await stage.error_of("chat.postMessage", channel=stage.council.id, text="Perhaps")

    assert error == "internal_error"
    assert stage.people.history(stage.ada.id, stage.council.id)[-1]["text"] == "Perhaps"


async def test_a_gateway_can_break_and_a_limit_can_be_hit_to_order(stage: Stage) -> None:
    stage.workspace.faults.fail_next("auth.test", status=503)
    stage.workspace.faults.limit_next("users.list", retry_after=7)

    with pytest.raises(SlackApiError) as broken:
        await stage.client.auth_test()
    with pytest.raises(SlackApiError) as limited:
        await stage.client.users_list()

    assert broken.value.response.status_code == 503
    assert (limited.value.response.status_code, limited.value.response.headers["Retry-After"]) == (429, "7")


async def test_a_kicked_bot_no_longer_sees_the_private_channel(stage: Stage) -> None:
    stage.workspace.kick(stage.council.id, stage.bot)

    error = await stage.error_of("chat.postMessage", channel=stage.council.id, text="x")

    assert error == "channel_not_found"


async def test_everything_said_is_recorded_without_tokens(stage: Stage) -> None:
    await stage.connect()
    await stage.client.chat_postMessage(channel=stage.council.id, text=f"Look: {stage.installed.bot_token}")
    with pytest.raises(CannotDo):
        await stage.people.command(stage.bob.id, "C404", "/parrot")

    record = json.dumps([vars_of(entry) for entry in stage.workspace.traffic.entries])

    methods = [sent.method for sent in stage.workspace.sent]
    assert methods[-1] == "chat.postMessage"
    assert stage.workspace.sent[-1].args["text"] == "Look: (token)"
    for secret in (stage.installed.bot_token, stage.installed.app_token, stage.installed.signing_secret):
        assert secret not in record


def vars_of(entry: object) -> list[str]:
    return [repr(getattr(entry, name)) for name in getattr(type(entry), "__slots__", ())]


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

            await stage.people.command(stage.ada.id, stage.council.id, "/parrot", "hello & co")
            await stage.people.click(stage.ada.id, stage.council.id, ts, "go")
            await stage.people.react(stage.ada.id, stage.council.id, ts, "wave")

            await until(lambda: len(seen) == 2)
            assert stage.people.history(stage.ada.id, stage.council.id)[-1]["text"] == "You said hello & co"
            await stage.workspace.delivery.close()


async def test_a_wrongly_signed_request_is_refused_by_bolt(stage: Stage) -> None:
    signed = AsyncApp(client=stage.client, signing_secret="another secret")
    async with TestServer(signed.web_app("/slack/events")) as listening:
        stage.installed.request_url = str(listening.make_url("/slack/events"))

        with pytest.raises(CannotDo, match="did not respond"):
            await stage.people.command(stage.ada.id, stage.council.id, "/parrot")
        await stage.workspace.delivery.close()


async def test_people_cannot_do_what_slack_would_not_let_them(stage: Stage) -> None:
    people, ada, council = stage.people, stage.ada.id, stage.council.id
    eve = stage.workspace.add_person("eve")
    hers = await people.say(ada, council, "Mine")

    with pytest.raises(CannotDo, match="nothing to send"):
        await people.say(ada, council, "  ")
    with pytest.raises(CannotDo, match="cannot see"):
        await people.say(eve.id, council, "Let me in")
    with pytest.raises(CannotDo, match="author"):
        await people.delete(stage.bob.id, council, hers)
    with pytest.raises(CannotDo, match="no emoji"):
        await people.react(ada, council, hers, "Not An Emoji")
    with pytest.raises(CannotDo, match="not reacted"):
        await people.unreact(ada, council, hers, "wave")
    with pytest.raises(CannotDo, match="not an app's"):
        await people.click(ada, council, await _own_with_blocks(stage), "go")
    stage.workspace.archive(council)
    with pytest.raises(CannotDo, match="archived"):
        await people.say(ada, council, "Too late")
    stage.workspace.deactivate(ada)
    with pytest.raises(CannotDo, match="deactivated"):
        people.channels(ada)


async def _own_with_blocks(stage: Stage) -> str:
    """A person's message that has a button, as only an app's can."""
    ts = await stage.people.say(stage.bob.id, stage.council.id, "Look")
    stage.council.messages[ts].blocks = [actions(a_button())]
    return ts


async def test_people_come_and_go_in_public_channels(stage: Stage) -> None:
    square = stage.workspace.add_channel("square")
    watching = stage.watch(stage.ada)

    await stage.people.join(stage.ada.id, square.id)
    joined = await next_change(watching, "channel")
    await stage.people.invite(stage.ada.id, square.id, stage.bob.id)
    await stage.people.leave(stage.ada.id, square.id)

    assert joined["is_member"] is True
    assert list(square.members) == [stage.bob.id]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"owl": {}}, "owl"),
        ({"settings": {"owl": True}}, "settings.owl"),
        ({"display_information": {"name": "x" * 36}}, "display_information.name"),
        ({"features": {"slash_commands": [{"command": "/c", "description": "d", "owl": 1}]}}, "owl"),
        ({"features": {"slash_commands": [{"command": "c", "description": "d"}]}}, "slash"),
        ({"features": {"shortcuts": [{}] * 11}}, "shortcuts"),
    ],
)
def test_a_manifest_slack_would_refuse_is_refused(change: Json, named: str) -> None:
    with pytest.raises(BadManifest, match=named):
        read_manifest(a_manifest() | change)


def test_the_workspace_is_nobodys_in_particular() -> None:
    sources = [path.read_text() for path in Path(bot.workspace.__file__).parent.rglob("*.py")]

    assert len(sources) > 20
    for source in sources:
        assert not re.search(r"\bfrom bot\.(?!workspace)|\bimport bot\.(?!workspace)", source)
