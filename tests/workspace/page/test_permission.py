"""The page that asks whether an app may come in, and what the workspace's page shows of it."""

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from bot.workspace.page.people import People
from tests.patience import PATIENCE
from tests.workspace.pair import BACK, a_pair
from tests.workspace.stage import next_change

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")  # slack_sdk's


async def test_permission_is_given_on_a_page_and_brings_the_browser_back_with_a_code() -> None:
    async with a_pair() as pair:
        query = {
            "client_id": pair.app.client_id,
            "scope": "chat:write,commands",
            "state": "s1",
            "redirect_uri": BACK,
            "team": "T0TWO",
        }
        async with httpx.AsyncClient(base_url=pair.server.page_url, timeout=PATIENCE) as http:
            page = await http.get("oauth/v2/authorize", params=query)
            ada = next(one for one in pair.two.people.values() if one.name == "ada")
            form = {"answer": "allow", "person": ada.id}
            allowed = await http.post("oauth/v2/authorize", params=query, data=form)
            cancelled = await http.post("oauth/v2/authorize", params=query, data={"answer": "cancel"})
            wrong = {
                name: (await http.get("oauth/v2/authorize", params=query | {name: other})).text
                for name, other in (
                    ("client_id", "1.2"),
                    ("redirect_uri", "https://evil.example"),
                    ("scope", ""),
                )
            }

        # then it says who asks for what, and where
        assert "Parrot asks for permission to access the T0TWO workspace" in page.text
        assert "chat:write" in page.text
        assert page.headers["X-Frame-Options"] == "DENY"
        back = parse_qs(urlsplit(allowed.headers["Location"]).query)
        assert back["state"] == ["s1"]
        answer = await pair.access(code=back["code"][0], redirect_uri=BACK)
        assert (answer["team"]["id"], answer["authed_user"]["id"]) == ("T0TWO", ada.id)
        assert answer["scope"] == "chat:write,commands"
        assert cancelled.headers["Location"] == f"{BACK}?error=access_denied&state=s1"
        for name, error in (
            ("client_id", "invalid_client_id"),
            ("redirect_uri", "bad_redirect_uri"),
            ("scope", "no_scopes"),
        ):
            assert error in wrong[name]


async def test_optional_scopes_may_be_left_out_and_guests_let_nobody_in() -> None:
    async with a_pair() as pair:
        pair.app.optional_scopes = frozenset({"commands", "users:read"})
        guest = pair.one.add_person("guest", is_restricted=True)
        ada = next(one for one in pair.one.people.values() if one.name == "ada")
        query = {"client_id": pair.app.client_id, "scope": "chat:write,commands,users:read"}
        async with httpx.AsyncClient(base_url=pair.server.page_url, timeout=PATIENCE) as http:
            form = {"answer": "allow", "person": ada.id, "scope": "users:read"}
            allowed = await http.post("oauth/v2/authorize", params=query, data=form)
            refused = await http.post("oauth/v2/authorize", params=query, data=form | {"person": guest.id})

        back = parse_qs(urlsplit(allowed.headers["Location"]).query)
        answer = await pair.access(code=back["code"][0])
        assert answer["scope"] == "chat:write,users:read"
        assert refused.headers["Location"] == f"{BACK}?error=access_denied"


async def test_the_page_shows_the_workspaces_and_whether_an_app_is_in_them() -> None:
    async with a_pair() as pair:
        ada = next(one for one in pair.two.people.values() if one.name == "ada")
        pair.other.install_url = "https://app.example/install"
        async with httpx.AsyncClient(base_url=pair.two.web_url, timeout=PATIENCE) as http:
            state = (await http.get("page/state", params={"as": ada.id})).json()
        watching = People(pair.two).changes(ada.id)
        await pair.installed(pair.two)
        bot = await next_change(watching, "person")
        change = await next_change(watching, "apps")
        watching.close()

        assert [one["url"] for one in state["workspaces"]] == [pair.one.web_url, pair.two.web_url]
        assert state["apps"] == []
        assert (bot["id"], bot["deleted"]) == (pair.app.bot_user_id, False)
        assert state["offers"][0]["install_url"] == "https://app.example/install?team=T0TWO"
        assert [one["id"] for one in change["apps"]] == [pair.app.id]
        assert change["offers"] == []
