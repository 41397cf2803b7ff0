"""The sealed role sheet, and whether a mission may be shown at the end."""

from bot.domain.council import commands as cc
from bot.domain.council.acting import holder_of
from bot.domain.errors import Refusal
from bot.domain.errors.authority import PlaysHere
from bot.domain.errors.seating import NoSheet
from bot.domain.ids import CouncilId
from bot.slack.acting.asked import IN_A_GAME, Asked, ForWhom, Press, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Taken
from bot.slack.blocks import message, names
from bot.slack.care import listeners as care_listeners
from bot.slack.seats.listeners import paper_seat
from bot.slack.sheets import cards as sheets_cards
from bot.slack.sheets import reveals
from bot.slack.typed import words as typed


class RevealHow(Refusal):
    template = (
        "Say yes or no: /moot reveal yes shows your mission at the end, and /moot reveal no keeps it secret. "
        "A facilitator adds a name to answer for somebody on paper: /moot reveal yes Ada Lovelace"
    )


async def _open(pressed: Pressed) -> None:
    council, where = await pressed.council()
    seat = council.seat_of(pressed.user)
    if seat is None:
        raise NoSheet
    await care_listeners.envelope_opened(pressed.services, where.game, council, pressed.user)
    if not council.begun:
        await pressed.answer(sheets_cards.still_sealed(where.game, council))
    elif pressed.in_message:
        await pressed.answer.in_place(sheets_cards.sheet(where.scenario, council, seat))
    else:
        await pressed.services.requests.sheet(where, pressed.team_id)
        await pressed.answer(message.plain("I have sent it to our direct messages."))


async def _hide(pressed: Pressed) -> None:
    council, _ = await pressed.seated()
    await pressed.answer.in_place(sheets_cards.hidden(council))


async def _show_missions(pressed: Pressed) -> None:
    council, where = await pressed.council()
    if where.as_facilitator().seat is not None:
        raise PlaysHere
    await pressed.answer(reveals.for_a_facilitator(where.scenario, council))


def _reveals(*, consents: bool) -> Handler:
    async def handler(pressed: Pressed) -> None:
        council, _, seat = pressed.value.partition(":")
        command = cc.AnswerReveal(names.role_number(seat), consents)
        await pressed.services.councils.handle(CouncilId(council), command, actor=pressed.user)
        await pressed.answer(message.plain(reveals.answered(consents)))

    return handler


FORMS: tuple[Taken, ...] = ()
BUTTONS: dict[str, Handler] = {
    names.OPEN_SHEET: _open,
    names.HIDE_SHEET: _hide,
    names.SHOW_MISSIONS: _show_missions,
    names.REVEAL: _reveals(consents=True),
    names.KEEP_MISSION: _reveals(consents=False),
}


async def _send(asked: Asked) -> None:
    where = await asked.where()
    await asked.services.requests.sheet(where, asked.team_id)
    await care_listeners.envelope_opened(asked.services, where.game, where.in_council(), asked.user)
    await asked.answer(message.plain("I have sent it to our direct messages, where only you can read it."))


async def _reveal(asked: Asked) -> None:
    """`/moot reveal yes`, and for somebody on paper `/moot reveal yes Ada Lovelace`."""
    where = await asked.where()
    word, _, name = typed.as_written(asked.typed.rest).partition(" ")
    consents = {"yes": True, "no": False}.get(word.lower().strip(".!"))
    if consents is None:
        raise RevealHow
    council, holder = where.council, asked.user
    if name.strip():
        councils = await asked.services.reader.councils(where.game)
        holder, council = paper_seat(name.strip(" :"), councils)
    council = council or where.in_council()
    command = cc.AnswerReveal(holder_of(council, holder).role, consents)
    await asked.services.councils.handle(council.id, command, actor=asked.user)
    await asked.answer(message.plain(reveals.answered(consents)))


WORDS: tuple[Word, ...] = (
    Word("mission", _send, "your role sheet, sent to our direct messages", IN_A_GAME, ForWhom.SEAT_HOLDERS,
         aliases=("sheet",), after="agenda", only_shows=True,
         press=Press("My mission", "/moot mission", 2)),
    Word("reveal yes", _reveal,
         "let your mission be shown at the end, where the game asks; `reveal no` keeps it secret", IN_A_GAME,
         ForWhom.EVERYBODY, after="receipt"),
    Word("reveal yes Name", _reveal, "decide for somebody on paper whether their mission is shown at the end",
         IN_A_GAME, ForWhom.FACILITATORS, after="proxy"),
)  # fmt: skip
