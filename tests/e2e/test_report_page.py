"""The game report in a real browser: it can be read on a phone and by everybody, and asks for nothing."""

from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Request

from bot.reports.story.files import files_of
from tests.e2e.windows import a_browser
from tests.unit.reports.story.told import a_council_of, a_judged_council, an_ended_game, played

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"[:80]


@pytest.mark.browser
async def test_a_report_fits_a_phone_and_a_screen_and_has_no_barriers(tmp_path: Path, drawn: None) -> None:
    # given the report of a game in which people wrote what breaks nowhere, and from right to left
    facts = played(an_ended_game(), a_judged_council(), a_council_of(LONG, "كل فريق يملك بياناته"))
    files = files_of(facts.game, facts.scenario, facts.councils, facts.log, facts.at)
    path = tmp_path / files.files[0].name
    path.write_bytes(files.files[0].content)

    asked: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith("data:"):
            asked.append(request.url)

    # when somebody opens the file in a browser that has no network
    async with a_browser() as browser:
        for width in (390, 1280):
            context = await browser.new_context(
                viewport={"width": width, "height": 800}, bypass_csp=True, offline=True
            )
            page = await context.new_page()
            page.on("request", note)
            await page.goto(path.as_uri())

            # then nothing is cut off, and nobody is kept out
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            found = await Axe().run(page)
            assert found.response["violations"] == []

    # and nothing but the file was asked for
    assert {*asked} == {path.as_uri()}
