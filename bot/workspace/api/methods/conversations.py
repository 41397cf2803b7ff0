"""conversations.*: making, filling, changing and closing channels."""

import re

from bot.workspace.api import limits, payloads
from bot.workspace.api.method import Call, method, not_archived
from bot.workspace.state import membership
from bot.workspace.state.records import Channel, Json
from bot.workspace.state.refusals import ApiError

_NAME = re.compile(r"[\w-]*")
_NO_NAME = {"name": "invalid_name_required"}


def _checked_name(call: Call) -> str:
    """A free channel name: lower-case letters, digits, - and _, at most 80; archived channels keep theirs."""
    name = call.get("name", "")
    if len(name) > limits.CHANNEL_NAME:
        raise ApiError("invalid_name_maxlength")
    if name != name.lower() or not _NAME.fullmatch(name):
        raise ApiError("invalid_name_specials")
    if not any(c.isalnum() for c in name):
        raise ApiError("invalid_name_punctuation")
    if name in call.team.names:
        raise ApiError("name_taken")
    return str(name)


def _shown(call: Call, channel: Channel) -> Json:
    return {"channel": payloads.channel(call.team, channel, call.bot)}


def _writable(call: Call, channel: Channel, *or_else: str) -> Channel:
    """The channel, if it is no DM and the app has the scope to change it."""
    if channel.kind == "dm":
        raise ApiError("method_not_supported_for_channel_type")
    call.needs_for("write", channel, *or_else)
    return channel


def _changeable(call: Call, *or_else: str) -> Channel:
    """An open channel the bot is in and may change."""
    channel = _writable(call, call.own_channel(), *or_else)
    not_archived(channel)
    return channel


@method("conversations.create", tier=2, required="name", optional="is_private team_id", missing=_NO_NAME)
def create(call: Call) -> Json:
    """Makes a channel; the bot is its first member."""
    private = call.get("is_private", False)
    call.needs("groups:write" if private else "channels:manage")
    name = _checked_name(call)
    channel = membership.create(call.team, name, "private" if private else "public", call.bot)
    membership.join(call.team, channel, [call.bot])
    return _shown(call, channel)


@method(
    "conversations.invite", tier=3, required="channel users", optional="force", missing={"users": "no_user"}
)
def invite(call: Call) -> Json:
    """Adds up to 100 people; with `force` the possible ones, whatever the others."""
    channel = _changeable(call, f"{_prefix(call)}:write.invites")
    wanted = list(dict.fromkeys(call.get("users")))
    if len(wanted) > limits.INVITED_AT_ONCE:
        raise ApiError("too_many_users")
    errors = [
        {"user": user, "ok": False, "error": error}
        for user in wanted
        if (error := _cannot_invite(call, channel, user))
    ]
    good = [user for user in wanted if user not in {each["user"] for each in errors}]
    if errors and not (call.get("force") and good):
        raise ApiError(str(errors[0]["error"]), errors=errors)
    membership.join(call.team, channel, good, inviter=call.bot)
    answer = _shown(call, channel)
    return answer | {"errors": errors} if errors else answer


def _prefix(call: Call) -> str:
    channel = call.team.channels.get(call.get("channel", ""))
    return "groups" if channel is not None and channel.kind == "private" else "channels"


def _cannot_invite(call: Call, channel: Channel, user: str) -> str | None:
    person = call.team.people.get(user)
    if person is None:
        return "user_not_found"
    if user == call.bot:
        return "cant_invite_self"
    if person.deleted:
        return "user_disabled"
    if user in channel.members:
        return "already_in_channel"
    if person.is_stranger:
        return "user_team_not_in_channel"
    if person.is_ultra_restricted:
        return "user_is_ultra_restricted"
    if person.is_restricted:
        return "user_is_restricted"
    return None


@method("conversations.kick", tier=3, required="channel user")
def kick(call: Call) -> Json:
    """Takes somebody out."""
    channel, person = _changeable(call), call.person()
    if person.id == call.bot:
        raise ApiError("cant_kick_self")
    if channel.is_general:
        raise ApiError("cant_kick_from_general")
    if not membership.leave(call.team, channel, person.id, by=call.bot):
        raise ApiError("not_in_channel")
    return {"errors": {}}


@method("conversations.leave", tier=3, required="channel")
def leave(call: Call) -> Json:
    """The bot goes."""
    channel = _writable(call, call.channel())
    not_archived(channel)
    if channel.is_general:
        raise ApiError("cant_leave_general")
    if not membership.leave(call.team, channel, call.bot):
        return {"not_in_channel": True}
    return {}


@method("conversations.join", tier=3, scope="channels:join", required="channel")
def join(call: Call) -> Json:
    """The bot joins a public channel."""
    channel = call.channel()
    if channel.kind != "public":
        raise ApiError("method_not_supported_for_channel_type")
    not_archived(channel)
    already = call.bot in channel.members
    membership.join(call.team, channel, [call.bot])
    answer = _shown(call, channel)
    if already:
        answer |= {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    return answer


@method("conversations.archive", tier=2, required="channel")
def archive(call: Call) -> Json:
    """Closes a channel; for a bot there is no way back."""
    channel = _writable(call, call.own_channel())
    if channel.archived:
        raise ApiError("already_archived")
    if channel.is_general:
        raise ApiError("cant_archive_general")
    membership.archive(call.team, channel, call.bot)
    return {}


@method("conversations.unarchive", tier=2, required="channel")
def unarchive(call: Call) -> Json:
    """Bots cannot: Slack answers not_in_channel to a bot token, whatever it was (see slack-platform.md)."""
    channel = _writable(call, call.channel())
    raise ApiError("not_in_channel" if channel.archived else "not_archived")


@method("conversations.rename", tier=2, required="channel name", missing=_NO_NAME)
def rename(call: Call) -> Json:
    """Gives a channel another name; bots may rename only what they made."""
    channel = _changeable(call)
    if channel.creator != call.bot:
        raise ApiError("not_authorized")
    if call.get("name") != channel.name:
        membership.rename(call.team, channel, _checked_name(call), call.bot)
    return _shown(call, channel)


def _described(call: Call, how: str) -> tuple[Channel, str]:
    """The channel, and the topic or purpose that it is to have."""
    channel, text = _changeable(call, f"{_prefix(call)}:write.topic"), call.get(how, "")
    if len(text) > limits.TOPIC:
        raise ApiError("too_long")
    return channel, text


@method("conversations.setTopic", tier=2, required="channel", optional="topic")
def set_topic(call: Call) -> Json:
    """Sets the topic, 250 characters at most; an empty one removes it."""
    channel, topic = _described(call, "topic")
    if topic != channel.topic:
        membership.set_topic(call.team, channel, topic, call.bot)
    return _shown(call, channel)


@method("conversations.setPurpose", tier=2, required="channel", optional="purpose")
def set_purpose(call: Call) -> Json:
    """Sets the description, 250 characters at most."""
    channel, purpose = _described(call, "purpose")
    if purpose != channel.purpose:
        membership.set_purpose(call.team, channel, purpose, call.bot)
    return _shown(call, channel) | {"purpose": purpose}


@method("conversations.open", tier=3, optional="channel users return_im prevent_creation")
def open_(call: Call) -> Json:
    """Opens the DM with one person. Conversations of several are not played here."""
    call.needs("im:write", "mpim:write")
    if call.get("channel"):
        return _open_answer(call, call.channel(), already=True)
    users = call.get("users", [])
    if not users:
        raise ApiError("users_list_not_supplied")
    if len(users) > 1:
        raise ApiError("method_not_supported_for_channel_type")
    person = call.team.people.get(users[0])
    if person is None:
        raise ApiError("user_not_found")
    if person.deleted:
        raise ApiError("user_disabled")
    if person.is_bot:
        raise ApiError("cannot_dm_bot")
    already = frozenset((call.bot, person.id)) in call.team.dms
    return _open_answer(call, membership.dm_between(call.team, call.bot, person.id), already=already)


def _open_answer(call: Call, channel: Channel, *, already: bool) -> Json:
    answer = _shown(call, channel) if call.get("return_im") else {"channel": {"id": channel.id}}
    return answer | ({"no_op": True, "already_open": True} if already else {})


@method("conversations.close", tier=2, required="channel")
def close(call: Call) -> Json:
    """Closes a DM: it is only out of sight, as in Slack."""
    channel = call.channel()
    call.needs_for("write", channel)
    if channel.kind != "dm":
        raise ApiError("method_not_supported_for_channel_type")
    return {}
