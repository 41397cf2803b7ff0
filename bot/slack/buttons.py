"""Collects the buttons that the topics declare, and finds the one that was pressed."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.ids import UserId
from bot.services import Services
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.ballot import listeners as ballot_listeners
from bot.slack.blocks import names
from bot.slack.book import listeners as book_listeners
from bot.slack.care import listeners as care_listeners
from bot.slack.charter import listeners as charter_listeners
from bot.slack.claims import listeners as claims_listeners
from bot.slack.clock import listeners as clock_listeners
from bot.slack.console import listeners as console_listeners
from bot.slack.creation import listeners as creation_listeners
from bot.slack.edge.guard import Answer, refusals_as_replies
from bot.slack.help import listeners as help_listeners
from bot.slack.presentations import listeners as presentations_listeners
from bot.slack.proposals import listeners as proposals_listeners
from bot.slack.proposals import revising
from bot.slack.results import listeners as results_listeners
from bot.slack.safety import listeners as safety_listeners
from bot.slack.seats import windows
from bot.slack.sessions import listeners as sessions_listeners
from bot.slack.sheets import listeners as sheets_listeners
from bot.slack.sign_up import listeners as sign_up_listeners


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
    """Any button. Who may do what it says is decided when it is done."""
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


def merged(*topics: Mapping[str, Handler]) -> dict[str, Handler]:
    """The buttons of all topics. Raises ValueError where two have one name."""
    found: dict[str, Handler] = {}
    for buttons in topics:
        if twice := found.keys() & buttons.keys():
            raise ValueError(f"two buttons are named {sorted(twice)}")
        found |= buttons
    return found


HANDLERS = merged(
    ballot_listeners.BUTTONS,
    book_listeners.BUTTONS,
    care_listeners.BUTTONS,
    charter_listeners.BUTTONS,
    claims_listeners.BUTTONS,
    clock_listeners.BUTTONS,
    console_listeners.BUTTONS,
    creation_listeners.BUTTONS,
    help_listeners.BUTTONS,
    presentations_listeners.BUTTONS,
    proposals_listeners.BUTTONS,
    revising.BUTTONS,
    results_listeners.BUTTONS,
    safety_listeners.BUTTONS,
    windows.BUTTONS,
    sessions_listeners.BUTTONS,
    sheets_listeners.BUTTONS,
    sign_up_listeners.BUTTONS,
)
