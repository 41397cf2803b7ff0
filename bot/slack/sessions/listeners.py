"""Buttons. Their values carry ids; who may do it is decided when it is done."""

from bot.domain.council import commands as cc
from bot.domain.errors import NotSeated
from bot.domain.ids import GameId
from bot.slack.acting.asked import Asked
from bot.slack.acting.pressed import Pressed
from bot.slack.acting.submitted import Sent, takes
from bot.slack.blocks import message, names
from bot.slack.seats import windows
from bot.slack.sessions.forms import IdeaForm, ResponseForm, StrawForm
from bot.slack.typed import words as typed

STRAW_ASKED = "Your straw poll is in your council's channel. It binds nobody."


async def _ask_straw(sent: Sent[StrawForm]) -> None:
    """Asks the council something."""
    command = cc.AskStraw(sent.form.question)
    await sent.services.councils.handle(sent.form.council, command, actor=sent.user)
    await sent.show(message.plain(STRAW_ASKED))


async def _record_response(sent: Sent[ResponseForm]) -> None:
    """Records the answer to the emergency."""
    command = cc.RecordResponse(sent.form.text)
    await sent.services.councils.handle(sent.form.council, command, actor=sent.user)


async def _carry_back(sent: Sent[IdeaForm]) -> None:
    """Keeps an idea from the sidebar."""
    await sent.services.councils.handle(sent.form.council, cc.CarryBack(sent.form.text), actor=sent.user)


FORMS = (takes(StrawForm, _ask_straw), takes(ResponseForm, _record_response), takes(IdeaForm, _carry_back))


async def response_pressed(pressed: Pressed) -> None:
    council, _ = await pressed.seated()
    pressed.refuse_early(council, cc.RecordResponse("…"))
    await pressed.open(ResponseForm.view(council))


async def carry_back_pressed(pressed: Pressed) -> None:
    where = await pressed.services.reader.where_in(GameId(pressed.value), pressed.user)
    if where.seat is None:
        raise NotSeated
    pressed.refuse_early(where.in_council(), cc.CarryBack("…"))
    await pressed.open(IdeaForm.view(where.in_council()))


async def straw_typed(asked: Asked) -> None:
    where, question = await asked.where(), typed.as_written(asked.typed.rest)
    if not question:
        view = await windows.straw(asked.services, where)
        await asked.open(view, names.ASK_STRAW, where.in_council().id)
        return
    await asked.services.councils.handle(where.in_council().id, cc.AskStraw(question), actor=asked.user)
    await asked.answer(message.plain(STRAW_ASKED))
