"""YAML whose values know their lines, so that each fault can say where it is."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from typing import Any, TypeAlias, TypeVar

import yaml

from bot.domain.amounts import parse_amount
from bot.domain.times.lengths import read_duration, read_window
from bot.domain.times.working_time import Window
from bot.scenarios.syntax import CURLY, HINTS, explained, unclosed

ANCHORAGE = "x-"  # how keys at the top level begin that are ignored: a place for anchors
MERGE = "tag:yaml.org,2002:merge"
TEXT = "tag:yaml.org,2002:str"

Complain = Callable[[int, str], None]
T = TypeVar("T")

_LINE_ENDS = re.compile("\r\n?")
_CLOCK = re.compile(r"\d+(?::\d+)+")  # YAML 1.1 counts 1:30 as 90
_PADDED = re.compile(r"[-+]?0\d+")  # … and 010 as 8
_IN_CURLY = re.compile(rf"[{CURLY}].*[{CURLY}]", re.DOTALL)
_CUT_OFF = re.compile(r"[ \t]+(?P<rest>#[^\s#!][^\n]*)")


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
    """A YAML value and the line (from 1) of its key or list entry. Reading never fails on a wrong shape.

    `written` is a single value as it stands in the file, without its quotes.
    """

    value: Any
    line: int
    parts: Mapping[str | int, "Marked"] = field(default_factory=dict)
    written: str = ""

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
        """This value and all its parts, with lines that know that they are in this file."""
        parts = {name: part.elsewhere(file) for name, part in self.parts.items()}
        return Marked(self.value, LineOf(self.line, file), parts, self.written)

    def texts(self) -> Iterator["Marked"]:
        """Every text in it, at any depth."""
        left = [self]
        while left:
            one = left.pop()
            if isinstance(one.value, str):
                yield one
            left += reversed(tuple(one.parts.values()))


def read_yaml(text: str, complain: Complain) -> Marked:
    """The document, as far as it can be read; what cannot be read goes to `complain(line, message)`."""
    text = _LINE_ENDS.sub("\n", text)
    try:
        loader, node = _composed(text)
    except yaml.YAMLError as error:
        complain(*explained(error, text))
        return Marked(None, 1)
    marked = _Marker(loader, text, complain).mark(node, 1) if node else Marked(None, 1)
    return _without_anchorage(marked)


def _composed(text: str) -> "tuple[_Loader, yaml.Node | None]":
    """The slow loader says where it failed, and in what; only a broken file needs that."""
    fast = _Fast(text) if "&" in text else _Fastest(text)
    try:
        return fast, fast.get_single_node()
    except yaml.YAMLError:
        slow = _Slow(text)
        return slow, slow.get_single_node()


def _without_anchorage(document: Marked) -> Marked:
    """Without the keys that only hold what is taken in elsewhere."""
    if not isinstance(document.value, dict):
        return document
    return document.with_parts({n: part for n, part in document.parts.items() if not _is_anchorage(n)})


def _is_anchorage(name: str | int) -> bool:
    return str(name).startswith(ANCHORAGE)


class _Remembering(yaml.composer.Composer):
    """Remembers where the entries of a list stand: an alias is its anchor's node, far from there."""

    entries: dict[tuple[int, int], int]

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if isinstance(parent, yaml.SequenceNode):
            parser: Any = self  # a loader has both
            event = parser.peek_event()
            self.entries[id(parent), index] = int(event.start_mark.line) + 1
        return super().compose_node(parent, index)


class _Slow(_Remembering, yaml.SafeLoader):
    """Written in Python."""

    def __init__(self, text: str) -> None:
        yaml.SafeLoader.__init__(self, text)
        self.entries = {}


class _Fast(_Remembering, yaml.CSafeLoader):
    """Parses in C, five times as fast."""

    def __init__(self, text: str) -> None:
        yaml.CSafeLoader.__init__(self, text)
        yaml.composer.Composer.__init__(self)
        self.entries = {}


class _Fastest(yaml.CSafeLoader):
    """Makes its nodes in C, too, and remembers nothing: without anchors, all stand where they are written."""

    entries: Mapping[tuple[int, int], int] = {}


_Loader: TypeAlias = _Fastest | _Fast | _Slow


class _Marker:
    """Turns YAML nodes into marked values."""

    def __init__(self, loader: _Loader, text: str, complain: Complain) -> None:
        self._loader = loader
        self._text = text
        self._complain = complain
        self._open: set[int] = set()
        self._brackets: list[str] = []

    def mark(self, node: yaml.Node, line: int) -> Marked:
        if isinstance(node, yaml.ScalarNode):
            cut_off = self._looks_right(node)
            value = cut_off if cut_off and not node.value else self._scalar(node)
            return Marked(value, line, written=node.value)
        if id(node) in self._open:
            self._complain(line, "this alias contains itself; write the text out instead")
            return Marked(None, line)
        self._open.add(id(node))
        flow = isinstance(node, yaml.CollectionNode) and bool(node.flow_style)
        self._brackets += ["}" if isinstance(node, yaml.MappingNode) else "]"] if flow else []
        marked = self._mapping(node, line) if isinstance(node, yaml.MappingNode) else self._list(node, line)
        self._brackets = self._brackets[:-1] if flow else self._brackets
        self._open.discard(id(node))
        return marked

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        if not node.style and _CLOCK.fullmatch(node.value):
            return node.value
        if not node.style and _PADDED.fullmatch(node.value):
            return int(node.value)
        try:
            return node.value if node.tag == TEXT else self._loader.construct_object(node)
        except (yaml.YAMLError, ValueError):
            self._complain(_line(node), f"YAML cannot read `{node.value}`; put it in quotes")
            return node.value

    def _looks_right(self, node: yaml.ScalarNode) -> str | None:
        """Notes what is YAML, but hardly what its author meant. Returns what a comment cuts off."""
        first, end, line = node.start_mark.line, node.end_mark, _line(node)
        if node.style:
            source = self._text[node.start_mark.index : end.index] if node.style in ("'", '"') else ""
            if found := unclosed(first, end.line, source):
                self._complain(found[0] + 1, found[1])
            return None
        if _IN_CURLY.fullmatch(node.value):
            message = f'the curly quotes are part of this text; write "{node.value[1:-1]}" in straight ones'
            self._complain(line, message)
        if self._brackets and "?" in node.value:  # the fast loader takes what the slow one refuses
            self._complain(line, HINTS[f"expected ',' or '{self._brackets[-1]}'"])
        if (cut := _CUT_OFF.match(self._text, end.index)) is None:
            return None
        message = f"`{cut['rest'].rstrip()}` is ignored: a # after a space begins a comment; put the text"
        self._complain(end.line + 1, f"{message} into quotes, or write `# ` if you mean one")
        return cut["rest"]

    def _list(self, node: yaml.Node, line: int) -> Marked:
        parts: dict[str | int, Marked] = {
            index: self.mark(item, self._loader.entries.get((id(node), index)) or _line(item))
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
