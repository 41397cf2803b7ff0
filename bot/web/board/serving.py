"""Boards in the loop of the bot."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from bot.config import Settings
from bot.services import Services
from bot.web.board.live import LiveBoards
from bot.web.bounds import connections
from bot.web.serving import served

log = structlog.get_logger(__name__)
SETTING = "MOOT_BOARD_ADDRESS"


@asynccontextmanager
async def boards_served(settings: Settings, services: Services) -> AsyncIterator[str]:
    """Serves the boards of a workspace until the end, and gives their base address; without an address it
    opens nothing. Raises CannotListen."""
    services.boards.served.base = settings.moot_board_url
    if not settings.moot_board_address:
        yield ""
        return
    from bot.web.board.app import create_app  # only now: most bots show no boards

    boards, stopping = LiveBoards(services.boards, services.reader, services.now), asyncio.Event()
    app = create_app(boards, stopping)
    async with served(settings.moot_board_address, app, SETTING, connections() // 2) as url:
        chosen = not settings.moot_board_address.endswith(":0")  # a free port is known to nobody else
        services.boards.served.base = settings.moot_board_url if settings.moot_board_url and chosen else url
        log.info("boards are shown", action="board", address=services.boards.served.base)
        try:
            yield services.boards.served.base
        finally:
            stopping.set()
            await boards.close()
