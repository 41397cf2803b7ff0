"""Tokens: what they open, how apps get them by OAuth, how they expire, and how they end."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import Server
from bot.workspace.state import installing
from bot.workspace.state.records import Enterprise, Json
from bot.workspace.workspace import Workspace
from tests.patience import PATIENCE, a_workspace
from tests.workspace.stage import SCOPES, HandClock, Stage, a_manifest

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")  # slack_sdk's
BACK = "https://app.example/back"
ORGANIZATION = Enterprise("E0ORG", "Organization")


class Pair:
    """Two workspaces on one server, with an app on offer in both."""

    def __init__(self, server: Server, clock: HandClock) -> None:
        self.server, self.clock = server, clock
        self.one, self.two = server.workspaces
        self.app, self.other = (next(iter(built.apps.values())) for built in server.workspaces)
        self.slack = AsyncWebClient(base_url=server.api_url)

    def code(self, workspace: Workspace, redirect_uri: str = BACK, *, everywhere: bool = False) -> str:
        """What somebody's Allow in this workspace gives the app."""
        person = next(one for one in workspace.people.values() if not one.is_bot)
        there = workspace.app_by_client(self.app.client_id)
        assert there is not None
        scopes = frozenset(SCOPES)
        return installing.allow(workspace, there, person, scopes, redirect_uri, everywhere=everywhere)

    async def access(self, **given: Any) -> Json:
        """`oauth.v2.access` as the app calls it."""
        known = {"client_id": self.app.client_id, "client_secret": self.app.client_secret}
        answer = await self.slack.oauth_v2_access(**(known | given))
        return dict(answer.data) if isinstance(answer.data, dict) else {}

    async def installed(self, workspace: Workspace, *, everywhere: bool = False) -> Json:
        """Allowed, and its token fetched."""
        return await self.access(code=self.code(workspace, everywhere=everywhere), redirect_uri=BACK)

    async def refusal(self, **given: Any) -> str:
        with pytest.raises(SlackApiError) as refused:
            await self.access(**given)
        return str(refused.value.response["error"])

    async def error_with(self, token: str, method: str = "auth.test", **given: Any) -> str:
        """What a call with this token is refused with; empty if it is not."""
        try:
            await self.slack.api_call(method, json=given | {"token": token})
        except SlackApiError as refused:
            return str(refused.response["error"])
        return ""


@asynccontextmanager
async def a_pair(*, rotates: bool = False, enterprise: Enterprise | None = None) -> AsyncIterator[Pair]:
    manifest = a_manifest()
    manifest["oauth_config"]["redirect_urls"] = [BACK]
    manifest["settings"] |= {"token_rotation_enabled": rotates, "org_deploy_enabled": enterprise is not None}
    clock, same_as = HandClock(), None
    workspaces = []
    for number, team_id in enumerate(("T0ONE", "T0TWO")):
        ids = number * 1_000 if enterprise else 0
        built = a_workspace(
            team_id, clock=clock, team_id=team_id, enterprise=enterprise, ids_from=ids, record=True
        )
        same_as = built.offer_app(manifest, same_as=same_as)
        built.add_person("ada")
        workspaces.append(built)
    async with Server(*workspaces) as server:
        yield Pair(server, clock)


async def test_each_installation_has_a_token_that_opens_one_workspace_although_all_ids_are_equal() -> None:
    async with a_pair() as pair:
        # given an app that is the same for both
        assert (pair.app.id, pair.app.client_id) == (pair.other.id, pair.other.client_id)
        assert pair.app.bot_user_id == pair.other.bot_user_id

        # when it is installed in each
        first, second = await pair.installed(pair.one), await pair.installed(pair.two)

        # then each token opens its own, at whichever address it is called
        assert first["access_token"] != second["access_token"]
        assert first["team"] == {"id": "T0ONE", "name": "T0ONE"}
        assert first["authed_user"] == second["authed_user"]
        assert (first["enterprise"], first["is_enterprise_install"]) == (None, False)
        for installed, team in ((first, "T0ONE"), (second, "T0TWO")):
            test = await pair.slack.auth_test(token=installed["access_token"])
            assert test["team_id"] == team
        await pair.slack.chat_postMessage(
            channel=pair.two.people[second["authed_user"]["id"]].id,
            text="Hello",
            token=second["access_token"],
        )
        assert [one.method for one in pair.one.sent].count("chat.postMessage") == 0
        assert [one.method for one in pair.two.sent].count("chat.postMessage") == 1


async def test_a_code_works_once_for_ten_minutes_with_the_address_it_was_given_for() -> None:
    async with a_pair() as pair:
        code = pair.code(pair.one)
        assert await pair.refusal(code=code, redirect_uri=f"{BACK}/else") == "bad_redirect_uri"
        assert await pair.refusal(code=code) == "bad_redirect_uri"
        await pair.access(code=code, redirect_uri=BACK)
        assert await pair.refusal(code=code, redirect_uri=BACK) == "code_already_used"
        assert await pair.refusal(code="made.up", redirect_uri=BACK) == "invalid_code"
        late = pair.code(pair.two)
        pair.clock.forward(601)
        assert await pair.refusal(code=late, redirect_uri=BACK) == "invalid_code"


async def test_only_the_app_itself_gets_its_token_by_form_or_by_basic_authorization() -> None:
    async with a_pair() as pair:
        code = pair.code(pair.one)
        given = {"code": code, "redirect_uri": BACK}
        assert await pair.refusal(**given, client_id="1.2") == "invalid_client_id"
        assert await pair.refusal(**given, client_secret="guessed") == "bad_client_secret"
        assert await pair.refusal(**given, grant_type="password") == "invalid_grant_type"

        # when the client stands in the form
        form = given | {"client_id": pair.app.client_id, "client_secret": pair.app.client_secret}
        async with httpx.AsyncClient(base_url=pair.server.api_url, timeout=PATIENCE) as http:
            answer = (await http.post("oauth.v2.access", data=form)).json()

        # then that is enough, and no secret lies in the traffic
        assert answer["ok"]
        known = str(pair.one.traffic.exchanges)
        for secret in (pair.app.client_secret, code, answer["access_token"]):
            assert secret not in known


async def test_a_token_that_expires_is_refreshed_with_a_refresh_token_that_works_once() -> None:
    async with a_pair(rotates=True) as pair:
        # given an installation with token rotation
        first = await pair.installed(pair.one)
        assert first["access_token"].startswith("xoxe.xoxb-")
        assert first["refresh_token"].startswith("xoxe-")
        assert first["expires_in"] == 43_200

        # when it is refreshed after eleven hours
        pair.clock.forward(11 * 3600)
        refresh = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
        second = await pair.access(**refresh)

        # then both tokens work until each expires, and the refresh token does not work again
        assert await pair.refusal(**refresh) == "invalid_refresh_token"
        assert [await pair.error_with(one["access_token"]) for one in (first, second)] == ["", ""]
        pair.clock.forward(2 * 3600)
        assert await pair.error_with(first["access_token"]) == "token_expired"
        assert await pair.error_with(second["access_token"]) == ""
        pair.clock.forward(10 * 3600)
        assert await pair.error_with(second["access_token"]) == "token_expired"
        again = await pair.access(grant_type="refresh_token", refresh_token=second["refresh_token"])
        assert await pair.error_with(again["access_token"]) == ""


async def test_a_token_that_never_expires_is_exchanged_when_its_app_begins_to_rotate() -> None:
    async with a_pair() as pair:
        client = {"client_id": pair.app.client_id, "client_secret": pair.app.client_secret}
        token = (await pair.installed(pair.one))["access_token"]
        with pytest.raises(SlackApiError, match="token_rotation_not_enabled"):
            await pair.slack.oauth_v2_exchange(token=token, **client)

        pair.app.rotates = True
        exchanged = await pair.slack.oauth_v2_exchange(token=token, **client)

        assert await pair.error_with(exchanged["access_token"]) == ""
        with pytest.raises(SlackApiError, match="token_already_exchanged"):
            await pair.slack.oauth_v2_exchange(token=exchanged["access_token"], **client)
        with pytest.raises(SlackApiError, match="invalid_token"):
            await pair.slack.oauth_v2_exchange(token=token, **client)


async def test_an_app_that_is_removed_from_one_workspace_works_on_in_the_other_and_can_come_back() -> None:
    async with a_pair() as pair:
        first, second = await pair.installed(pair.one), await pair.installed(pair.two)
        client = {"client_id": pair.app.client_id, "client_secret": pair.app.client_secret}

        await pair.slack.apps_uninstall(token=first["access_token"], **client)

        assert await pair.error_with(first["access_token"]) == "account_inactive"
        assert await pair.error_with(second["access_token"]) == ""
        assert pair.one.people[pair.app.bot_user_id].deleted
        again = await pair.installed(pair.one)
        assert again["access_token"] != first["access_token"]
        assert again["bot_user_id"] == first["bot_user_id"]
        assert not pair.one.people[pair.app.bot_user_id].deleted


async def test_to_install_an_app_once_more_keeps_its_token_and_adds_scopes(stage: Stage) -> None:
    app, workspace = stage.installed, stage.workspace
    before = app.bot_token

    installing.install(workspace, app, frozenset({"pins:write"}))

    assert app.bot_token == before
    assert app.scopes == frozenset(SCOPES) | {"pins:write"}


async def test_an_app_in_a_whole_organization_says_which_workspace_it_means() -> None:
    async with a_pair(enterprise=ORGANIZATION) as pair:
        # when somebody installs it everywhere
        answer = await pair.installed(pair.one, everywhere=True)

        # then there is one token, for the organization
        assert (answer["team"], answer["is_enterprise_install"]) == (None, True)
        assert answer["enterprise"] == {"id": "E0ORG", "name": "Organization"}
        slack = AsyncWebClient(base_url=pair.server.api_url, token=answer["access_token"])
        test = await slack.auth_test()
        assert (test["enterprise_id"], test["is_enterprise_install"]) == ("E0ORG", True)
        listed = (await slack.auth_teams_list())["teams"]
        assert [team["id"] for team in listed] == ["T0ONE", "T0TWO"]

        # and what it names tells in which workspace, or else it has to say so
        ada = next(one for one in pair.two.people.values() if one.name == "ada")
        await slack.chat_postMessage(channel=ada.id, text="Hello")
        assert pair.two.sent[-1].method == "chat.postMessage"
        with pytest.raises(SlackApiError, match="missing_argument"):
            await slack.users_list()
        members = (await slack.users_list(team_id="T0TWO"))["members"]
        assert ada.id in [one["id"] for one in members]
        with pytest.raises(SlackApiError, match="team_access_not_granted"):
            await slack.users_list(team_id="T0THREE")

        # and it goes from all of them at once
        await slack.auth_revoke()
        assert not pair.app.installed
        assert not pair.other.installed


async def test_permission_is_given_on_a_page_and_brings_the_browser_back_with_a_code() -> None:
    async with a_pair() as pair:
        query = {
            "client_id": pair.app.client_id,
            "scope": "chat:write,commands",
            "state": "s1",
            "redirect_uri": BACK,
            "team": "T0TWO",
        }
        async with httpx.AsyncClient(base_url=pair.server.page_url, timeout=PATIENCE) as http:
            page = await http.get("oauth/v2/authorize", params=query)
            ada = next(one for one in pair.two.people.values() if one.name == "ada")
            form = {"answer": "allow", "person": ada.id}
            allowed = await http.post("oauth/v2/authorize", params=query, data=form)
            cancelled = await http.post("oauth/v2/authorize", params=query, data={"answer": "cancel"})
            wrong = {
                name: (await http.get("oauth/v2/authorize", params=query | {name: other})).text
                for name, other in (
                    ("client_id", "1.2"),
                    ("redirect_uri", "https://evil.example"),
                    ("scope", ""),
                )
            }

        # then it says who asks for what, and where
        assert "Parrot asks for permission to access the T0TWO workspace" in page.text
        assert "chat:write" in page.text
        assert page.headers["X-Frame-Options"] == "DENY"
        back = parse_qs(urlsplit(allowed.headers["Location"]).query)
        assert back["state"] == ["s1"]
        answer = await pair.access(code=back["code"][0], redirect_uri=BACK)
        assert (answer["team"]["id"], answer["authed_user"]["id"]) == ("T0TWO", ada.id)
        assert answer["scope"] == "chat:write,commands"
        assert cancelled.headers["Location"] == f"{BACK}?error=access_denied&state=s1"
        for name, error in (
            ("client_id", "invalid_client_id"),
            ("redirect_uri", "bad_redirect_uri"),
            ("scope", "no_scopes"),
        ):
            assert error in wrong[name]
