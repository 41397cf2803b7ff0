"""Who comes, goes or changes. Every subscribed event has a listener: in Socket Mode, Bolt acknowledges no
other."""

from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.services import Services
from bot.slack.edge.guard import refusals_as_replies

log = structlog.get_logger(__name__)

NOTED = (
    "member_left_channel",
    "app_uninstalled",
    "tokens_revoked",
    "group_archive",
    "group_rename",
    "channel_archive",
    "channel_rename",
)


def register(app: AsyncApp) -> None:
    """Registers these events."""
    app.event("member_joined_channel")(member_joined)
    app.event("user_change")(user_changed)
    for name in NOTED:
        app.event(name)(noted)


@refusals_as_replies
async def member_joined(event: dict[str, Any], context: AsyncBoltContext, services: Services) -> None:
    """Delivers what waited until Moot itself was invited."""
    if event.get("user") == context.bot_user_id:
        await services.requests.release_parked(context.team_id or "")


@refusals_as_replies
async def user_changed(event: dict[str, Any], context: AsyncBoltContext, services: Services) -> None:
    """Moves the night of somebody who travels."""
    match event.get("user"):
        case {"id": str(user), "tz": str(zone)} if user and zone:
            await services.requests.zone_changed(context.team_id or "", user, zone)
        case _:  # nothing of it is known that would matter
            return


@refusals_as_replies
async def noted(event: dict[str, Any]) -> None:
    """Acknowledged and logged; nothing follows from it yet."""
    log.info("event noted", action=event["type"])
