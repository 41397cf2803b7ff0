"""What Slack says of tokens: asked of a local workspace, and of servers that answer badly."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import capture_logs

from bot.config import Settings
from bot.runtime.app import make_clients
from bot.runtime.store import open_store
from bot.services.renewals import RenewalRefused, Unknown
from bot.slack.edge.manifest import SCOPES, manifest
from bot.slack.installation.office import SlackOffice
from bot.workspace.server import Server
from bot.workspace.state import installing
from bot.workspace.state.records import App
from bot.workspace.workspace import Workspace
from tests.patience import a_workspace

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")  # slack_sdk's


@asynccontextmanager
async def an_office(secret: str = "") -> AsyncIterator[tuple[SlackOffice, Workspace, App]]:
    """Asks a workspace where Moot is installed, with a token that expires."""
    workspace = a_workspace()
    app = workspace.offer_app(manifest("https://moot.example.org", many=True))
    installing.install(workspace, app, frozenset(SCOPES))
    async with Server(workspace) as server:
        settings = Settings(
            _env_file=None,
            slack_client_id=app.client_id,
            slack_client_secret=SecretStr(secret or app.client_secret),
        )
        yield (
            SlackOffice(AsyncWebClient(base_url=server.api_url, retry_handlers=[]), settings),
            workspace,
            app,
        )


async def test_a_token_is_renewed_once_with_each_token_to_renew() -> None:
    async with an_office() as (office, _, app):
        refresh, before = SecretStr(app.refresh_token), app.bot_token

        new = await office.renew(refresh)

        assert new.token.get_secret_value() == app.bot_token != before
        assert new.refresh.get_secret_value() == app.refresh_token
        assert new.lives == timedelta(hours=12)
        with pytest.raises(RenewalRefused, match="invalid_refresh_token"):
            await office.renew(refresh)


async def test_a_token_lives_until_moot_is_uninstalled() -> None:
    async with an_office() as (office, workspace, app):
        token = SecretStr(app.bot_token)
        assert not await office.refusal(token)

        await workspace.uninstall(app)

        assert await office.refusal(token) in ("account_inactive", "token_revoked")


async def test_the_token_of_an_organization_works_in_the_workspaces_that_slack_lists() -> None:
    async with an_office() as (office, workspace, app):
        token = SecretStr(app.bot_token)

        assert await office.reaches(token, workspace.team_id)
        assert not await office.reaches(token, "T0ANOTHER")
        workspace.faults.fail_next("auth.teams.list", "internal_error")
        with pytest.raises(Unknown):
            await office.reaches(token, workspace.team_id)


@pytest.mark.parametrize("error", ["bad_client_secret", "ratelimited", "internal_error"])
async def test_what_says_nothing_of_the_token_is_no_answer(error: str) -> None:
    async with an_office("hush" if error == "bad_client_secret" else "") as (office, workspace, app):
        if error != "bad_client_secret":
            workspace.faults.fail_next("oauth.v2.access", error)
            workspace.faults.fail_next("auth.test", error)
            with pytest.raises(Unknown):
                await office.refusal(SecretStr(app.bot_token))
        with capture_logs() as lines, pytest.raises(Unknown):
            await office.renew(SecretStr(app.refresh_token))

    assert lines[-1]["error"] == error
    assert "hush" not in str(lines)


async def test_a_renewal_can_outlast_the_session_of_the_bot(tmp_path: Path) -> None:
    async with an_office() as (asked, _, app):
        given = {"slack_api_url": asked.client.base_url, "database_url": f"sqlite:///{tmp_path / 'moot.db'}"}
        settings = asked.settings.model_copy(update=given)
        async with open_store(settings) as store:
            async with aiohttp.ClientSession() as session:
                await make_clients(settings, store, session, http=True)
            office = store.services.installations.renewals.office

            assert (
                await office.renew(SecretStr(app.refresh_token))
            ).token.get_secret_value() == app.bot_token


async def test_a_slack_that_cannot_be_reached_says_nothing() -> None:
    office = SlackOffice(AsyncWebClient(base_url="http://127.0.0.1:1/api/", retry_handlers=[]), Settings())

    with pytest.raises(Unknown):
        await office.refusal(SecretStr("xoxb-1"))
    with pytest.raises(Unknown):
        await office.renew(SecretStr("xoxe-1"))
