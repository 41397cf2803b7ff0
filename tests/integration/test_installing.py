"""Moot is installed in a browser: by Bolt's flow, from a local workspace that speaks OAuth."""

import html
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from structlog.testing import capture_logs

from bot.db.installations import Installation
from bot.domain.errors.store import StoreAway
from bot.domain.ids import SlackTeam
from bot.slack.edge.manifest import OPTIONAL, REDIRECT_PATH, SCOPES
from bot.slack.edge.oauth import Why
from bot.web.installing.app import routes
from bot.web.installing.pages import FAILURES
from bot.workspace.state.records import Enterprise
from tests.builders import NOON
from tests.integration.installing import HOME, Town, a_file, a_town

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")  # slack_sdk's


async def test_moot_is_installed_and_says_what_is_next(database_url: str) -> None:
    async with a_town(database_url) as town:
        # when
        answer = await town.install()

        # then the browser goes on to a page without the code, which can be loaded again
        last = urlsplit(answer.headers["location"])
        assert answer.status == 303
        assert answer.headers["location"].startswith(f"{HOME}/slack/installed?")
        assert "code" not in last.query
        for _ in range(2):
            page = await town.get(last.path, last.query)
            assert page.status == 200
            assert "/moot new" in page.text
            assert f"app={town.app.id}&amp;team=T0ONE" in page.text
            assert "What you left out" not in page.text

        # and Moot has a token that works, and says hello once
        assert await town.token() == town.app.bot_token
        found = await town.store.services.installations.of(SlackTeam("", "T0ONE"))
        assert (found.bot_user, found.installed_by) == (town.app.bot_user_id, town.admin)
        assert (found.name, found.scopes) == ("T0ONE", frozenset(SCOPES))
        assert found.url
        assert found.refresh is not None
        assert found.expires_at == NOON + timedelta(hours=12)
        (said,) = town.dms()
        assert "/moot new" in said
        assert town.cookie == ""


async def test_installing_again_replaces_the_token_and_says_hello_to_nobody(tmp_path: Path) -> None:
    async with a_town(a_file(tmp_path)) as town:
        await town.install()
        before = await town.token()

        assert (await town.install()).status == 303

        assert await town.token() == town.app.bot_token != before
        assert len(town.dms()) == 1


async def test_what_was_left_out_is_named_with_what_it_is_for(tmp_path: Path) -> None:
    async with a_town(a_file(tmp_path)) as town:
        answer = await town.install(scope=["files:write"])

        last = urlsplit(answer.headers["location"])
        page = await town.get(last.path, last.query)
        assert "What you left out" in page.text
        assert SCOPES["users:read.email"] in html.unescape(page.text)
        assert "files:write" not in page.text
        installed = await town.store.services.installations.of(SlackTeam("", "T0ONE"))
        assert installed.scopes == frozenset(SCOPES) - set(OPTIONAL) | {"files:write"}


async def test_an_organization_installs_moot_for_all_its_workspaces(tmp_path: Path) -> None:
    async with a_town(a_file(tmp_path), Enterprise("E0ORG", "Organization")) as town:
        answer = await town.install(where="everywhere")

        last = urlsplit(answer.headers["location"])
        page = await town.get(last.path, last.query)
        assert "in your organization" in page.text
        assert "Open Moot in Slack" not in page.text
        for team in ("T0ONE", "T0TWO"):
            assert await town.token(SlackTeam("E0ORG", team)) == town.app.bot_token
        assert town.dms() == []


async def test_the_workspace_that_a_link_names_is_asked_for_and_nothing_else(tmp_path: Path) -> None:
    async with a_town(a_file(tmp_path)) as town:
        known = parse_qs(urlsplit(await town.begin("team=T0TWO")).query)
        forged = parse_qs(urlsplit(await town.begin("team=T0TWO%26scope%3Dadmin&redirect_uri=x")).query)

    assert known["team"] == ["T0TWO"]
    assert known["redirect_uri"] == forged["redirect_uri"] == [HOME + REDIRECT_PATH]
    assert known["scope"] == forged["scope"] == [",".join(SCOPES)]
    assert "team" not in forged


# --- it does not


async def refused(town: Town, query: str, why: Why) -> None:
    """Somebody comes back so, and reads why nothing came of it."""
    answer = await town.get(REDIRECT_PATH, query)
    assert answer.status == FAILURES[why].status
    assert html.escape(FAILURES[why].title, quote=False) in answer.text.replace("&#39;", "'")
    assert await town.store.services.installations.all() == []


async def test_people_who_cancel_are_told_so(tmp_path: Path) -> None:
    async with a_town(a_file(tmp_path)) as town:
        await refused(town, await town.in_slack(await town.begin(), answer="cancel"), Why.CANCELLED)


async def test_a_way_back_works_once_and_in_the_browser_where_it_began(tmp_path: Path) -> None:
    async with a_town(a_file(tmp_path)) as town:
        query = await town.in_slack(await town.begin())

        cookie, town.cookie = town.cookie, ""
        await refused(town, query, Why.OTHER_BROWSER)
        await town.begin()
        await refused(town, query, Why.OTHER_BROWSER)

        town.cookie = cookie
        assert (await town.get(REDIRECT_PATH, query)).status == 303
        town.cookie = cookie
        again = await town.get(REDIRECT_PATH, query)
        assert again.status == FAILURES[Why.TOO_LATE].status
        assert "used up" in again.text


async def test_a_way_back_is_open_for_ten_minutes(tmp_path: Path) -> None:
    async with a_town(a_file(tmp_path)) as town:
        query = await town.in_slack(await town.begin())
        town.now += timedelta(minutes=11)

        await refused(town, query, Why.TOO_LATE)


@pytest.mark.parametrize(
    ("code", "why"), [("&code=made.up", Why.USED_CODE), ("&code=", Why.NO_CODE), ("", Why.NO_CODE)]
)
async def test_a_code_that_slack_did_not_give_installs_nothing(code: str, why: Why, tmp_path: Path) -> None:
    async with a_town(a_file(tmp_path)) as town:
        state = parse_qs(urlsplit(await town.begin()).query)["state"][0]

        await refused(town, f"state={state}{code}", why)


async def test_with_a_wrong_secret_the_operator_is_told(tmp_path: Path) -> None:
    async with a_town(a_file(tmp_path), secret="wrong-and-hush") as town:
        query = await town.in_slack(await town.begin())
        with capture_logs() as lines:
            await refused(town, query, Why.SET_UP_WRONG)

    assert [one["error"] for one in lines if one["log_level"] == "error"] == ["bad_client_secret"]
    assert "hush" not in str(lines)


async def test_without_a_permission_that_it_needs_moot_is_not_installed(tmp_path: Path) -> None:
    async with a_town(a_file(tmp_path)) as town:
        url = (await town.begin()).replace("chat%3Awrite%2C", "")
        query = await town.in_slack(url)

        await refused(town, query, Why.SCOPES)
        assert "chat:write" in town.seen[-1]


async def test_while_slack_is_away_nothing_is_installed(tmp_path: Path) -> None:
    async with a_town(a_file(tmp_path)) as town:
        query = await town.in_slack(await town.begin())
        client = AsyncWebClient(base_url="http://127.0.0.1:1/api/", retry_handlers=[])
        services = town.store.services
        town.site = Starlette(
            routes=routes(town.settings, client, services.installations, town.store.states, services.now)
        )

        await refused(town, query, Why.UNREACHABLE)


async def test_while_the_database_is_away_somebody_is_asked_to_try_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def save(_new: Installation) -> bool:
        raise StoreAway

    async with a_town(a_file(tmp_path)) as town:
        query = await town.in_slack(await town.begin())
        monkeypatch.setattr(town.store.services.installations, "save", save)

        await refused(town, query, Why.BUSY)
