"""Buttons: which handler answers which. Who may do it is decided when it is done."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.game import commands as c
from bot.domain.ids import UserId
from bot.services import Services
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.ballot.listeners import call_vote, receipt_pressed
from bot.slack.blocks import names
from bot.slack.book import listeners as book_listeners
from bot.slack.book.listeners import book_pressed
from bot.slack.care import listeners as care_listeners
from bot.slack.charter.listeners import charter_pressed
from bot.slack.claims.listeners import claim_pressed, rules_pressed
from bot.slack.clock import listeners as clock_listeners
from bot.slack.clock.listeners import agenda_pressed
from bot.slack.console import listeners as console_listeners
from bot.slack.creation.listeners import new_game_pressed
from bot.slack.edge.guard import Answer, refusals_as_replies
from bot.slack.help import listeners as help_listeners
from bot.slack.help.listeners import handbook_pressed, owed_pressed
from bot.slack.presentations.listeners import prepare_pressed
from bot.slack.proposals import revising
from bot.slack.proposals.listeners import object, propose_pressed, record, withdraw, withdraw_objection
from bot.slack.results import listeners as results_listeners
from bot.slack.results.listeners import give_feedback_pressed, show_feedback
from bot.slack.seats import buttons as seats_buttons
from bot.slack.sessions.listeners import carry_back_pressed, response_pressed
from bot.slack.sheets.listeners import hide_sheet, missions, open_sheet, reveals_pressed
from bot.slack.sign_up import listeners as sign_up_listeners
from bot.slack.sign_up.listeners import deal_pressed, redeal, signs_up


def register(app: AsyncApp) -> None:
    """Registers every button."""
    for name in HANDLERS:
        app.action(names.named(name))(press)


@refusals_as_replies
async def press(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    context: AsyncBoltContext,
    answer: Answer,
    client: AsyncWebClient,
    services: Services,
) -> None:
    """Any button."""
    await ack()
    name = names.name_of(action["action_id"])
    value = action.get("value") or action.get("selected_option", {}).get("value", "")
    pressed = Pressed(
        services,
        answer,
        client,
        context.team_id or "",
        UserId(body["user"]["id"]),
        value,
        body.get("trigger_id", ""),
        in_message="response_url" in body,
        again=(name, value),
    )
    async with services.visits.visit(pressed.user):
        await HANDLERS[name](pressed)


HANDLERS: dict[str, Handler] = {
    names.SHOW_TIMETABLE: agenda_pressed,
    names.MAKE_CLAIM: claim_pressed,
    names.UPHOLD: rules_pressed(upheld=True),
    names.REJECT: rules_pressed(upheld=False),
    names.JOIN: signs_up(c.Join),
    names.JOIN_AS_CHAIR: signs_up(lambda user: c.Join(user, chair=True)),
    names.JOIN_OPENLY: signs_up(lambda user: c.Join(user, open_hand=True)),
    names.OBSERVE: signs_up(c.Observe),
    names.LEAVE: signs_up(c.Leave),
    names.DEAL_SEATS: deal_pressed,
    names.REDEAL: redeal,
    names.OPEN_SHEET: open_sheet,
    names.HIDE_SHEET: hide_sheet,
    names.SHOW_MISSIONS: missions,
    names.SHOW_OWED: owed_pressed,
    names.SHOW_BOOK: book_pressed,
    names.SHOW_HANDBOOK: handbook_pressed,
    names.PROPOSE: propose_pressed,
    names.WRITE_CHARTER: charter_pressed,
    names.RECORD_RESPONSE: response_pressed,
    names.CARRY_BACK: carry_back_pressed,
    names.RECORD_DECISION: record,
    names.WITHDRAW: withdraw,
    names.CALL_VOTE: call_vote,
    names.PREPARE_PRESENTATION: prepare_pressed,
    names.GIVE_FEEDBACK: give_feedback_pressed,
    names.SHOW_FEEDBACK: show_feedback,
    names.OBJECT: object,
    names.WITHDRAW_OBJECTION: withdraw_objection,
    **revising.BUTTONS,
    **book_listeners.BUTTONS,
    names.SHOW_RECEIPT: receipt_pressed,
    names.REVEAL: reveals_pressed(consents=True),
    names.KEEP_MISSION: reveals_pressed(consents=False),
    **clock_listeners.BUTTONS,
    names.SHOW_COUNCILS: console_listeners.councils_page,
    names.SHOW_COUNCIL: console_listeners.council_page,
    names.TRY_AGAIN: console_listeners.try_again,
    names.TURN_BOOK: book_listeners.book_page,
    names.TURN_RESULTS: results_listeners.results_page,
    names.TURN_PLAN: sign_up_listeners.plan_page,
    names.TURN_HANDBOOK: help_listeners.handbook_page,
    names.NEW_GAME: new_game_pressed,
    names.SHOW_GAMES: help_listeners.games_pressed,
    **seats_buttons.HANDLERS,
    **care_listeners.BUTTONS,
}
