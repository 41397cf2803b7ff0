"""What stand-ins propose where a pack has no samples."""

from pathlib import Path

import pytest

from bot.domain.scenario import Scenario
from bot.rehearsal.stand_ins.ideas import ideas
from bot.scenarios.load import load_pack
from bot.scenarios.packs import available
from tests.builders import PACKS, rainbow_road

TINY = available(PACKS)


def without_samples(pack: Path) -> Scenario:
    """A small pack as a first draft has it."""
    return load_pack(pack).model_copy(update={"samples": ()})


@pytest.mark.parametrize("pack", TINY.values(), ids=TINY)
def test_a_pack_without_samples_still_gives_several_seats_of_the_smallest_council_something(
    pack: Path,
) -> None:
    scenario = without_samples(pack)

    found = ideas(scenario)

    assert len({one.title for one in found}) == len(found) >= 3
    assert len({one.role for one in found}) >= 2
    assert all(one.enforcement == scenario.charter.enforcement for one in found)


@pytest.mark.parametrize("pack", TINY.values(), ids=TINY)
def test_nothing_of_it_is_on_a_sheet(pack: Path) -> None:
    scenario = without_samples(pack)

    said = " ".join(f"{one.title} {one.text}" for one in ideas(scenario))

    assert not any(text in said for _, text in scenario.private_texts())


def test_priorities_come_from_their_team_and_strategy_questions_are_answered() -> None:
    scenario = rainbow_road().model_copy(update={"samples": ()})
    team = next(one for one in scenario.teams if one.priorities)

    found = ideas(scenario)

    first = next(one for one in found if one.text == team.priorities[0].text)
    assert scenario.role(first.role).team == team.key
    assert {one.question for one in found} >= {one.key for one in scenario.strategy}


def test_a_pack_with_samples_is_played_with_those() -> None:
    assert ideas(rainbow_road()) == rainbow_road().samples
