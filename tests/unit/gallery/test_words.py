"""The page of words alone."""

import re
from functools import cache
from pathlib import Path

from slack_sdk.models.views import View
from typer.testing import CliRunner

from bot.cli.main import cli
from bot.domain.errors import Refusal
from bot.gallery.surfaces import shown
from bot.gallery.words import GAP, words
from bot.gallery.worlds import World
from tests.builders import rainbow_road

PACK = rainbow_road()
GIVEN = {
    *(phase.title for phase in PACK.agenda),  # by the pack
    *("Moved", "Rain", "The dam", "The owner decides & nob…"),  # by samples
}
AT_ONE_GO = 22_500  # words, which take an editor seventy-five minutes, at 300 a minute


def _refusals(kind: type[Refusal] = Refusal) -> set[type[Refusal]]:
    return {kind}.union(*(_refusals(one) for one in kind.__subclasses__()))


@cache
def _every_text() -> set[str]:
    return {text for texts in words().values() for text in texts}


def test_each_refusal_stands_among_the_words() -> None:
    written = {
        one.template for one in _refusals() if " " in one.template and one.__module__.startswith("bot.")
    }

    assert written <= _every_text()


def test_the_titles_of_all_forms_stand_among_the_words() -> None:
    views = [one.card for one in shown(World(PACK)) if isinstance(one.card, View) and one.card.title]
    titles = {str(view.title.text).rstrip("0123456789 ") for view in views if view.title}
    written = [re.compile(".+".join(map(re.escape, text.split(GAP)))) for text in _every_text()]

    unknown = {title for title in titles if not any(one.fullmatch(title) for one in written)}

    assert unknown <= GIVEN


def test_names_of_the_program_and_docstrings_do_not_stand_among_the_words() -> None:
    texts = _every_text()

    assert not {text for text in texts if text.isidentifier() and "_" in text}
    assert not {text for text in texts if "Raises" in text}


def test_the_page_can_be_read_at_one_go(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["gallery", "--words", "--to", str(tmp_path / "gallery.html")])

    assert result.exit_code == 0
    page = (tmp_path / "gallery-words.html").read_text("utf-8")
    assert 5_000 < len(page.split()) < AT_ONE_GO
