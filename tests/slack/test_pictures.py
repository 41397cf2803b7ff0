"""Pictures in the Handbook: uploaded once for a workspace, shown once Slack has them, else told in words."""

import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.db.pictures import ASKED_AGAIN, SETTLES
from bot.slack.blocks import names
from tests.builders import PACKS
from tests.slack.stage import GAME, TEAM, Stage, a_stage, player

PNG = b"\x89PNG\r\n\x1a\n" + bytes(30)
LAST = "Harbour at night"


@pytest.fixture
async def pictured(tmp_path: Path, monkeypatch: Any) -> AsyncIterator[Stage]:
    """A game whose Handbook ends with a picture."""
    folder = Path(shutil.copytree(PACKS / "harbour", tmp_path / "content" / "harbour"))
    (folder / "quay.png").write_bytes(PNG)
    with (folder / "handbook.md").open("a", encoding="utf-8") as handbook:
        handbook.write(f"\n## {LAST}\n\n![The quay at low tide](quay.png)\n")
    async with a_stage(tmp_path, monkeypatch, folder.parent) as stage:
        await stage.create(scenario="harbour")
        yield stage


async def images(stage: Stage) -> list[dict[str, Any]]:
    """The pictures in the window that opens for somebody who looks for the last chapter."""
    await stage.command(player(1), "/moot", f"handbook {LAST}")
    return [block for block in stage.slack.views()[-1]["blocks"] if block["type"] == "image"]


async def uploads(stage: Stage) -> int:
    """How many uploads wait in the outbox."""
    rows = (await stage.store.answers.heads([TEAM], 1000)).rows
    return sum(row.kind == "pictures" for row in rows)


async def test_who_opens_the_handbook_first_reads_what_the_picture_shows_and_it_is_uploaded_once(
    pictured: Stage,
) -> None:
    assert await images(pictured) == []
    assert await images(pictured) == []

    assert "The quay at low tide" in str(pictured.slack.views()[-1])
    assert await uploads(pictured) == 1


async def test_a_picture_is_shown_as_soon_as_slack_has_examined_it(pictured: Stage) -> None:
    await pictured.store.services.pictures.uploaded(TEAM, PNG, "F01234567")
    assert await images(pictured) == []

    pictured.now += SETTLES

    shown = {"type": "image", "alt_text": "The quay at low tide", "slack_file": {"id": "F01234567"}}
    assert await images(pictured) == [shown]
    await pictured.press(player(1), names.SHOW_HANDBOOK, GAME)
    assert await uploads(pictured) == 0


async def test_a_picture_that_slack_would_not_show_is_told_and_uploaded_anew_later(pictured: Stage) -> None:
    await pictured.store.services.pictures.uploaded(TEAM, PNG, "F01234567")
    pictured.now += SETTLES
    pictured.slack.refuses_pictures = True

    assert await images(pictured) == []
    assert await images(pictured) == []
    assert await uploads(pictured) == 0

    pictured.now += ASKED_AGAIN + timedelta(seconds=1)
    assert await images(pictured) == []
    assert await uploads(pictured) == 1
