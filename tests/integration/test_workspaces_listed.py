"""`moot workspaces` and `moot keys`: where Moot is installed, with which key, and never with which token."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr
from typer.testing import CliRunner

from bot.cli.main import cli
from bot.config import Settings
from bot.db.installations import Installation
from bot.db.sealed import new_key
from bot.domain.ids import SlackTeam, UserId
from bot.runtime.store import open_store
from bot.slack.edge.manifest import SCOPES
from tests.builders import NOON

OLD, NEW = new_key(), new_key()
HUSH = SecretStr("xoxb-hush")


def an_installation(team: str, *, enterprise: str = "", without: str = "") -> Installation:
    scopes = frozenset(SCOPES) - {without}
    return Installation(enterprise, team, "A1", "UMOOT", "B1", scopes, HUSH, UserId("UADMIN"), NOON)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A database in which several workspaces have Moot, and the environment that names it, with its key."""
    url = f"sqlite:///{tmp_path / 'moot.db'}"
    settings = Settings(_env_file=None, database_url=url, moot_token_keys=SecretStr(OLD))

    async def installed() -> None:
        async with open_store(settings, lambda: NOON) as store:
            service = store.services.installations
            await service.save(an_installation("T0ONE", without="users:read.email"))
            await service.save(an_installation("", enterprise="E0ORG"))
            await service.save(replace(an_installation("T0OLD"), expires_at=NOON - timedelta(hours=1)))
            await service.save(an_installation("T0GONE"))
            await service.lost(SlackTeam("", "T0GONE"), "app_uninstalled", NOON + timedelta(hours=1))

    asyncio.run(installed())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("MOOT_TOKEN_KEYS", OLD)
    monkeypatch.setenv("COLUMNS", "300")
    return settings


def said(*words: str, status: int = 0) -> str:
    result = CliRunner().invoke(cli, words, env={"COLUMNS": "300"})
    assert result.exit_code == status, result.output
    assert not [secret for secret in ("hush", OLD, NEW) if secret in result.output]
    return result.output


def line_of(text: str, about: str) -> str:
    return next(line for line in text.splitlines() if about in line)


@pytest.mark.usefixtures("settings")
def test_each_workspace_is_listed_with_what_it_withheld_and_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.cli.workspaces.out.width", 300, raising=False)
    shown = said("workspaces")

    assert "UADMIN" in line_of(shown, "T0ONE")
    assert "users:read.email" in line_of(shown, "T0ONE")
    assert "installed" in line_of(shown, "E0ORG")
    assert "gone since 2026-11-22 13:00" in line_of(shown, "T0GONE")
    assert "has run out" in line_of(shown, "T0OLD")


@pytest.mark.usefixtures("settings")
def test_a_key_is_changed_while_every_token_stays_readable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOOT_TOKEN_KEYS", f"{NEW},{OLD}")
    assert "The tokens of 4 are encrypted with an older key" in " ".join(said("workspaces").split())

    assert "4 encrypted anew" in said("workspaces", "reseal")

    monkeypatch.setenv("MOOT_TOKEN_KEYS", NEW)
    assert "older key" not in said("workspaces")
    assert "no key opens" not in said("workspaces")


@pytest.mark.usefixtures("settings")
def test_tokens_that_no_key_opens_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.workspaces.out.width", 300, raising=False)
    monkeypatch.setenv("MOOT_TOKEN_KEYS", NEW)

    shown = said("workspaces")
    assert "no key opens its token" in line_of(shown, "T0ONE")
    assert "MOOT_TOKEN_KEYS" in shown
    resealed = said("workspaces", "reseal", status=1)
    assert "0 encrypted anew" in resealed
    assert "T0ONE" in resealed


@pytest.mark.usefixtures("settings")
def test_without_keys_nothing_is_encrypted_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOOT_TOKEN_KEYS", "")

    result = CliRunner().invoke(cli, ["workspaces", "reseal"])

    assert "MOOT_TOKEN_KEYS is empty" in str(result.exception)


def test_a_new_key_is_one_that_the_settings_take() -> None:
    first, second = said("keys", "new").strip(), said("keys", "new").strip()

    assert first != second
    Fernet(first)
    assert Settings(_env_file=None, moot_token_keys=SecretStr(f"{first},{second}")).token_keys == (
        first,
        second,
    )
