"""Each line of the log: its moment, and nothing private."""

import json
from typing import Any

import asyncpg
import pytest
import structlog
from freezegun import freeze_time
from pydantic import SecretStr
from sqlalchemy.exc import ArgumentError, IntegrityError

from bot import logs
from bot.config import Settings
from bot.db.sealed import new_key


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
        ({"event": "signed with whsec_c2VjcmV0c2VjcmV0"}, "c2VjcmV0"),
        ({"event": "back at /slack/oauth_redirect?code=1.2.abcdef&state=s"}, "abcdef"),
        ({"event": f"sealed with {new_key()}"}, "="),
        ({"event": "a setting, my-signing-secret, was wrong"}, "my-signing-secret"),
        ({"event": "posted to http://x/actions/T1/9/abcdef"}, "abcdef"),
        ({"event": "opened wss://x/link/?ticket=abcdef"}, "abcdef"),
    ],
)
def test_logs_hold_no_tokens_texts_or_secret_addresses(
    line: dict[str, Any], hidden: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("INFO", "json")
    logs.hide(Settings(slack_signing_secret=SecretStr("my-signing-secret"), _env_file=None).secrets)
    structlog.get_logger("bot.test").info(**line)
    logged = capsys.readouterr().err
    assert '"level": "info"' in logged
    assert hidden not in logged


def raised(*faults: BaseException) -> BaseException:
    """The last of these, each raised because of the one before."""
    before: BaseException | None = None
    for one in faults:
        try:
            raise one from before
        except BaseException as caught:  # noqa: BLE001 - to raise the next because of it
            before = caught
    assert before is not None
    return before


def test_a_traceback_names_all_causes_and_where_they_were_raised() -> None:
    told = logs.trace(raised(KeyError("first"), ValueError("second")))

    assert told.index("KeyError: 'first'") < told.index("ValueError: second")
    assert told.count("raise one from before") == 2


@pytest.mark.parametrize(
    "fault",
    [
        asyncpg.NotNullViolationError("null value\nDETAIL:  Failing row contains (7, my mission)."),
        asyncpg.DataError("invalid input for query argument $1: 'my mission'"),
        ArgumentError("Could not parse SQLAlchemy URL from string 'my mission'"),
        IntegrityError(
            "INSERT INTO events VALUES ('my mission')", {"data": "my mission"}, ValueError("my mission")
        ),
    ],
)
def test_a_databases_fault_says_nothing_of_what_was_to_be_stored(fault: Exception) -> None:
    told = logs.trace(raised(fault, RuntimeError("not stored")))

    assert type(fault).__qualname__ in told
    assert "not stored" in told
    assert "my mission" not in told


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+asyncpg", "POSTGRESQL"])
def test_no_line_holds_the_address_of_a_database(scheme: str, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO", "json")

    structlog.get_logger("bot.test").error(f"{scheme}://moot:s3c@ret@db/moot is away", action="look")

    assert "ret" not in capsys.readouterr().err


def test_a_fault_whose_causes_lead_back_to_itself_is_told_once() -> None:
    # given what a task group raises, when the fault alone is raised from it anew
    inner = ValueError("inner")
    group = ExceptionGroup("tasks", [inner])
    inner.__context__ = group
    group.__context__ = inner

    told = logs.trace(inner)

    assert told.count("ValueError: inner") == 1
    assert "ExceptionGroup: tasks" in told
