"""Who may create games in a workspace, and where: when the form is opened, and again when it is sent."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.config import Settings
from bot.domain.ids import UserId
from bot.domain.rights import Channels, Creators
from bot.slack.blocks import names
from tests.slack.stage import FACILITATOR, GAME, PLENARY, TEAM, Stage, a_stage

ADMIN, GUEST, MEMBER = "U0ADMIN", "U0GUEST", "U0MEMBER"
HOSTS = "S0HOSTS"
OPENED = "[New game]"
CASES = [  # who may, where, the channel, who asks, what they read
    ("", "", {}, MEMBER, OPENED),
    ("", "", {}, GUEST, "you are a guest"),
    ("anyone", "anywhere", {}, GUEST, "you are a guest"),
    ("", "", {"is_general": True}, MEMBER, "only workspace admins may create games in this channel"),
    ("", "", {"is_general": True}, ADMIN, OPENED),
    ("", "general", {"is_general": True}, MEMBER, OPENED),
    ("", "", {"is_ext_shared": True}, ADMIN, "This channel includes people from other organisations"),
    ("", "", {"is_pending_ext_shared": True}, MEMBER, "people from other organisations"),
    ("", "shared", {"is_ext_shared": True}, MEMBER, OPENED),
    ("", "C0OTHER", {}, MEMBER, "created only in channels that the workspace's admins have chosen"),
    ("", PLENARY, {}, MEMBER, OPENED),
    ("", "", {"is_mpim": True}, MEMBER, "not in a group direct message"),
    ("admins", "", {}, MEMBER, "only workspace admins may create games"),
    ("admins", "", {}, ADMIN, OPENED),
    ("channel-creators", "", {"creator": MEMBER}, MEMBER, OPENED),
    ("channel-creators", "", {"creator": ADMIN}, MEMBER, "only the creator of the channel may create"),
    (MEMBER, "", {}, MEMBER, OPENED),
    (ADMIN, "", {}, MEMBER, "only certain people may create games"),
    (HOSTS, "", {}, MEMBER, OPENED),
    (HOSTS, "", {}, ADMIN, "only members of certain user groups may create games"),
]


@pytest.fixture
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    async with a_stage(tmp_path, monkeypatch) as found:
        found.slack.people |= {ADMIN: {"is_admin": True}, GUEST: {"is_restricted": True}}
        found.slack.groups[HOSTS] = [MEMBER]
        yield found


async def choose(stage: Stage, creators: str, channels: str = "") -> None:
    rights = Creators.read(creators), Channels.read(channels)
    await stage.store.services.rights.choose(TEAM, *rights, by=UserId(ADMIN))


async def opened_before(stage: Stage, user: str) -> dict[str, Any]:
    """The form of somebody who opened it when they still might."""
    await choose(stage, "", "anywhere")
    people, stage.slack.people = stage.slack.people, {}
    await stage.command(user, "/moot", "new")
    stage.slack.people = people
    return stage.slack.views()[0]


@pytest.mark.parametrize(("creators", "channels", "channel", "user", "reads"), CASES)
async def test_who_may_create_a_game_where_is_asked_when_the_form_opens_and_when_it_is_sent(
    stage: Stage, creators: str, channels: str, channel: dict[str, Any], user: str, reads: str
) -> None:
    # given a form that was opened before anything was chosen
    form = await opened_before(stage, user)
    await choose(stage, creators, channels)
    stage.slack.channels[PLENARY] = channel

    # when the form is asked for again, and the open one is sent
    said = await stage.command(user, "/moot", "new")
    sent = await stage.submit(user, form)

    # then both have the same end
    assert reads in said
    made = await stage.store.services.reader.latest()
    assert (made is not None) is (reads == OPENED)
    assert reads == OPENED or reads in str(sent.body)
    assert not any(one in said + str(sent.body) for one in (HOSTS, "C0OTHER"))


async def test_a_private_channel_without_moot_shows_the_form_and_takes_no_game_before_it_is_invited(
    stage: Stage,
) -> None:
    stage.slack.refuses["conversations.info"] = "channel_not_found"
    said = await stage.command(MEMBER, "/moot", "new")
    sent = await stage.submit(MEMBER, stage.slack.views()[0])
    assert "I am not in this channel yet" in said
    assert "I am not in this channel yet" in str(sent.body)

    await choose(stage, "", "shared")  # then it does not matter who is there
    assert "I am not" not in str((await stage.submit(MEMBER, stage.slack.views()[0])).body)


@pytest.mark.parametrize(
    ("error", "reads"),
    [
        ("missing_scope", "grant this app usergroups:read"),
        ("no_such_subteam", "A user group that may create games here no longer exists"),
        ("ratelimited", "Slack refused this (ratelimited)"),
    ],
)
async def test_what_keeps_moot_from_seeing_a_group_is_told(stage: Stage, error: str, reads: str) -> None:
    await choose(stage, f"{HOSTS},{ADMIN}")
    stage.slack.refuses["usergroups.users.list"] = error

    assert reads in await stage.command(MEMBER, "/moot", "new")
    assert OPENED in await stage.command(ADMIN, "/moot", "new")  # of whom nothing need be asked


async def test_who_is_in_a_group_is_remembered_for_a_minute_and_in_its_workspace(stage: Stage) -> None:
    await choose(stage, HOSTS)
    for _ in range(2):
        assert OPENED in await stage.command(MEMBER, "/moot", "new")
    stage.slack.groups[HOSTS] = []
    assert [method for method, _ in stage.slack.calls].count("usergroups.users.list") == 1

    stage.now += timedelta(minutes=1)
    assert "only members of certain user groups" in await stage.command(MEMBER, "/moot", "new")


# --- the form for admins


async def test_admins_choose_and_it_applies_at_once(stage: Stage) -> None:
    await stage.command(ADMIN, "/moot", "admin")
    form = stage.slack.views()[-1]
    some = {"type": "static_select", "selected_option": {"value": "some"}}
    boxes = {"type": "checkboxes", "selected_options": [{"value": "admins"}]}

    answer = await stage.submit(ADMIN, form, who=some, kinds=boxes, groups="@handle-s0hosts")

    assert "workspace admins and members of certain user groups" in str(answer.body)
    assert (await stage.store.services.rights.of(TEAM)).creators == Creators(admins=True, groups=(HOSTS,))
    assert OPENED in await stage.command(MEMBER, "/moot", "new")
    assert "may create games" in await stage.command(FACILITATOR, "/moot", "new")
    await stage.press(ADMIN, names.CHOOSE_RIGHTS)
    assert "@handle-s0hosts" in str(stage.slack.views()[-1])


@pytest.mark.parametrize(
    ("given", "field", "reads"),
    [
        ({"who": "some"}, "who", "Choose who may create games"),
        ({"where": "some"}, "only", "Choose at least one channel"),
        ({"groups": "@nobody"}, "groups", "There is no user group @nobody here"),
    ],
)
async def test_what_names_nobody_is_refused_at_its_field(
    stage: Stage, given: dict[str, str], field: str, reads: str
) -> None:
    await stage.command(ADMIN, "/moot", "admin")
    values: dict[str, Any] = {"kinds": {"type": "checkboxes", "selected_options": []}}
    for name, value in given.items():
        chosen = {"type": "static_select", "selected_option": {"value": value}}
        values[name] = value if name == "groups" else chosen

    answer = await stage.submit(ADMIN, stage.slack.views()[-1], **values)

    assert f'"{field}": "{reads}' in str(answer.body)


async def test_an_admin_who_names_a_group_that_slack_does_not_show_reads_what_they_can_do(
    stage: Stage,
) -> None:
    await stage.command(ADMIN, "/moot", "admin")
    stage.slack.refuses["usergroups.list"] = "missing_scope"

    answer = await stage.submit(ADMIN, stage.slack.views()[-1], groups="@hosts")

    assert "Slack does not let me see user groups. Grant this app usergroups:read" in str(answer.body)


@pytest.mark.parametrize("user", [MEMBER, GUEST])
async def test_nobody_but_an_admin_opens_the_form_or_has_it_taken(stage: Stage, user: str) -> None:
    await stage.command(ADMIN, "/moot", "admin")
    form = stage.slack.views()[-1]

    assert "Only the admins and owners" in await stage.command(user, "/moot", "admin")
    assert "Only the admins and owners" in await stage.press(user, names.CHOOSE_RIGHTS)
    assert "Only the admins and owners" in str((await stage.submit(user, form)).body)


async def test_a_form_that_another_admin_has_overtaken_saves_nothing(stage: Stage) -> None:
    await stage.command(ADMIN, "/moot", "admin")
    await choose(stage, "admins")

    answer = await stage.submit(ADMIN, stage.slack.views()[-1])

    assert "Another admin changed this" in str(answer.body)
    assert (await stage.store.services.rights.of(TEAM)).creators == Creators(admins=True)


async def test_running_games_and_their_new_facilitators_are_not_affected(stage: Stage) -> None:
    await stage.create()
    await choose(stage, "admins", "C0OTHER")

    said = await stage.command(FACILITATOR, "/moot", f"cofacilitate <@{MEMBER}>")
    assert "may create games" not in said
    assert MEMBER in (await stage.store.services.reader.game(GAME))[0].facilitators


async def test_what_the_operator_has_set_wins_and_the_form_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOOT_CREATORS", "admins")
    async with a_stage(tmp_path, monkeypatch) as stage:
        stage.slack.people[ADMIN] = {"is_owner": True}
        await choose(stage, "anyone", "shared")
        said = await stage.command(ADMIN, "/moot", "admin")
        assert "has set MOOT_CREATORS: workspace admins" in said
        assert "who" not in {block.get("block_id") for block in stage.slack.views()[-1]["blocks"]}
        assert "The person who runs Moot can change that" in await stage.command(MEMBER, "/moot", "new")


def test_ids_in_the_settings_are_for_one_workspace() -> None:
    many = {"slack_client_id": "1.2", "_env_file": None}
    assert Settings(**many, moot_creators="admins", moot_channels="general").many

    for wrong in ({"moot_creators": "U0ADA"}, {"moot_creators": HOSTS}, {"moot_channels": "C0ONE"}):
        with pytest.raises(ValueError, match="among many, the admins of each choose them"):
            Settings(**many, **wrong)
    with pytest.raises(ValueError, match="EVERYBODY names nobody"):
        Settings(_env_file=None, moot_creators="everybody")
