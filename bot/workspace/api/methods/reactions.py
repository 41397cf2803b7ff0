"""reactions.*"""

from bot.workspace.api import limits, payloads
from bot.workspace.api.emoji import is_emoji
from bot.workspace.api.method import Call, method, not_archived
from bot.workspace.state import posting
from bot.workspace.state.records import Json, Message
from bot.workspace.state.refusals import ApiError

_MISSING = {"name": "invalid_name", "channel": "no_item_specified", "timestamp": "no_item_specified"}


def _message(call: Call) -> Message:
    channel = call.channel()
    not_archived(channel)
    return call.message(channel, "timestamp")


@method("reactions.add", tier=3, scope="reactions:write", required="name channel timestamp", missing=_MISSING)
def add(call: Call) -> Json:
    """The bot reacts."""
    name = call.get("name").strip(":")
    if not is_emoji(name):
        raise ApiError("invalid_name")
    message = _message(call)
    if call.bot not in call.team.channels[message.channel].members:
        raise ApiError("not_in_channel")
    if call.bot in message.reactions.get(name, {}):
        raise ApiError("already_reacted")
    if name not in message.reactions and len(message.reactions) >= limits.REACTIONS_PER_MESSAGE:
        raise ApiError("too_many_emoji")
    mine = sum(call.bot in users for users in message.reactions.values())
    if mine >= limits.REACTIONS_PER_PERSON:
        raise ApiError("too_many_reactions")
    posting.react(call.team, message, call.bot, name)
    return {}


@method(
    "reactions.remove",
    tier=2,
    scope="reactions:write",
    required="name",
    optional="channel timestamp file file_comment",
    missing=_MISSING,
)
def remove(call: Call) -> Json:
    """The bot takes its own reaction back; nobody else's."""
    if not call.get("channel") or not call.get("timestamp"):
        raise ApiError("no_item_specified")
    if not posting.unreact(call.team, _message(call), call.bot, call.get("name").strip(":")):
        raise ApiError("no_reaction")
    return {}


@method("reactions.get", tier=3, scope="reactions:read", optional="channel timestamp full file file_comment")
def get(call: Call) -> Json:
    """Every reaction on a message, the bot's seeds too; without `full` at most 50 names per emoji."""
    if not call.get("channel") or not call.get("timestamp"):
        raise ApiError("no_item_specified")
    channel = call.channel()
    message = call.message(channel, "timestamp")
    shown = payloads.message(call.team, message, full=call.get("full", False))
    return {"type": "message", "channel": channel.id, "message": shown}


@method(
    "reactions.list", tier=2, scope="reactions:read", optional="count cursor full limit page team_id user"
)
def list_(call: Call) -> Json:
    """What somebody (the bot, if nobody is named) has reacted to, newest first."""
    user = call.person().id if call.get("user") else call.bot
    reacted = [
        (channel, message)
        for channel in call.team.channels.values()
        if call.bot in channel.members
        for message in channel.messages.values()
        if any(user in users for users in message.reactions.values())
    ]
    reacted.sort(key=lambda each: each[1].ts, reverse=True)
    page, metadata = call.page(reacted)
    full = call.get("full", False)
    items = [
        {
            "type": "message",
            "channel": channel.id,
            "message": payloads.message(call.team, message, full=full),
        }
        for channel, message in page
    ]
    return {"items": items, "response_metadata": metadata}
