"""The sealed role sheet, and whether a mission may be shown at the end."""

from collections.abc import Iterator

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block

from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.council.acting import holder_of
from bot.domain.errors import Refusal
from bot.domain.errors.authority import PlaysHere
from bot.domain.errors.seating import NoSheet, NoSheetToWatch, NoSheetYet
from bot.domain.ids import CouncilId, game_of
from bot.domain.scenario import Reveal, Scenario
from bot.domain.seating import Seat
from bot.platform.refused import error_of
from bot.queries.place import Where
from bot.slack.acting.asked import IN_A_GAME, Asked, ForWhom, Press, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Taken
from bot.slack.blocks import message, names
from bot.slack.care import listeners as care_listeners
from bot.slack.injects.cards import lines_revealed, messages_to_you
from bot.slack.paper.people import paper_seat
from bot.slack.sheets import cards as sheets_cards
from bot.slack.sheets import reveals
from bot.slack.typed import words as typed

log = structlog.get_logger(__name__)


class RevealHow(Refusal):
    template = (
        "Say yes or no: /moot reveal yes shows your mission at the end, and /moot reveal no keeps it secret. "
        "A facilitator adds a name to answer for somebody on paper: /moot reveal yes Ada Lovelace"
    )


async def _open(by: Asked | Pressed) -> None:
    """Somebody's own sheet in a window, wherever they ask for it; before the bell, when it opens."""
    held = await _held(by)
    if held is None:
        return
    where, council, seat = held
    view = sheets_cards.still_sealed(where.game, where.scenario, council, by.services.now())
    if council.begun:
        view = sheets_cards.sheet(where.scenario, council, seat, _told(where, council, seat))
    try:
        await by.answer.open(view)
        by.answer.answered = True
    except SlackApiError as refused:  # it came too late, or too many open theirs in this minute
        log.info("no window opened", action="sheet", error=error_of(refused))
        await by.answer.by_any_way(sheets_cards.not_opened(where.game.id))
        by.answer.answered = True
        return
    await care_listeners.envelope_opened(by.services, council, by.user)


async def _open_here(pressed: Pressed) -> None:
    """The sheet in the place of a message that only they see: that takes no call that Slack counts."""
    held = await _held(pressed)
    if held is None:
        return
    where, council, seat = held
    if not pressed.answer.private or not council.begun:
        await _open(pressed)
        return
    await pressed.answer.in_place(
        sheets_cards.sheet_here(where.scenario, council, seat, _told(where, council, seat))
    )
    await care_listeners.envelope_opened(pressed.services, council, pressed.user)


def _told(where: Where, council: Council, seat: Seat) -> Iterator[Block]:
    told = [one for one in where.game.telling.told if one.is_for(council.number, seat.role)]
    return messages_to_you(where.scenario, where.game, told)


async def _held(by: Asked | Pressed) -> tuple[Where, Council, Seat] | None:
    """The seat that somebody holds, whatever channel this is; None where they are a facilitator who holds
    none, and were told. Raises NoSheet."""
    here = await by.where()
    where = await by.services.reader.where_in(here.game.id, by.user)
    if where.seat is not None:
        return where, where.in_council(), where.seat
    table = await _table(by, here)
    if where.facilitates and table is not None:
        await by.answer(sheets_cards.of_no_facilitator(where.scenario, table))
        return None
    listed = where.game.sign_ups.get(by.user)
    if listed is None:
        raise NoSheet
    if listed.observer:
        raise NoSheetToWatch
    raise NoSheetYet


async def _table(by: Asked | Pressed, here: Where) -> Council | None:
    """The council whose card or channel this is."""
    if isinstance(by, Pressed) and game_of(CouncilId(by.value)):
        return await by.services.reader.council(CouncilId(by.value))
    return here.council


async def _hide(pressed: Pressed) -> None:
    council, _ = await pressed.seated()
    await pressed.answer.in_place(sheets_cards.hidden(council))


async def _show_missions(pressed: Pressed) -> None:
    council, where = await pressed.council()
    if where.as_facilitator().seat is not None:
        raise PlaysHere(until=" until the reveal" if _is_revealed(where.scenario) else "")
    told = lines_revealed(where.scenario, where.game, council, all_of_them=True)
    await pressed.answer(reveals.for_a_facilitator(where.scenario, council, told))


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
    names.SHEET_HERE: _open_here,
    names.HIDE_SHEET: _hide,
    names.SHOW_MISSIONS: _show_missions,
    names.REVEAL: _reveals(consents=True),
    names.KEEP_MISSION: _reveals(consents=False),
}


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


def _is_revealed(pack: Scenario | None) -> bool:
    return pack is None or pack.reveals is not Reveal.NONE


WORDS: tuple[Word, ...] = (
    Word("mission", _open, "your role sheet, for your eyes only", IN_A_GAME, ForWhom.SEAT_HOLDERS,
         aliases=("sheet",), only_in=lambda pack: pack is None or pack.has_missions, after="agenda",
         only_shows=True, press=Press("My mission", "/moot mission", 2)),
    Word("sheet", _open, "your role sheet, for your eyes only", IN_A_GAME, ForWhom.SEAT_HOLDERS,
         only_in=lambda pack: pack is not None and not pack.has_missions, only_shows=True,
         press=Press("My sheet", "/moot sheet", 2)),
    Word("reveal yes", _reveal,
         "let your mission be shown at the end, where the game asks; `reveal no` keeps it secret", IN_A_GAME,
         ForWhom.EVERYBODY, only_in=_is_revealed, after="receipt"),
    Word("reveal yes Name", _reveal, "decide for somebody on paper whether their mission is shown at the end",
         IN_A_GAME, ForWhom.FACILITATORS, only_in=_is_revealed, after="proxy"),
)  # fmt: skip
