"""A pack whose charter always asks for something: its council gets a charter all the same."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.charter import Conditions
from bot.domain.game import commands as gc
from bot.domain.offer import Proposers
from bot.slack.blocks import names
from tests.builders import PACKS
from tests.slack.stage import COUNCIL, Stage, a_stage


@pytest.fixture
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """A game in the harbour, in the session that writes the charter."""
    async with a_stage(tmp_path, monkeypatch, PACKS) as found:
        await found.create(7, scenario="harbour")
        await found.do(gc.PlanSeating())
        await found.do(gc.DealSeats())
        await found.do(gc.StartGame())
        await found.next_phase()
        yield found


@pytest.mark.parametrize("by", ["button", "word"])
async def test_the_form_opens_with_what_is_on_offer_and_is_taken(stage: Stage, by: str) -> None:
    # given
    steward = await stage.holder(steward=True)

    # when
    if by == "button":
        said = await stage.press(steward, names.WRITE_CHARTER, COUNCIL)
    else:
        said = await stage.command(steward, "/moot", "charter")
    response = await stage.submit(
        steward, stage.slack.views()[-1], enactment="On the wall.", enforcement="By looking."
    )

    # then
    assert said.startswith("[The charter]")
    assert "errors" not in (response.body or ""), response.body
    assert (await stage.council()).conditions == Conditions(Proposers.TEAMS, timedelta(minutes=1), 1)

    # and a change opens the same form, and goes on the table
    await stage.press(steward, names.WRITE_CHARTER, COUNCIL)
    await stage.submit(steward, stage.slack.views()[-1], enactment="In the log.", enforcement="By looking.")
    assert [one.title for one in (await stage.council()).proposals.values()] == ["Change the charter"]
