"""Channels and who is in them. Callers have checked who may do what."""

from typing import TYPE_CHECKING

from bot.workspace.delivery import events
from bot.workspace.state import posting, shown
from bot.workspace.state.records import Channel, ChannelKind

if TYPE_CHECKING:
    from bot.workspace.workspace import Workspace


def create(workspace: "Workspace", name: str, kind: ChannelKind, creator: str) -> Channel:
    """A channel nobody is in yet. The name must be free and well formed."""
    prefix = "D" if kind == "dm" else "C"
    channel = Channel(workspace.ids.new(prefix), name, kind, creator, int(workspace.clock()))
    workspace.channels[channel.id] = channel
    if kind != "dm":
        workspace.names[name] = channel
    if kind == "public":
        events.channel_created(workspace, channel)
        show(workspace, channel)
    return channel


def show(workspace: "Workspace", channel: Channel, *also: str) -> None:
    """Tells those who see the channel, and `also` (people who just left), how it is now."""
    viewers = dict.fromkeys([*workspace.viewers(channel), *also])
    if channel.kind == "dm":
        workspace.changes.tell_each(viewers, "channel", lambda viewer: shown.channel(channel, viewer))
        return
    inside = [viewer for viewer in viewers if viewer in channel.members]
    outside = [viewer for viewer in viewers if viewer not in channel.members]
    for group in (inside, outside):
        if group:
            workspace.changes.tell(group, "channel", lambda group=group: shown.channel(channel, group[0]))  # type: ignore[misc]


def dm_between(workspace: "Workspace", one: str, other: str) -> Channel:
    """The DM of two people, opened if it was not; a person with themselves is a DM too."""
    key = frozenset((one, other))
    channel = workspace.dms.get(key)
    if channel is None:
        channel = workspace.dms[key] = create(workspace, "", "dm", one)
        channel.members = dict.fromkeys((one, other))
        show(workspace, channel)
    return channel


def join(
    workspace: "Workspace",
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
    show(workspace, channel)
    for person in () if quiet else new:
        if not channel.is_general:
            posting.announce(
                workspace, channel, person, "channel_join", f"<@{person}> has joined the channel"
            )
        events.member_joined(workspace, channel, person, inviter)


def leave(
    workspace: "Workspace", channel: Channel, person: str, *, by: str | None = None, quiet: bool = False
) -> bool:
    """Takes somebody out; `by` set means they were removed. False if they were not in it. Nothing is
    written and no app told when `quiet`: of a removed account Slack sends user_change alone (?)."""
    if person not in channel.members:
        return False
    del channel.members[person]
    show(workspace, channel, person)
    if quiet:
        return True
    if not channel.is_general:
        text = f"<@{by}> removed <@{person}> from the channel" if by else f"<@{person}> has left the channel"
        posting.announce(workspace, channel, person, "channel_leave", text)
    events.member_left(workspace, channel, person, by)
    return True


def archive(workspace: "Workspace", channel: Channel, by: str) -> None:
    """Closes a channel for good, as far as bots go."""
    posting.announce(workspace, channel, by, "channel_archive", f"<@{by}> archived the channel")
    channel.archived = True
    show(workspace, channel)
    events.archived(workspace, channel, by, "archive")


def unarchive(workspace: "Workspace", channel: Channel, by: str) -> None:
    """Opens an archived channel again."""
    channel.archived = False
    show(workspace, channel)
    events.archived(workspace, channel, by, "unarchive")


def rename(workspace: "Workspace", channel: Channel, name: str, by: str) -> None:
    """The old name is free again."""
    del workspace.names[channel.name]
    channel.previous_names.insert(0, channel.name)
    channel.name = name
    workspace.names[name] = channel
    show(workspace, channel)
    posting.announce(workspace, channel, by, "channel_name", f"<@{by}> renamed the channel to {name}")
    events.renamed(workspace, channel)


def set_topic(workspace: "Workspace", channel: Channel, topic: str, by: str) -> None:
    """The line at the top of the channel."""
    channel.topic, channel.topic_by, channel.topic_at = topic, by, int(workspace.clock())
    show(workspace, channel)
    posting.announce(workspace, channel, by, "channel_topic", f"<@{by}> set the channel's topic: {topic}")


def set_purpose(workspace: "Workspace", channel: Channel, purpose: str, by: str) -> None:
    """The channel's description."""
    channel.purpose, channel.purpose_by, channel.purpose_at = purpose, by, int(workspace.clock())
    show(workspace, channel)
    posting.announce(workspace, channel, by, "channel_purpose", f"<@{by}> set the description: {purpose}")
