"""The page of the gallery."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.main import cli
from bot.domain.offer import BallotBy, BallotRule
from bot.gallery import page as gallery
from bot.gallery.page import TABLE_TOP, WORLDS, distinct, page
from bot.gallery.surfaces import SURFACES, Shown, shown
from bot.gallery.worlds import World
from bot.scenarios.load import load_pack
from bot.scenarios.packs import available, content_folder
from bot.scenarios.skeleton.wishes import Wishes, read_teams
from bot.scenarios.skeleton.writing import write_skeleton
from tests.builders import PACKS, rainbow_road

PACK = rainbow_road()


def test_the_page_shows_every_surface_and_nobodys_markup_works_in_it() -> None:
    words, size, policies = WORLDS["markup"]

    written = page("markup", World(PACK, words, size, policies))

    assert all(f'id="{surface}"' in written for surface in SURFACES)
    assert "https://evil.example" in written, "it is shown as it was written"
    assert not re.search(r"<a [^>]*evil|<script", written)


@pytest.mark.parametrize(
    "pack",
    [*available(content_folder()).values(), PACKS / "city-hall", PACKS / "village-well"],
    ids=lambda path: path.name,
)
def test_a_pack_of_any_shape_has_a_gallery(pack: Path) -> None:
    if pack.name != PACK.key:  # shown in all other tests
        surfaces = {one.surface for one in shown(World(load_pack(pack)))}

        assert len(surfaces) > len(SURFACES) * 0.8, "no more is left out than it has no use for"


def test_a_pack_whose_second_team_chairs_and_whose_vote_is_secret_has_a_gallery(tmp_path: Path) -> None:
    teams = read_teams("Readers 3, Staff 2, Town Hall")
    pack = write_skeleton(tmp_path / "new", Wishes("new", "Opening Hours", teams, "staff"))
    secretly = pack.model_copy(update={"ballot": BallotRule(by=BallotBy.SECRET)})

    states = {one.state for one in shown(World(secretly)) if one.surface.startswith("ballot.cards.ballot")}

    assert "voting" in states
    assert "voting twice" not in states, "nobody reacts twice to a secret ballot"


def test_what_looks_the_same_is_shown_once() -> None:
    name = "seats.cards.welcome"
    ordinary = [Shown(name, state, card) for state, card in SURFACES[name](World(PACK))]

    assert 1 <= len(distinct(ordinary)) < len(ordinary)


def test_extremes_stand_on_pages_of_their_own_and_only_on_demand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gallery, "page", lambda name, _world, links: f"{name}: {links}")
    to = tmp_path / "gallery.html"

    ordinary = dict(gallery.pages(PACK, to, extremes=False))
    everything = dict(gallery.pages(PACK, to, extremes=True))

    assert ordinary == {to: "ordinary: "}
    assert len(everything) == len([*WORLDS, TABLE_TOP])
    assert all(file.name in everything[to] for file in everything), "each page is linked"


def test_the_command_writes_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.gallery.page.page", lambda name, world, _links: f"{name}: {world.pack.title}")

    result = CliRunner().invoke(cli, ["gallery", "--to", str(tmp_path / "new" / "page.html")])

    assert result.exit_code == 0
    assert "ordinary: Rainbow Road" in (tmp_path / "new" / "page.html").read_text("utf-8")
