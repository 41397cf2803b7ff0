"""The conformance page says what is true."""

import re
from pathlib import Path

import httpx

import bot.rehearsal
from bot.rehearsal import conformance, event_names
from bot.rehearsal.blocks import IN_MESSAGES
from bot.rehearsal.elements import IN_INPUT, IN_SECTION
from tests.rehearsal.stage import Stage

HERE = Path(bot.rehearsal.__file__).parent


def test_the_page_is_up_to_date() -> None:
    kept = (HERE / "CONFORMANCE.md").read_text(encoding="utf-8")

    assert kept == conformance.as_markdown(), (
        "run: python -m bot.rehearsal.conformance > bot/rehearsal/CONFORMANCE.md"
    )


def test_every_event_that_is_named_is_sent_somewhere() -> None:
    source = "".join((HERE / name).read_text(encoding="utf-8") for name in ("events.py", "membership.py"))

    for name in event_names.SENT:
        kind, _, what = name.partition("_")  # "channel" or "group", and then what happened to it
        assert f'"{name}"' in source or (kind in ("channel", "group") and f'"{what}"' in source), name
    assert not event_names.SENT.keys() & event_names.NEVER_SENT


def test_the_page_can_draw_every_block_and_element_that_is_taken() -> None:
    drawn = (HERE / "page" / "blocks.js").read_text() + (HERE / "page" / "controls.js").read_text()

    for name in {*IN_MESSAGES, *IN_INPUT, *IN_SECTION}:
        assert re.search(rf"^  {name}[:,]|^  {name}$|\"{name}\"", drawn, re.MULTILINE), name


async def test_it_can_be_read_in_a_browser(stage: Stage) -> None:
    async with httpx.AsyncClient(base_url=stage.server.page_url) as http:
        page = await http.get("/conformance")

    assert "<code>chat.postMessage</code>" in page.text
    assert "<b>channel</b>" in page.text
