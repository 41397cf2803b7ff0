"""Which version this is."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.main import cli
from bot.cli.version import CHECKOUT, version_of_moot
from tests.unit.test_project import PROJECT


def test_a_checkout_tells_its_own_version() -> None:
    said = CliRunner().invoke(cli, ["--version"])

    assert said.exit_code == 0
    assert said.stdout == f"moot {PROJECT['project']['version']}\n"
    assert CHECKOUT.is_file()


def test_an_installed_package_tells_the_version_in_its_metadata(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = tmp_path / "moot-7.8.9.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.4\nName: moot\nVersion: 7.8.9\n")
    monkeypatch.syspath_prepend(str(tmp_path))

    assert version_of_moot(tmp_path / "pyproject.toml") == "7.8.9"
