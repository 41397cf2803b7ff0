"""Collects the buttons that the topics declare, and finds the one that was pressed."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.ids import UserId
from bot.services import Services
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.timely import timely
from bot.slack.blocks import names
from bot.slack.blocks.carried import slacks_moment
from bot.slack.edge.guard import Answer, refusals_as_replies
from bot.slack.edge.listeners import Kind, Listeners
from bot.slack.topics import TOPICS


def register(listeners: Listeners) -> None:
    """Registers every button."""
    for name in HANDLERS:
        listeners.take(Kind.BUTTON, name, press)


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
    value = action.get("value") or (action.get("selected_option") or {}).get("value", "")
    pressed = Pressed(
        services,
        answer,
        client,
        context.team_id or "",
        UserId(body["user"]["id"]),
        value,
        in_message="response_url" in body,
        again=(name, value),
        at=slacks_moment(action.get("action_ts")),
    )
    async with services.visits.visit(pressed.user), timely(pressed.where, afterwards=name in AFTERWARDS):
        await HANDLERS[name](pressed)


def merged(*topics: Mapping[str, Handler]) -> dict[str, Handler]:
    """The buttons of all topics. Raises ValueError where two have one name."""
    found: dict[str, Handler] = {}
    for buttons in topics:
        if twice := found.keys() & buttons.keys():
            raise ValueError(f"two buttons are named {sorted(twice)}")
        found |= buttons
    return found


AFTERWARDS = frozenset(  # they still do something when the game has ended; all others answer that it has
    {
        *(
            names.OPEN_SHEET,
            names.SHEET_HERE,
            names.HIDE_SHEET,
            names.SHOW_MISSIONS,
            names.REVEAL,
            names.KEEP_MISSION,
        ),
        names.SHOW_SPOKEN,
        *(names.SHOW_BOOK, names.TURN_BOOK, names.SHOW_HISTORY, names.SHOW_RECEIPT, names.MAKE_CLAIM),
        *(names.UPHOLD, names.REJECT, names.CHANGE_RULING, names.SHOW_RULINGS, names.TURN_RULINGS),
        *(names.FOLLOW_MAJORITY, names.TURN_EVIDENCE, names.GIVE_FEEDBACK, names.EXPORT_BOOKS),
        names.SAY,
        *(names.MY_DATA, names.FORGET_ME),
        *(names.SHOW_ASKS, names.READ_ANSWERS, names.SHOW_ANSWERS, names.LOOK_AT_TEXTS, names.SHOW_TEXT),
        *(
            names.WITHHOLD_TEXT,
            names.ANSWER,
            names.ANSWER_SURVEY,
            names.READ_SURVEY,
        ),  # a question that is closed says so
        *(names.SHOW_FEEDBACK, names.TURN_RESULTS),
        *(names.ASK_TO_CLOSE, names.CLOSE_GAME, names.ASK_TO_ARCHIVE, names.ARCHIVE_ROOMS),
        *(names.FACILITATORS, names.STEP_DOWN, names.SHOW_COUNCILS, names.SHOW_COUNCIL, names.TRY_AGAIN),
        *(names.SHOW_OWED, names.SHOW_HANDBOOK, names.TURN_HANDBOOK, names.SHOW_GAMES, names.STOP_OR_TALK),
        *(names.SHOW_BOARD, names.REVOKE_BOARDS),
        *(names.SHOW_GUIDE, names.GUIDE_ANYWAY, names.TURN_GUIDE),
        *(names.CAST_VOTE, names.TAKE_VOTE_BACK),  # what was pressed before the end counts
        *(
            names.READ_PHASE,
            names.READ_INJECT,
            names.READ_CUE,
            names.READ_TOLD,
            names.READ_SIGN_UP,
            names.READ_WELCOME,
        ),
        *(names.READ_BALLOT, names.READ_CLOSING),
        *(names.SHOW_TIMETABLE, names.MISSED, names.NEW_GAME, names.PREVIEW_TIMETABLE),
    }
)
HANDLERS = merged(*(topic.BUTTONS for topic in TOPICS))
