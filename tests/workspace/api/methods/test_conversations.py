"""conversations.* and users.conversations"""

import pytest
from slack_sdk.errors import SlackApiError

from tests.workspace.stage import SCOPES, Stage, a_manifest, a_stage, next_change


async def test_a_new_channel_has_the_bot_in_it(stage: Stage) -> None:
    answer = await stage.client.conversations_create(name="senate-1", is_private=True)

    channel = answer["channel"]
    assert (channel["is_private"], channel["is_member"], channel["creator"]) == (True, True, stage.bot)
    assert stage.workspace.channels[channel["id"]].members == {stage.bot: None}


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("", "invalid_name_required"),
        ("Senate", "invalid_name_specials"),
        ("the senate", "invalid_name_specials"),
        ("senate!", "invalid_name_specials"),
        ("---", "invalid_name_punctuation"),
        ("s" * 81, "invalid_name_maxlength"),
        ("lounge", "name_taken"),
        ("s" * 80, ""),
        ("rat-der-vögel_2", ""),
    ],
)
async def test_channel_names_follow_slacks_rules(stage: Stage, name: str, error: str) -> None:
    assert await stage.error_of("conversations.create", name=name, is_private=True) == error


async def test_an_archived_channel_keeps_its_name_and_stays_closed(stage: Stage) -> None:
    channel = stage.lounge.id
    await stage.client.conversations_archive(channel=channel)

    assert await stage.error_of("conversations.archive", channel=channel) == "already_archived"
    assert await stage.error_of("conversations.create", name="lounge", is_private=True) == "name_taken"
    assert await stage.error_of("conversations.unarchive", channel=channel) == "not_in_channel"
    assert await stage.error_of("chat.postMessage", channel=channel, text="x") == "is_archived"
    assert await stage.error_of("conversations.setTopic", channel=channel, topic="x") == "is_archived"


async def test_an_invitation_names_each_who_cannot_come(stage: Stage) -> None:
    workspace = stage.workspace
    guest = workspace.add_person("guest", is_restricted=True)
    far = workspace.add_person("far", is_stranger=True)
    gone, eve = workspace.add_person("gone"), workspace.add_person("eve")
    workspace.deactivate(gone.id)
    users = [eve.id, stage.ada.id, guest.id, far.id, gone.id, stage.bot, "U404"]

    with pytest.raises(SlackApiError) as refused:
        await stage.client.conversations_invite(channel=stage.lounge.id, users=users)
    nobody_came = eve.id not in stage.lounge.members
    forced = await stage.client.conversations_invite(channel=stage.lounge.id, users=users, force=True)

    expected = {
        stage.ada.id: "already_in_channel",
        guest.id: "user_is_restricted",
        far.id: "user_team_not_in_channel",
        gone.id: "user_disabled",
        stage.bot: "cant_invite_self",
        "U404": "user_not_found",
    }
    assert refused.value.response["error"] == "already_in_channel"
    assert {each["user"]: each["error"] for each in refused.value.response["errors"]} == expected
    assert nobody_came
    assert {each["user"]: each["error"] for each in forced["errors"]} == expected
    assert eve.id in stage.lounge.members


async def test_a_hundred_can_be_invited_at_once(stage: Stage) -> None:
    crowd = [stage.workspace.add_person(f"p{number}").id for number in range(101)]

    too_many = await stage.error_of("conversations.invite", channel=stage.lounge.id, users=",".join(crowd))
    await stage.client.conversations_invite(channel=stage.lounge.id, users=crowd[:100])

    assert too_many == "too_many_users"
    assert set(crowd[:100]) < set(stage.lounge.members)


async def test_kicking_and_leaving(stage: Stage) -> None:
    channel = stage.lounge.id
    watching = stage.watch(stage.bob)

    await stage.client.conversations_kick(channel=channel, user=stage.bob.id)

    assert (await next_change(watching, "channel"))["is_member"] is False
    assert channel not in {c["id"] for c in stage.people.channels(stage.bob.id)}
    assert await stage.error_of("conversations.kick", channel=channel, user=stage.bob.id) == "not_in_channel"
    assert await stage.error_of("conversations.kick", channel=channel, user=stage.bot) == "cant_kick_self"
    await stage.client.conversations_leave(channel=channel)
    assert await stage.error_of("chat.postMessage", channel=channel, text="x") == "channel_not_found"


async def test_topic_and_purpose_have_250_characters(stage: Stage) -> None:
    channel = stage.lounge.id

    assert await stage.error_of("conversations.setTopic", channel=channel, topic="x" * 251) == "too_long"
    await stage.client.conversations_setTopic(channel=channel, topic="x" * 250)
    await stage.client.conversations_setPurpose(channel=channel, purpose="To decide")

    info = await stage.client.conversations_info(channel=channel, include_num_members=True)
    assert info["channel"]["topic"]["value"] == "x" * 250
    assert info["channel"]["purpose"]["value"] == "To decide"
    assert info["channel"]["num_members"] == 3


async def test_private_channels_of_others_do_not_exist_for_the_bot(stage: Stage) -> None:
    hidden = stage.workspace.add_channel("hidden", private=True, members=[stage.ada.id]).id

    for method in ("conversations.info", "conversations.members", "conversations.archive"):
        assert await stage.error_of(method, channel=hidden) == "channel_not_found"
    listed = await stage.client.conversations_list(types=["public_channel", "private_channel"])
    assert {c["name"] for c in listed["channels"]} == {"general", "lounge"}


async def test_lists_come_in_pages(stage: Stage) -> None:
    for number in range(5):
        stage.workspace.add_channel(f"room-{number}")

    names: list[str] = []
    async for page in await stage.client.conversations_list(limit=2):
        names += [channel["name"] for channel in page["channels"]]

    assert names == ["general", *(f"room-{number}" for number in range(5))]
    assert await stage.error_of("conversations.list", cursor="owl") == "invalid_cursor"
    assert await stage.error_of("conversations.list", types="owl") == "invalid_types"


async def test_history_needs_its_scope_and_shows_metadata_on_demand() -> None:
    async with a_stage(manifest=a_manifest(scopes=[*SCOPES, "groups:history"])) as stage:
        metadata = {"event_type": "note", "event_payload": {}}
        ts = await stage.post(metadata=metadata)
        await stage.post(thread_ts=ts)

        without = await stage.client.conversations_history(channel=stage.lounge.id, limit=1)
        with_it = await stage.client.conversations_history(
            channel=stage.lounge.id, limit=1, include_all_metadata=True
        )
        thread = await stage.client.conversations_replies(channel=stage.lounge.id, ts=ts)

        assert "metadata" not in without["messages"][0]
        assert with_it["messages"][0]["metadata"] == metadata
        assert with_it["messages"][0]["reply_count"] == 1
        assert len(thread["messages"]) == 2


async def test_without_the_history_scope_nothing_is_read(stage: Stage) -> None:
    with pytest.raises(SlackApiError) as refused:
        await stage.client.conversations_history(channel=stage.lounge.id)

    assert refused.value.response["error"] == "missing_scope"
    assert refused.value.response["needed"] == "groups:history"
    assert "groups:write" in refused.value.response["provided"]
    assert "groups:write" in refused.value.response.headers["x-oauth-scopes"]


async def test_a_dm_can_be_opened(stage: Stage) -> None:
    opened = await stage.client.conversations_open(users=[stage.ada.id])
    again = await stage.client.conversations_open(users=[stage.ada.id], return_im=True)

    assert opened["channel"]["id"] == again["channel"]["id"]
    assert again["already_open"]
    assert again["channel"]["user"] == stage.ada.id
    assert await stage.error_of("conversations.open", users="U404") == "user_not_found"


async def test_a_public_channel_needs_the_scope_for_public_ones() -> None:
    async with a_stage(manifest=a_manifest(scopes=["groups:write"])) as stage:
        assert await stage.error_of("conversations.create", name="open") == "missing_scope"
        assert await stage.error_of("conversations.create", name="closed", is_private="1") == ""
