"""Events: who is told what."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.state.records import Json
from tests.workspace.stage import (
    EVENTS,
    SCOPES,
    Stage,
    a_button,
    a_manifest,
    a_stage,
    actions,
    next_change,
    record,
    until,
)


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


async def test_reactions_of_people_reach_the_app_with_a_time(stage: Stage) -> None:
    seen = record(stage, "reaction_added", "reaction_removed")
    await stage.connect()
    ts = await stage.post()

    await stage.people.react(stage.ada.id, stage.lounge.id, ts, "white_check_mark")
    await stage.people.unreact(stage.ada.id, stage.lounge.id, ts, "white_check_mark")

    await until(lambda: len(seen) == 2)
    assert [event["type"] for event in seen] == ["reaction_added", "reaction_removed"]
    assert seen[0]["item"] == {"type": "message", "channel": stage.lounge.id, "ts": ts}
    assert (seen[0]["item_user"], seen[0]["user"]) == (stage.bot, stage.ada.id)
    assert float(seen[1]["event_ts"]) > float(seen[0]["event_ts"])


def told(stage: Stage, kind: str) -> list[Json]:
    """The events of a kind that were sent to the app, whether it listens or not."""
    return [
        entry.said["payload"]["event"]
        for entry in stage.workspace.traffic.exchanges
        if entry.name == "events_api" and entry.said["payload"]["event"]["type"] == kind
    ]


async def test_the_bots_own_reactions_are_sent_to_it_too(stage: Stage) -> None:
    await stage.connect()
    ts = await stage.post()

    await stage.client.reactions_add(channel=stage.lounge.id, timestamp=ts, name="x")

    await until(lambda: told(stage, "reaction_added"))
    assert told(stage, "reaction_added")[0]["user"] == stage.bot


async def test_nothing_is_told_of_channels_the_bot_is_not_in(stage: Stage) -> None:
    elsewhere = stage.workspace.add_channel("elsewhere", private=True, members=[stage.ada.id])
    seen = record(stage, "reaction_added")
    await stage.connect()
    secret = await stage.people.say(stage.ada.id, elsewhere.id, "Between us")
    ts = await stage.post()

    await stage.people.react(stage.ada.id, elsewhere.id, secret, "eyes")
    await stage.people.react(stage.ada.id, stage.lounge.id, ts, "wave")

    await until(lambda: seen)
    assert [event["reaction"] for event in seen] == ["wave"]


@pytest.mark.parametrize(
    ("events", "scopes"),
    [(["app_home_opened"], SCOPES), (EVENTS, ["chat:write", "groups:read"])],
    ids=["not subscribed", "no scope"],
)
async def test_nothing_is_told_without_subscription_and_scope(events: list[str], scopes: list[str]) -> None:
    async with a_stage(manifest=a_manifest(events=events, scopes=scopes)) as stage:
        await stage.connect()
        ts = await stage.post()

        await stage.people.react(stage.ada.id, stage.lounge.id, ts, "wave")
        await stage.people.open_home(stage.ada.id, stage.installed.id)

        await until(lambda: told(stage, "app_home_opened"))
        assert not told(stage, "reaction_added")


async def test_messages_come_only_with_their_subscription_and_history_scope() -> None:
    scopes, events = [*SCOPES, "groups:history"], [*EVENTS, "message.groups"]
    async with a_stage(manifest=a_manifest(scopes=scopes, events=events)) as stage:
        seen = record(stage, "message")
        await stage.connect()
        ts = await stage.people.say(stage.ada.id, stage.lounge.id, "Hi <@" + stage.bot + "> & <all>")

        await until(lambda: seen)

        assert seen[-1]["text"] == f"Hi <@{stage.bot}> &amp; &lt;all&gt;"
        assert (seen[-1]["ts"], seen[-1]["channel_type"]) == (ts, "group")


async def test_coming_and_going_is_told(stage: Stage) -> None:
    seen = record(stage, "member_joined_channel", "member_left_channel", "group_left")
    await stage.connect()
    eve = stage.workspace.add_person("eve")

    await stage.client.conversations_invite(channel=stage.lounge.id, users=[eve.id])
    await stage.people.leave(stage.bob.id, stage.lounge.id)
    stage.workspace.kick(stage.lounge.id, stage.bot, by=stage.ada.id)

    await until(lambda: len(seen) == 3)
    who = ("type", "user", "inviter", "actor_id")
    assert {tuple(event.get(each) for each in who) for event in seen} == {
        ("member_joined_channel", eve.id, stage.bot, None),
        ("member_left_channel", stage.bob.id, None, None),
        ("group_left", None, None, stage.ada.id),
    }


async def test_archiving_and_renaming_are_told(stage: Stage) -> None:
    seen = record(stage, "group_archive", "group_rename")
    await stage.connect()

    await stage.client.conversations_rename(channel=stage.lounge.id, name="senate")
    stage.workspace.archive(stage.lounge.id, by=stage.ada.id)

    await until(lambda: len(seen) == 2)
    by_type = {event["type"]: event for event in seen}
    assert by_type["group_rename"]["channel"]["name"] == "senate"
    assert by_type["group_archive"]["channel"] == stage.lounge.id


async def test_a_deleted_channel_is_told_and_nobody_sees_it_any_more(stage: Stage) -> None:
    seen = record(stage, "group_deleted", "member_left_channel", "group_left")
    await stage.connect()
    name = stage.lounge.name

    stage.workspace.delete_channel(stage.lounge.id, by=stage.ada.id)

    await until(lambda: len(seen) == 1)
    assert (seen[0]["type"], seen[0]["channel"]) == ("group_deleted", stage.lounge.id)
    assert await stage.error_of("chat.postMessage", channel=stage.lounge.id, text="Hi") == "channel_not_found"
    await stage.client.conversations_create(name=name, is_private=True)


async def test_a_deactivated_person_is_told_and_loses_everything(stage: Stage) -> None:
    seen = record(stage, "user_change")
    await stage.connect()

    stage.workspace.deactivate(stage.bob.id)

    await until(lambda: seen)
    assert (seen[0]["user"]["id"], seen[0]["user"]["deleted"]) == (stage.bob.id, True)
    assert stage.bob.id not in stage.lounge.members

    stage.workspace.reactivate(stage.bob.id)

    await until(lambda: len(seen) == 2)
    assert seen[1]["user"]["deleted"] is False
    assert stage.bob.id not in stage.lounge.members


async def test_uninstalling_is_told_and_ends_the_token(stage: Stage) -> None:
    seen = record(stage, "app_uninstalled", "tokens_revoked")
    await stage.connect()

    await stage.workspace.uninstall(stage.installed)

    await until(lambda: len(seen) == 2)
    assert await stage.error_of("auth.test") == "account_inactive"


async def test_a_token_that_is_revoked_is_told_of_and_another_one_works(stage: Stage) -> None:
    # given a connected app
    seen, before = record(stage, "app_uninstalled", "tokens_revoked"), stage.installed.bot_token
    await stage.connect()

    # when its bot token is revoked
    stage.workspace.revoke(stage.installed)

    # then it hears of that alone, and the token does not work
    await until(lambda: seen)
    assert [one["type"] for one in seen] == ["tokens_revoked"]
    assert await stage.error_of("auth.test") == "token_revoked"

    # and after a reinstallation another one does
    stage.workspace.reinstall(stage.installed)
    assert await stage.error_of("auth.test") == "invalid_auth"
    stage.client.token = stage.installed.bot_token
    assert stage.installed.bot_token != before
    assert await stage.error_of("auth.test") == ""


async def test_a_persons_token_that_is_revoked_leaves_the_bots(stage: Stage) -> None:
    seen = record(stage, "app_uninstalled", "tokens_revoked")
    await stage.connect()

    stage.workspace.revoke_of(stage.installed, stage.ada)

    await until(lambda: seen)
    assert [one["tokens"] for one in seen] == [{"oauth": [stage.ada.id], "bot": []}]
    assert await stage.error_of("auth.test") == ""


async def test_the_two_events_of_a_removal_come_in_any_order(stage: Stage) -> None:
    stage.installed.request_url = "http://127.0.0.1:9/nobody"
    first = set()

    async def removed() -> None:
        before = len(stage.workspace.traffic.exchanges)
        await stage.workspace.uninstall(stage.installed)
        await until(lambda: len(stage.workspace.traffic.exchanges) >= before + 2)
        first.add(stage.workspace.traffic.exchanges[before].said["event"]["type"])
        stage.workspace.reinstall(stage.installed)

    for _ in range(60):  # that it is the same one each time happens once in 2 ** 59 runs
        await removed()

    assert first == {"app_uninstalled", "tokens_revoked"}


async def test_the_outer_event_names_whom_it_is_for(stage: Stage) -> None:
    bodies: list[Json] = []

    async def note(body: Json) -> None:
        bodies.append(body)

    stage.app.event("reaction_added")(note)
    await stage.connect()
    ts = await stage.post()

    await stage.people.react(stage.ada.id, stage.lounge.id, ts, "wave")

    await until(lambda: bodies)
    assert bodies[0]["api_app_id"] == stage.installed.id
    assert bodies[0]["authorizations"][0]["user_id"] == stage.bot
    assert bodies[0]["event_id"].startswith("Ev")
    assert bodies[0]["is_ext_shared_channel"] is False
