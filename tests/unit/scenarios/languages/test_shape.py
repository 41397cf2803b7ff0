"""Which places of a pack hold text that a translation says in its language."""

import pytest

from bot.domain.edition import Format, MissionSet
from bot.domain.scenario import Scenario
from bot.scenarios.languages.shape import Shape, Use, shape_of


def place(shape: Shape, path: str) -> Shape:
    """`agenda.-.cues.-.text`: a dash is an entry of a list."""
    for step in path.split("."):
        shape = shape.entry if step == "-" else shape.key(step)
    return shape


PACK = {
    "title": Use.TEXT,
    "key": Use.SAME,
    "minimum": Use.SAME,
    "rules.-": Use.TEXT,
    "credits.-.name": Use.NAME,
    "credits.-.link": Use.SAME,
    "teams.-.mission": Use.TEXT,
    "roles.-.team": Use.SAME,
    "agenda.-.lasts": Use.SAME,
    "agenda.-.kind": Use.SAME,
    "agenda.-.card_async": Use.TEXT,
    "agenda.-.cues.-.by": Use.NAME,
    "agenda.-.cues.-.tempo": Use.SAME,
    "agenda.-.picture.alt": Use.TEXT,
    "agenda.-.picture.url": Use.SAME,
    "agenda.-.agenda.-.title": Use.TEXT,  # of a block of phases that repeat
    "asks.-.options.-": Use.TEXT,
    "asks.-.numbers.-.unit": Use.TEXT,
    "charter.rules.-.name": Use.TEXT,
    "charter.given.rule": Use.NAME,
    "electorate.weights.industry": Use.SAME,
    "samples.-.review": Use.TEXT,
    "samples.-.issue": Use.SAME,
}
FORMAT = {
    "name": Use.TEXT,
    "tempo": Use.SAME,
    "lasts.session-1": Use.SAME,
    "phases.session-1.card": Use.TEXT,
    "phases.session-1.window": Use.SAME,
    "insert.-.phases.-.title": Use.TEXT,
    "summary": Use.TEXT,  # a key of pack.yaml
    "minimum": Use.SAME,
}


@pytest.mark.parametrize(("path", "use"), PACK.items())
def test_a_text_of_a_pack_is_translated_and_nothing_else(path: str, use: Use) -> None:
    assert place(shape_of(Scenario), path).use is use


@pytest.mark.parametrize(("path", "use"), FORMAT.items())
def test_a_text_of_a_format_is_translated_and_nothing_else(path: str, use: Use) -> None:
    assert place(shape_of(Format, Scenario), path).use is use


def test_a_teams_mission_in_a_set_is_translated() -> None:
    assert place(shape_of(MissionSet), "teams.growers").use is Use.TEXT
