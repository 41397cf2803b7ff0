"""What the server serves beside the interfaces that have tests of their own."""

import httpx
import pytest

from bot.workspace.api.emoji import standard
from tests.patience import PATIENCE
from tests.workspace.stage import Stage


@pytest.mark.parametrize("address", ["", "archives/C1/p1800000000000000"])
async def test_the_page_opens_from_its_address_and_from_a_permalink(stage: Stage, address: str) -> None:
    async with httpx.AsyncClient(base_url=stage.server.page_url, timeout=PATIENCE) as http:
        page = await http.get(address)

    assert page.status_code == 200
    assert "/page/static/app.js" in page.text


@pytest.mark.parametrize("name", ["app.js", "style.css", "icon.svg", "emoji.txt"])
async def test_the_pages_files_are_asked_for_again_so_that_an_upgrade_shows(stage: Stage, name: str) -> None:
    async with httpx.AsyncClient(base_url=stage.server.page_url, timeout=PATIENCE) as http:
        file = await http.get(f"page/static/{name}")

    assert (file.status_code, file.headers["Cache-Control"]) == (200, "no-cache")


async def test_the_page_shows_the_emoji_that_the_api_takes(stage: Stage) -> None:
    async with httpx.AsyncClient(base_url=stage.server.page_url, timeout=PATIENCE) as http:
        listed = (await http.get("page/static/emoji.txt")).text

    assert all(f" {name}" in listed for name in standard())
