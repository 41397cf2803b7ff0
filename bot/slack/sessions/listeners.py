"""What a council does in its sessions: straw polls, the answer to an emergency, ideas from the sidebar."""

from contextlib import suppress

from slack_sdk.models.views import View

from bot.domain.council import commands as cc
from bot.domain.errors.authority import NotSeated
from bot.domain.errors.charter import NumbersNeeded
from bot.domain.errors.sessions import StrawTooEarly
from bot.queries.place import Where
from bot.slack.acting.asked import WHILE_PLAYED, Asked, ForWhom, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Sent, Taken, takes
from bot.slack.blocks import message, names
from bot.slack.sessions.forms import IdeaForm, ResponseForm, StrawForm

STRAW_ASKED = "Your straw poll is in your council's channel. It is not binding."


async def _ask(sent: Sent[StrawForm]) -> None:
    """Asks the council something."""
    command = cc.AskStraw(sent.form.question)
    await sent.services.councils.handle(sent.form.council, command, actor=sent.user)
    await sent.show(message.plain(STRAW_ASKED))


async def _record_response(sent: Sent[ResponseForm]) -> None:
    """Records the answer to the emergency."""
    command = cc.RecordResponse(sent.form.text, sent.form.aloud)
    await sent.services.councils.handle(sent.form.council, command, actor=sent.user)


async def _keep_idea(sent: Sent[IdeaForm]) -> None:
    """Keeps an idea from the sidebar."""
    await sent.services.councils.handle(sent.form.council, cc.CarryBack(sent.form.text), actor=sent.user)


FORMS: tuple[Taken, ...] = (
    takes(StrawForm, _ask),
    takes(ResponseForm, _record_response),
    takes(IdeaForm, _keep_idea),
)


async def _open_response(pressed: Pressed) -> None:
    council, where = await pressed.seated()
    with suppress(NumbersNeeded):
        pressed.refuse_early(council, cc.RecordResponse("…"))
    await pressed.open(ResponseForm.view(where.scenario, council))


async def _open_idea(pressed: Pressed) -> None:
    where = await pressed.where()
    if where.seat is None:
        raise NotSeated
    pressed.refuse_early(where.in_council(), cc.CarryBack("…"))
    await pressed.open(IdeaForm.view(where.in_council()))


async def _open_straw(pressed: Pressed) -> None:
    _, where = await pressed.seated()
    await pressed.open(_straw_form(where))


def _straw_form(where: Where) -> View:
    """Raises NotSeated and StrawTooEarly."""
    if where.seat is None:
        raise NotSeated
    if not where.in_council().begun:
        raise StrawTooEarly
    return StrawForm.view(where.in_council())


BUTTONS: dict[str, Handler] = {
    names.RECORD_RESPONSE: _open_response,
    names.CARRY_BACK: _open_idea,
    names.ASK_STRAW: _open_straw,
}


async def _straw(asked: Asked) -> None:
    where, question = await asked.where(), await asked.said()
    if not question:
        await asked.open(_straw_form(where), names.ASK_STRAW, where.in_council().id)
        return
    await asked.services.councils.handle(where.in_council().id, cc.AskStraw(question), actor=asked.user)
    await asked.answer(message.plain(STRAW_ASKED))


WORDS: tuple[Word, ...] = (
    Word("straw …", _straw, "a quick, non-binding poll in your council", WHILE_PLAYED, ForWhom.SEAT_HOLDERS,
         after="done"),
)  # fmt: skip
