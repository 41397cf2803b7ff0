"""Moot is installed in a browser: by Bolt's flow, from a local workspace that speaks OAuth."""

import asyncio
import html
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import text
from starlette.applications import Starlette
from structlog.testing import capture_logs

from bot.config import Settings
from bot.db.installations import Installation
from bot.db.sealed import new_key
from bot.domain.errors.store import StoreAway
from bot.domain.ids import Moment, SlackTeam
from bot.runtime.store import Store, open_store
from bot.slack.edge.manifest import INSTALL_PATH, OPTIONAL, REDIRECT_PATH, SCOPES, manifest
from bot.slack.edge.oauth import Why
from bot.web.installing.app import LONGEST, routes
from bot.web.installing.pages import FAILURES, HEADERS
from bot.workspace.server import Server
from bot.workspace.state.records import App, Enterprise
from bot.workspace.workspace import Workspace
from tests.asgi import Answered, asked
from tests.builders import NOON
from tests.patience import a_workspace

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")  # slack_sdk's
HOME = "https://moot.example.org"
KEY = new_key()
COOKIE = "slack-app-oauth-state"


@dataclass
class Town:
    """Workspaces that offer Moot, and Moot's pages, in one browser."""

    server: Server
    store: Store
    settings: Settings
    site: Starlette
    now: Moment = NOON
    cookie: str = ""
    seen: list[str] = field(default_factory=list)

    @property
    def app(self) -> App:
        return next(iter(self.server.workspace.apps.values()))

    async def get(self, path: str, query: str = "", method: str = "GET") -> Answered:
        """What Moot answers this browser, which keeps its cookie."""
        given = [("Cookie", f"other=1; {COOKIE}={self.cookie}")] if self.cookie else []
        answer = await asked(self.site, path, method, given, query=query.encode())
        if found := re.search(f"{COOKIE}=([^;]*)(.*)", answer.headers.get("set-cookie", "")):
            assert {"HttpOnly", "Secure", "Path=/"} <= set(found[2].split("; "))
            self.cookie = "" if found[1] in ("deleted", '""') else found[1]
        assert HEADERS.items() <= answer.headers.items()
        self.seen.append(answer.text)
        return answer

    async def begin(self, query: str = "") -> str:
        """The first page; where its button leads."""
        page = await self.get(INSTALL_PATH, query)
        found = re.search(r'class="button" href="([^"]+)"', page.text)
        assert page.status == 200
        assert found is not None
        return html.unescape(found[1])

    async def in_slack(self, url: str, **form: Any) -> str:
        """Somebody answers on Slack's page; the query with which the browser comes back."""
        said = {"answer": "allow", "person": self.admin, "scope": list(OPTIONAL)} | form
        async with httpx.AsyncClient() as browser:
            answer = await browser.post(url, data=said)
        assert answer.status_code == 302, answer.text
        back = urlsplit(answer.headers["location"])
        assert f"{back.scheme}://{back.netloc}{back.path}" == HOME + REDIRECT_PATH
        return back.query

    async def install(self, **form: Any) -> Answered:
        """From the first page to the last but one."""
        return await self.get(REDIRECT_PATH, await self.in_slack(await self.begin(), **form))

    async def token(self, team: SlackTeam = SlackTeam("", "T0ONE")) -> str:
        return (await self.store.services.installations.of(team)).token.get_secret_value()

    @property
    def admin(self) -> str:
        return next(one.id for one in self.server.workspace.people.values() if one.name == "ada")

    def dms(self) -> list[str]:
        """What was said to somebody alone."""
        sent = self.server.workspace.sent
        return [one.args.get("text", "") for one in sent if one.method == "chat.postMessage"]


def workspaces(enterprise: Enterprise | None, **settings: bool) -> Iterator[Workspace]:
    """Two that offer the same app."""
    offered, same_as = manifest(HOME, many=True), None
    offered["settings"] |= settings
    for number, team in enumerate(("T0ONE", "T0TWO")):
        ids = number * 1_000 if enterprise else 0
        one = a_workspace(team, team_id=team, enterprise=enterprise, ids_from=ids, record=True)
        same_as = one.offer_app(offered, same_as=same_as)
        one.add_person("ada")
        yield one


@asynccontextmanager
async def a_town(
    url: str, enterprise: Enterprise | None = None, secret: str = "", **settings: bool
) -> AsyncIterator[Town]:
    town: Town | None = None
    async with Server(*workspaces(enterprise, **settings)) as server:
        app = next(iter(server.workspace.apps.values()))
        given = Settings(
            _env_file=None,
            database_url=url,
            slack_api_url=server.api_url,
            slack_client_id=app.client_id,
            slack_client_secret=SecretStr(secret or app.client_secret),
            moot_token_keys=SecretStr(KEY),
            moot_public_url=HOME,
        )
        async with open_store(given, lambda: town.now if town else NOON) as store:
            client = AsyncWebClient(base_url=server.api_url, retry_handlers=[])
            services = store.services
            site = Starlette(routes=routes(given, client, services.installations, store.states, services.now))
            town = Town(server, store, given, site)
            yield town


def a_file(folder: Path) -> str:
    """The URL of a database."""
    return f"sqlite:///{folder / 'moot.db'}"


def all_of(folder: Path) -> str:
    """What its files hold."""
    return b"".join(one.read_bytes() for one in folder.iterdir()).decode("latin-1")


# --- it works


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


async def test_whoever_cancels_reads_so(tmp_path: Path) -> None:
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


@pytest.mark.parametrize(
    "query",
    [
        "error=<script>alert(1)</script>",
        "error=access_denied&error_description=%3Cscript%3E",
        "state=%00&code=%ff",
        "state=a&state=b&code=c&code=d",
        "code=x",
        "",
        "&&==&",
        "state=" + "x" * 1_500,
    ],
)
async def test_what_is_made_up_gets_a_page_and_none_of_it_is_on_it(query: str, tmp_path: Path) -> None:
    async with a_town(a_file(tmp_path)) as town:
        await town.begin()
        answer = await town.get(REDIRECT_PATH, query)

        assert answer.status in (200, 400)
        assert "<script" not in answer.text
        assert "xxx" not in answer.text


async def test_what_is_too_long_is_not_read_and_a_look_uses_nothing_up(tmp_path: Path) -> None:
    async with a_town(a_file(tmp_path)) as town:
        assert (await town.get(INSTALL_PATH, "x" * (LONGEST + 1))).status == 414
        query = await town.in_slack(await town.begin())
        assert (await town.get(REDIRECT_PATH, query, "HEAD")).text == ""
        assert (await asked(town.site, REDIRECT_PATH, "POST", query=query.encode())).status == 405
        assert (await town.get(REDIRECT_PATH, query)).status == 303


async def test_the_last_page_shows_nothing_that_an_address_makes_up(tmp_path: Path) -> None:
    async with a_town(a_file(tmp_path)) as town:
        page = await town.get("/slack/installed", "team=T1%22%3E&app=A1&without=admin,%3Cb%3E&org=1")

        assert page.status == 200
        assert "Open Moot" not in page.text
        assert "admin," not in page.text
        assert "<b>" not in page.text


async def test_looking_at_the_first_page_leaves_nothing_behind(tmp_path: Path) -> None:
    async with a_town(a_file(tmp_path)) as town:
        states = {parse_qs(urlsplit(await town.begin()).query)["state"][0] for _ in range(20)}

        async with town.store.engine.connect() as connection:
            assert await connection.scalar(text("SELECT count(*) FROM oauth_states")) == 0
    assert len(states) == 20


async def test_many_at_once_are_asked_to_come_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_town(a_file(tmp_path)) as town:
        waits, states = asyncio.Event(), town.store.states

        async def use(_state: str) -> bool:
            await waits.wait()
            return False

        monkeypatch.setattr(states, "use", use)
        state = parse_qs(urlsplit(await town.begin()).query)["state"][0]
        crowd = [asyncio.create_task(town.get(REDIRECT_PATH, f"state={state}&code=x")) for _ in range(12)]
        await asyncio.sleep(0.05)
        waits.set()

        answers = [one.status for one in await asyncio.gather(*crowd)]
    assert sorted(set(answers)) == [400, 503]
    assert answers.count(503) == 4


async def test_no_secret_is_logged_shown_or_stored_in_the_clear(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    with capture_logs() as lines:
        async with a_town(a_file(tmp_path)) as town:
            url = await town.begin()
            query = await town.in_slack(url)
            await town.get(REDIRECT_PATH, query)
            cookie = town.cookie
            again = await town.in_slack(await town.begin())
            given = parse_qs(again) | {"code": ["hush.again"]}
            await town.get(REDIRECT_PATH, f"state={given['state'][0]}&code=hush.again")
            app = town.app
            secrets = {
                *parse_qs(query)["code"],
                *parse_qs(query)["state"],
                *given["code"],
                app.bot_token,
                app.refresh_token,
                app.client_secret,
                KEY,
            }
            shown = "".join(town.seen[1:])
    assert cookie == ""

    stored = all_of(tmp_path)
    ours = "\n".join(one.getMessage() for one in caplog.records if one.name.startswith(("bot", "slack_bolt")))
    for secret in secrets:
        assert secret not in stored
        assert secret not in f"{lines}{ours}"
    for secret in secrets - set(given["state"]):
        assert secret not in shown
