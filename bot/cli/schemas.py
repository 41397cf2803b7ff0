"""JSON schemas of all JSON that Moot writes except packs, made from the code's own types."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter

from bot.cli.checkup.findings import CheckupJson
from bot.cli.games import GameDetailsJson, GamesJson
from bot.db.codec import EVENTS, adapter
from bot.reports import news
from bot.reports.board import Board
from bot.reports.book_shape import BookJson
from bot.reports.log.lines import CHECK, Entry, Heading
from bot.reports.log.replay import StateJson
from bot.web.health import HealthJson

Schema = dict[str, Any]
DRAFT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = Path("deploy/schema")
_OUT: Literal["serialization"] = "serialization"
_CHECK = {
    "type": "string",
    "pattern": f"^[0-9a-f]{{{CHECK}}}$",
    "description": "Follows from this line and from the `check` before it.",
}
NAMES: Mapping[str, str] = {
    "board": "What a board shows",
    "check": "What `moot check --json` prints",
    "game": "What `moot games show --json` prints",
    "games": "What `moot games --json` prints",
    "health": "What /healthz and /readyz answer",
    "log": "A line of a game's log, as `moot export --log` writes it",
    "policy-book": "A council's policy book",
    "state": "What `moot replay --print` prints",
    "webhook": "What Moot's webhook sends",
}


def schema_of(name: str) -> Schema:
    """The schema of this name."""
    return {"$schema": DRAFT, "$id": f"urn:moot:{name}", **_made(name), "title": NAMES[name]}


def written(name: str) -> str:
    """The schema as it stands in its file."""
    return json.dumps(schema_of(name), indent=1, ensure_ascii=False) + "\n"


def write_schemas(folder: Path) -> list[Path]:
    """Writes all of them into this folder, which need not exist. Returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{name}.json" for name in NAMES]
    for path in files:
        path.write_text(written(path.stem), encoding="utf-8")
    return files


def _made(name: str) -> Schema:
    match name:
        case "log":
            return _log()
        case "webhook":
            return news.as_schema()
        case _:  # all others are the types of what is written
            kinds: dict[str, Any] = {"board": Board, "check": CheckupJson, "health": HealthJson}
            kinds |= {"policy-book": BookJson, "state": StateJson}
            kinds |= {"game": GameDetailsJson, "games": GamesJson}
            return TypeAdapter(kinds[name]).json_schema(mode=_OUT)


def _log() -> Schema:
    """The first line, or an event of each kind."""
    refs, defs = TypeAdapter.json_schemas((kind, _OUT, adapter(EVENTS[kind])) for kind in sorted(EVENTS))
    heading, entry = (TypeAdapter(kind).json_schema(mode=_OUT) for kind in (Heading, Entry))
    defs["$defs"] |= heading.pop("$defs")
    events = [_event(entry, kind, refs[kind, _OUT]) for kind in sorted(EVENTS)]
    return {"oneOf": [_checked(heading), *events], **defs}


def _event(entry: Schema, kind: str, data: Any) -> Schema:
    properties = {**entry["properties"], "kind": {"const": kind}, "data": data}
    return _checked({**entry, "title": kind, "properties": properties})


def _checked(line: Schema) -> Schema:
    properties = {**line["properties"], "check": _CHECK}
    required = [*line["properties"], "check"]
    return {**line, "properties": properties, "required": required}
