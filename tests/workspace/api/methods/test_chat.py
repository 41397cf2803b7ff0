"""chat.*"""

import pytest

from tests.workspace.stage import Stage, a_button, a_manifest, a_stage, actions, next_change


def section(text: str) -> dict[str, object]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


async def test_a_message_is_answered_with_what_was_posted(stage: Stage) -> None:
    metadata = {"event_type": "note", "event_payload": {"key": "7"}}

    answer = await stage.client.chat_postMessage(
        channel=stage.lounge.id,
        text="Hello",
        blocks=[section("*Hello*")],
        metadata=metadata,
        unfurl_links=False,
        unfurl_media=False,
    )

    message = answer["message"]
    assert (message["user"], message["app_id"]) == (stage.bot, stage.installed.id)
    assert message["bot_profile"]["app_id"] == stage.installed.id
    assert message["metadata"] == metadata
    assert message["blocks"][0]["text"]["verbatim"] is False
    assert stage.people.history(stage.ada.id, stage.lounge.id)[-1]["ts"] == answer["ts"]


async def test_times_are_unique_and_increase(stage: Stage) -> None:
    times = [await stage.post() for _ in range(20)]

    assert times == sorted(set(times))
    assert all(len(ts.partition(".")[2]) == 6 for ts in times)


async def test_a_persons_id_as_channel_opens_their_dm(stage: Stage) -> None:
    first = await stage.client.chat_postMessage(channel=stage.ada.id, text="Psst")
    second = await stage.client.chat_postMessage(channel=first["channel"], text="Again")

    assert first["channel"] == second["channel"]
    assert first["channel"].startswith("D")
    shown = {c["id"]: c for c in stage.people.channels(stage.ada.id)}[first["channel"]]
    assert (shown["kind"], shown["with"]) == ("dm", stage.bot)
    assert first["channel"] not in {c["id"] for c in stage.people.channels(stage.bob.id)}


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C404"}, "channel_not_found"),
        ({"channel": "U404AAAAAA"}, "user_not_found"),
        ({"channel": "{general}"}, "not_in_channel"),
        ({"channel": "{hidden}"}, "channel_not_found"),
        ({"channel": "{old}"}, "is_archived"),
        ({"channel": "{gone}"}, "user_disabled"),
        ({"channel": "{bot}"}, "cannot_dm_bot"),
        ({"text": ""}, "no_text"),
        ({"text": "  "}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"blocks": "not json"}, "invalid_blocks_format"),
        ({"blocks": {"type": "divider"}}, "invalid_blocks_format"),
        ({"blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
        ({"blocks": [section("x" * 3000)] * 5}, "msg_blocks_too_long"),
        ({"metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        ({"thread_ts": "1.000000"}, "thread_not_found"),
        ({"username": "Somebody"}, "missing_scope"),
        ({"owl": "1"}, "invalid_arguments"),
        ({"reply_broadcast": "perhaps"}, "invalid_arguments"),
    ],
)
async def test_what_cannot_be_posted_is_refused_with_slacks_code(
    stage: Stage, arguments: dict[str, object], error: str
) -> None:
    workspace = stage.workspace
    ids = {
        "general": workspace.general.id,
        "hidden": workspace.add_channel("hidden", private=True).id,
        "old": workspace.add_channel("old", members=[stage.bot]).id,
        "gone": stage.bob.id,
        "bot": workspace.add_app(a_manifest(name="Owl")).bot_user_id,
    }
    workspace.archive(ids["old"])
    workspace.deactivate(stage.bob.id)
    channel = str(arguments.get("channel", stage.lounge.id)).format(**ids)

    assert (
        await stage.error_of("chat.postMessage", **({"text": "Hi"} | arguments | {"channel": channel}))
        == error
    )


async def test_an_app_without_a_messages_tab_cannot_send_dms() -> None:
    async with a_stage(manifest=a_manifest(messages_tab=False)) as stage:
        error = await stage.error_of("chat.postMessage", channel=stage.ada.id, text="Hi")

        assert error == "messages_tab_disabled"


async def test_a_refusal_of_blocks_says_where(stage: Stage) -> None:
    answer = await stage.client.api_call("api.test")
    assert answer["ok"]

    await stage.error_of("chat.postMessage", channel=stage.lounge.id, text="Hi", blocks=[section("")])

    response = stage.workspace.sent[-1].response
    assert response["error"] == "invalid_blocks"
    assert "[json-pointer:/blocks/0/text/text]" in response["response_metadata"]["messages"][0]


async def test_an_update_keeps_reactions_and_the_blocks_it_does_not_mention(stage: Stage) -> None:
    ts = await stage.post(blocks=[actions(a_button())])
    await stage.people.react(stage.ada.id, stage.lounge.id, ts, "eyes")
    watching = stage.watch(stage.ada)

    await stage.client.chat_update(channel=stage.lounge.id, ts=ts, text="Changed")
    changed = await next_change(watching, "message_changed")
    await stage.client.chat_update(channel=stage.lounge.id, ts=ts, text="Changed", blocks=[])
    emptied = await next_change(watching, "message_changed")

    assert (changed["text"], changed["edited"], len(changed["blocks"])) == ("Changed", True, 1)
    assert changed["reactions"] == [{"name": "eyes", "count": 1, "users": [stage.ada.id]}]
    assert emptied["blocks"] == []


@pytest.mark.parametrize(
    ("ts", "arguments", "error"),
    [
        ("{own}", {"text": "x" * 4001}, "msg_too_long"),
        ("{own}", {}, "no_text"),
        ("{hers}", {"text": "x"}, "cant_update_message"),
        ("1.000000", {"text": "x"}, "message_not_found"),
        ("{ephemeral}", {"text": "x"}, "message_not_found"),
    ],
)
async def test_what_cannot_be_updated_is_refused(
    stage: Stage, ts: str, arguments: dict[str, object], error: str
) -> None:
    ephemeral = await stage.client.chat_postEphemeral(channel=stage.lounge.id, user=stage.ada.id, text="Psst")
    known = {
        "own": await stage.post(),
        "hers": await stage.people.say(stage.ada.id, stage.lounge.id, "Mine"),
        "ephemeral": ephemeral["message_ts"],
    }

    found = await stage.error_of("chat.update", channel=stage.lounge.id, ts=ts.format(**known), **arguments)

    assert found == error


async def test_only_own_messages_can_be_deleted(stage: Stage) -> None:
    own = await stage.post()
    hers = await stage.people.say(stage.ada.id, stage.lounge.id, "Mine")
    channel = stage.lounge.id

    assert await stage.error_of("chat.delete", channel=channel, ts=own) == ""
    assert await stage.error_of("chat.delete", channel=channel, ts=own) == "message_not_found"
    assert await stage.error_of("chat.delete", channel=channel, ts=hers) == "cant_delete_message"


async def test_an_ephemeral_message_needs_its_reader_in_the_channel(stage: Stage) -> None:
    eve = stage.workspace.add_person("eve")
    channel = stage.lounge.id

    outside = await stage.error_of("chat.postEphemeral", channel=channel, user=eve.id, text="Psst")
    await stage.client.chat_postEphemeral(channel=channel, user=stage.ada.id, text="Psst")

    assert outside == "user_not_in_channel"
    assert [m["text"] for m in stage.people.history(stage.ada.id, channel) if m["ephemeral"]] == ["Psst"]
    assert not [m for m in stage.people.history(stage.bob.id, channel) if m["ephemeral"]]


async def test_threads_hang_under_their_parent(stage: Stage) -> None:
    parent = await stage.post()
    reply = await stage.post(thread_ts=parent)
    await stage.people.say(stage.ada.id, stage.lounge.id, "I agree", thread_ts=parent)

    assert stage.lounge.messages[parent].replies[0] == reply
    assert stage.people.history(stage.ada.id, stage.lounge.id)[-1]["thread_ts"] == parent


async def test_a_permalink_leads_to_the_page(stage: Stage) -> None:
    ts = await stage.post()

    answer = await stage.client.chat_getPermalink(channel=stage.lounge.id, message_ts=ts)

    assert answer["permalink"] == f"{stage.server.page_url}archives/{stage.lounge.id}/p{ts.replace('.', '')}"
