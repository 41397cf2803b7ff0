"""What the server serves beside the interfaces that have tests of their own."""

import json
from urllib.parse import urlsplit

import aiohttp
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

        again = await http.get(f"page/static/{name}", headers={"If-None-Match": file.headers["ETag"]})

    assert (file.status_code, file.headers["Cache-Control"]) == (200, "no-cache")
    assert (again.status_code, again.headers["Cache-Control"]) == (304, "no-cache")


@pytest.mark.parametrize("name", ["", "..", "nothing.js", "..%2finterface.py", "..%2f..%2fserver.py"])
async def test_no_other_file_is_served(stage: Stage, name: str) -> None:
    async with httpx.AsyncClient(base_url=stage.server.page_url, timeout=PATIENCE) as http:
        file = await http.get(f"page/static/{name}")

    assert file.status_code == 404


async def test_the_page_shows_the_emoji_that_the_api_takes(stage: Stage) -> None:
    async with httpx.AsyncClient(base_url=stage.server.page_url, timeout=PATIENCE) as http:
        listed = (await http.get("page/static/emoji.txt")).text

    assert all(f" {name}" in listed for name in standard())


def own(stage: Stage, name: str = "127.0.0.1") -> str:
    """The workspace's address under this name."""
    return f"{name}:{urlsplit(stage.server.page_url).port}"


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]", "LOCALHOST"])
async def test_the_workspace_answers_under_this_machines_names_for_itself(stage: Stage, name: str) -> None:
    headers = {"Host": own(stage, name), "Origin": f"http://{own(stage, name.lower())}"}
    async with httpx.AsyncClient(base_url=stage.server.page_url, timeout=PATIENCE) as http:
        answer = await http.get("control/state", headers=headers)

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "address", ["", "page/state?as=U1", "control/state", "api/auth.test", "page/static/app.js"]
)
@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "localhost", "127.0.0.1:1", "localhost.evil.example:{port}", ""],
)
async def test_no_name_of_another_site_leads_here(stage: Stage, address: str, host: str) -> None:
    headers = {"Host": host.format(port=urlsplit(stage.server.page_url).port)}
    async with httpx.AsyncClient(base_url=stage.server.page_url, timeout=PATIENCE) as http:
        answer = await http.get(address, headers=headers)

    assert answer.status_code == 403
    assert stage.ada.name not in answer.text


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1:1"]
)
async def test_no_page_of_another_site_acts_here(stage: Stage, origin: str) -> None:
    headers = {"Origin": origin.format(port=urlsplit(stage.server.page_url).port)}
    async with httpx.AsyncClient(base_url=stage.server.page_url, timeout=PATIENCE) as http:
        answers = [
            await http.post("control/do", json={"do": "deactivate", "person": "ada"}, headers=headers),
            await http.post("page/upload?as=U1&channel=C1&name=x", content=b"x", headers=headers),
            await http.get("page/stream?as=U1", headers=headers),
        ]
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await session.ws_connect(f"{stage.server.page_url}link/?ticket=x", headers=headers)

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert refused.value.status == 403
    assert not stage.ada.deleted


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
@pytest.mark.parametrize("address", ["control/do", "page/act"])
async def test_what_any_page_can_send_without_asking_does_nothing(
    stage: Stage, address: str, kind: str
) -> None:
    body = json.dumps({"do": "deactivate", "person": "ada", "as": stage.ada.id})
    async with httpx.AsyncClient(base_url=stage.server.page_url, timeout=PATIENCE) as http:
        answer = await http.post(address, content=body, headers={"Content-Type": kind})

    assert answer.status_code == 400
    assert not stage.ada.deleted
