"""The facilitator's guide: facilitators read it, players do not, and those who are both are asked."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain.game import commands as gc
from bot.slack.blocks import names
from tests.builders import PACKS
from tests.slack.stage import FACILITATOR, GAME, STRANGER, Stage, a_stage, player

SECRET = "The log is the bridge."
LONG = " ".join(f"Sentence number {number} of a long part." for number in range(200))


@pytest.fixture
async def guided(tmp_path: Path, monkeypatch: Any) -> AsyncIterator[Stage]:
    """A game whose pack has a guide."""
    folder = Path(shutil.copytree(PACKS / "harbour", tmp_path / "content" / "harbour"))
    (folder / "facilitator").mkdir()
    (folder / "facilitator" / "1-runbook.md").write_text(
        f"# How to run it\n\n## All\n\n{LONG}\n\n## End\n\n{SECRET}\n"
    )
    (folder / "facilitator" / "2-key.md").write_text(f"# Key\n\n## A way\n\n{SECRET}\n")
    async with a_stage(tmp_path, monkeypatch, folder.parent) as stage:
        await stage.create(scenario="harbour")
        yield stage


async def test_a_facilitator_reads_it_part_by_part_and_page_by_page(guided: Stage) -> None:
    listed = await guided.command(FACILITATOR, "/moot", "guide")
    first = await guided.press(FACILITATOR, f"{names.TURN_GUIDE}:1", f"{GAME}:1:1:0")
    second = await guided.press(FACILITATOR, f"{names.TURN_GUIDE}:on", f"{GAME}:1:2:0")

    assert "1. How to run it" in listed
    assert "2. Key" in listed
    assert "Part 1 of 2, page 1 of 2" in first
    assert SECRET not in first
    assert SECRET in second
    assert "Next part" in second


async def test_the_console_leads_there(guided: Stage) -> None:
    await guided.command(FACILITATOR, "/moot", "status")

    assert "1. How to run it" in await guided.press(FACILITATOR, names.SHOW_GUIDE, GAME)


@pytest.mark.parametrize("user", [player(1), STRANGER])
async def test_nobody_else_reads_it(guided: Stage, user: str) -> None:
    said = [
        await guided.command(user, "/moot", "guide"),
        await guided.press(user, names.SHOW_GUIDE, GAME),
        await guided.press(user, names.GUIDE_ANYWAY, GAME),
        await guided.press(user, f"{names.TURN_GUIDE}:1", f"{GAME}:2:1:1"),
    ]

    assert all("The guide is for the people who run this game" in one for one in said)
    assert SECRET not in str(guided.slack.calls)


async def test_a_facilitator_who_plays_is_asked_first_until_the_game_is_over(guided: Stage) -> None:
    await guided.do(gc.Join(FACILITATOR), FACILITATOR)
    await guided.do(gc.PlanSeating())
    await guided.do(gc.DealSeats())
    await guided.do(gc.StartGame())

    kept_out = [
        await guided.command(FACILITATOR, "/moot", "guide"),
        await guided.press(FACILITATOR, f"{names.TURN_GUIDE}:1", f"{GAME}:2:1:0"),
    ]
    listed = await guided.press(FACILITATOR, names.GUIDE_ANYWAY, GAME)
    read = await guided.press(FACILITATOR, f"{names.TURN_GUIDE}:2", f"{GAME}:2:1:1")

    assert all("You hold a seat in this game" in one and SECRET not in one for one in kept_out)
    assert "2. Key" in listed
    assert SECRET in read
    await guided.do(gc.EndGame())
    assert "2. Key" in await guided.command(FACILITATOR, "/moot", "guide")
