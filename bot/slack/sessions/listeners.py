"""What a council does in its sessions: straw polls, the answer to an emergency, ideas from the sidebar."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.models.views import View

from bot.domain.council import commands as cc
from bot.domain.errors.authority import NotSeated
from bot.domain.errors.sessions import StrawTooEarly
from bot.domain.ids import CouncilId, GameId
from bot.queries.reader import Where
from bot.services import Services
from bot.slack.acting import filled
from bot.slack.acting.asked import WHILE_PLAYED, Asked, ForWhom, Word
from bot.slack.acting.filled import handled_by_council
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Submitted
from bot.slack.blocks import message, names
from bot.slack.blocks.message import Message
from bot.slack.edge.guard import refusals_as_errors
from bot.slack.sessions import forms as sessions_forms
from bot.slack.typed import words as typed


async def straw_sent(form: Submitted) -> Message:
    council = CouncilId(form.about)
    await form.services.councils.handle(council, cc.AskStraw(form.values["question"]), actor=form.user)
    return message.plain("Your straw poll is in your council's channel. It binds nobody.")


@refusals_as_errors("text")
async def record_response(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services
) -> None:
    """Records the answer to the emergency."""
    await handled_by_council(services, body, view, cc.RecordResponse(filled.values(view)["text"]))
    await ack()


@refusals_as_errors("text")
async def carry_back(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services) -> None:
    """Keeps an idea from the sidebar."""
    await handled_by_council(services, body, view, cc.CarryBack(filled.values(view)["text"]))
    await ack()


async def _respond(pressed: Pressed) -> None:
    council, _ = await pressed.seated()
    pressed.refuse_early(council, cc.RecordResponse("…"))
    await pressed.open(sessions_forms.response(council))


async def _carry_back(pressed: Pressed) -> None:
    where = await pressed.services.reader.where_in(GameId(pressed.value), pressed.user)
    if where.seat is None:
        raise NotSeated
    pressed.refuse_early(where.in_council(), cc.CarryBack("…"))
    await pressed.open(sessions_forms.idea(where.in_council()))


async def _ask_straw(pressed: Pressed) -> None:
    _, where = await pressed.seated()
    await pressed.open(_straw_form(where))


def _straw_form(where: Where) -> View:
    """Raises NotSeated and StrawTooEarly."""
    if where.seat is None:
        raise NotSeated
    if not where.in_council().begun:
        raise StrawTooEarly
    return sessions_forms.straw(where.in_council())


BUTTONS: dict[str, Handler] = {
    names.RECORD_RESPONSE: _respond,
    names.CARRY_BACK: _carry_back,
    names.ASK_STRAW: _ask_straw,
}


async def _straw(asked: Asked) -> None:
    where, question = await asked.where(), typed.as_written(asked.typed.rest)
    if not question:
        await asked.open(_straw_form(where), names.ASK_STRAW, where.in_council().id)
        return
    await asked.services.councils.handle(where.in_council().id, cc.AskStraw(question), actor=asked.user)
    await asked.answer(message.plain("Your straw poll is in your council's channel. It binds nobody."))


WORDS = (
    Word("straw …", _straw, "a quick, non-binding poll in your council", WHILE_PLAYED, ForWhom.SEAT_HOLDERS,
         after="done"),
)  # fmt: skip
