"""Pictures among the files, and who sees them in blocks."""

from collections.abc import Iterator
from typing import Any

from bot.workspace.state.records import Channel, Json
from bot.workspace.state.team import Team

BLOCKS_SHOW = ("image/png", "image/jpeg", "image/gif")
_BEGINNINGS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}


def picture_type(content: bytes) -> str | None:
    """The media type of a picture that browsers show, told by how it begins, never by its name."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in _BEGINNINGS.items() if content.startswith(start)), None)


def sees_in_blocks(team: Team, person: str, file_id: str) -> bool:
    """Whether an app shows this file to a person: in a window, on a Home, or in a message they can read."""
    return any(file_id in str(named) for blocks in _seen(team, person) for named in _files(blocks))


def _seen(team: Team, person: str) -> Iterator[list[Json]]:
    yield from (view.blocks for view in team.modals.stacks.get(person, []))
    yield from (home.blocks for (whose, _), home in team.modals.homes.items() if whose == person)
    readable: list[Channel] = [one for one in team.channels.values() if team.can_read(person, one)]
    yield from (message.blocks for channel in readable for message in channel.messages.values())
    private = (found for (whose, _), found in team.ephemerals.items() if whose == person)
    yield from (message.blocks for found in private for message in found.values())


def _files(value: Any) -> Iterator[Json]:
    if isinstance(value, list):
        for one in value:
            yield from _files(one)
    elif isinstance(value, dict):
        if "slack_file" in value:
            yield value["slack_file"]
        for one in value.values():
            yield from _files(one)
