"""Who comes, goes or changes, and what becomes of channels. Every subscribed event has a listener: in Socket
Mode, Bolt acknowledges no other."""

from datetime import UTC, datetime
from typing import Any

import structlog
from slack_bolt.context.async_context import AsyncBoltContext

from bot.db.rooms import Gone
from bot.domain.ids import Moment, UserId
from bot.services import Services
from bot.slack.acting.asked import Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Taken
from bot.slack.blocks import message, names
from bot.slack.blocks import phrases as p
from bot.slack.edge.guard import refusals_as_replies
from bot.slack.edge.listeners import Kind, Listeners
from bot.slack.seats import returning

log = structlog.get_logger(__name__)

NOTED = ("group_rename", "channel_rename")
GONE = {
    "group_archive": Gone.ARCHIVED,
    "channel_archive": Gone.ARCHIVED,
    "group_deleted": Gone.DELETED,
    "channel_deleted": Gone.DELETED,
    "group_left": Gone.OUT,
    "channel_left": Gone.OUT,
}
BACK = ("group_unarchive", "channel_unarchive")


def register(listeners: Listeners) -> None:
    """Registers these events."""
    listeners.take(Kind.EVENT, "member_joined_channel", member_joined)
    listeners.take(Kind.EVENT, "member_left_channel", member_left)
    listeners.take(Kind.EVENT, "user_change", user_changed)
    for name in GONE:
        listeners.take(Kind.EVENT, name, channel_gone)
    for name in BACK:
        listeners.take(Kind.EVENT, name, channel_back)
    for name in NOTED:
        listeners.take(Kind.EVENT, name, noted)


# --- events


@refusals_as_replies
async def member_joined(event: dict[str, Any], context: AsyncBoltContext, services: Services) -> None:
    """Somebody is in a channel; where it is Moot itself, what waited for that is delivered."""
    team, channel, user = context.team_id or "", str(event.get("channel")), event.get("user")
    if user == context.bot_user_id:
        await services.requests.release_parked(team)
        await services.channels.back(team, channel)
    elif user:
        await services.membership.came(team, channel, UserId(str(user)), _moment(event, services))


@refusals_as_replies
async def member_left(event: dict[str, Any], context: AsyncBoltContext, services: Services) -> None:
    """Somebody left a channel or was taken out of it, or Moot itself was."""
    team, channel, user = context.team_id or "", str(event.get("channel")), event.get("user")
    if user == context.bot_user_id:
        await services.channels.gone(team, channel, Gone.OUT)
    elif user:
        await services.membership.left(team, channel, UserId(str(user)), _moment(event, services))


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
async def channel_gone(event: dict[str, Any], context: AsyncBoltContext, services: Services) -> None:
    """A channel is archived or deleted, or Moot was taken out of it. What Moot itself archives it knows."""
    if event.get("user") != context.bot_user_id:
        await services.channels.gone(context.team_id or "", str(event.get("channel")), GONE[event["type"]])


@refusals_as_replies
async def channel_back(event: dict[str, Any], context: AsyncBoltContext, services: Services) -> None:
    """A channel was unarchived."""
    await services.channels.back(context.team_id or "", str(event.get("channel")))


@refusals_as_replies
async def noted(event: dict[str, Any]) -> None:
    """Acknowledged and logged. A renamed channel needs nothing: cards name it by its id, and rows too."""
    log.info("event noted", action=event["type"])


def _moment(event: dict[str, Any], services: Services) -> Moment:
    """When it happened, as Slack says; else now."""
    try:
        return datetime.fromtimestamp(float(event["event_ts"]), UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return services.now()


# --- buttons


async def _back_in(pressed: Pressed) -> None:
    _, where = await pressed.seated()
    await pressed.answer(message.plain(await returning.let_in(pressed.services, where)))


async def _let_in(pressed: Pressed) -> None:
    """A facilitator has everybody who is outside a council's channel invited again, and comes in as well."""
    council, where = await pressed.council()
    outside = (await pressed.services.reader.outside(where.as_facilitator().game.id)).get(council.id, {})
    await pressed.services.membership.let_in(council, [*outside, pressed.user])
    who = p.mentions(outside) if outside else "you"
    await pressed.answer(message.plain(f"I am inviting {who} to the channel of {council.name} again."))


async def _new_channel(pressed: Pressed) -> None:
    where, key = (await pressed.where()).as_facilitator(), pressed.value.partition(":")[2]
    await pressed.services.channels.anew(where.game, key, actor=pressed.user)
    await pressed.answer(message.plain("I am making a new channel and inviting everybody who belongs there."))


WORDS: tuple[Word, ...] = ()
FORMS: tuple[Taken, ...] = ()
BUTTONS: dict[str, Handler] = {
    names.BACK_IN: _back_in,
    names.LET_IN: _let_in,
    names.NEW_CHANNEL: _new_channel,
}
