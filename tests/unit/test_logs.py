"""Each line of the log: its moment, and nothing private."""

import json
from typing import Any

import pytest
import structlog
from freezegun import freeze_time

from bot import logs


@freeze_time("2031-03-04 12:00:00")
def test_a_line_has_its_moment_in_utc_and_its_level(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO", "json")

    structlog.get_logger("bot.test").warning("the clock is wrong", action="look")

    assert json.loads(capsys.readouterr().err) == {
        "timestamp": "2031-03-04T12:00:00Z",
        "level": "warning",
        "action": "look",
        "event": "the clock is wrong",
    }


@pytest.mark.parametrize(
    ("line", "hidden"),
    [
        ({"event": "token xapp-1-A0-secretsecret"}, "secretsecret"),
        ({"event": "said", "text": "my mission is to win"}, "mission"),
        ({"event": "sent", "blocks": [{"text": "a sheet"}]}, "sheet"),
        ({"event": "posted to http://x/actions/T1/9/abcdef"}, "abcdef"),
        ({"event": "opened wss://x/link/?ticket=abcdef"}, "abcdef"),
    ],
)
def test_logs_hold_no_tokens_texts_or_secret_addresses(
    line: dict[str, Any], hidden: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("INFO", "json")
    structlog.get_logger("bot.test").info(**line)
    logged = capsys.readouterr().err
    assert '"level": "info"' in logged
    assert hidden not in logged
