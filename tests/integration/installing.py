"""Workspaces that offer Moot, its pages, and a browser."""

import html
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette

from bot.config import Settings
from bot.db.sealed import new_key
from bot.domain.ids import Moment, SlackTeam
from bot.runtime.store import Store, open_store
from bot.slack.edge.manifest import INSTALL_PATH, OPTIONAL, REDIRECT_PATH, manifest
from bot.web.installing.app import routes
from bot.web.installing.pages import HEADERS
from bot.workspace.server import Server
from bot.workspace.state.records import App, Enterprise
from bot.workspace.workspace import Workspace
from tests.asgi import Answered, asked
from tests.builders import NOON
from tests.patience import a_workspace

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
