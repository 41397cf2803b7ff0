"""Passages that people paste or write: the points of a list, and the sentence that can be a title.

Marks of lists, fences and quotations are read as people mean them, and so are points that end no sentence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.characters import says_something

_BULLETS = "-–—−•*·▪◦‣⁃●○■□☐☑✓✔✗➤→"
_BOX = r"\[[ xX✓]?\]"
_MARK = re.compile(
    rf"(?P<blank>[ \t]*)(?P<mark>[{_BULLETS}](?:[ \t]*{_BOX})?|{_BOX}|\(?\d{{1,3}}[.):]|\(?[a-zA-Z][.)]"
    r"|\(?[ivxIVX]{2,5}[.)]|\d{1,2}(?:\.\d{1,2})+[.)]?|#{1,6})[ \t]+(?=\S)"
)
# Before a single line, `J. Smith` is a name and `3.5 hours` a length.
_MARK_ALONE = re.compile(
    rf"\s*(?:[{_BULLETS}]|{_BOX}|\(?\d{{1,3}}[.):]|\(?[a-zA-Z]\)|\(?[ivxIVX]{{2,5}}\)|#{{1,6}})(?:\s+|$)"
)
_FENCE = re.compile(r"^[ \t]*(?:```+|~~~+)[\w-]*[ \t]*$|```", re.MULTILINE)
_QUOTED = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)
_IN_A_ROW = re.compile(r"(?:(?<=\s)|^)\(?(\d{1,2})[.)]\s+(?=\S)")
_GO_ON = frozenset([  # the sentence goes on behind their point
    "dr", "mr", "mrs", "ms", "mx", "prof", "st", "hon", "rev", "gen", "gov", "sen", "rep", "capt", "lt",
    "col", "sgt", "e.g", "i.e", "eg", "ie", "cf", "ca", "viz", "approx", "vs", "no", "nos", "nr", "art",
    "sec", "par", "para", "fig", "figs", "vol", "ch", "pp", "p", "ed", "eds", "dept", "div", "est", "u.s",
    "u.k", "u.n", "e.u", "ph.d", "b.a", "m.a", "b.sc", "m.sc", "a.m", "p.m", "jan", "feb", "mar", "apr",
    "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "wed", "thu", "fri", "sat",
    "sun", "z.b", "d.h", "u.a", "bzw",
])  # fmt: skip
_MAY_END = frozenset([  # perhaps it ends there
    "etc", "usw", "inc", "ltd", "llc", "co", "corp", "bros", "gmbh", "jr", "sr", "al",
])  # fmt: skip
_END = re.compile(r"([.!?…]+)([\"'”’»)\]]*)(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Pasted:
    """A list that somebody pasted: what stands above it, its points without their marks, and whether these
    were numbers."""

    above: str
    points: tuple[str, ...]
    numbered: bool

    def as_one(self) -> str:
        """All of it as one text."""
        marks = (f"{number}. " if self.numbered else "• " for number in range(1, len(self.points) + 1))
        lines = [f"{mark}{point}" for mark, point in zip(marks, self.points, strict=True)]
        return "\n".join([*([self.above] if self.above else []), *lines])


def pasted(text: str) -> Pasted | None:
    """The list that the text is; None where it is none, or has only one point."""
    bare = _unfenced(text)
    return _by_lines(bare) or _in_a_row(bare)


def _by_lines(text: str) -> Pasted | None:
    marked = [(line, _MARK.match(line)) for line in text.splitlines()]
    first = next((found for _, found in marked if found), None)
    if first is None:
        return None
    depth, kind = len(first["blank"].expandtabs(4)), _kind(first["mark"])
    above: list[str] = []
    points: list[list[str]] = []
    for line, found in marked:
        if found and len(found["blank"].expandtabs(4)) <= depth and _kind(found["mark"]) == kind:
            points.append([line[found.end() :].strip()])
        else:
            (points[-1] if points else above).append(line.rstrip())
    whole = tuple("\n".join(lines).strip() for lines in points)
    if len(whole) < 2 or not all(map(says_something, whole)):
        return None
    return Pasted("\n".join(above).strip(), whole, numbered=kind == "number")


def _in_a_row(text: str) -> Pasted | None:
    """`1. One thing. 2. Another.` on one line: from one on, with no number left out."""
    found = [*_IN_A_ROW.finditer(text)]
    if "\n" in text or [int(one[1]) for one in found] != [*range(1, len(found) + 1)] or len(found) < 2:
        return None
    ends = [*(one.start() for one in found[1:]), len(text)]
    points = tuple(text[one.end() : end].strip() for one, end in zip(found, ends, strict=True))
    above = text[: found[0].start()].strip()
    return Pasted(above, points, numbered=True) if all(map(says_something, points)) else None


def _kind(mark: str) -> str:
    plain = mark.strip("()[].: \t")
    if plain[:1].isdigit():
        return "number" if plain.isdigit() else "numbers"
    return "letter" if plain.isalpha() and mark[0] != "[" else "box" if "[" in mark else mark[0]


def _unfenced(text: str) -> str:
    """Without the fences around code, and without the marks of a quotation that holds all of it."""
    text = _FENCE.sub("", text).strip("\n")
    lines = [line for line in text.splitlines() if line.strip()]
    return _QUOTED.sub("", text) if lines and all(map(_QUOTED.match, lines)) else text


def unmarked(line: str) -> str:
    """A line without the marks before it."""
    while (found := _MARK_ALONE.match(line)) is not None:
        line = line[found.end() :]
    return line.strip()


# --- titles


def title_of(text: str) -> str:
    """The first sentence that says something, without the marks before it and the point behind it."""
    for line in _QUOTED.sub("", _unfenced(text)).splitlines():
        if says_something(words := unmarked(line)):
            return _without_point(next(_sentences(words)))
    return ""


def _sentences(line: str) -> Iterator[str]:
    begin = 0
    for found in _END.finditer(line):
        after = line[found.end() :].lstrip()
        if not after or not _goes_on(line[begin : found.start()], found[1], after):
            yield line[begin : found.end()].strip()
            begin = found.end()
    if line[begin:].strip():
        yield line[begin:].strip()


def _goes_on(before: str, sign: str, after: str) -> bool:
    """Whether a point in a line ends no sentence there."""
    word = before.split()[-1].lstrip("(\"'“‘[").lower() if before.split() else ""
    if not says_something(before) or after[0].islower():
        return True
    if sign != ".":
        return False
    return (
        word in _GO_ON
        or (len(word) == 1 and word.isalpha())
        or re.fullmatch(r"(?:[a-z]\.)+[a-z]", word) is not None
    )


def _without_point(sentence: str) -> str:
    last = sentence.rstrip(".").split()[-1].lower() if sentence.rstrip(".").split() else ""
    if sentence.endswith(".") and (last in _GO_ON | _MAY_END or "." in last.strip("(")):
        return sentence
    return sentence.rstrip(" .:;,")
