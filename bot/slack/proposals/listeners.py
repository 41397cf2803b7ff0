"""Buttons. Their values carry ids; who may do it is decided when it is done."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.council import commands as cc
from bot.domain.council import decide
from bot.domain.council.commands import SubmitProposal
from bot.domain.errors import NoGame, Refusal
from bot.domain.ids import UserId
from bot.intents.rooms import council_room
from bot.services import Services
from bot.slack.acting import filled
from bot.slack.acting.filled import handled_by_council
from bot.slack.acting.opening import open_form
from bot.slack.acting.pressed import Pressed
from bot.slack.blocks import forms as blocks_forms
from bot.slack.blocks import message, names
from bot.slack.edge.guard import Answer, refusals_as_errors, refusals_as_replies
from bot.slack.proposals import forms as proposals_forms
from bot.slack.proposals import objections
from bot.slack.typed import words as typed


class NotAtYourTable(Refusal):
    """A message becomes a proposal only in a council's own channel, and only for somebody who holds a seat in
    that council. Anywhere else, /propose takes your words to your council."""


@refusals_as_replies
async def propose_this(
    ack: AsyncAck,
    body: dict[str, Any],
    context: AsyncBoltContext,
    client: AsyncWebClient,
    answer: Answer,
    services: Services,
) -> None:
    """The proposal form with a message's words, for a seat holder at their own table."""
    await ack()
    channel = body["channel"]["id"]
    try:
        where = await services.reader.where(context.team_id or "", channel, UserId(body["user"]["id"]))
    except NoGame:
        raise NotAtYourTable from None
    council = where.council
    if council is None or where.seat is None:
        raise NotAtYourTable
    if await services.reader.room(where.game.id, council_room(council)) != channel:
        raise NotAtYourTable
    decide(council, SubmitProposal("…", "…"), at=services.now(), actor=where.user)  # may refuse
    words = typed.as_written(body["message"].get("text") or "")
    view = proposals_forms.proposal(where.scenario, council, words[: blocks_forms.TEXT_LENGTH])
    await open_form(client, answer, body["trigger_id"], view, (names.PROPOSE, council.id))


@refusals_as_errors("title")
async def submit_proposal(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services
) -> None:
    """Puts a proposal on the table."""
    said = proposals_forms.read_wording(view)
    command = cc.SubmitProposal(
        said.title, said.text, said.question, said.owner_team, said.enforcement, said.review
    )
    await handled_by_council(services, body, view, command)
    await ack()


@refusals_as_errors("reason")
async def make_objection(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services
) -> None:
    """Blocks a proposal under consent, with a reason."""
    council, number, card = names.read_card(view["private_metadata"])
    command = cc.Object(number, filled.values(view)["reason"] or "", card)
    await services.councils.handle(council, command, actor=UserId(body["user"]["id"]))
    await ack()


async def propose_pressed(pressed: Pressed) -> None:
    council, where = await pressed.seated()
    pressed.refuse_early(council, cc.SubmitProposal("…", "…"))
    await pressed.open(proposals_forms.proposal(where.scenario, council))


async def record(pressed: Pressed) -> None:
    _, number, card = names.read_card(pressed.value)
    await _on_proposal(pressed, cc.RecordDecision(number, card), "Recorded: it is in the policy book.")


async def withdraw(pressed: Pressed) -> None:
    _, number, _ = names.read_card(pressed.value)
    await _on_proposal(pressed, cc.WithdrawProposal(number), "Taken back.")


async def object(pressed: Pressed) -> None:
    council, _ = await pressed.seated()
    _, number, card = names.read_card(pressed.value)
    pressed.refuse_early(council, cc.Object(number, "…", card))
    await pressed.open(objections.form(council, number, card))


async def withdraw_objection(pressed: Pressed) -> None:
    _, number, _ = names.read_card(pressed.value)
    await _on_proposal(pressed, cc.WithdrawObjection(number), "You no longer object to it.")


async def _on_proposal(pressed: Pressed, command: cc.CouncilCommand, said: str) -> None:
    council, _, _ = names.read_card(pressed.value)
    await pressed.services.councils.handle(council, command, actor=pressed.user)
    await pressed.answer(message.plain(said))
