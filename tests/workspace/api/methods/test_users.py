"""Who is here, and what an app is told of them."""

from tests.workspace.stage import WIDE, Stage, a_manifest, a_stage


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


async def test_the_small_questions_are_answered() -> None:
    async with a_stage(manifest=a_manifest(scopes=WIDE)) as stage:
        who = await stage.client.auth_test()
        assert (who["user_id"], who["team_id"]) == (stage.bot, stage.workspace.team_id)
        assert (await stage.client.team_info())["team"]["name"] == "Rehearsal"
        assert (await stage.client.bots_info(bot=who["bot_id"]))["bot"]["user_id"] == stage.bot
        assert (await stage.client.emoji_list())["emoji"] == {}
        assert (await stage.client.api_test(foo="bar"))["args"] == {"foo": "bar"}
        assert await stage.error_of("api.test", error="my_error") == "my_error"
