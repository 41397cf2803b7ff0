"""`/moot call`: shows where people talk, sets it, or removes it."""

import re

from bot.domain.calls import read_link
from bot.domain.errors.calls import NotACallLink
from bot.domain.errors.injects import NoSuchCouncil
from bot.domain.game import commands as c
from bot.queries.place import Where
from bot.slack.acting.asked import UNTIL_THE_END, Asked, ForWhom, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Sent, Taken, takes
from bot.slack.blocks import names
from bot.slack.blocks.fields import Misfilled
from bot.slack.calls import cards
from bot.slack.calls.forms import CallForm
from bot.slack.typed import words as typed

COUNCIL = re.compile(r"\s*\b(?:for\s+)?(?:council|table)\s*#?(\d{1,4})\s*[.!]?$", re.IGNORECASE)
FOR_ALL = re.compile(r"\s*\b(?:for\s+)?(?:all|everybody|everyone)\s*[.!]?$", re.IGNORECASE)
OFF = ("off", "none", "remove", "no", "stop")


async def _call(asked: Asked) -> None:
    """Typed alone, it shows; with an address or `off`, it changes that of a council, or of everybody."""
    where = await asked.where()
    rest, council = _whose(asked.typed.rest, where)
    if not rest:
        await asked.answer(cards.calls(where))
        return
    link = "" if rest.lower().strip(" .!") in OFF else _address(rest)
    command = c.SetCall(link, council)
    game = await asked.services.games.handle(where.game.id, command, actor=asked.user)
    await asked.answer(cards.was_set(game, council))


def _whose(text: str, where: Where) -> tuple[str, int | None]:
    """The words without the council, and its number; if none is named, a facilitator means everybody, and a
    steward means their own council."""
    if (found := COUNCIL.search(text)) is not None:
        return text[: found.start()].strip(), int(found[1])
    if (found := FOR_ALL.search(text)) is not None:
        return text[: found.start()].strip(), None
    council = cards.own_council(where)
    return text.strip(), council.number if council is not None else None


def _address(text: str) -> str:
    """Raises NotACallLink."""
    found = typed.addresses(text)
    if len(found) != 1:
        raise NotACallLink(wrong="there is more than one address, or something beside it")
    return read_link(found[0])


WORDS: tuple[Word, ...] = (
    Word("call", _call,
         "where you talk by video or phone; `call https://…` sets it, `call off` removes it (stewards for "
         "their council, facilitators for all)",
         UNTIL_THE_END, ForWhom.EVERYBODY, only_if=cards.concerns, only_shows=True, after="agenda"),
)  # fmt: skip


# --- by form


async def _open(pressed: Pressed) -> None:
    where = await pressed.where()
    council = cards.own_council(where)
    if council is None:
        where.as_facilitator()
    await pressed.open(CallForm.view(where.game, council))


async def _set(sent: Sent[CallForm]) -> None:
    form, said = sent.form, sent.form.number or sent.form.council
    if said and not said.isdecimal():
        raise Misfilled({CallForm.council.block: NoSuchCouncil(number=said).sentence})
    council = int(said) if said else None
    game = await sent.services.games.handle(form.game, c.SetCall(form.link, council), actor=sent.user)
    await sent.show(cards.was_set(game, council))


BUTTONS: dict[str, Handler] = {names.CHANGE_CALL: _open}
FORMS: tuple[Taken, ...] = (takes(CallForm, _set),)
