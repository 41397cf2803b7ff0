"""User groups, for those who may see them."""

from tests.workspace.stage import WIDE, Stage, a_manifest, a_stage


async def test_groups_are_listed_with_their_handles_and_say_who_is_in_them() -> None:
    async with a_stage(manifest=a_manifest(scopes=[*WIDE, "usergroups:read"])) as stage:
        group = stage.workspace.add_user_group("hosts", [stage.ada.id])

        [listed] = (await stage.client.usergroups_list())["usergroups"]
        assert (listed["id"], listed["handle"], listed["user_count"]) == (group.id, "hosts", 1)
        assert (await stage.client.usergroups_users_list(usergroup=group.id))["users"] == [stage.ada.id]
        assert await stage.error_of("usergroups.users.list", usergroup="S0GONE") == "no_such_subteam"


async def test_without_the_scope_nobody_sees_them(stage: Stage) -> None:
    assert await stage.error_of("usergroups.list") == "missing_scope"
