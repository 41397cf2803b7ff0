"""Cards of the stage: turns, the prepared presentation, straw polls; and what only facilitators read."""

from datetime import datetime

from slack_sdk.models.blocks import Block

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.ids import UserId
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import MOST_PIECES, Message, context, escaped, in_pieces, quoted, section


def wants_to_talk(game: Game, user: UserId, council: Council | None, at: datetime, words: str) -> Message:
    """To a facilitator, in private: somebody wants to stop or talk."""
    table = council.name if council is not None else "no council"
    blocks: list[Block] = [
        section(
            f"*Somebody wants to stop, or to talk:* {p.mention(user)}, {table}, at "
            f"{p.clock_time(game, at)}, in {escaped(game.name)}."
        )
    ]
    pieces = in_pieces(words)
    blocks += [section(quoted(piece)) for piece in pieces[:MOST_PIECES]]
    if len(pieces) > MOST_PIECES:
        blocks.append(section("*They wrote more than fits here.* Ask them for the rest."))
    blocks.append(
        context(
            "Only this game's facilitators are told. Nothing is stopped by it; `/moot pause` stops the "
            "clock. I keep no record."
        )
    )
    return Message.of(*blocks)


def heard(told: list[UserId]) -> Message:
    """To somebody who wants to stop or talk."""
    return Message.of(
        section(
            f"*Thank you for saying so.* I have told {p.mentions(told)} in private, and nobody else; they "
            "will come to you."
        ),
        context(
            "The game is not stopped by it. You may step away at any moment, and need no reason; "
            "`/moot leave` frees your seat."
        ),
    )


def not_heard(facilitators: list[UserId]) -> Message:
    """To somebody who wants to stop or talk, where no facilitator could be reached."""
    return Message.of(
        section(
            "*I could not reach a facilitator just now, so nobody has been told.* Please write or speak to "
            f"{p.mentions(facilitators)}, or type `/moot x` again. You may step away at any moment."
        )
    )
