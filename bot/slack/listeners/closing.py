"""Commands for the end of a game: one's receipt of the final vote, and whether one's mission may be shown."""

from bot.domain.council import commands as cc
from bot.domain.council.acting import holder_of
from bot.domain.errors import NoReceipt, Refusal
from bot.slack.listeners import seats, typed
from bot.slack.listeners.asked import Asked
from bot.slack.messages import personal, receipts, reveals


class RevealHow(Refusal):
    """Say yes or no: /moot reveal yes shows your mission at the end, and /moot reveal no keeps it secret. A
    facilitator adds a name to answer for somebody on paper: /moot reveal yes Ada Lovelace"""


async def receipt(asked: Asked) -> None:
    """`/moot receipt`: what happened to my vote?"""
    where = await asked.where()
    council = where.in_council()
    if council.ballot is None:
        raise NoReceipt
    await asked.answer(receipts.mine(where.game, council, asked.user))


async def reveal(asked: Asked) -> None:
    """`/moot reveal yes`, and for somebody on paper `/moot reveal yes Ada Lovelace`."""
    where = await asked.where()
    word, _, name = typed.as_written(asked.typed.rest).partition(" ")
    consents = {"yes": True, "no": False}.get(word.lower().strip(".!"))
    if consents is None:
        raise RevealHow
    council, holder = where.council, asked.user
    if name.strip():
        councils = await asked.services.reader.councils(where.game)
        holder, council = seats.paper_seat(name.strip(" :"), councils)
    council = council or where.in_council()
    command = cc.AnswerReveal(holder_of(council, holder).role, consents)
    await asked.services.councils.handle(council.id, command, actor=asked.user)
    await asked.answer(personal.plain(reveals.answered(consents)))
