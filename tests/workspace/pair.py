"""Two workspaces on one server, and an app that can be installed in each, for the tests here."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import Server
from bot.workspace.state import installing
from bot.workspace.state.records import Enterprise, Json
from bot.workspace.workspace import Workspace
from tests.patience import a_workspace
from tests.workspace.stage import SCOPES, HandClock, a_manifest

BACK = "https://app.example/back"


class Pair:
    """Two workspaces with an app on offer."""

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
