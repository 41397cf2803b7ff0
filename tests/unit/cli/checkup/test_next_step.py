"""What an operator is told to do next."""

from datetime import UTC, datetime

from bot.cli.checkup.database import Life
from bot.cli.checkup.next_step import next_step
from bot.config import Settings

NOON = datetime(2031, 3, 3, 12, tzinfo=UTC)


def test_an_app_for_many_workspaces_is_made_from_the_manifest_that_they_can_install() -> None:
    settings = Settings(
        slack_bot_token="",
        slack_client_id="1.2",
        slack_client_secret="",
        slack_signing_secret="",
        moot_public_url="https://moot.example.net",
        _env_file=None,
    )

    said = next_step(settings, [], Life(), NOON, http=True)

    assert "`moot manifest --http https://moot.example.net --many`" in said
    assert "SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and SLACK_SIGNING_SECRET" in said
