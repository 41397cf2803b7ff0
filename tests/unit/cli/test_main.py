"""The command line loads what a command needs, and nothing before it is asked for."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.cli import choices, main
from bot.config import Settings
from bot.db import faults
from bot.db.schema import SchemaIsNewer
from bot.domain.cues import Tempo
from bot.domain.errors import MootError
from bot.domain.errors.store import StoreAway
from bot.domain.offer import BallotBy
from bot.domain.print_kit import Paper, Print
from bot.rehearsal.stand_ins.temperaments import TEMPERAMENTS
from bot.runtime.app import TokensMissing
from bot.runtime.store import NoDatabase, NoFile
from bot.scenarios.faults import BrokenPack, Fault
from bot.scenarios.json_schema import FILES

ROOT = Path(__file__).resolve().parents[3]
HEAVY = {
    "aiohttp",
    "alembic",
    "asyncpg",
    "holidays",
    "pydantic_settings",
    "slack_bolt",
    "slack_sdk",
    "sqlalchemy",
    "starlette",
    "bot.runtime",
    "bot.courier",
    "bot.db.engine",
    "bot.gallery",
    "bot.rehearsal",
}
LOADED_BY = """
import runpy, sys

sys.argv = ["moot", *sys.argv[1:]]
try:
    runpy.run_module("bot", run_name="__main__")
finally:
    print(*sys.modules, file=sys.stderr)
"""


def loaded(*words: str) -> set[str]:
    """The modules that are loaded when `moot` with these words has ended well."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED_BY, *words], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "words", [["--help"], ["rehearse", "--help"], ["outbox", "--help"], ["content", "show", "--help"]]
)
def test_help_loads_the_command_line_and_nothing_else_of_the_bot(words: list[str]) -> None:
    modules = loaded(*words)

    assert modules & HEAVY == set()
    assert {name for name in modules if name.startswith("bot.")} == {
        "bot.cli",
        "bot.cli.choices",
        "bot.cli.content_words",
        "bot.cli.database_words",
        "bot.cli.main",
        "bot.cli.privacy_words",
        "bot.cli.rehearse_options",
        "bot.cli.workspace_words",
    }


@pytest.mark.parametrize(
    "words", [["manifest"], ["content", "check", "tests/packs/harbour"], ["content", "schema"]]
)
def test_what_needs_no_database_and_no_slack_loads_neither(words: list[str]) -> None:
    modules = loaded(*words)

    assert modules & HEAVY == set()


def test_the_words_of_the_command_line_are_those_of_the_rooms_that_it_does_not_load() -> None:
    assert {one.value for one in choices.Tempo} == {one.value for one in Tempo}
    assert {one.value for one in choices.Ballot} == {*BallotBy}
    assert [one.value for one in choices.PackFile] == [*FILES]
    assert [one.value for one in choices.Paper] == [*Paper]
    assert [one.value for one in choices.Print] == [*Print]
    assert {one.value for one in choices.Temper} == {*TEMPERAMENTS, "mixed"}


def test_what_went_wrong_is_printed_as_it_is_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def breaks() -> None:
        raise BrokenPack([Fault("pack.yaml", 100, "write it like [a, b]")])

    monkeypatch.setattr(main, "cli", breaks)

    with pytest.raises(SystemExit):
        main.main()

    assert capsys.readouterr().err == "moot: pack.yaml:100: write it like [a, b]\n"


def test_settings_that_do_not_go_together_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def breaks() -> None:
        Settings(_env_file=None, moot_webhook_url=SecretStr("https://example.org/"))

    monkeypatch.setattr(main, "cli", breaks)

    with pytest.raises(SystemExit):
        main.main()

    said = (
        "moot: MOOT_WEBHOOK_URL and MOOT_WEBHOOK_SECRET go together: set both or neither. See .env.example."
    )
    assert " ".join(capsys.readouterr().err.split()) == said


@pytest.mark.parametrize(
    "command", [["export", "--schemas"], ["print", "rainbow-road", "--to"], ["gallery", "--to"]]
)
def test_a_place_where_nothing_can_be_written_is_named_in_a_sentence(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    place = tmp_path / "file" / "folder"
    monkeypatch.setattr(sys, "argv", ["moot", *command, str(place / "page.html")])

    with pytest.raises(SystemExit):
        main.main()

    said = " ".join(capsys.readouterr().err.split())
    assert said.startswith(f"moot: {place}")
    assert said.endswith("cannot be read or written: Not a directory.")


@pytest.mark.parametrize("home", [None, "/home/somebody"])
def test_a_user_without_a_home_can_run_every_command(
    home: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a user whom the system does not know, as systemd and containers may choose one
    monkeypatch.setattr(os, "getuid", lambda: 61_234)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(main, "cli", lambda: None)
    if home is None:
        monkeypatch.delenv("HOME", raising=False)
    else:
        monkeypatch.setenv("HOME", home)

    # when a command runs
    main.main()

    # then libraries that ask for the home find one
    assert Path.home() == Path(home or tmp_path)


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (TokensMissing(names="SLACK_BOT_TOKEN"), 78),
        (SchemaIsNewer(revision="9999"), 78),
        (NoFile(place="/data/var/moot.db", trouble="It cannot be opened.", fault="OperationalError"), 78),
        (NoDatabase(place="postgresql://db/moot", trouble="It is away.", fault="OSError"), 1),
    ],
    ids=lambda one: type(one).__name__,
)
def test_a_supervisor_learns_where_a_new_start_helps(
    fault: MootError, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks() -> None:
        raise fault

    monkeypatch.setattr(main, "cli", breaks)

    with pytest.raises(SystemExit) as ended:
        main.main()

    assert ended.value.code == status


def test_an_operator_reads_what_is_wrong_with_the_database_and_not_what_people_in_slack_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def breaks() -> None:
        raise StoreAway from PermissionError(13, "Permission denied", "/data/var/moot.db")

    monkeypatch.setattr(main, "cli", breaks)

    with pytest.raises(SystemExit):
        main.main()

    assert " ".join(capsys.readouterr().err.split()) == f"moot: {faults.CLOSED}"
