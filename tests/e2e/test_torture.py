"""A short run of what `make torture` does at length."""

import asyncio
from pathlib import Path

import pytest

from tests.patience import PATIENCE
from tests.torture import hands, stage
from tests.torture.stage import a_nursery
from tests.torture.trials import Trial, tried, undisturbed

SEED = 7


@pytest.mark.long
async def test_a_game_with_kills_behind_a_bad_network_comes_to_the_same_as_the_undisturbed_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage, "ENDS_IN", PATIENCE)
    monkeypatch.setattr(hands, "GIVES_UP", PATIENCE)
    # given a game without trouble, and the same one with a bot that is killed and a network that misbehaves
    trial = Trial("trouble", seed=SEED, every=70, most=4, rough=0.5)
    async with a_nursery() as nursery:
        expected = asyncio.create_task(undisturbed(nursery, tmp_path, SEED))

        # when both are played to their end
        verdict = await tried(nursery, tmp_path, SEED, trial, expected)

    # then what is stored, and what people see in each channel, is the same; nothing stands twice
    assert verdict.fault is None, f"seed {trial.seed}, killed at {verdict.kills}: {verdict.fault}"
    assert len(verdict.kills) == trial.most
    assert verdict.happened > 30
    assert verdict.doubles == ()
