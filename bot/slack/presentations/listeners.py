"""Preparing what a council presents at the end."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.domain.council import commands as cc
from bot.domain.ids import CouncilId, UserId
from bot.services import Services
from bot.slack.acting import filled
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.blocks import names
from bot.slack.edge.guard import refusals_as_errors
from bot.slack.presentations import cards as presentations_cards
from bot.slack.presentations import forms as presentations_forms


@refusals_as_errors("answer:0")
async def prepare_presentation(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services
) -> None:
    """Keeps the answers that this person changed."""
    council, *began = view["private_metadata"].split(":")
    said = {block.removeprefix("answer:"): text or "" for block, text in filled.values(view).items()}
    changed = tuple(
        (int(number), text)
        for number, text in said.items()
        if int(number) >= len(began) or presentations_forms.checksum(text) != began[int(number)]
    )
    command = cc.PreparePresentation(changed)
    await services.councils.handle(CouncilId(council), command, actor=UserId(body["user"]["id"]))
    await ack()


async def _prepare(pressed: Pressed) -> None:
    council, where = await pressed.seated()
    pressed.refuse_early(council, cc.PreparePresentation(((0, "…"),)))
    await pressed.open(presentations_forms.presentation(council, presentations_cards.debrief(where.scenario)))


BUTTONS: dict[str, Handler] = {names.PREPARE_PRESENTATION: _prepare}
