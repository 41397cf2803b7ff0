"""Which file the settings come from, where its paths begin, and which lines others would read otherwise."""

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot import env_file
from bot.config import Settings
from bot.env_file import NoSuchSettings, found, read_otherwise

ROOT = Path(env_file.__file__).parents[1]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without a `.env`; the service's file and folder, which are not there yet."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setattr(env_file, "OF_THE_SERVICE", tmp_path / "moot.env")
    monkeypatch.setattr(env_file, "ITS_FOLDER", tmp_path / "lib")
    for name in ("SLACK_BOT_TOKEN", "MOOT_CONTENT", "DATABASE_URL", "MOOT_ENV_FILE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_an_operator_sees_the_database_of_the_service_from_any_folder(elsewhere: Path) -> None:
    # given what `moot.service` reads, and no `.env` here
    (elsewhere / "moot.env").write_text("SLACK_BOT_TOKEN=xoxb-1\nMOOT_CONTENT=packs\n")

    settings = Settings()

    assert settings.slack_bot_token.get_secret_value() == "xoxb-1"
    assert settings.database_url == f"sqlite:///{elsewhere}/lib/var/moot.db"
    assert settings.moot_content == elsewhere / "lib" / "packs"
    assert str(found()) == f"{elsewhere}/moot.env and the environment"


def test_a_file_here_goes_before_that_of_the_service_and_leaves_paths_as_they_are(elsewhere: Path) -> None:
    (elsewhere / "moot.env").write_text("SLACK_BOT_TOKEN=xoxb-service\n")
    Path(".env").write_text("SLACK_BOT_TOKEN=xoxb-here\nDATABASE_URL=sqlite:///games.db\n")

    assert Settings().slack_bot_token.get_secret_value() == "xoxb-here"
    assert Settings().database_url == "sqlite:///games.db"


def test_a_file_that_is_named_goes_before_all_and_its_paths_begin_beside_it(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = elsewhere / "other" / "settings"
    named.parent.mkdir()
    named.write_text("DATABASE_URL=sqlite:///games.db\n")
    Path(".env").write_text("DATABASE_URL=sqlite:///here.db\n")
    monkeypatch.setenv("MOOT_ENV_FILE", str(named))

    assert Settings().database_url == f"sqlite:///{named.parent}/games.db"

    # but a path in the environment is somebody's who is here
    monkeypatch.setenv("DATABASE_URL", "sqlite:///mine.db")
    assert Settings().database_url == "sqlite:///mine.db"

    monkeypatch.setenv("MOOT_ENV_FILE", str(elsewhere / "nowhere"))
    with pytest.raises(NoSuchSettings, match="nowhere"):
        Settings()


@pytest.mark.parametrize(
    "url", ["sqlite:////srv/moot.db", "sqlite:///:memory:", "postgresql://moot@db/moot", ""]
)
def test_what_is_no_relative_path_stays_as_it_is(elsewhere: Path, url: str) -> None:
    (elsewhere / "moot.env").write_text("SLACK_BOT_TOKEN=xoxb-1\n")

    assert found().at_home("database_url", url) == url


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ('"xoxb-s3cr3t"', "SLACK_BOT_TOKEN has quotation marks"),
        ("'xoxb-s3cr3t'", "quotation marks"),
        ("xoxb-s3cr3t  # from Slack", "a comment after its value"),
        ("xoxb-s3cr3t\r", "the end of a line from Windows"),
    ],
)
def test_marks_that_others_leave_in_a_value_are_named_without_the_value(
    value: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given an environment as `docker --env-file` and systemd make it
    monkeypatch.setenv("SLACK_BOT_TOKEN", value)

    with pytest.raises(ValidationError) as refused:
        Settings()

    said = refused.value.errors(include_input=False)[0]["msg"]
    assert words in said
    assert "Write NAME=value" in said
    assert "s3cr3t" not in f"{refused.value!s} {refused.value!r}"


def test_lines_that_docker_compose_and_systemd_read_otherwise_are_found() -> None:
    Path(".env").write_text(
        '# "a comment"\nPLAIN=a value, with#no comment\nEMPTY=\nQUOTED="a"\nCOMMENTED=a # b\nCASH=a$b\n'
        "export SAID=1\nSPACED= a\nSLASHED=a\\b\n"
    )

    assert read_otherwise(found()) == ["QUOTED", "COMMENTED", "CASH", "export SAID", "SPACED", "SLASHED"]


def test_the_example_has_only_lines_that_all_read_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOOT_ENV_FILE", os.fspath(ROOT / ".env.example"))

    assert read_otherwise(found()) == []
