"""What is rehearsed: which pack, and with how many people."""

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.rehearsal.stage import PLENARY, NotEnoughPlayers, Plan, newest
from bot.scenarios.packs import NoSuchPack, content_folder
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


def test_the_bot_plays_the_pack_that_was_named_even_if_it_knows_another_of_its_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given an operator whose own packs are a changed one that came with Moot, and another
    shipped = content_folder() / "rainbow-road"
    for pack in (shipped, PACKS / "blackout"):
        shutil.copytree(pack, tmp_path / pack.name)
    monkeypatch.setenv("MOOT_CONTENT", str(tmp_path))

    # then by its key it is the operator's own, and by its folder the one that lies there
    assert a_plan("rainbow-road").settings.moot_content == tmp_path
    assert a_plan("").settings.moot_content == tmp_path
    assert a_plan("blackout").scenario.key == "blackout"
    assert a_plan(shipped).settings.moot_content == content_folder()


def test_a_pack_is_read_again_only_once_it_has_changed(tmp_path: Path) -> None:
    own = shutil.copytree(PACKS / "blackout", tmp_path / "blackout") / "pack.yaml"
    before = a_plan(own).scenario
    assert a_plan(own).scenario is before

    own.write_text(own.read_text("utf-8").replace("Blackout", "Candlelight"), "utf-8")

    assert "Candlelight" in a_plan(own).scenario.title


def test_a_pack_that_is_not_there_is_told_with_what_was_looked_for() -> None:
    with pytest.raises(NoSuchPack, match=r"nowhere/pack\.yaml"):
        a_plan("nowhere").with_players()


async def test_a_game_tried_out_in_another_channel_is_not_the_rehearsals() -> None:
    # given a rehearsal's game, and a newer one that the visitor has created elsewhere
    channels = {"C1": SimpleNamespace(name=PLENARY), "C2": SimpleNamespace(name="general")}
    rows = [
        (SimpleNamespace(id=key, plenary=plenary, team_id=team), ())
        for key, plenary, team in (("foreign", "C1", "T2"), ("tried", "C2", "T1"), ("own", "C1", "T1"))
    ]

    class Shelf:
        async def all_games(self) -> list[Any]:
            return rows

        async def game(self, key: str) -> tuple[str, None]:
            return key, None

    workspace = SimpleNamespace(channels=channels, team_id="T1")
    running: Any = SimpleNamespace(services=SimpleNamespace(reader=Shelf()), workspace=workspace)

    # then the rehearsal goes on with its own, and follows another only where it has none
    assert str(await newest(running)) == "own"
    rows.pop()
    assert str(await newest(running)) == "tried"
