"""Whatever a pack says to people is in its preview."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.picture import without_pictures
from bot.domain.scenario import Scenario
from bot.gallery.preview.page import contents
from bot.scenarios.load import load_pack
from bot.scenarios.packs import content_folder
from bot.scenarios.passages import words
from tests.builders import PACKS

FIRST_WORDS = 6


def said(pack: Scenario) -> Iterator[str]:
    """The texts that people read in the course of a game, as far as they stand there word for word."""
    yield from (pack.title, pack.summary, pack.story, *pack.rules)
    for heading, text in pack.handbook:
        yield from (heading, without_pictures(text))
    for team in pack.teams:
        yield from (team.mission, *(one.text for one in team.priorities))
    for role in pack.roles:
        yield from (one.text for one in role.sheet.sections)
    for phase in pack.agenda:
        yield from (phase.title, phase.card, phase.card_async or "", phase.inject, *phase.questions)
        yield from (cue.text for cue in phase.cues)
    yield from (one.text for one in pack.injects)
    yield from (one.text for one in pack.asks)
    yield from (text for one in pack.samples for text in (one.title, one.text))


@pytest.mark.parametrize(
    "folder",
    [content_folder() / "rainbow-road", *sorted(path.parent for path in PACKS.glob("*/pack.yaml"))],
    ids=lambda folder: folder.name,
)
def test_every_text_of_a_pack_is_in_its_preview(folder: Path) -> None:
    pack = load_pack(folder)

    shown = html.unescape(re.sub(r"<(br|/?b|/?i|/?s|/?code)>", " ", contents(pack)))

    seen = f" {' '.join(words(re.sub('<[^>]*>', ' ', shown)))} "
    for text in said(pack):
        begin = words(re.split(r"\{\w+\}", text)[0])[:FIRST_WORDS]
        assert f" {' '.join(begin)} " in seen or not begin, text
