"""A workspace that survives a restart: its state as one JSON file, written whole or not at all.

Kept: people, apps with their tokens, channels with messages, reactions and files, Homes, who is a stand-in.
Not kept: open modals, triggers, response_urls, what waited to be delivered, the traffic.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from bot.workspace.state.records import App, Channel, File, Message, Person, View

if TYPE_CHECKING:
    from bot.workspace.workspace import Workspace

_FORMAT = 1


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
    stand_ins: dict[str, str] = field(default_factory=dict)
    taken_over: set[str] = field(default_factory=set)
    format: int = _FORMAT


_adapter = TypeAdapter(_Kept)


def keep(workspace: "Workspace", path: Path) -> None:
    """Writes the workspace to `path`. It holds tokens and secrets, so only its owner may read it."""
    kept = _Kept(
        name=workspace.name,
        team_id=workspace.team_id,
        last_id=workspace.ids.last,
        last_ts=workspace.last_ts,
        people=workspace.people,
        apps=workspace.apps,
        channels=workspace.channels,
        files=workspace.files,
        ephemerals=[_Ephemeral(who, where, found) for (who, where), found in workspace.ephemerals.items()],
        homes=list(workspace.modals.homes.values()),
        stand_ins=workspace.stand_ins,
        taken_over=workspace.taken_over,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(_adapter.dump_json(kept))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def restore(workspace: "Workspace", path: Path) -> bool:
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
    workspace.name, workspace.team_id = kept.name, kept.team_id
    workspace.ids.last, workspace.last_ts = kept.last_id, kept.last_ts
    workspace.people, workspace.apps, workspace.files = kept.people, kept.apps, kept.files
    workspace.channels = kept.channels
    workspace.names = {one.name: one for one in kept.channels.values() if one.kind != "dm"}
    workspace.dms = {frozenset(one.members): one for one in kept.channels.values() if one.kind == "dm"}
    workspace.general = next(one for one in kept.channels.values() if one.is_general)
    workspace.ephemerals = {(one.person, one.channel): one.messages for one in kept.ephemerals}
    workspace.modals.restore(kept.homes)
    workspace.stand_ins, workspace.taken_over = kept.stand_ins, kept.taken_over
    return True
