"""What is rehearsed: which pack, and with how many people."""

from pathlib import Path

import pytest

from bot.rehearsal.stage import NotEnoughPlayers, Plan
from bot.scenarios.packs import NoSuchPack
from tests.builders import PACKS


def a_plan(pack: object, players: int = 0) -> Plan:
    """A rehearsal of this pack."""
    return Plan(tempo=60, players=players, seed=1, port=0, folder=Path("never"), pack=str(pack))


def test_without_a_number_two_full_councils_play_but_a_moderate_number_at_most() -> None:
    small = a_plan(PACKS / "blackout")

    assert small.with_players().players == 2 * len(small.scenario.roles)
    assert a_plan("rainbow-road").with_players().players == 20


def test_fewer_than_the_pack_needs_are_refused_with_the_number() -> None:
    few = a_plan(PACKS / "blackout").scenario.minimum

    assert a_plan(PACKS / "blackout", few).with_players().players == few
    with pytest.raises(NotEnoughPlayers, match=f"--players {few}"):
        a_plan(PACKS / "blackout", few - 1).with_players()


def test_a_pack_of_ones_own_is_the_bots_own_too() -> None:
    assert a_plan(PACKS / "blackout").settings.moot_content == PACKS
    assert a_plan(PACKS / "blackout" / "pack.yaml").scenario.key == "blackout"
    assert a_plan("rainbow-road").settings.moot_content is None


def test_a_pack_that_is_not_there_is_told_with_what_was_looked_for() -> None:
    with pytest.raises(NoSuchPack, match=r"nowhere/pack\.yaml"):
        a_plan("nowhere").with_players()
