"""`/moot` and `/propose`."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.council import commands as cc
from bot.domain.council import decide
from bot.domain.errors import NotSeated
from bot.domain.ids import UserId
from bot.services import Services
from bot.slack.acting.asked import Asked, Handler
from bot.slack.ballot import listeners as ballot_listeners
from bot.slack.ballot.listeners import vote_typed
from bot.slack.blocks import message, names
from bot.slack.book import listeners as book_listeners
from bot.slack.book.listeners import policies
from bot.slack.care import listeners as care_listeners
from bot.slack.charter.listeners import charter_typed
from bot.slack.clock import listeners as clock_listeners
from bot.slack.clock.listeners import agenda_typed, say
from bot.slack.console.listeners import councils_typed, retry
from bot.slack.creation import listeners as creation_listeners
from bot.slack.edge.guard import Answer, refusals_as_replies
from bot.slack.help import cards as help_cards
from bot.slack.help.listeners import games_typed, handbook_typed, help, owe_typed, status
from bot.slack.proposals import typed as proposals_typed
from bot.slack.proposals.forms import ProposalForm
from bot.slack.results.listeners import feedback_typed
from bot.slack.safety.listeners import x_typed
from bot.slack.seats import typed as seats_typed
from bot.slack.sessions.listeners import straw_typed
from bot.slack.sheets import listeners as sheets_listeners
from bot.slack.sheets.listeners import mission
from bot.slack.sign_up.listeners import deal_typed, join, leave, observe, seat, swap
from bot.slack.typed import words as typed


def register(app: AsyncApp) -> None:
    """Registers the slash commands."""
    app.command("/moot")(moot)
    app.command("/propose")(propose)


@refusals_as_replies
async def moot(
    ack: AsyncAck, command: dict[str, Any], answer: Answer, client: AsyncWebClient, services: Services
) -> None:
    """`/moot WORD …`"""
    await ack()
    asked = _asked(command, answer, client, services)
    handler = HANDLERS.get(asked.typed.word)
    if handler is None:
        word = asked.typed.word
        await answer(help_cards.unknown_command(word, typed.nearest(word, tuple(HANDLERS))))
    else:
        if asked.typed.word in LOOKS:
            answer.taken()
        async with services.visits.visit(asked.user):
            await handler(asked)


@refusals_as_replies
async def propose(
    ack: AsyncAck, command: dict[str, Any], answer: Answer, client: AsyncWebClient, services: Services
) -> None:
    """`/propose TEXT`, a change such as `/propose amend 3 TEXT`, or the form where nothing was typed."""
    await ack()
    asked = _asked(command, answer, client, services)
    async with services.visits.visit(asked.user):
        await _propose(asked, command)


async def _propose(asked: Asked, command: dict[str, Any]) -> None:
    services, answer = asked.services, asked.answer
    where = await asked.where()
    text = typed.as_written(command.get("text", ""))
    if not text:
        if where.seat is None:
            raise NotSeated
        council = where.in_council()
        decide(council, cc.SubmitProposal("…", "…"), at=services.now(), actor=asked.user)  # may refuse
        await asked.open(ProposalForm.view(where.scenario, council), names.PROPOSE, council.id)
        return
    if (asks := proposals_typed.wanted(text)) is not None:
        await proposals_typed.change(asked, asks)
        return
    number = await proposals_typed.submit_text(services, where, text)
    await answer(message.plain(f"Proposal {number} is on the table, in your council's channel."))


def _asked(command: dict[str, Any], answer: Answer, client: AsyncWebClient, services: Services) -> Asked:
    return Asked(
        services,
        answer,
        client,
        (command.get("enterprise_id") or "", command["team_id"]),
        command["channel_id"],
        UserId(command["user_id"]),
        command["trigger_id"],
        typed.parse(command.get("text", "")),
    )


LOOKS = ("help", "status", "agenda", "councils", "games", "owe", "policies", "book", "handbook")  # no changes
HANDLERS: dict[str, Handler] = {
    "help": help,
    "status": status,
    "agenda": agenda_typed,
    "councils": councils_typed,
    "retry": retry,
    "games": games_typed,
    "mission": mission,
    "sheet": mission,
    "owe": owe_typed,
    "missed": care_listeners.missed,
    "what": care_listeners.what,
    "policies": policies,
    "book": policies,
    "charter": charter_typed,
    "order": book_listeners.order,
    "park": book_listeners.park_typed,
    "unpark": book_listeners.unpark_typed,
    "handbook": handbook_typed,
    "join": join,
    "observe": observe,
    "leave": leave,
    "new": creation_listeners.new,
    "seat": seat,
    "swap": swap,
    "deal": deal_typed,
    **clock_listeners.COMMANDS,
    "say": say,
    "vote": vote_typed,
    "straw": straw_typed,
    "x": x_typed,
    "feedback": feedback_typed,
    "receipt": ballot_listeners.receipt_typed,
    "reveal": sheets_listeners.reveal_typed,
    "invite": seats_typed.invite,
    "remove": seats_typed.remove,
    "handover": seats_typed.hand_over,
    "paper": seats_typed.paper,
    "proxy": seats_typed.proxy,
    "move": seats_typed.move,
    "cofacilitate": seats_typed.cofacilitate,
}
