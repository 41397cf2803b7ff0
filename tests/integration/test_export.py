"""`moot export` and `moot replay`: what a game leaves in a folder, and its log played again."""

import asyncio
import json
from pathlib import Path

from typer.testing import CliRunner

from bot.cli.main import cli
from bot.domain.game import commands as c
from bot.domain.ids import UserId
from bot.reports import policy_book
from tests.integration.playing import GAME, PACKS, Play, a_play

FIVE = [UserId(f"U{number:04}") for number in range(5)]


async def a_charter_session(play: Play) -> None:
    """Five people in one council, in the session in which it writes its charter."""
    for user in FIVE:
        await play.do(c.Join(user), by=user)
    for command in (c.PlanSeating(), c.DealSeats(), c.StartGame()):
        await play.do(command)
    await play.to("session-1")


async def moot(folder: Path, *words: str, fails: bool = False) -> str:
    """What a command prints, or says where it fails."""
    environment = {"DATABASE_URL": f"sqlite:///{folder / 'moot.db'}", "COLUMNS": "140"}
    done = await asyncio.to_thread(CliRunner().invoke, cli, list(words), env=environment)
    assert bool(done.exception) == fails, done.exception
    return str(done.exception) if fails else done.stdout


async def test_a_log_is_written_for_operators_only_and_gives_the_same_game_when_it_is_replayed(
    tmp_path: Path,
) -> None:
    # given a game that is being played
    async with a_play(tmp_path) as play:
        await a_charter_session(play)
        game, councils = await play.game(), await play.councils()
    kept = tmp_path / "kept"

    # when its log is exported, over an older file that others could read
    kept.mkdir()
    log = kept / f"{GAME}-log.jsonl"
    log.write_text("old")
    log.chmod(0o644)
    said = await moot(tmp_path, "export", "--log", "--folder", str(kept))

    # then only its owner can read it, and the rest is there as without it
    assert str(log) in said.splitlines()
    assert log.stat().st_mode & 0o777 == 0o600
    assert (kept / f"{GAME}-council-1.json").is_file()
    assert "Game report" in (kept / f"{GAME}-report.html").read_text()
    tables = {one.name.removeprefix(f"{GAME}-") for one in kept.glob("*.csv")}
    assert tables == {"councils.csv", "participation.csv", "policies.csv", "proposals.csv", "votes.csv"}

    # and played again it gives what the database has
    state = json.loads(await moot(tmp_path, "replay", "--print", str(log)))
    scenario = PACKS.scenario(game.scenario, game.edition)
    assert state["councils"] == [policy_book.as_json(game, scenario, one) for one in councils]
    assert state["phase"] == game.phase.title if game.phase else False


async def test_no_log_is_written_unless_it_is_asked_for(tmp_path: Path) -> None:
    async with a_play(tmp_path) as play:
        await play.do(c.Join(FIVE[0]), by=FIVE[0])

    await moot(tmp_path, "export", "--folder", str(tmp_path / "kept"))

    assert list((tmp_path / "kept").glob("*.jsonl")) == []


async def test_what_cannot_be_exported_or_replayed_is_said_in_a_sentence(tmp_path: Path) -> None:
    async with a_play(tmp_path):
        pass
    picture = tmp_path / "graph.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")

    assert "no game g7" in await moot(tmp_path, "export", "--game", "g7", fails=True)
    assert "not a game log from Moot" in await moot(tmp_path, "replay", str(picture), fails=True)
    assert "No such file" in await moot(tmp_path, "replay", str(tmp_path / "none.jsonl"), fails=True)
    assert "Is a directory" in await moot(tmp_path, "replay", str(tmp_path), fails=True)
