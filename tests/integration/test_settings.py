"""What an operator reads when a setting or a token is wrong."""

from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from bot.config import Settings
from bot.runtime.app import TokenRefused, TokensMissing, Unreachable, check_tokens, make_client, run
from bot.scenarios import packs
from bot.slack.edge.manifest import manifest
from bot.workspace.server import Server
from tests.patience import a_workspace


@pytest.mark.parametrize("wrong", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
async def test_a_wrong_token_ends_the_start_and_is_named(wrong: str, tmp_path: Path) -> None:
    # given a workspace with the app, and one token mistyped
    workspace = a_workspace()
    app = workspace.add_app(manifest())
    tokens = {"SLACK_BOT_TOKEN": app.bot_token, "SLACK_APP_TOKEN": app.app_token}
    tokens[wrong] += "x"
    async with Server(workspace) as server:
        settings = Settings(
            slack_bot_token=SecretStr(tokens["SLACK_BOT_TOKEN"]),
            slack_app_token=SecretStr(tokens["SLACK_APP_TOKEN"]),
            slack_api_url=server.api_url,
            database_url=f"sqlite:///{tmp_path / 'moot.db'}",
        )

        # when, then
        with pytest.raises(TokenRefused, match=wrong):
            await run(settings)


async def test_missing_tokens_are_named(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, slack_bot_token=SecretStr(""), slack_app_token=SecretStr(""))
    with pytest.raises(TokensMissing, match="SLACK_BOT_TOKEN, SLACK_APP_TOKEN"):
        await run(settings)
    with pytest.raises(TokensMissing, match="SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET"):
        await run(settings, http=True)


async def test_an_unreachable_slack_is_named(tmp_path: Path) -> None:
    settings = Settings(slack_api_url="http://127.0.0.1:1/api/", slack_bot_token=SecretStr("xoxb-1"))
    async with aiohttp.ClientSession() as session:
        client = make_client(settings, session)
        with pytest.raises(Unreachable, match=r"127\.0\.0\.1:1"):
            await check_tokens(client, settings, http=False)


def test_a_folder_of_packs_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(packs.NoSuchContent, match="nowhere"):
        packs.packs_of(Settings(moot_content=tmp_path / "nowhere"))


def test_the_address_of_the_web_api_may_be_given_without_its_last_slash() -> None:
    assert Settings(slack_api_url="http://127.0.0.1:9/api").slack_api_url == "http://127.0.0.1:9/api/"
