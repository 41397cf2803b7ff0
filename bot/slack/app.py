"""The Bolt app with every listener, registered once."""

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors.store import StoreAway
from bot.services import Services
from bot.slack import buttons, commands, submissions
from bot.slack.book import listeners as book_listeners
from bot.slack.creation import listeners as creation_listeners
from bot.slack.edge.acks import KEPT, UNDONE, LateAck, WhenDone
from bot.slack.edge.drafts import Drafts, KeepingAck, key_of
from bot.slack.edge.guard import Answer
from bot.slack.edge.responding import Respond
from bot.slack.help import listeners as help_listeners
from bot.slack.home import listeners as home_listeners
from bot.slack.membership import listeners as membership_listeners
from bot.slack.proposals import command, revising
from bot.slack.proposals import listeners as proposals_listeners
from bot.slack.reactions import listeners as reactions_listeners
from bot.slack.seats import submissions as seats_submissions

log = structlog.get_logger(__name__)


def make_bolt(client: AsyncWebClient, services: Services, signing_secret: str = "") -> AsyncApp:
    """The Bolt app with every listener, registered once. What comes by HTTP must bear this signature."""
    bolt, drafts = AsyncApp(client=client, signing_secret=signing_secret), Drafts(services.now)

    async def provide(
        context: AsyncBoltContext, body: dict[str, Any], next_: Callable[[], Awaitable[None]]
    ) -> None:
        context["client"] = client  # Bolt's own copy would not be measured
        context["words"] = commands.WORDS
        context["services"], late = services, LateAck(services.inbox, body, context.get(KEPT))
        context["ack"] = late
        team, user, view = context.team_id or "", context.user_id or "", body.get("view") or {}
        respond = Respond(context.response_url, client.session)
        context["answer"] = Answer(
            body, respond, client, lambda form: drafts.filled(team, user, form), late.done, late.never_kept
        )
        if body.get("type") in ("view_submission", "view_closed"):
            key = key_of(team, user, view.get("callback_id", ""), view.get("private_metadata", ""))
            state = view.get("state", {}).get("values", {})
            if body["type"] == "view_submission":
                context["ack"] = KeepingAck(drafts, key, state)
            else:
                drafts.keep(key, state)
        await next_()

    async def failed(
        error: Exception, context: AsyncBoltContext, response: BoltResponse | None
    ) -> BoltResponse | None:
        context[UNDONE] = isinstance(error, StoreAway)
        if not context[UNDONE]:
            log.error("listener failed", action="listen", exc_info=error)
        return BoltResponse(status=503) if response is not None else None  # there is none any more

    bolt.middleware(provide)
    bolt.error(failed)
    bolt.listener_runner.listener_completion_handler = WhenDone()
    register(bolt)
    return bolt


def register(app: AsyncApp) -> None:
    """Registers everything, once."""
    for module in (
        commands,
        buttons,
        submissions,
        command,
        proposals_listeners,
        revising,
        creation_listeners,
        book_listeners,
        seats_submissions,
        help_listeners,
        home_listeners,
        membership_listeners,
        reactions_listeners,
    ):
        module.register(app)
