"""News that Moot is gone from a workspace, that its token ended, or that an organization took it out of a
workspace or added it again: in any order, repeatedly, and late."""

from datetime import UTC, datetime
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext

from bot.domain.ids import Moment, SlackTeam
from bot.platform import tokens
from bot.services import Services
from bot.slack.edge.guard import refusals_as_replies
from bot.slack.edge.listeners import Kind, Listeners


def register(listeners: Listeners) -> None:
    """Registers these events."""
    listeners.take(Kind.EVENT, "app_uninstalled", uninstalled)
    listeners.take(Kind.EVENT, "tokens_revoked", revoked)
    listeners.take(Kind.EVENT, "team_access_revoked", withdrawn)
    listeners.take(Kind.EVENT, "team_access_granted", granted)


@refusals_as_replies
async def uninstalled(body: dict[str, Any], context: AsyncBoltContext, services: Services) -> None:
    """Games stand still until the app is installed again."""
    await _lost(body, context, services, "app_uninstalled")


@refusals_as_replies
async def revoked(
    event: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext, services: Services
) -> None:
    """Games stand still if the bot's own token is among those revoked."""
    if event["tokens"].get("bot"):
        await _lost(body, context, services, "token_revoked")


@refusals_as_replies
async def withdrawn(
    event: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext, services: Services
) -> None:
    """Games stand still in workspaces that the organization took the app out of."""
    for team in _teams(event, context):
        if await services.installations.withdrawn(team, _moment(body, services)):
            services.of(team).reach.refused("", tokens.WITHDRAWN)


@refusals_as_replies
async def granted(
    event: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext, services: Services
) -> None:
    """They go on where it was added again."""
    for team in _teams(event, context):
        await services.installations.granted(team, _moment(body, services))


def _teams(event: dict[str, Any], context: AsyncBoltContext) -> list[SlackTeam]:
    return [SlackTeam(context.enterprise_id or "", one) for one in event["team_ids"]]


async def _lost(body: dict[str, Any], context: AsyncBoltContext, services: Services, why: str) -> None:
    team = SlackTeam(context.enterprise_id or "", context.team_id or "")
    if await services.installations.lost(team, why, _moment(body, services)) and team.id:
        services.reach.refused("", why)


def _moment(body: dict[str, Any], services: Services) -> Moment:
    """When it happened, as Slack says, in whole seconds; else now."""
    try:
        return datetime.fromtimestamp(body["event_time"], UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return services.now()
