"""Shortcuts: from the lightning menu, and from a message's own menu."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.council import decide
from bot.domain.council.commands import SubmitProposal
from bot.domain.errors import NoGame, Refusal
from bot.domain.ids import UserId
from bot.services import Services
from bot.services.deliveries import council_room
from bot.slack import ids
from bot.slack.guard import Answer, refusals_as_replies
from bot.slack.listeners import typed
from bot.slack.listeners.opening import open_form
from bot.slack.messages import forms, helping


class NotAtYourTable(Refusal):
    """A message becomes a proposal only in a council's own channel, and only for somebody who holds a seat in
    that council. Anywhere else, /propose takes your words to your council."""


def register(app: AsyncApp) -> None:
    """Registers the shortcuts."""
    app.shortcut(ids.WHAT_NOW)(what_now)
    app.shortcut(ids.PROPOSE_THIS)(propose_this)


@refusals_as_replies
async def what_now(
    ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, answer: Answer, services: Services
) -> None:
    """What this person can do now."""
    await ack()
    try:
        where = await services.reader.where(context.team_id or "", "", UserId(body["user"]["id"]))
    except NoGame:
        where = None
    await answer(helping.help_card(where, services.now()))


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
    view = forms.proposal(where.scenario, council, words[: forms.TEXT_LENGTH])
    await open_form(client, answer, body["trigger_id"], view, (ids.PROPOSE, council.id))
