"""A workspace that survives a restart: its state as one JSON file, written whole or not at all.

Kept: people, apps with their tokens, channels with messages, reactions and files, Homes, whom programs play.
Not kept: open modals, triggers, response_urls, what waited to be delivered, the traffic.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from bot.workspace.state.records import App, Channel, File, Message, Part, Person, View
from bot.workspace.state.team import Team

_FORMAT: Literal[2] = 2


class CannotRestore(Exception):
    """What was kept cannot be read; the sentence is for a reader."""


@dataclass(slots=True)
class _Ephemeral:
    person: str
    channel: str
    messages: dict[str, Message]


@dataclass
class _Kept:
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    name: str
    team_id: str
    last_id: int
    last_ts: int
    people: dict[str, Person]
    apps: dict[str, App]
    channels: dict[str, Channel]
    files: dict[str, File]
    ephemerals: list[_Ephemeral]
    homes: list[View]
    played: dict[str, Part]
    format: Literal[2]


_adapter = TypeAdapter(_Kept)


def keep(team: Team, path: Path) -> None:
    """Writes the workspace to `path`. It holds tokens and secrets, so only its owner may read it."""
    kept = _Kept(
        name=team.name,
        team_id=team.team_id,
        last_id=team.ids.last,
        last_ts=team.last_ts,
        people=team.people,
        apps=team.apps,
        channels=team.channels,
        files=team.files,
        ephemerals=[_Ephemeral(who, where, found) for (who, where), found in team.ephemerals.items()],
        homes=list(team.modals.homes.values()),
        played=team.played,
        format=_FORMAT,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(_adapter.dump_json(kept))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def restore(team: Team, path: Path) -> bool:
    """Makes a fresh workspace what was kept in `path`; False if nothing was. Raises CannotRestore."""
    if not path.exists():
        return False
    try:
        kept = _adapter.validate_json(path.read_bytes())
    except ValidationError as wrong:
        raise CannotRestore(
            f"{path} is not a kept workspace of this version: {wrong.error_count()} faults. "
            "Remove it to begin anew."
        ) from None
    team.name, team.team_id = kept.name, kept.team_id
    team.ids.last, team.last_ts = kept.last_id, kept.last_ts
    team.people, team.apps, team.files = kept.people, kept.apps, kept.files
    team.channels = kept.channels
    team.names = {one.name: one for one in kept.channels.values() if one.kind != "dm"}
    team.dms = {frozenset(one.members): one for one in kept.channels.values() if one.kind == "dm"}
    team.general = next(one for one in kept.channels.values() if one.is_general)
    team.ephemerals = {(one.person, one.channel): one.messages for one in kept.ephemerals}
    team.modals.restore(kept.homes)
    team.played = kept.played
    return True
