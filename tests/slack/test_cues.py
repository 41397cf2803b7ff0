"""Cues are posted where they still have something to say."""

import pytest

from bot.courier.rendering.renderer import Renderer
from bot.courier.rendering.seen import NoLonger
from bot.domain.council import commands as cc
from bot.domain.rules import DecisionRuleKind
from bot.intents.clock import CueCard
from tests.slack.stage import GAME, Stage
from tests.slack.test_buttons import reach


async def test_a_council_with_a_charter_is_not_asked_to_write_one(stage: Stage) -> None:
    # given
    await reach(stage, "session-1")
    game = await stage.store.services.games.load(GAME)
    assert game.clock is not None
    cue = CueCard("council:1", "cue", game.clock.phase, 1)
    renderer = Renderer(stage.store.services.reader, lambda: stage.now)
    assert "time to write down the charter" in (await renderer.card(GAME, cue)).text

    # when
    charter = cc.AdoptCharter(DecisionRuleKind.MAJORITY, 0.5, "By Friday.", "By a check.")
    await stage.at_table(charter, await stage.holder(steward=True))

    # then
    with pytest.raises(NoLonger):
        await renderer.card(GAME, cue)
