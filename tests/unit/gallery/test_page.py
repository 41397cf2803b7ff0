"""The page of the gallery."""

import re
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.main import cli
from bot.gallery import page as gallery
from bot.gallery.page import WORLDS, distinct, page
from bot.gallery.surfaces import SURFACES, Shown, shown
from bot.gallery.worlds import World
from tests.builders import rainbow_road

PACK = rainbow_road()


@cache
def everything(name: str) -> list[Shown]:
    """All surfaces of a world, by the world's name."""
    words, size, policies = WORLDS[name]
    world = World(PACK, words, size, policies) if words else World(PACK, size=size, policies=policies)
    return list(shown(world))


def test_the_page_shows_every_surface_and_nobodys_markup_works_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    # given the world that has everything, and the one that has what HTML could take for its own;
    # test_surfaces.py looks at all of them
    monkeypatch.setattr(gallery, "WORLDS", {name: WORLDS[name] for name in ("ordinary", "markup")})

    written = page(PACK)

    assert all(f'id="{name}"' in written for name in SURFACES)
    assert "https://evil.example" in written, "it is shown as it was written"
    assert not re.search(r"<a [^>]*evil|<script", written)


def test_what_looks_the_same_is_shown_once() -> None:
    ordinary = [one for one in everything("ordinary") if one.surface == "seats.cards.welcome"]

    assert 1 <= len(distinct(ordinary)) < len(ordinary)


def test_the_command_writes_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.gallery.page.page", lambda pack: f"<p>{pack.title}</p>")

    result = CliRunner().invoke(cli, ["gallery", "--to", str(tmp_path / "new" / "page.html")])

    assert result.exit_code == 0
    assert "Rainbow Road" in (tmp_path / "new" / "page.html").read_text("utf-8")
