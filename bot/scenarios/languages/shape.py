"""Which places of a document hold text that people read, by its schema."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cache
from typing import Any

from pydantic import BaseModel

from bot.domain.scenario import Scenario

Node = Mapping[str, Any]


class Use(Enum):
    """What a translation does with a place."""

    TEXT = auto()  # says it in its language
    NAME = auto()  # says it too, if it is not the same in both
    SAME = auto()  # leaves it out, or repeats it


_NAMES = {("Credit", "name"), ("Cue", "by"), ("GivenCharter", "rule")}
_ADDRESSES = {("Credit", "link"), ("Picture", "url")}
_AGENDAS = {("Insertion", "phases"), ("Phase", "agenda")}  # phases that a format adds, and those of a block
_CHANGES = ("Format", "phases")  # what a format changes in phases, by their keys
_MARKS = ("pattern", "format", "enum", "const")  # of what only looks like a text: keys, durations, kinds


@dataclass(frozen=True, slots=True)
class Shape:
    """The schema of a place. `place` is the part and the key to which it belongs."""

    node: Node
    parts: Node
    place: tuple[str, str] = ("", "")
    rest: "Shape | None" = field(default=None)  # where keys are looked up that this one does not know

    @property
    def use(self) -> Use:
        """What a translation does with a text here; anything but a text is the same."""
        here = _resolved(self.node, self.parts)[0]
        if here.get("type") != "string" or any(mark in here for mark in _MARKS) or self.place in _ADDRESSES:
            return Use.SAME
        return Use.NAME if self.place in _NAMES else Use.TEXT

    def key(self, name: str) -> "Shape":
        """What stands under a key."""
        here, part = _resolved(self.node, self.parts)
        known = here.get("properties", {})
        if name not in known and self.rest is not None:
            return self.rest.key(name)
        if (part, name) in _AGENDAS:
            return shape_of(Scenario).key("agenda")
        if (part, name) == _CHANGES:
            phase = shape_of(Scenario).key("agenda").entry
            return Shape({"additionalProperties": phase.node}, phase.parts)
        return Shape(known.get(name, _any_key(here)), self.parts, (part, name))

    @property
    def entry(self) -> "Shape":
        """What stands in a list."""
        here = _resolved(self.node, self.parts)[0]
        items = here.get("items", {})
        return Shape(items if isinstance(items, Mapping) else {}, self.parts, self.place)


def _any_key(node: Node) -> Node:
    """What stands under each key of a part whose keys the author makes up."""
    for kind in ("additionalProperties", "patternProperties"):
        if isinstance(found := node.get(kind), Mapping):
            return found if kind == "additionalProperties" else next(iter(found.values()))
    return {}


@cache
def shape_of(model: type[BaseModel], rest: type[BaseModel] | None = None) -> Shape:
    """The schema of a document; with `rest`, it can also hold keys of that one."""
    schema = model.model_json_schema()
    return Shape(schema, schema.get("$defs", {}), rest=shape_of(rest) if rest else None)


def _resolved(node: Node, parts: Node) -> tuple[Node, str]:
    """The schema that a reference or a choice with null means, and what it is called."""
    while True:
        if "$ref" in node:
            node = parts[str(node["$ref"]).rsplit("/", 1)[-1]]
        elif "anyOf" in node:
            node = next(one for one in node["anyOf"] if one.get("type") != "null")
        else:
            return node, str(node.get("title", ""))
