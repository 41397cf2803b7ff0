"""The app asks Slack for what the code uses, and for nothing else."""

import ast
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from typer.testing import CliRunner

import bot
from bot.cli.main import cli
from bot.platform.rates import PER_MINUTE
from bot.slack.app import every_listener
from bot.slack.edge.listeners import ANY, Kind
from bot.slack.edge.manifest import (
    AT_THE_TOP,
    EVENTS,
    IN_ORGANIZATIONS,
    OPTIONAL,
    READ_BACK,
    SCOPES,
    manifest,
)

ROOT = Path(bot.__file__).parents[1]
CODE = [
    path
    for path in sorted((ROOT / "bot").rglob("*.py"))
    if not {"rehearsal", "workspace"} & set(path.relative_to(ROOT).parts)
]
CALLERS = ("call", "_call")  # the courier's way to call a method by its name

# docs.slack.dev/reference/methods/<method>, "Required scopes", for a bot and private channels.
METHODS: dict[str, str | None] = {
    "apps.connections.open": None,  # the app-level token's connections:write
    "auth.teams.list": None,
    "auth.test": None,
    "bookmarks.add": "bookmarks:write",
    "bookmarks.edit": "bookmarks:write",
    "bookmarks.list": "bookmarks:read",
    "canvases.edit": "canvases:write",
    "canvases.sections.lookup": "canvases:read",
    "chat.getPermalink": None,
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.delete": "chat:write",
    "chat.update": "chat:write",
    "conversations.archive": "groups:write",
    "conversations.canvases.create": "canvases:write",
    "conversations.create": "groups:write",
    "conversations.info": "groups:read",
    "conversations.history": None,  # a scope of READ_BACK for each kind of channel
    "conversations.invite": "groups:write",
    "conversations.open": None,  # im:write, which is one of READ_BACK
    "conversations.kick": "groups:write",
    "conversations.members": "channels:read",
    "conversations.setTopic": "groups:write",
    "files.completeUploadExternal": "files:write",
    "files.getUploadURLExternal": "files:write",
    "oauth.v2.access": None,  # the client's id and secret
    "pins.add": "pins:write",
    "reactions.add": "reactions:write",
    "reactions.get": "reactions:read",
    "usergroups.list": "usergroups:read",
    "usergroups.users.list": "usergroups:read",
    "users.conversations": "groups:read",
    "users.info": "users:read",
    "users.list": "users:read",
    "users.lookupByEmail": "users:read.email",
    "views.open": None,
    "views.publish": None,
    "views.push": None,
    "views.update": None,
}
ONE_BY_ONE = ("files:write", "users:read.email", "usergroups:read")
# docs.slack.dev/reference/events/<event>, "Required scopes", for private channels.
EVENT_SCOPES: dict[str, str | None] = {
    "app_home_opened": None,
    "app_uninstalled": None,
    "team_access_granted": None,
    "team_access_revoked": None,
    "tokens_revoked": None,
    "channel_archive": "channels:read",
    "channel_deleted": "channels:read",
    "channel_left": "channels:read",
    "channel_unarchive": "channels:read",
    "group_archive": "groups:read",
    "group_deleted": "groups:read",
    "group_left": "groups:read",
    "group_unarchive": "groups:read",
    "member_joined_channel": "groups:read",
    "member_left_channel": "groups:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "user_change": "users:read",
}


def named(kind: Kind) -> set[str]:
    """Everything of this kind that has a listener of its own."""
    return {name for one, name in every_listener().known if one is kind} - {ANY}


def methods_called() -> set[str]:
    """Every Web API method in the code: `client.views_open(…)`, `call("chat.update", …)`, FIRST_CALLS."""
    return {method for path in CODE for method in methods_in(path)}


@cache
def methods_in(path: Path) -> frozenset[str]:
    """Those in one file."""
    return frozenset(_methods(ast.parse(path.read_text("utf-8"))))


def _methods(tree: ast.AST) -> Iterator[str]:
    by_attribute = {method.replace(".", "_"): method for method in METHODS}
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(value=on, attr="api_call"), args=[ast.Constant(value=str(method)), *_]
            ) if _is_client(on):
                yield method
            case ast.Call(func=ast.Attribute(value=on, attr=name)) if _is_client(on) and _of_the_web_api(
                name
            ):
                yield by_attribute.get(name, name)
            case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(method)), *_]) if (
                name in CALLERS
            ):
                yield method
            case ast.Call(func=ast.Name(id="paged"), args=[_, ast.Constant(value=str(method)), *_]):
                yield method
            case ast.Call(func=ast.Name(id="Kind"), args=[_, ast.Constant(value=str(method)), *_]) if method:
                yield method  # the first that a kind of work takes


def _is_client(on: ast.expr) -> bool:
    return ast.unparse(on).rpartition(".")[2].lstrip("_") == "client"


def _of_the_web_api(name: str) -> bool:
    """Whether slack_sdk's client has a method of this name; `api_call` and those with an underscore in front
    are its own."""
    return not name.startswith("_") and callable(getattr(AsyncWebClient, name, None))


def test_every_method_that_is_called_is_known_and_every_known_one_is_called() -> None:
    assert methods_called() == set(METHODS)


def test_the_scopes_asked_for_are_those_that_are_needed() -> None:
    needed = {METHODS[method] for method in methods_called()} | set(EVENT_SCOPES.values())
    needed |= {"commands"} if manifest()["features"]["slash_commands"] else set()

    assert set(SCOPES) - set(READ_BACK) == needed - {None}
    assert manifest()["oauth_config"]["scopes"]["bot"] == list(SCOPES)


def test_only_niceties_addresses_and_reading_back_may_be_left_out_at_the_installation() -> None:
    """The changelog of docs.slack.dev, 16 March 2026: optional scopes are named beside all the others."""
    optional = manifest()["oauth_config"]["scopes"]["bot_optional"]
    assert optional == list(OPTIONAL) == [*ONE_BY_ONE, *READ_BACK, *AT_THE_TOP]
    assert set(OPTIONAL) < set(SCOPES)


def test_each_scope_has_a_reason() -> None:
    assert [
        scope for scope, reason in SCOPES.items() if len(reason.split()) < 3 and scope != "commands"
    ] == []
    assert all(reason.strip() for reason in SCOPES.values())


def test_every_subscribed_event_has_a_listener() -> None:
    """Bolt acknowledges no event without one, and Slack would send it again and again."""
    events = {*EVENTS, *IN_ORGANIZATIONS}
    assert events - named(Kind.EVENT) == set()
    assert events == set(EVENT_SCOPES)
    assert manifest()["settings"]["event_subscriptions"]["bot_events"] == list(EVENTS)


def test_an_app_for_organizations_hears_in_which_of_their_workspaces_it_is() -> None:
    made = manifest("https://moot.example.org", many=True)

    assert made["settings"]["event_subscriptions"]["bot_events"] == [*EVENTS, *IN_ORGANIZATIONS]


def test_every_slash_command_has_a_listener_and_the_other_way_round() -> None:
    offered = [command["command"] for command in manifest()["features"]["slash_commands"]]

    assert sorted(offered) == sorted(named(Kind.COMMAND))
    assert all(command["should_escape"] for command in manifest()["features"]["slash_commands"])


def test_every_shortcut_has_a_listener_and_fits_slacks_limits() -> None:
    """Lengths: slackapi/manifest-schema, version 2."""
    offered = manifest()["features"]["shortcuts"]

    listened = {"global": named(Kind.SHORTCUT), "message": named(Kind.MESSAGE_SHORTCUT)}
    assert {
        kind: {one["callback_id"] for one in offered if one["type"] == kind} for kind in listened
    } == listened
    assert {one["type"] for one in offered} == {"global", "message"}
    for one in offered:
        assert 1 <= len(one["name"]) <= 24
        assert 1 <= len(one["description"]) <= 150


def test_the_courier_knows_the_rate_of_every_method_it_calls() -> None:
    courier = {
        method
        for path in CODE
        if {"courier", "intents"} & set(path.relative_to(ROOT).parts)
        for method in methods_in(path)
    }

    assert courier - set(PER_MINUTE) == set()


def test_the_texts_are_within_slacks_limits() -> None:
    """Lengths: slackapi/manifest-schema, version 2."""
    shown, features = manifest()["display_information"], manifest()["features"]

    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert len(features["bot_user"]["display_name"]) <= 80
    for command in features["slash_commands"]:
        assert command["command"].startswith("/")
        assert len(command["command"]) <= 32
        assert 1 <= len(command["description"]) <= 2000
        assert 1 <= len(command["usage_hint"]) <= 1000


def test_direct_messages_and_home_are_switched_on() -> None:
    """Without the messages tab, Slack answers every direct message with messages_tab_disabled."""
    assert manifest()["features"]["app_home"]["messages_tab_enabled"] is True
    assert manifest()["features"]["app_home"]["home_tab_enabled"] is True


def test_the_app_is_reached_by_socket_mode_and_needs_no_address() -> None:
    assert manifest()["settings"]["socket_mode_enabled"] is True
    assert manifest()["settings"]["interactivity"] == {"is_enabled": True}
    assert "http" not in json.dumps(manifest())


def test_an_app_for_many_workspaces_has_a_way_back_and_tokens_that_expire() -> None:
    one, many = manifest("https://moot.example.org/"), manifest("https://moot.example.org/", many=True)

    assert many["oauth_config"]["redirect_urls"] == ["https://moot.example.org/slack/oauth_redirect"]
    for name in ("org_deploy_enabled", "token_rotation_enabled"):
        assert (one["settings"][name], many["settings"][name]) == (False, True)
    assert "redirect_urls" not in one["oauth_config"]


def test_the_command_prints_the_manifest_for_many_and_wants_an_address_for_it() -> None:
    told = CliRunner().invoke(cli, ["manifest", "--http", "https://moot.example.org", "--many"])
    untold = CliRunner().invoke(cli, ["manifest", "--many"])

    assert json.loads(told.stdout) == manifest("https://moot.example.org", many=True)
    assert (told.exit_code, untold.exit_code) == (0, 2)


@pytest.fixture
def printed() -> str:
    """What `moot manifest` prints."""
    result = CliRunner().invoke(cli, ["manifest"])
    assert result.exit_code == 0
    return result.stdout


def test_the_file_is_what_the_command_prints(printed: str) -> None:
    """`moot manifest > manifest.json` renews it."""
    assert (ROOT / "manifest.json").read_text("utf-8") == printed
    assert json.loads(printed) == manifest()


def test_slacks_own_tool_gets_the_manifest_from_the_command() -> None:
    """docs.slack.dev/tools/slack-cli/reference/hooks: get-manifest prints the manifest as JSON."""
    hooks = json.loads((ROOT / ".slack" / "hooks.json").read_text("utf-8"))

    assert hooks == {"hooks": {"get-manifest": ".venv/bin/moot manifest"}}
