"""App Home is opened."""

from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext

from bot.domain.ids import UserId
from bot.services import Services
from bot.slack.edge.guard import refusals_as_replies
from bot.slack.edge.listeners import Kind, Listeners


def register(listeners: Listeners) -> None:
    """Registers the event."""
    listeners.take(Kind.EVENT, "app_home_opened", home_opened)


@refusals_as_replies
async def home_opened(event: dict[str, Any], context: AsyncBoltContext, services: Services) -> None:
    """Publishes the Home, each time it is opened."""
    if event.get("tab", "home") == "home" and context.team_id:
        await services.requests.home(context.team_id, UserId(event["user"]), context.enterprise_id or "")
        await services.visits.note(UserId(event["user"]))
