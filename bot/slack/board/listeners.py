"""Links to boards: making one, and revoking all."""

from bot.slack.acting.asked import IN_A_GAME, Asked, ForWhom, Press, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Taken
from bot.slack.blocks import names
from bot.slack.board import cards

REVOKE = ("revoke", "revoke all", "close", "close all", "off")


async def _board(by: Asked | Pressed) -> None:
    """A new link, or the question whether to revoke all."""
    game, boards = (await by.where()).as_facilitator().game, by.services.boards
    if isinstance(by, Asked) and by.typed.rest.casefold() in REVOKE:
        await by.answer(cards.revoking(game, await boards.links(game.id)))
        return
    address = await boards.make(game.id, by.user)
    await by.answer(cards.link(game, address, await boards.links(game.id)))


async def _revoke(pressed: Pressed) -> None:
    game = (await pressed.where()).as_facilitator().game
    await pressed.answer(cards.revoked(await pressed.services.boards.revoke(game.id, pressed.user)))


FORMS: tuple[Taken, ...] = ()
BUTTONS: dict[str, Handler] = {names.SHOW_BOARD: _board, names.REVOKE_BOARDS: _revoke}
WORDS: tuple[Word, ...] = (
    Word("board", _board,
         "a web page for the room: clock, councils, results; `/moot board revoke` revokes its links",
         IN_A_GAME, ForWhom.FACILITATORS, only_shows=True, after="guide",
         press=Press("A board for the room", "/moot board", 8)),
)  # fmt: skip
