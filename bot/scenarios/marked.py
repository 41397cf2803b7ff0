"""YAML whose values know their lines, so that each fault can say where it is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from typing import Any, TypeVar

import yaml

from bot.domain.amounts import parse_amount
from bot.domain.times.lengths import read_duration, read_window
from bot.domain.times.working_time import Window

ANCHORAGE = "x-"  # how keys at the top level begin that are ignored: a place for anchors
MERGE = "tag:yaml.org,2002:merge"

Complain = Callable[[int, str], None]
T = TypeVar("T")

_HINTS = {
    "mapping values are not allowed here": "put text that has a colon in it into quotes, or below `>-`",
    "found character '\\t' that cannot start any token": "indent with spaces, not with tabs",
    "could not find expected ':'": "a key needs a colon and a space behind it",
    "expected <block end>, but found '<block mapping start>'": "indent this line as much as its neighbours",
    "expected <block end>, but found '<scalar>'": "put the whole text into one pair of quotes, or below `>-`",
    "expected <block end>, but found '-'": "indent this dash as much as its neighbours",
    "expected ',' or '}'": "between { and }, put text with a comma, a colon, a bracket or a ? into quotes",
    "expected ',' or ']'": "between [ and ], put text with a comma, a colon, a bracket or a ? into quotes",
    "found character": "put text that begins with this character into quotes",
    "expected alphabetic or numeric character": "put text that begins with * or & into quotes",
    "found undefined alias": "no `&` above gives it that name; put text that begins with * into quotes",
    "expected a comment or a line break": "the text begins on the line below, indented",
    "expected chomping or indentation indicators": "the text begins on the line below, indented",
    "found unexpected end of stream": "a quote was opened and never closed",
}


class LineOf(int):
    """The number of a line in another file than the one in which an author would look for it."""

    file: str

    def __new__(cls, number: int, file: str) -> "LineOf":
        """`file` as faults call it."""
        line = super().__new__(cls, number)
        line.file = file
        return line


@dataclass(frozen=True, slots=True)
class Marked:
    """A YAML value and the line (from 1) of its key or list entry. Reading never fails on a wrong shape."""

    value: Any
    line: int
    parts: Mapping[str | int, "Marked"] = field(default_factory=dict)

    def at(self, *path: str | int) -> "Marked":
        """The value at this path, or the nearest thing around it that exists."""
        here = self
        for step in path:
            if step not in here.parts:
                break
            here = here.parts[step]
        return here

    def each(self, key: str) -> tuple["Marked", ...]:
        """The entries of the list under `key`; none if there is no list."""
        part = self.parts.get(key)
        return tuple(part.parts.values()) if part and isinstance(part.value, list) else ()

    def text(self, key: str) -> str:
        """The text under `key`; empty if there is none."""
        value = self.at(key).value if key in self.parts else ""
        return value if isinstance(value, str) else ""

    def number(self, key: str) -> int | None:
        """The whole number under `key`; None if there is none."""
        value = self.at(key).value if key in self.parts else None
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def amount(self, key: str) -> int | Fraction | None:
        """The number under `key`, whole or not; None if there is none."""
        if key not in self.parts:
            return None
        value = self.at(key).read(parse_amount, Fraction)
        return value if value is not None else self.at(key).read(parse_amount, int)

    def flag(self, key: str) -> bool:
        """Whether `key` is there and true."""
        return key in self.parts and self.at(key).value is True

    def duration(self, key: str) -> timedelta | None:
        """The duration under `key`; None if there is none or it cannot be read."""
        return self.at(key).read(read_duration, timedelta) if key in self.parts else None

    def window(self, key: str) -> Window | None:
        """The window of working time under `key`; None if there is none or it cannot be read."""
        return self.at(key).read(read_window, Window) if key in self.parts else None

    def read(self, reader: Callable[[Any], Any], kind: type[T]) -> T | None:
        """This value as a reader of the schema makes it; None if it cannot be read."""
        try:
            value = reader(self.value)
        except (ValueError, OverflowError):
            return None
        return value if isinstance(value, kind) else None

    def with_parts(self, parts: Mapping[str | int, "Marked"]) -> "Marked":
        """The value with these keys, or these entries in order, on its own line."""
        if isinstance(self.value, list):
            return Marked([part.value for part in parts.values()], self.line, parts)
        return Marked({name: part.value for name, part in parts.items()}, self.line, parts)

    def elsewhere(self, file: str) -> "Marked":
        """The same, where every line knows that it stands in this file."""
        parts = {name: part.elsewhere(file) for name, part in self.parts.items()}
        return Marked(self.value, LineOf(self.line, file), parts)

    def texts(self) -> Iterator["Marked"]:
        """Every text in it, at any depth."""
        if isinstance(self.value, str):
            yield self
        for part in self.parts.values():
            yield from part.texts()


def read_yaml(text: str, complain: Complain) -> Marked:
    """The document, as far as it can be read; what cannot be read goes to `complain(line, message)`."""
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
    except yaml.YAMLError as error:
        complain(*_syntax(error, text))
        return Marked(None, 1)
    marked = _Marker(loader, complain).mark(node, 1) if node else Marked(None, 1)
    return _without_anchorage(marked)


def _without_anchorage(document: Marked) -> Marked:
    """Without the keys that only hold what is taken in elsewhere."""
    if not isinstance(document.value, dict):
        return document
    return document.with_parts({n: part for n, part in document.parts.items() if not _is_anchorage(n)})


def _is_anchorage(name: str | int) -> bool:
    return str(name).startswith(ANCHORAGE)


def _syntax(error: yaml.YAMLError, text: str) -> tuple[int, str]:
    if isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, error.position) + 1
        return line, "there is an invisible control character here; delete it and type the text again"
    problem = getattr(error, "problem", None) or str(error)
    mark = getattr(error, "problem_mark", None)
    known = next((hint for begins, hint in _HINTS.items() if problem.startswith(begins)), None)
    hint = known or "check the indentation, colons and quotes here and just above"
    return mark.line + 1 if mark else 1, f"this is not YAML: {problem}; {hint}"


class _Loader(yaml.SafeLoader):
    """Remembers where the entries of a list stand: an alias is its anchor's node, far from there."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.entries: dict[tuple[int, int], int] = {}

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if isinstance(parent, yaml.SequenceNode):
            event: Any = self.peek_event()  # type: ignore[no-untyped-call]
            self.entries[id(parent), index] = int(event.start_mark.line) + 1
        return super().compose_node(parent, index)


class _Marker:
    """Turns YAML nodes into marked values."""

    def __init__(self, loader: _Loader, complain: Complain) -> None:
        self._loader = loader
        self._complain = complain
        self._open: set[int] = set()

    def mark(self, node: yaml.Node, line: int) -> Marked:
        if isinstance(node, yaml.ScalarNode):
            return Marked(self._scalar(node), line)
        if id(node) in self._open:
            self._complain(line, "this alias contains itself; write the text out instead")
            return Marked(None, line)
        self._open.add(id(node))
        marked = self._mapping(node, line) if isinstance(node, yaml.MappingNode) else self._list(node, line)
        self._open.discard(id(node))
        return marked

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        try:
            return self._loader.construct_object(node)
        except (yaml.YAMLError, ValueError):
            self._complain(_line(node), f"YAML cannot read `{node.value}`; put it in quotes")
            return node.value

    def _list(self, node: yaml.Node, line: int) -> Marked:
        parts: dict[str | int, Marked] = {
            index: self.mark(item, self._loader.entries[id(node), index])
            for index, item in enumerate(node.value)
        }
        return Marked([part.value for part in parts.values()], line, parts)

    def _mapping(self, node: yaml.MappingNode, line: int) -> Marked:
        parts: dict[str | int, Marked] = {}
        first: dict[str, int] = {}
        taken_in: Marked | None = None
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
            if name in first:
                self._complain(
                    _line(key), f"`{name}` is written twice (first in line {first[name]}); keep one"
                )
                continue
            first[name] = _line(key)
            if key.tag == MERGE:
                taken_in = self.mark(value, _line(key))
            else:
                parts[name] = self.mark(value, _line(key))
        whole = {**self._taken_in(taken_in), **parts} if taken_in else parts
        return Marked({name: part.value for name, part in whole.items()}, line, whole)

    def _taken_in(self, merged: Marked) -> dict[str | int, Marked]:
        """The keys that `<<` takes in. What is written beside it goes first, then what is earlier in a list;
        each key keeps the line on which its value stands."""
        sources = tuple(merged.parts.values()) if isinstance(merged.value, list) else (merged,)
        found: dict[str | int, Marked] = {}
        for source in sources:
            if isinstance(source.value, dict):
                found = {**source.parts, **found}
            elif source.value is not None:  # else a fault already
                message = "`<<` takes in the keys of an alias, such as `<<: *base`, or of a list of them"
                self._complain(source.line, message)
        return found


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
