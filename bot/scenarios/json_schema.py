"""JSON Schemas of a pack's YAML files, with which editors complete and check them while an author types.

Made from the models that read the files; `moot content schema` prints and writes them.
"""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from bot.domain.edition import Format, MissionSet
from bot.domain.lines import Lines
from bot.domain.scenario import Scenario
from bot.domain.times.lengths import DURATION, WINDOW
from bot.scenarios.balance.model import Balance
from bot.scenarios.expansion import BLOCK
from bot.scenarios.marked import ANCHORAGE

Json = dict[str, Any]
FILES: Mapping[str, type[BaseModel]] = {
    "pack": Scenario,
    "format": Format,
    "missions": MissionSet,
    "lines": Lines,
    "balance": Balance,
}
FOLDER = "schema"  # where they lie, beside the packs or in one
_DRAFT = "http://json-schema.org/draft-07/schema#"  # the newest that editors' YAML servers know whole
_OF_ITS_OWN = "Read from"  # how descriptions begin of what other files hold
_NUMBER = r"[-+]?\d+(?:\.\d+)?"
_EXACT = {"type": "string", "pattern": rf"^\s*(?:{_NUMBER}|[-+]?\d+/\d+)\s*$"}
_YES_OR_NO = {
    "enum": ["yes", "no", "on", "off"],
    "doNotSuggest": True,
}  # booleans for YAML 1.1, words for 1.2


def schema_of(file: str) -> Json:
    """The schema of `pack.yaml` (`pack`), or of another of the FILES."""
    whole, parts = _made(FILES[file])
    if FILES[file] is Format:  # it can have the pack's keys besides its own
        pack, parts_of_pack = _made(Scenario)
        theirs = {key: value for key, value in pack["properties"].items() if key not in ("key", "version")}
        whole["properties"] |= {**theirs, **whole["properties"]}
        whole["additionalProperties"], parts = False, {**parts_of_pack, **parts}
        parts["SomeOfAPhase"] = {**parts["Phase"], "required": [], "description": "Some keys of a phase."}
        whole["properties"]["phases"]["patternProperties"] = {".": {"$ref": "#/definitions/SomeOfAPhase"}}
    if "agenda" in whole["properties"]:
        parts["Block"] = _BLOCK
        whole["properties"]["agenda"]["items"] = _PHASE_OR_BLOCK
    whole["patternProperties"] = {f"^{re.escape(ANCHORAGE)}": {"description": "A place for anchors."}}
    known = _referred_to(whole, parts)
    return {
        "$schema": _DRAFT,
        "$id": f"urn:moot:{file}",
        "title": f"A content pack's {file}",
        **whole,
        "definitions": {name: part for name, part in sorted(parts.items()) if name in known},
    }


def _made(model: type[BaseModel]) -> tuple[Json, dict[str, Json]]:
    """A model's schema, and those of its parts by name."""
    made = model.model_json_schema(ref_template="#/definitions/{model}")
    return _part(made), {name: _part(part) for name, part in made.get("$defs", {}).items()}


def written(file: str) -> str:
    """The schema as it stands in its file."""
    return json.dumps(schema_of(file), indent=1, ensure_ascii=False) + "\n"


def write_schemas(folder: Path) -> list[Path]:
    """Writes all of them into this folder, which need not exist. Returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{file}.json" for file in FILES]
    for path in files:
        path.write_text(written(path.stem), encoding="utf-8")
    return files


# --- what pydantic makes, as an author may write it

_PHASE = {"$ref": "#/definitions/Phase"}
_BLOCK: Json = {
    "type": "object",
    "description": "Phases that repeat in turn.",
    "properties": {
        "repeat": {"type": "integer", "description": "How many times they are played."},
        BLOCK: {
            "type": "array",
            "description": "The phases, in order.",
            "minItems": 1,
            "items": {"allOf": [_PHASE, {"not": {"required": ["repeat"]}}]},
        },
    },
    "required": ["repeat", BLOCK],
    "additionalProperties": False,
}
_PHASE_OR_BLOCK: Json = {
    "if": {"type": "object", "required": [BLOCK]},
    "then": {"$ref": "#/definitions/Block"},
    "else": _PHASE,
}


def _part(part: Json) -> Json:
    """A part of the schema: without what has a file of its own, and each key as an author may write it."""
    made = {name: value for name, value in part.items() if name not in ("title", "$defs")}
    if "description" in made:
        made["description"] = " ".join(made["description"].split())
    if "properties" not in made:
        return made
    keys = {
        name: _value(value)
        for name, value in made["properties"].items()
        if not value.get("description", "").startswith(_OF_ITS_OWN)
    }
    made |= {"properties": keys, "required": [name for name in made.get("required", ()) if name in keys]}
    return made


def _value(value: Json) -> Json:
    """What may stand below a key, or in a list."""
    about = {name: value[name] for name in ("description",) if name in value}
    if isinstance(value.get("default"), str | bool | int | float):
        about["default"] = value["default"]
    if "anyOf" in value:
        return {**about, "anyOf": [_value(one) for one in value["anyOf"]]}
    if (form := _FORMS.get(value.get("format", ""))) is not None:
        return {**about, **form(value)}
    if value.get("type") == "boolean":
        return {**about, "anyOf": [{"type": "boolean"}, _YES_OR_NO]}
    made = {name: one for name, one in value.items() if name not in ("title", "default", "description")}
    if "items" in made:
        made["items"] = _value(made["items"])
    if "patternProperties" in made:
        kinds = made["patternProperties"].items()
        made |= {
            "patternProperties": {pattern: _value(one) for pattern, one in kinds},
            "additionalProperties": False,
        }
    return {**about, **made}


def _duration(_value: Json) -> Json:
    return {"type": "string", "pattern": DURATION, "examples": ["30s", "10m", "1h30m"]}


def _window(_value: Json) -> Json:
    return {"type": "string", "pattern": WINDOW, "examples": ["1d", "0.5d", "4h"]}


def _share(value: Json) -> Json:
    return {"anyOf": [{"type": "number", "minimum": 0, "maximum": 1, **_bounds(value)}, _EXACT]}


def _amount(value: Json) -> Json:
    return {"anyOf": [{"type": "number", **_bounds(value)}, _EXACT]}


def _phase(_value: Json) -> Json:
    return _PHASE


_FORMS: Mapping[str, Callable[[Json], Json]] = {
    "duration": _duration,
    "window": _window,
    "share": _share,
    "amount": _amount,
    "phase": _phase,
}


def _bounds(value: Json) -> Json:
    names = {"ge": "minimum", "le": "maximum", "gt": "exclusiveMinimum", "lt": "exclusiveMaximum"}
    return {names[name]: bound for name, bound in value.items() if name in names}


def _referred_to(whole: Json, parts: Mapping[str, Json]) -> set[str]:
    """The parts that are used; those of other files are not."""
    found: set[str] = set()
    waiting = [whole]
    while waiting:
        names = set(re.findall(r'"#/definitions/(\w+)"', json.dumps(waiting.pop())))
        waiting += [parts[name] for name in names - found]
        found |= names
    return found
