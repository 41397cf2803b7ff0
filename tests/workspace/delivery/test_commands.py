"""Slash commands over Socket Mode, and what response_url allows."""

import pytest
from aiohttp import ClientSession
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.workspace.state.records import Json
from bot.workspace.state.refusals import CannotDo
from tests.workspace.stage import HandClock, Stage, a_manifest, a_stage, next_change


async def test_a_command_is_answered_with_its_ack_and_through_its_response_url(stage: Stage) -> None:
    seen: list[Json] = []

    async def parrot(ack: AsyncAck, respond: AsyncRespond, command: Json) -> None:
        seen.append(command)
        await ack("Wait")
        await respond("Here it is")

    stage.app.command("/parrot")(parrot)
    await stage.connect()
    watching = stage.watch(stage.ada)

    await stage.people.command(stage.ada.id, stage.council.id, "/parrot", "hello there")

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

    await stage.people.command(stage.ada.id, stage.council.id, "/parrot")

    hers = stage.people.history(stage.ada.id, stage.council.id)
    his = stage.people.history(stage.bob.id, stage.council.id)
    assert [m["text"] for m in hers if m["ephemeral"]] == ["For you alone"]
    assert not [m for m in his if m["ephemeral"]]


async def test_an_answer_in_channel_is_seen_by_all(stage: Stage) -> None:
    async def parrot(ack: AsyncAck) -> None:
        await ack(text="For everybody", response_type="in_channel")

    stage.app.command("/parrot")(parrot)
    await stage.connect()

    await stage.people.command(stage.ada.id, stage.council.id, "/parrot")

    assert stage.people.history(stage.bob.id, stage.council.id)[-1]["text"] == "For everybody"


@pytest.mark.parametrize(
    ("should_escape", "arrives"),
    [
        (
            True,
            "<@{ada}|ada> &amp; <@{bob}|bob> in <#{general}|general>, Cleo &lt;<mailto:c@x.org|c@x.org>&gt;.",
        ),
        (False, "@ada & <@{bob}> in #general, Cleo <c@x.org>."),
    ],
)
async def test_mentions_and_addresses_in_commands_are_escaped_if_the_app_asked_for_it(
    should_escape: bool, arrives: str
) -> None:
    async with a_stage(manifest=a_manifest(should_escape=should_escape)) as stage:
        texts: list[str] = []

        async def parrot(ack: AsyncAck, command: Json) -> None:
            texts.append(command["text"])
            await ack()

        stage.app.command("/parrot")(parrot)
        await stage.connect()

        typed = f"@ada & <@{stage.bob.id}> in #general, Cleo <c@x.org>."
        await stage.people.command(stage.ada.id, stage.council.id, "/parrot", typed)

        ids = {"ada": stage.ada.id, "bob": stage.bob.id, "general": stage.workspace.general.id}
        assert texts == [arrives.format(**ids)]


async def test_a_command_nobody_acknowledges_in_time_fails_for_the_person() -> None:
    async with a_stage(ack_seconds=0.1) as stage:

        async def parrot() -> None:
            return

        stage.app.command("/parrot")(parrot)
        await stage.connect()
        watching = stage.watch(stage.ada)

        with pytest.raises(CannotDo, match="/parrot failed because the app did not respond"):
            await stage.people.command(stage.ada.id, stage.council.id, "/parrot")

        problem = await next_change(watching, "problem")
        assert problem["text"] == "/parrot failed because the app did not respond"


async def test_a_command_fails_at_once_when_no_app_is_connected(stage: Stage) -> None:
    with pytest.raises(CannotDo, match="did not respond"):
        await stage.people.command(stage.ada.id, stage.council.id, "/parrot")


async def test_an_unknown_command_reaches_nobody(stage: Stage) -> None:
    await stage.connect()

    with pytest.raises(CannotDo, match="not a valid command"):
        await stage.people.command(stage.ada.id, stage.council.id, "/owl")


async def test_a_response_url_works_five_times_in_half_an_hour(clock: HandClock) -> None:
    async with a_stage(clock=clock) as stage, ClientSession() as http:
        urls = stage.workspace.response_urls
        url = urls.new(stage.installed, stage.ada.id, stage.council)
        late = urls.new(stage.installed, stage.ada.id, stage.council)

        statuses = []
        for number in range(6):
            async with http.post(url, json={"text": f"Answer {number}"}) as answer:
                statuses.append((answer.status, (await answer.json()).get("error")))
        clock.forward(30 * 60 + 1)
        async with http.post(late, json={"text": "Too late"}) as answer:
            statuses.append((answer.status, (await answer.json()).get("error")))

        assert statuses == [(200, None)] * 5 + [(404, "used_url"), (404, "expired_url")]


async def test_a_response_url_refuses_what_slack_does_not_know(stage: Stage) -> None:
    url = stage.workspace.response_urls.new(stage.installed, stage.ada.id, stage.council)

    async with ClientSession() as http:
        async with http.post(url, json={"text": "x", "channel": "C1"}) as unknown:
            assert (unknown.status, (await unknown.json())["error"]) == (400, "invalid_arguments")
        async with http.post(url, json={"text": ""}) as empty:
            assert (await empty.json())["error"] == "no_text"
        async with http.post(url, json={"text": "x", "blocks": [{"type": "owl"}]}) as wrong:
            assert (await wrong.json())["error"] == "invalid_blocks"
