"""A document in another language: the texts of its translation, in the places of its own."""

import re
from dataclasses import dataclass, replace

from bot.scenarios.faults import did_you_mean
from bot.scenarios.languages.shape import Shape, Use
from bot.scenarios.marked import Complain, Marked

_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
_IDENTITIES = ("key", "number")  # by which an entry is known among others, wherever it stands
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEW = 3  # words: shorter texts, such as names, may well be the same in both


@dataclass(frozen=True, slots=True)
class Weaver:
    """Puts a translation's texts into a document. `source` is how the document is called.

    `complain` hears of what does not fit, `advise` of what may have been forgotten; both with the line in the
    translation. What it makes stands on the translation's lines as far as it is there, and else on those
    around.
    """

    source: str
    complain: Complain
    advise: Complain

    def woven(self, own: Marked, words: Marked, shape: Shape) -> Marked:
        """The document with these words."""
        return self._keys(own, words, shape, "the file")

    def _any(self, own: Marked, words: Marked, shape: Shape, name: str) -> Marked:
        if isinstance(own.value, dict):
            return self._keys(own, words, shape, name)
        if isinstance(own.value, list):
            return self._list(own, words, shape, name)
        if isinstance(own.value, str) and shape.use is not Use.SAME:
            return self._text(own, words, name)
        return self._same(own, words, name)

    def _keys(self, own: Marked, words: Marked, shape: Shape, name: str) -> Marked:
        if not isinstance(words.value, dict):
            self.complain(words.line, f"`{name}` must have keys of its own, as in {self._place(own)}")
            return _on_line(own, words.line)
        for key in words.parts.keys() - own.parts.keys():
            near = did_you_mean(str(key), map(str, own.parts))
            message = f"{self.source} has no `{key}` here (line {own.line}){near}; drop it, or add it there"
            self.complain(words.at(key).line, message)
        parts: dict[str | int, Marked] = {}
        for key, part in own.parts.items():
            inner = shape.key(str(key))
            if key in words.parts:
                parts[key] = self._any(part, words.parts[key], inner, str(key))
            else:
                self._left_out(part, words.line, inner, f"`{key}`")
                parts[key] = _on_line(part, words.line)
        return replace(own.with_parts(parts), line=words.line)

    def _list(self, own: Marked, words: Marked, shape: Shape, name: str) -> Marked:
        entry = shape.entry
        if not _has_text(own, shape):
            return self._same(own, words, name)
        if not isinstance(words.value, list):
            message = f"`{name}` must be a list, as in {self._place(own)}"
            self.complain(words.line, message)
            return _on_line(own, words.line)
        identity = next((key for key in _IDENTITIES if _each_has(own, key)), None)
        if identity is not None and any(identity in one.parts for one in words.parts.values()):
            pairs = self._by_identity(own, words, entry, name, identity)
        else:
            pairs = self._by_place(own, words, name)
        parts: dict[str | int, Marked] = {
            place: _on_line(part, words.line) if said is None else self._any(part, said, entry, name)
            for place, (part, said) in enumerate(pairs)
        }
        return replace(own.with_parts(parts), line=words.line)

    def _by_place(self, own: Marked, words: Marked, name: str) -> list[tuple[Marked, Marked | None]]:
        has, needs = len(words.parts), len(own.parts)
        if has != needs:
            message = f"`{name}` has {_entries(has)} here and {needs} in {self._place(own)}"
            self.complain(words.line, f"{message}; translate each, in the same order")
            return [(part, None) for part in own.parts.values()]
        return list(zip(own.parts.values(), words.parts.values(), strict=True))

    def _by_identity(
        self, own: Marked, words: Marked, shape: Shape, name: str, identity: str
    ) -> list[tuple[Marked, Marked | None]]:
        known = {part.at(identity).value: part for part in own.parts.values()}
        said = self._said(words, name, identity, known)
        for value, part in known.items():
            if value not in said:
                self._left_out(part, words.line, shape, f"the entry `{value}` of `{name}`")
        order = [value for value in known if value in said]
        for value, expected in zip(said, order, strict=True):
            if value != expected:
                message = f"`{value}` is where {self.source} has `{expected}`; keep its order"
                self.complain(said[value].line, message)
                break
        return [(part, said.get(value)) for value, part in known.items()]

    def _said(
        self, words: Marked, name: str, identity: str, known: dict[object, Marked]
    ) -> dict[object, Marked]:
        """The entries of the translation that can be told, by their keys or numbers."""
        said: dict[object, Marked] = {}
        for one in words.parts.values():
            value = one.parts[identity].value if identity in one.parts else None
            if value is None:
                self.complain(one.line, f"this entry of `{name}` needs its `{identity}`, as the others do")
            elif value not in known:
                near = did_you_mean(str(value), map(str, known))
                message = f"`{name}` in {self.source} has no `{value}`{near}; drop it, or add it there"
                self.complain(one.line, message)
            elif value in said:
                self.complain(one.line, f"`{value}` is already in line {said[value].line}; keep one")
            else:
                said[value] = one
        return said

    def _text(self, own: Marked, words: Marked, name: str) -> Marked:
        if not isinstance(words.value, str):
            self.complain(words.line, f"`{name}` must be text, as in {self._place(own)}")
            return _on_line(own, words.line)
        here, there = (set(_PLACEHOLDER.findall(one)) for one in (words.value, own.value))
        for one in sorted(there - here):
            self.complain(words.line, f"`{name}` lacks {one}, which is in {self._place(own)}")
        for one in sorted(here - there):
            near = did_you_mean(one, there)
            self.complain(words.line, f"`{name}` has {one}, which is not in {self._place(own)}{near}")
        if is_untranslated(own.value, words.value):
            self.advise(words.line, f"`{name}` says the same as {self._place(own)}; is it translated?")
        return words

    def _same(self, own: Marked, words: Marked, name: str) -> Marked:
        if own.value != words.value:
            message = (
                f"`{name}` is `{_shown(words.value)}` here and `{_shown(own.value)}` in {self._place(own)}"
            )
            self.complain(words.line, f"{message}; leave it out, since only texts are translated")
        return _on_line(own, words.line)

    def _left_out(self, own: Marked, line: int, shape: Shape, what: str) -> None:
        if _has_text(own, shape):
            self.complain(line, f"{what} is missing here; translate it from {self._place(own)}")

    def _place(self, own: Marked) -> str:
        return f"{self.source}, line {own.line}"


def is_untranslated(own: str, words: str) -> bool:
    """Whether a text is the same in both languages, and long enough for that to be no accident."""
    return own.split() == words.split() and len(_WORD.findall(_PLACEHOLDER.sub("", own))) >= _FEW


def _has_text(part: Marked, shape: Shape) -> bool:
    """Whether anything in it is to be translated."""
    if isinstance(part.value, dict):
        return any(_has_text(one, shape.key(str(key))) for key, one in part.parts.items())
    if isinstance(part.value, list):
        return any(_has_text(one, shape.entry) for one in part.parts.values())
    return isinstance(part.value, str) and bool(part.value) and shape.use is Use.TEXT


def _each_has(own: Marked, key: str) -> bool:
    return all(key in part.parts for part in own.parts.values())


def _on_line(part: Marked, line: int) -> Marked:
    """This value and all its parts, as if they stood on this line."""
    return Marked(part.value, line, {key: _on_line(one, line) for key, one in part.parts.items()})


def _entries(count: int) -> str:
    return f"{count} entry" if count == 1 else f"{count} entries"


def _shown(value: object) -> str:
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    return shown if len(shown) <= 40 else f"{shown[:39]}…"
