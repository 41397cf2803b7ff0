"""Channels and who is in them. Callers have checked who may do what."""

from bot.workspace.state import posting
from bot.workspace.state.happenings import (
    ChannelChanged,
    ChannelMade,
    ChannelRenamed,
    ChannelStateChanged,
    MemberJoined,
    MemberLeft,
)
from bot.workspace.state.records import Channel, ChannelKind
from bot.workspace.state.team import Team


def create(team: Team, name: str, kind: ChannelKind, creator: str) -> Channel:
    """A channel nobody is in yet. The name must be free and well formed."""
    prefix = "D" if kind == "dm" else "C"
    channel = Channel(team.ids.new(prefix), name, kind, creator, int(team.clock()))
    team.channels[channel.id] = channel
    if kind != "dm":
        team.names[name] = channel
    team.happened(ChannelMade(channel))
    return channel


def dm_between(team: Team, one: str, other: str) -> Channel:
    """The DM of two people, opened if it was not; a person with themselves is a DM too."""
    key = frozenset((one, other))
    channel = team.dms.get(key)
    if channel is None:
        channel = team.dms[key] = create(team, "", "dm", one)
        channel.members = dict.fromkeys((one, other))
        team.happened(ChannelChanged(channel))
    return channel


def join(
    team: Team,
    channel: Channel,
    people: list[str],
    inviter: str | None = None,
    *,
    quiet: bool = False,
) -> None:
    """Adds those who are not in it yet; nothing is written and no app told when `quiet`."""
    new = [person for person in people if person not in channel.members]
    for person in new:
        channel.members[person] = None
    if not new:
        return
    team.happened(ChannelChanged(channel))
    for person in () if quiet else new:
        if not channel.is_general:
            posting.announce(team, channel, person, "channel_join", f"<@{person}> has joined the channel")
        team.happened(MemberJoined(channel, person, inviter))


def leave(team: Team, channel: Channel, person: str, *, by: str | None = None, quiet: bool = False) -> bool:
    """Takes somebody out; `by` set means they were removed. False if they were not in it. Nothing is
    written and no app told when `quiet`: of a removed account Slack sends user_change alone (?)."""
    if person not in channel.members:
        return False
    del channel.members[person]
    team.happened(ChannelChanged(channel, left=person))
    if quiet:
        return True
    if not channel.is_general:
        text = f"<@{by}> removed <@{person}> from the channel" if by else f"<@{person}> has left the channel"
        posting.announce(team, channel, person, "channel_leave", text)
    team.happened(MemberLeft(channel, person, by))
    return True


def archive(team: Team, channel: Channel, by: str) -> None:
    """Closes a channel for good, as far as bots go."""
    posting.announce(team, channel, by, "channel_archive", f"<@{by}> archived the channel")
    channel.archived = True
    team.happened(ChannelChanged(channel))
    team.happened(ChannelStateChanged(channel, by, "archive"))


def unarchive(team: Team, channel: Channel, by: str) -> None:
    """Opens an archived channel again."""
    channel.archived = False
    team.happened(ChannelChanged(channel))
    team.happened(ChannelStateChanged(channel, by, "unarchive"))


def delete(team: Team, channel: Channel, by: str) -> None:
    """Takes a channel away for ever: nobody sees it any more, and its name is free again."""
    team.happened(ChannelStateChanged(channel, by, "deleted"))
    for person in list(channel.members):
        leave(team, channel, person, quiet=True)
    channel.kind = "private"
    del team.names[channel.name]


def rename(team: Team, channel: Channel, name: str, by: str) -> None:
    """The old name is free again."""
    del team.names[channel.name]
    channel.previous_names.insert(0, channel.name)
    channel.name = name
    team.names[name] = channel
    team.happened(ChannelChanged(channel))
    posting.announce(team, channel, by, "channel_name", f"<@{by}> renamed the channel to {name}")
    team.happened(ChannelRenamed(channel))


def set_topic(team: Team, channel: Channel, topic: str, by: str) -> None:
    """The line at the top of the channel."""
    channel.topic, channel.topic_by, channel.topic_at = topic, by, int(team.clock())
    team.happened(ChannelChanged(channel))
    posting.announce(team, channel, by, "channel_topic", f"<@{by}> set the channel's topic: {topic}")


def set_purpose(team: Team, channel: Channel, purpose: str, by: str) -> None:
    """The channel's description."""
    channel.purpose, channel.purpose_by, channel.purpose_at = purpose, by, int(team.clock())
    team.happened(ChannelChanged(channel))
    posting.announce(team, channel, by, "channel_purpose", f"<@{by}> set the description: {purpose}")
