"""`moot content check` looks at every edition of a pack."""

import shutil
from pathlib import Path

import pytest

from bot.cli.faults import check
from tests.builders import PACKS


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACKS / "allotments", tmp_path / "packs" / "allotments"))


def changed(file: Path, old: str, new: str) -> None:
    written = file.read_text("utf-8")
    assert old in written
    file.write_text(written.replace(old, new, 1), "utf-8")


def test_a_fault_of_a_format_is_told_where_it_stands(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed(pack / "formats" / "short.yaml", "autumn: 8m", "autumn: 3m")
    changed(pack / "formats" / "week.yaml", "after: spring", "after: sprung")

    fits = check(pack)

    told = capsys.readouterr().out
    assert not fits
    assert f"{pack}/pack.yaml:67: `before_end` is" in told
    assert "the cue would never ring inside it (in formats/short)\n" in told
    assert f"{pack}/formats/week.yaml:7: there is no phase `sprung`" in told
    assert told.endswith(f"2 faults in 2 files; {pack} cannot be played until none is left.\n")


def test_a_secret_of_any_set_of_missions_that_stands_in_public_is_found_once(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = "The book raises the rent of every plot by a tenth, and nobody minds."
    changed(pack / "handbook.md", "Forty plots", f"{secret} Forty plots")

    fits = check(pack)

    told = capsys.readouterr().out
    assert not fits
    assert told.count("handbook.md:1: this gives away the secret mission of team `committee`") == 1
    assert "(in missions/second)" in told
