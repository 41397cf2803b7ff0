"""Whether a game can be run with the packs that are there: in the edition in which it was made."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.agenda import plan_agenda
from bot.domain.edition import Edition
from bot.domain.errors.aside import EditionGone, PackBroken, PackChanged
from bot.domain.game import Game
from bot.scenarios.fitting import Fitting
from bot.scenarios.load import load_pack
from bot.scenarios.packs import Packs
from bot.services.games import layout_of
from tests.builders import PACKS, a_game, creation


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACKS / "allotments", tmp_path / "packs" / "allotments"))


def a_short_game(pack: Path) -> Game:
    """A game of three seats, without the phase that the format leaves out."""
    edition = Edition("short", "second")
    short = load_pack(pack, edition)
    made = replace(creation(), scenario="allotments", edition=edition)
    return a_game(replace(made, layout=layout_of(short), agenda=plan_agenda(short)), players=3).game


def test_a_game_fits_the_edition_that_it_was_made_in(pack: Path) -> None:
    game = a_short_game(pack)

    assert Fitting(Packs(pack.parent))(game) is None


def test_a_game_whose_format_is_gone_or_broken_or_changed_waits_for_it(pack: Path) -> None:
    game, file = a_short_game(pack), pack / "formats" / "short.yaml"
    written = file.read_text("utf-8")

    file.unlink()
    gone = Fitting(Packs(pack.parent))(game)
    file.write_text(written.replace("tempo: live", "tempo: lively"), "utf-8")
    broken = Fitting(Packs(pack.parent))(game)
    file.write_text(written.replace("[1, 2, 4]", "[1, 2, 3]"), "utf-8")
    changed = Fitting(Packs(pack.parent))(game)

    assert isinstance(gone, EditionGone)
    assert "no longer has the format “short”" in gone.sentence
    assert isinstance(broken, PackBroken)
    assert isinstance(changed, PackChanged)
    assert "it has no role 4" in changed.sentence


def test_a_format_that_is_put_back_is_read_again(pack: Path) -> None:
    game, file = a_short_game(pack), pack / "formats" / "short.yaml"
    away = file.rename(pack / "short.yaml")
    packs = Packs(pack.parent)
    fitting = Fitting(packs)
    assert fitting(game) is not None

    away.rename(file)
    packs.read_again("allotments")

    assert fitting(game) is None
