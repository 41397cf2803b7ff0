"""What is made up on the way to Moot's installation, comes in crowds, or should not be seen."""

import asyncio
import base64
import hashlib
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.slack.edge.manifest import INSTALL_PATH, REDIRECT_PATH
from bot.web.installing.app import LONGEST
from tests.asgi import asked
from tests.integration.installing import KEY, a_file, a_town, all_of

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")  # slack_sdk's


@pytest.mark.parametrize(
    "query",
    [
        "error=<script>alert(1)</script>",
        "error=access_denied&error_description=%3Cscript%3E",
        "state=%00&code=%ff",
        "state=a&state=b&code=c&code=d",
        "code=x",
        "",
        "&&==&",
        "state=" + "x" * 1_500,
    ],
)
async def test_made_up_requests_get_a_page_that_repeats_none_of_them(query: str, tmp_path: Path) -> None:
    async with a_town(a_file(tmp_path)) as town:
        await town.begin()
        answer = await town.get(REDIRECT_PATH, query)

        assert answer.status in (200, 400)
        assert "<script" not in answer.text
        assert "xxx" not in answer.text


async def test_what_is_too_long_is_not_read_and_a_look_uses_nothing_up(tmp_path: Path) -> None:
    async with a_town(a_file(tmp_path)) as town:
        assert (await town.get(INSTALL_PATH, "x" * (LONGEST + 1))).status == 414
        query = await town.in_slack(await town.begin())
        assert (await town.get(REDIRECT_PATH, query, "HEAD")).text == ""
        assert (await asked(town.site, REDIRECT_PATH, "POST", query=query.encode())).status == 405
        assert (await town.get(REDIRECT_PATH, query)).status == 303


async def test_the_last_page_shows_nothing_that_an_address_makes_up(tmp_path: Path) -> None:
    async with a_town(a_file(tmp_path)) as town:
        page = await town.get("/slack/installed", "team=T1%22%3E&app=A1&without=admin,%3Cb%3E&org=1")

        assert page.status == 200
        assert "Open Moot" not in page.text
        assert "admin," not in page.text
        assert "<b>" not in page.text


async def test_browsers_take_the_style_of_the_page_and_nothing_else(tmp_path: Path) -> None:
    async with a_town(a_file(tmp_path)) as town:
        page = await town.get(INSTALL_PATH)

    (style,) = re.findall("<style>(.*?)</style>", page.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}';" in page.headers["content-security-policy"]
    assert "style=" not in page.text


async def test_looking_at_the_first_page_leaves_nothing_behind(tmp_path: Path) -> None:
    async with a_town(a_file(tmp_path)) as town:
        states = {parse_qs(urlsplit(await town.begin()).query)["state"][0] for _ in range(20)}

        async with town.store.engine.connect() as connection:
            assert await connection.scalar(text("SELECT count(*) FROM oauth_states")) == 0
    assert len(states) == 20


async def test_many_at_once_are_asked_to_come_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_town(a_file(tmp_path)) as town:
        waits, states = asyncio.Event(), town.store.states

        async def use(_state: str) -> bool:
            await waits.wait()
            return False

        monkeypatch.setattr(states, "use", use)
        state = parse_qs(urlsplit(await town.begin()).query)["state"][0]
        crowd = [asyncio.create_task(town.get(REDIRECT_PATH, f"state={state}&code=x")) for _ in range(12)]
        await asyncio.sleep(0.05)
        waits.set()

        answers = [one.status for one in await asyncio.gather(*crowd)]
    assert sorted(set(answers)) == [400, 503]
    assert answers.count(503) == 4


async def test_no_secret_is_logged_shown_or_stored_in_the_clear(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    with capture_logs() as lines:
        async with a_town(a_file(tmp_path)) as town:
            url = await town.begin()
            query = await town.in_slack(url)
            await town.get(REDIRECT_PATH, query)
            cookie = town.cookie
            again = await town.in_slack(await town.begin())
            given = parse_qs(again) | {"code": ["hush.again"]}
            await town.get(REDIRECT_PATH, f"state={given['state'][0]}&code=hush.again")
            app = town.app
            secrets = {
                *parse_qs(query)["code"],
                *parse_qs(query)["state"],
                *given["code"],
                app.bot_token,
                app.refresh_token,
                app.client_secret,
                KEY,
            }
            shown = "".join(town.seen[1:])
    assert cookie == ""

    stored = all_of(tmp_path)
    ours = "\n".join(one.getMessage() for one in caplog.records if one.name.startswith(("bot", "slack_bolt")))
    for secret in secrets:
        assert secret not in stored
        assert secret not in f"{lines}{ours}"
    for secret in secrets - set(given["state"]):
        assert secret not in shown
