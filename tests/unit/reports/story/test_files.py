"""The report as files: an HTML page that loads and runs nothing, and PDF where typst is installed."""

import json
import re
import sys
from dataclasses import asdict, replace
from typing import Any

import pytest
import typst

from bot.reports.files import Files
from bot.reports.pdf import PAGES, State
from bot.reports.story.files import files_of
from bot.reports.story.report import report_of
from tests.builders import CouncilLog, GameLog
from tests.unit.reports.story.told import a_council_of, a_judged_council, an_ended_game, played
from tests.unit.reports.test_pdf import margins

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"[:80]
NASTY = "</p><script>alert(1)</script> \"'&#panic $x$ {{ 7*7 }}"


def made(game: GameLog, *councils: CouncilLog) -> Files:
    """The files of a game."""
    facts = played(game, *councils)
    return files_of(facts.game, facts.scenario, facts.councils, facts.log, facts.at)


def test_there_is_a_page_and_a_pdf_named_after_the_game() -> None:
    files = made(an_ended_game(), a_judged_council())

    assert [one.name for one in files.files] == ["g1-report.html", "g1-report.pdf"]
    assert files.pdf is State.WHOLE
    assert files.files[1].content.startswith(b"%PDF-")


def test_the_page_loads_and_runs_nothing_and_what_people_write_stays_text(drawn: None) -> None:
    council = a_judged_council()
    assert council.state is not None
    council.state = replace(council.state, name=NASTY)
    game = an_ended_game()
    assert game.state is not None
    game.state = replace(game.state, name=NASTY)

    page = made(game, council).files[0].content.decode()

    assert "<script" not in page
    assert "default-src 'none'" in page
    assert "{{ 7*7 }}" in page
    assert not re.findall(r'(?:src|href)="(?!data:|#)', page)
    assert all(len(alt) > 10 for alt in re.findall(r'<img [^>]*alt="([^"]*)"', page))


def test_nothing_runs_over_the_margins() -> None:
    game = an_ended_game()
    assert game.state is not None
    game.state = replace(game.state, name=LONG)
    council = a_council_of("W" * 80, LONG, "كل فريق يملك بياناته (Owner 7). " * 3)
    data = json.dumps(asdict(report_of(played(game, a_judged_council(), council))))

    pages: Any = typst.compile(
        PAGES / "report.typ", root=PAGES, format="png", ppi=18, sys_inputs={"data": data}
    )

    for page in pages:
        assert [margin.getextrema() for margin in margins(page)] == [(255, 255)] * 2


def test_without_typst_there_is_only_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)

    files = made(an_ended_game(), a_judged_council())

    assert [one.name for one in files.files] == ["g1-report.html"]
    assert files.pdf is State.NONE
