"""Who comes, goes or changes. Every subscribed event has a listener: in Socket Mode, Bolt acknowledges no
other."""

from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.domain.ids import UserId
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
    """Notes that an account is deactivated or active again; and moves the night of somebody who travels."""
    user: dict[str, Any] = event["user"]
    team, person, zone = context.team_id or "", UserId(user["id"]), user.get("tz")
    if user.get("deleted") is True:
        await services.accounts.deactivated(team, person)
        return
    if user.get("deleted") is False:
        await services.accounts.active(team, person)
    if zone and isinstance(zone, str):
        await services.requests.zone_changed(team, person, zone)


@refusals_as_replies
async def noted(event: dict[str, Any]) -> None:
    """Acknowledged and logged; nothing follows from it yet."""
    log.info("event noted", action=event["type"])
