"""The privacy page, for people who consider installing Moot and people whose data it keeps."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.config import Settings
from bot.reports.privacy import as_page
from bot.web.installing.pages import HEADERS, STYLE

PATH = "/privacy"


def privacy_route(settings: Settings) -> Route:
    """The page, as this bot's settings make it. It loads nothing and runs nothing, and looks
    as the pages of the installation do, which lead to it."""
    page = as_page(settings.moot_contact, settings.keep_for, STYLE)

    async def privacy(_: Request) -> Response:
        return HTMLResponse(page, headers=HEADERS)

    return Route(PATH, privacy, methods=["GET"])
