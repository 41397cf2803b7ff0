"""Reactions, people, files, pins, bookmarks, tokens, and how arguments may be sent."""

import httpx
import pytest
from slack_sdk.errors import SlackApiError

from bot.workspace.api.emoji import standard
from bot.workspace.api.method import METHODS
from tests.workspace.stage import SCOPES, Stage, a_manifest, a_stage

WIDE = [
    *SCOPES,
    "files:read",
    "pins:read",
    "pins:write",
    "bookmarks:read",
    "bookmarks:write",
    "users:read.email",
    "users.profile:read",
    "team:read",
    "emoji:read",
]


async def test_reactions_count_the_bots_seed_and_are_whole_on_demand(stage: Stage) -> None:
    ts, channel = await stage.post(), stage.council.id
    crowd = [stage.workspace.add_person(f"p{number}").id for number in range(60)]
    stage.workspace.invite(channel, *crowd)
    await stage.client.reactions_add(channel=channel, timestamp=ts, name="+1")
    for person in crowd:
        await stage.people.react(person, channel, ts, "+1")

    short = await stage.client.reactions_get(channel=channel, timestamp=ts)
    full = await stage.client.reactions_get(channel=channel, timestamp=ts, full=True)

    assert short["message"]["reactions"][0]["count"] == 61
    assert len(short["message"]["reactions"][0]["users"]) == 50
    assert full["message"]["reactions"][0]["users"] == [stage.bot, *crowd]


async def test_reactions_are_refused_with_slacks_codes(stage: Stage) -> None:
    ts, channel = await stage.post(), stage.council.id
    await stage.client.reactions_add(channel=channel, timestamp=ts, name="wave")

    async def error(method: str, name: str, timestamp: str = ts) -> str:
        return await stage.error_of(method, channel=channel, timestamp=timestamp, name=name)

    assert await error("reactions.add", "wave") == "already_reacted"
    assert await error("reactions.add", "No Such") == "invalid_name"
    assert await error("reactions.add", "thumbs_sideways") == "invalid_name"
    assert await error("reactions.add", "rocket::skin-tone-3") == "invalid_name"
    assert await error("reactions.add", "clap::skin-tone-3") == ""
    assert await error("reactions.remove", "clap::skin-tone-3") == ""
    assert await error("reactions.add", "wave", "1.000000") == "message_not_found"
    assert await error("reactions.remove", "eyes") == "no_reaction"
    assert await error("reactions.remove", "wave") == ""
    assert [await error("reactions.add", name) for name in list(standard())[:24]] == [""] * 23 + [
        "too_many_reactions"
    ]


async def test_a_message_takes_fifty_different_emoji(stage: Stage) -> None:
    ts, channel = await stage.post(), stage.council.id
    eve = stage.workspace.add_person("eve")
    stage.workspace.invite(channel, eve.id)
    for number, name in enumerate(list(standard())[:50]):
        person = (stage.ada, stage.bob, eve)[number // 20]
        await stage.people.react(person.id, channel, ts, name)

    assert await stage.error_of("reactions.add", channel=channel, timestamp=ts, name="x") == "too_many_emoji"


async def test_people_are_shown_with_zone_and_flags(stage: Stage) -> None:
    kim = stage.workspace.add_person("kim", real_name="Kim Oh", tz="Asia/Seoul", is_restricted=True)

    shown = (await stage.client.users_info(user=kim.id))["user"]
    listed = (await stage.client.users_list())["members"]

    assert (shown["tz"], shown["tz_offset"], shown["is_restricted"]) == ("Asia/Seoul", 32400, True)
    assert shown["profile"]["real_name"] == "Kim Oh"
    assert "email" not in shown["profile"]
    assert {user["id"] for user in listed} == set(stage.workspace.people)
    assert await stage.error_of("users.info", user="U404") == "user_not_found"


async def test_addresses_are_for_those_with_the_scope() -> None:
    async with a_stage(manifest=a_manifest(scopes=WIDE)) as stage:
        found = await stage.client.users_lookupByEmail(email=stage.ada.email.upper())
        profile = await stage.client.users_profile_get(user=stage.ada.id)

        assert found["user"]["id"] == stage.ada.id
        assert profile["profile"]["email"] == stage.ada.email
        assert await stage.error_of("users.lookupByEmail", email="x@y.z") == "users_not_found"


async def test_nobody_who_is_gone_is_found_by_their_address_and_the_rate_is_that_of_tier_three() -> None:
    async with a_stage(manifest=a_manifest(scopes=WIDE), limits_factor=1.0) as stage:
        stage.workspace.deactivate(stage.bob.id)

        gone = await stage.error_of("users.lookupByEmail", email=stage.bob.email)
        answers = [await stage.error_of("users.lookupByEmail", email=stage.ada.email) for _ in range(50)]

        assert gone == "users_not_found"
        assert answers == [""] * 49 + ["ratelimited"]


async def test_an_optional_scope_is_granted_only_where_somebody_allowed_it() -> None:
    manifest = a_manifest(scopes=WIDE)
    manifest["oauth_config"]["scopes"]["bot_optional"] = ["users:read.email"]
    async with a_stage(manifest=manifest) as stage:
        assert await stage.error_of("users.lookupByEmail", email=stage.ada.email) == "missing_scope"
        allowed = stage.workspace.add_app(manifest, optional_scopes=["users:read.email"])
        assert "users:read.email" in allowed.scopes


async def test_a_file_takes_three_steps_and_is_then_in_the_channel() -> None:
    async with a_stage(manifest=a_manifest(scopes=WIDE)) as stage:
        answer = await stage.client.files_upload_v2(
            channel=stage.council.id,
            filename="book.md",
            content="# Book",
            title="The book",
            initial_comment="Here it is",
        )

        message = stage.people.history(stage.bob.id, stage.council.id)[-1]
        assert (message["text"], message["files"][0]["title"]) == ("Here it is", "The book")
        info = await stage.client.files_info(file=answer["file"]["id"])
        assert (info["file"]["name"], info["file"]["size"]) == ("book.md", 6)
        async with httpx.AsyncClient(base_url=stage.server.page_url) as http:
            url = f"/{message['files'][0]['url']}"
            assert (await http.get(url, params={"as": stage.bob.id})).content == b"# Book"
            eve = stage.workspace.add_person("eve")
            assert (await http.get(url, params={"as": eve.id})).status_code == 403
        await stage.client.files_delete(file=answer["file"]["id"])
        assert stage.people.history(stage.bob.id, stage.council.id)[-1]["files"] == []


async def test_a_file_is_not_shared_where_the_bot_is_not(stage: Stage) -> None:
    with pytest.raises(SlackApiError, match="not_in_channel"):
        await stage.client.files_upload_v2(channel=stage.workspace.general.id, filename="a.txt", content="a")


async def test_pins_and_bookmarks_are_kept() -> None:
    async with a_stage(manifest=a_manifest(scopes=WIDE)) as stage:
        ts, channel = await stage.post(), stage.council.id

        await stage.client.pins_add(channel=channel, timestamp=ts)
        added = await stage.client.bookmarks_add(
            channel_id=channel, title="Board", type="link", link="https://b.org"
        )
        bookmark = added["bookmark"]["id"]
        await stage.client.bookmarks_edit(channel_id=channel, bookmark_id=bookmark, title="The board")

        assert await stage.error_of("pins.add", channel=channel, timestamp=ts) == "already_pinned"
        assert (await stage.client.pins_list(channel=channel))["items"][0]["message"]["ts"] == ts
        shown = {c["id"]: c for c in stage.people.channels(stage.ada.id)}[channel]
        assert (shown["pins"], shown["bookmarks"][0]["title"]) == ([ts], "The board")
        await stage.client.pins_remove(channel=channel, timestamp=ts)
        await stage.client.bookmarks_remove(channel_id=channel, bookmark_id=bookmark)
        assert await stage.error_of("pins.remove", channel=channel, timestamp=ts) == "no_pin"
        assert (await stage.client.bookmarks_list(channel_id=channel))["bookmarks"] == []


async def test_the_small_questions_are_answered() -> None:
    async with a_stage(manifest=a_manifest(scopes=WIDE)) as stage:
        who = await stage.client.auth_test()
        assert (who["user_id"], who["team_id"]) == (stage.bot, stage.workspace.team_id)
        assert (await stage.client.team_info())["team"]["name"] == "Rehearsal"
        assert (await stage.client.bots_info(bot=who["bot_id"]))["bot"]["user_id"] == stage.bot
        assert (await stage.client.emoji_list())["emoji"] == {}
        assert (await stage.client.api_test(foo="bar"))["args"] == {"foo": "bar"}
        assert await stage.error_of("api.test", error="my_error") == "my_error"


async def test_arguments_may_come_as_form_json_multipart_or_query(stage: Stage) -> None:
    token, channel = stage.installed.bot_token, stage.council.id
    bearer = {"Authorization": f"Bearer {token}"}
    blocks = '[{"type":"divider"}]'
    async with httpx.AsyncClient(base_url=stage.server.api_url) as http:
        answers = [
            await http.post("chat.postMessage", data={"token": token, "channel": channel, "blocks": blocks}),
            await http.post("chat.postMessage", json={"channel": channel, "text": "Ünï"}, headers=bearer),
            await http.post(
                "chat.postMessage",
                files={"channel": (None, channel), "text": (None, "Ünï")},
                headers=bearer,
            ),
            await http.get("chat.postMessage", params={"channel": channel, "text": "Ünï"}, headers=bearer),
        ]
        assert [answer.json()["ok"] for answer in answers] == [True] * 4
        assert {answer.json()["message"]["text"] for answer in answers} == {"", "Ünï"}

        broken = await http.post(
            "chat.postMessage", content=b"{", headers=bearer | {"Content-Type": "application/json"}
        )
        listed = await http.post("chat.postMessage", json=[1], headers=bearer)
        assert (broken.json()["error"], listed.json()["error"]) == ("invalid_json", "json_not_object")


@pytest.mark.parametrize(
    ("token", "method", "error"),
    [
        ("", "auth.test", "not_authed"),
        ("xoxb-wrong", "auth.test", "invalid_auth"),
        ("{app}", "chat.postMessage", "not_allowed_token_type"),
        ("{bot}", "chat.owl", "unknown_method"),
    ],
)
async def test_callers_are_checked(stage: Stage, token: str, method: str, error: str) -> None:
    tokens = {"app": stage.installed.app_token, "bot": stage.installed.bot_token}
    async with httpx.AsyncClient(base_url=stage.server.api_url) as http:
        bearer = {"Authorization": f"Bearer {token.format(**tokens)}"} if token else {}

        answer = await http.post(method, headers=bearer)

        assert answer.json() | {"ok": False, "error": error} == answer.json()


async def test_every_method_refuses_an_unknown_argument() -> None:
    scopes = sorted({method.scope for method in METHODS.values() if method.scope})
    async with a_stage(manifest=a_manifest(scopes=scopes)) as stage:
        app_level = stage.installed.app_token
        for name in METHODS:
            token = {"token": app_level} if name == "apps.connections.open" else {}

            error = await stage.error_of(name, owl="1", **token)

            assert error == "invalid_arguments", name
            assert "owl" in stage.workspace.sent[-1].response["response_metadata"]["messages"][0]
