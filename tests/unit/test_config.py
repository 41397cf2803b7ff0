"""Settings from `.env` and the environment: read whatever an editor made of the file, and never shown."""

from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from bot.config import Settings, overruled
from bot.db.engine import UnreadableAddress, parse
from bot.env_file import UnreadableSettings
from tests.receiver import SECRET as GOOD

SECRET = "s3cr3t"
LINES = f"SLACK_BOT_TOKEN=xoxb-1\nMOOT_CONTENT=/home/jürgen/packs\nSLACK_APP_TOKEN=xapp-{SECRET}\n"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without a `.env`, and an environment without tokens."""
    monkeypatch.chdir(tmp_path)
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "MOOT_CONTENT", "DATABASE_URL", "SLACK_CLIENT_ID"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_file_in_utf_8_is_read_with_and_without_the_mark_before_it(encoding: str) -> None:
    Path(".env").write_text(LINES, encoding=encoding)

    settings = Settings()

    assert settings.slack_bot_token.get_secret_value() == "xoxb-1"
    assert settings.moot_content == Path("/home/jürgen/packs")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"])
def test_a_file_in_another_encoding_gets_a_sentence(encoding: str) -> None:
    Path(".env").write_text(LINES, encoding=encoding)

    with pytest.raises(UnreadableSettings) as unread:
        Settings()

    assert "not in UTF-8" in str(unread.value)
    assert SECRET not in str(unread.value)


def test_the_settings_that_the_environment_overrules_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("SLACK_BOT_TOKEN=xoxb-1\nSLACK_APP_TOKEN=xapp-1\nDATABASE_URL=sqlite:///a.db\n")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-2")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
    monkeypatch.setenv("DATABASE_URL", "")

    assert overruled() == ["SLACK_BOT_TOKEN"]


@pytest.mark.parametrize("url", [f"mysql://moot:{SECRET}@db/moot", f"postgresql:/moot:{SECRET}@db", SECRET])
def test_an_address_of_an_unknown_kind_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(database_url=url)

    assert SECRET not in f"{refused.value!s} {refused.value!r}"


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://moot:{SECRET}",
        f"postgresql://moot:{SECRET}@db:54x2/moot",
        f"postgresql://moot:{SECRET}@[::1/moot",
        f"postgresql://moot:a@{SECRET}@db/moot",
        f"postgresql://moot:{SECRET}@db:99999/moot",
    ],
)
def test_an_address_that_cannot_be_read_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(UnreadableAddress) as refused:
        parse(Settings(database_url=url).database_url)

    assert SECRET not in str(refused.value)
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


@pytest.mark.parametrize(
    ("url", "secret"),
    [
        ("http://example.org/hook?token=hush", GOOD),
        ("ftp://example.org/hush", GOOD),
        ("https:///hush", GOOD),
        ("https://[hush/", GOOD),
        ("https://example.org/hush", ""),
        ("", GOOD),
        ("https://example.org/hush", "whsec_aHVzaA=="),
        ("https://example.org/hush", GOOD.removeprefix("whsec_")),
    ],
)
def test_a_webhook_needs_an_encrypted_address_and_a_long_secret_and_its_errors_show_neither(
    url: str, secret: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(_env_file=None, moot_webhook_url=SecretStr(url), moot_webhook_secret=SecretStr(secret))

    assert "hush" not in str(refused.value)
    assert GOOD[6:] not in str(refused.value)


@pytest.mark.parametrize(
    "url", ["https://example.org/hook", "http://127.0.0.1:9000/", "http://[::1]:9/", "http://localhost/"]
)
def test_a_webhook_is_elsewhere_by_https_or_on_this_machine_and_shows_in_no_repr(url: str) -> None:
    settings = Settings(_env_file=None, moot_webhook_url=SecretStr(url), moot_webhook_secret=SecretStr(GOOD))

    assert settings.moot_webhook_url.get_secret_value() == url
    assert url not in repr(settings)


def test_none_overrules_an_address_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = f"MOOT_WEBHOOK_URL=https://example.org/\nMOOT_WEBHOOK_SECRET={GOOD}\n"
    (tmp_path / ".env").write_text(there, "utf-8")
    assert Settings().webhook == ("https://example.org/", GOOD)

    monkeypatch.setenv("MOOT_WEBHOOK_URL", "none")
    assert Settings().webhook is None

    (tmp_path / ".env").unlink()
    assert Settings().webhook is None


KEYS = ("kR8v3Yw1x5u0JmQeTn2bLzHs7dFgCpAoViXy4NtMa6E=", "bT6nZq0WfPj9RkVh3sDxYc1mUoGeLa7IiBt5XyHwJ2Q=")


def test_with_a_client_id_there_are_many_workspaces_and_their_keys_are_read_in_order() -> None:
    settings = Settings(
        _env_file=None,
        slack_client_id="1.2",
        slack_client_secret=SecretStr(SECRET),
        moot_token_keys=SecretStr(f"{KEYS[0]}, {KEYS[1]}"),
        moot_public_url="https://moot.example.org/",
    )

    assert settings.many
    assert settings.token_keys == KEYS
    assert settings.moot_public_url == "https://moot.example.org"
    assert not any(secret in repr(settings) for secret in (SECRET, *KEYS))


def test_a_bot_token_and_a_client_id_do_not_go_together() -> None:
    with pytest.raises(ValidationError, match="SLACK_BOT_TOKEN is for one workspace") as refused:
        Settings(_env_file=None, slack_client_id="1.2", slack_bot_token=SecretStr(f"xoxb-{SECRET}"))

    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("wrong", [KEYS[0][:-1], f"{KEYS[0]} {KEYS[1]}", f"{KEYS[0]},", "hush"])
def test_invalid_keys_are_refused_and_not_shown(wrong: str) -> None:
    with pytest.raises(ValidationError, match="moot keys new") as refused:
        Settings(_env_file=None, moot_token_keys=SecretStr(wrong))

    assert wrong not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    ["http://moot.example.org", "moot.example.org", "https://", "https://a@b.org", "https://a.org/?b=c"],
)
def test_a_public_address_is_encrypted_and_bare(url: str) -> None:
    with pytest.raises(ValidationError, match="moot_public_url"):
        Settings(_env_file=None, moot_public_url=url)


@pytest.mark.parametrize("url", ["https://a.org:8443/moot", "http://127.0.0.1:3000", "http://[::1]:3000"])
def test_a_public_address_may_have_a_port_and_a_path_and_be_on_this_machine(url: str) -> None:
    assert Settings(_env_file=None, moot_public_url=url).moot_public_url == url
