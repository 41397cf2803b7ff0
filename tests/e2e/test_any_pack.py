"""A pack of somebody's own is rehearsed whole by `moot rehearse --auto`."""

import asyncio
import os
import shutil
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.main import cli
from bot.rehearsal.cast import NoVote
from bot.scenarios.skeleton.parts import SAMPLES
from bot.scenarios.skeleton.wishes import Wishes, read_teams
from bot.scenarios.skeleton.writing import write_skeleton
from tests.builders import PACKS
from tests.guide import is_printed, steps, write
from tests.patience import PATIENCE


@pytest.mark.long
def test_a_first_draft_without_samples_beside_a_broken_pack_is_played_to_its_end(
    tmp_path: Path,
) -> None:
    # given a pack without a final vote and without samples, and beside it one with faults
    own = Path(shutil.copytree(PACKS / "blackout", tmp_path / "packs" / "blackout"))
    written = (own / "pack.yaml").read_text("utf-8")
    (own / "pack.yaml").write_text(written.partition("samples:")[0], "utf-8")
    (tmp_path / "packs" / "broken").mkdir()
    (tmp_path / "packs" / "broken" / "pack.yaml").write_text("title: Broken", "utf-8")

    # when it is rehearsed with as few people as it needs
    command = ("rehearse", "--auto", "--tempo", "90", "--players", "4", "--pack", str(own))
    rehearsed = CliRunner().invoke(cli, [*command, "--folder", str(tmp_path / "kept")])

    # then it says what was decided, and what was not
    assert rehearsed.exit_code == 0, rehearsed.stderr
    printed = rehearsed.stdout
    assert "Council 1: " in printed
    assert "adopted. Policy book: " in printed
    assert "Adopted: " in printed or "Not adopted: " in printed
    assert "win" not in printed

    # and the log tells of the broken pack once
    log = (tmp_path / "kept" / "bot.log").read_text("utf-8")
    assert log.count("broken/pack.yaml:1") == 1


@pytest.mark.long
async def test_the_pack_of_the_authors_guide_is_played_as_its_last_step_shows(tmp_path: Path) -> None:
    *before, last = steps()
    for step in before:
        if step.file:
            write(step, tmp_path)

    rehearsing = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *last.text.split()[1:]),
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    async with asyncio.timeout(PATIENCE):
        printed, told = (one.decode() for one in await rehearsing.communicate())

    assert rehearsing.returncode == 0, told
    assert is_printed(last.printed, printed), printed


@pytest.mark.long
def test_a_new_pack_as_it_was_written_is_played_to_its_end(tmp_path: Path) -> None:
    # given what `moot content new` writes for a short game
    teams, new = read_teams("Farms 2, Town, Regulator"), tmp_path / "new"
    write_skeleton(new, Wishes("new", "New", teams, "town", length=timedelta(minutes=20)))

    # when stand-ins play it
    command = ("rehearse", "--auto", "--tempo", "120", "--players", "4", "--pack", str(new))
    rehearsed = CliRunner().invoke(cli, [*command, "--folder", str(tmp_path / "kept")])

    # then the game comes to its end, with what the pack's stand-ins proposed; four may well adopt nothing
    told = rehearsed.stderr
    assert "in the final vote" in rehearsed.stdout or isinstance(rehearsed.exception, NoVote), told
    assert any(sample.title in rehearsed.stdout for sample in SAMPLES)
