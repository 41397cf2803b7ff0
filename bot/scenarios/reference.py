"""The authors' reference, made from the schema: content/REFERENCE.md holds what `reference()` returns.

`python -m bot.scenarios.reference` prints it.
"""

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from bot.domain.parts import Part
from bot.domain.phases import PhaseKind
from bot.domain.scenario import Scenario
from bot.scenarios.balance.model import Balance

_INTRO = """\
# Everything a pack can hold

Made from the schema in `bot/domain/scenario.py` and beside it: change it there, then run
`python -m bot.scenarios.reference > content/REFERENCE.md`. [README.md](README.md) explains how to write a
pack.

A *line* has up to 150 characters; a *text* can be longer, up to the limit given. A *short name* begins with a
lower-case letter, followed by lower-case letters, digits and hyphens, 40 characters at most. A *duration* is
written like `30s`, `10m` or `1h30m`. A *window* of working time is written like `1d`, `0.5d` or `4h`; a day
is one working day in the game's hours. A *share* is exact and lies between 0 and 1, such as `0.6` or `2/3`.
A *language* is written like `de` or `pt-BR`. Keys without a default are required.
"""

_LINE = 150
_NOUGHT = {"PT0S": "0s"}  # as an author writes it


def reference() -> str:
    """The whole reference as Markdown."""
    return "\n".join((_INTRO, *_tables(Scenario), _kinds(), *_tables(Balance)))


def _tables(model: type[Part]) -> Iterator[str]:
    schema = model.model_json_schema()
    parts = {model.__name__: schema, **schema["$defs"]}
    return (_table(name, parts[name], parts) for name in _order(model.__name__, parts))


def _kinds() -> str:
    rows = (f"| `{kind}` | {kind.traits.about} |" for kind in PhaseKind)
    return "\n".join(["## Kinds of phase", "", "| kind | what happens |", "| --- | --- |", *rows, ""])


def _order(name: str, parts: Mapping[str, Any]) -> Iterator[str]:
    """This part and those inside it, each once, in the order in which an author meets them."""
    seen: dict[str, None] = {}
    waiting = [name]
    while waiting:
        here = waiting.pop(0)
        if "properties" in parts[here] and here not in seen:
            seen[here] = None
            waiting[:0] = [ref for field in parts[here]["properties"].values() for ref in _refs(field)]
    return iter(seen)


def _refs(field: Any) -> Iterator[str]:
    if isinstance(field, dict):
        if "$ref" in field:
            yield field["$ref"].rsplit("/", 1)[-1]
        for inner in field.values():
            yield from _refs(inner)
    elif isinstance(field, list):
        for inner in field:
            yield from _refs(inner)


def _table(name: str, part: Mapping[str, Any], parts: Mapping[str, Any]) -> str:
    about = " ".join(part["description"].split())
    rows = [_row(key, field, parts) for key, field in part["properties"].items()]
    head = ["| key | type | default | what it is for |", "| --- | --- | --- | --- |"]
    return "\n".join([f"## {name}", "", about, "", *head, *rows, ""])


def _row(key: str, field: Mapping[str, Any], parts: Mapping[str, Any]) -> str:
    what = field.get("description", "")
    return f"| `{key}` | {_is(field, parts)} | {_default(field)} | {what} |"


def _default(field: Mapping[str, Any]) -> str:
    value = field.get("default", "")
    if isinstance(value, dict) and value:
        return "its defaults"
    if value in ("", None, [], {}):
        return "(none)" if "default" in field else ""
    if isinstance(value, list):
        return ", ".join(f"`{_NOUGHT.get(one, one)}`" for one in value)
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _is(field: Mapping[str, Any], parts: Mapping[str, Any]) -> str:
    if "anyOf" in field:
        return _is(field["anyOf"][0], parts)
    if "$ref" in field:
        name = field["$ref"].rsplit("/", 1)[-1]
        return (
            " / ".join(f"`{value}`" for value in parts[name].get("enum", ())) or f"[{name}](#{name.lower()})"
        )
    if "patternProperties" in field:
        (value,) = field["patternProperties"].values()
        return f"a {_is(value, parts)} for each name"
    if field.get("type") == "array":
        return _list(field, parts)
    return _text(field) if field.get("type") == "string" else _number(field)


def _list(field: Mapping[str, Any], parts: Mapping[str, Any]) -> str:
    if "items" not in field or "prefixItems" in field["items"]:
        return "its own file"
    low, high = field.get("minItems"), field.get("maxItems")
    count = f"{low or 0} to {high}" if high else f"{low} or more" if low else ""
    return f"list of {_is(field['items'], parts)}" + (f" ({count})" if count else "")


def _text(field: Mapping[str, Any]) -> str:
    if field.get("format") == "amount":
        return "number"
    if field.get("format") in ("duration", "share", "window", "phase", "language"):
        return str(field["format"])
    if "pattern" in field:
        return "short name"
    limit = field.get("maxLength")
    return "line" if limit == _LINE else f"text, up to {limit:,} characters" if limit else "text"


def _number(field: Mapping[str, Any]) -> str:
    if field.get("type") == "boolean":
        return "`true` / `false`"
    if field.get("type") == "number":
        return "share"
    low, high = field.get("minimum"), field.get("maximum")
    return f"number, {low} to {high}" if high else f"number, {low} or more" if low is not None else "number"


if __name__ == "__main__":
    sys.stdout.write(reference())
