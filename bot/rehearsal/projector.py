"""The room's projector: the facilitator asks the bot for a board, which opens beside the page."""

import asyncio
import re

from bot.domain.ids import UserId
from bot.rehearsal.stage import Running, newest
from bot.rehearsal.stand_ins.cards import Json, is_card
from bot.workspace.page.people import People

LINK = re.compile(r"http://[^\s|>]+/board/[\w-]+")
COMES_IN = 10.0  # seconds


async def board(running: Running, visitor: str) -> str:
    """A link to the board of the newest game; empty if there is none, or if the visitor runs the game and can
    ask for themselves."""
    game = await newest(running)
    if game is None or UserId(visitor) in game.facilitators:
        return ""
    director, people = min(game.facilitators), People(running.workspace)
    seeing = people.changes(director, is_card)
    try:
        await people.command(director, game.plenary, "/moot", "board")
        async with asyncio.timeout(COMES_IN):
            async for change in seeing:
                if found := _link(change.data):
                    return found
    except TimeoutError:
        pass  # the page opens anyway, and the console has a button
    finally:
        seeing.close()
    return ""


def _link(message: Json) -> str:
    found = LINK.search(message["text"]) if message["ephemeral"] else None
    return found[0] if found else ""
