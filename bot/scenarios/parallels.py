"""Parallel aims: what two sheets say of themselves in the same words. None of them gives the other away.

Two sentences are parallel as far as both begin with the same words, each with its own team's or role's name
in its place; and if few words differ after that, such as a number, in all that they share. What stands in
quotation marks, or behind other words, is about somebody else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.scenarios.passages import Passage, words

BEGINNING = 4  # words with which sentences begin alike, if what follows may differ
ALIKE = 0.75  # of all their words are the same then

_END = re.compile(r"[.!?…]+[\"'”’*_)]*\s+|\n+")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|„[^“”]*[“”]|«[^»]*»")
_OWN_NAME = ""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word, or the name of the readers' own team or role; `place` is that of its first word among all."""

    said: tuple[str, ...]
    place: int
    compared: str


def may_be_parallel(one: Passage, other: Passage) -> bool:
    """Whether both tell somebody the same kind of thing: a mission, or the same part of a sheet."""
    if one.mission or other.mission:
        return one.mission and other.mission
    return bool(one.section) and one.section == other.section


def parallel(one: Passage, other: Passage) -> frozenset[int]:
    """Which words of `one`, by their places, `other` says in the same way of its own readers."""
    theirs = [sentence for begin, sentence in _sentences(other) if not _quoted(other, begin)]
    return frozenset(
        place for _, said in _sentences(one) for sentence in theirs for place in _alike(said, sentence)
    )


def _alike(one: list[_Word], other: list[_Word]) -> Iterator[int]:
    """The places of the words that both have. Each one's own name counts as the same word, and is not among
    them where the names differ: with it, the words would be about somebody."""
    these, those = [word.compared for word in one], [word.compared for word in other]
    begin = next((place for place, (a, b) in enumerate(zip(these, those, strict=False)) if a != b), None)
    begin = min(len(these), len(those)) if begin is None else begin
    pairs = [(place, place) for place in range(begin)]
    matcher = SequenceMatcher(None, these, those, autojunk=False)
    if begin >= BEGINNING and matcher.ratio() >= ALIKE:
        blocks = matcher.get_matching_blocks()
        pairs = [(here + step, there + step) for here, there, size in blocks for step in range(size)]
    for here, there in pairs:
        if one[here].said == other[there].said:
            yield from range(one[here].place, one[here].place + len(one[here].said))


def _quoted(passage: Passage, begin: int) -> bool:
    """Whether what begins here stands in quotation marks."""
    return any(found.start() <= begin < found.end() for found in _QUOTED.finditer(passage.text))


def _sentences(passage: Passage) -> Iterator[tuple[int, list[_Word]]]:
    """Each sentence, and where in the text it begins."""
    begin, place, text = 0, 0, passage.text
    for end in (*(found.end() for found in _END.finditer(text)), len(text)):
        said = words(text[begin:end])
        yield begin, [*_with_names(said, passage.names, place)]
        begin, place = end, place + len(said)


def _with_names(said: list[str], names: tuple[tuple[str, ...], ...], first: int) -> Iterator[_Word]:
    here = 0
    while here < len(said):
        name = max(
            (name for name in names if tuple(said[here : here + len(name)]) == name), key=len, default=()
        )
        one = name or (said[here],)
        yield _Word(one, first + here, _OWN_NAME if name else said[here])
        here += len(one)
