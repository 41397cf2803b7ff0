"""Tokens: what they open, how apps get them by OAuth, how they expire, and how they end."""

import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.state import installing
from bot.workspace.state.records import Enterprise
from tests.patience import PATIENCE
from tests.workspace.pair import BACK, a_pair
from tests.workspace.stage import SCOPES, Stage

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")  # slack_sdk's
ORGANIZATION = Enterprise("E0ORG", "Organization")


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


async def test_reinstalling_an_app_keeps_its_token_and_adds_scopes(stage: Stage) -> None:
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
