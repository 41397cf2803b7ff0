"""The privacy page, as browsers get it."""

from starlette.applications import Starlette

from bot.config import Settings
from bot.web.installing.pages import HEADERS, STYLE
from bot.web.privacy import privacy_route
from tests.asgi import asked


async def test_the_page_names_the_contact_and_looks_as_the_pages_of_the_installation() -> None:
    settings = Settings(moot_contact="privacy@example.org", moot_keep_days=90, _env_file=None)
    app = Starlette(routes=[privacy_route(settings)])

    page = await asked(app, "/privacy")

    assert page.status == 200
    assert page.headers["content-type"].startswith("text/html")
    assert HEADERS.items() <= page.headers.items()
    assert "privacy@example.org" in page.text
    assert f"<style>{STYLE}</style>" in page.text, "its hash is in the headers"
    assert "90 days after their end" in page.text
    assert (await asked(app, "/privacy", "POST")).status == 405
