"""The privacy page, for people who consider installing Moot and people whose data it keeps."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.config import Settings
from bot.reports.privacy import as_page
from bot.web.board.app import HEADERS

PATH = "/privacy"


def privacy_route(settings: Settings) -> Route:
    """The page, as this bot's settings make it. It loads nothing and runs nothing."""
    page = as_page(settings.moot_contact, settings.keep_for)

    async def privacy(_: Request) -> Response:
        return HTMLResponse(page, headers=HEADERS)

    return Route(PATH, privacy, methods=["GET"])
