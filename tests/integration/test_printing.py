"""`moot print`: a game's kit by its id, and a pack's blank one, as files that only their owner can read."""

from pathlib import Path

import pytest

from bot.domain.game import commands as c
from bot.domain.ids import UserId
from bot.domain.paper import paper_id
from bot.reports import pdf
from tests.integration.playing import DIRECTOR, GAME, a_play
from tests.integration.test_export import moot

ADA = paper_id("Ada Lovelace")


async def test_a_dealt_game_is_printed_for_its_people_on_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given five people, one of them on paper
    monkeypatch.setenv("SLACK_BOT_TOKEN", "")
    async with a_play(tmp_path) as play:
        for number in range(4):
            await play.do(c.Join(UserId(f"U{number:04}")), by=UserId(f"U{number:04}"))
        await play.do(c.Join(ADA), by=DIRECTOR)
        for command in (c.PlanSeating(), c.DealSeats()):
            await play.do(command)
    kept = tmp_path / "kit"

    # when
    said = await moot(tmp_path, "print", GAME, "--to", str(kept), "--paper", "letter")

    # then every part is there, for its owner alone, and no file's name says who plays
    files = sorted(one.name for one in kept.iterdir())
    assert files == sorted(
        f"{GAME}-{part}.pdf"
        for part in (
            "role-sheets", "table-tents", "badges", "handbook", "schedule", "policy-pad", "ballots",
            "claim-slips", "runbook",
        )
    )  # fmt: skip
    assert {one.stat().st_mode & 0o777 for one in kept.iterdir()} == {0o600}
    assert kept.stat().st_mode & 0o777 == 0o700
    assert set(said.splitlines()) >= {str(kept / one) for one in files}

    # and what belongs to a pack is refused with the option's name
    refused = await moot(tmp_path, "print", GAME, "--to", str(kept), "--format", "lite", fails=True)
    assert "--format" in refused


async def test_a_pack_is_printed_before_there_is_a_game_and_a_database(tmp_path: Path) -> None:
    kept = tmp_path / "kit"
    only = ("--only", "table-tents", "--only", "ballots")

    said = await moot(tmp_path, "print", "rainbow-road", "--format", "lite", *only, "--to", str(kept))

    assert said.splitlines()[0] == str(kept / "rainbow-road-table-tents.pdf")
    assert not (tmp_path / "moot.db").exists()


async def test_what_there_is_not_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_play(tmp_path):
        pass
    assert "no game g7" in await moot(tmp_path, "print", "g7", fails=True)

    monkeypatch.setattr(pdf, "can_make", lambda: False)
    assert "make pdf" in await moot(tmp_path, "print", "rainbow-road", fails=True)
