"""Parallel aims: what two sheets say of themselves in the same words. None of them gives the other away.

A sentence is parallel as far as both begin with the same words, each with its own team's or role's name in
its place. What stands in quotation marks, or behind other words, is about somebody else.
"""

import re
from collections.abc import Iterator

from bot.scenarios.passages import Passage, words

_END = re.compile(r"[.!?…]+[\"'”’*_)]*\s+|\n+")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|„[^“”]*[“”]|«[^»]*»")

Sentence = tuple[int, list[str]]  # where its first word stands among all the words, and its words


def may_be_parallel(one: Passage, other: Passage) -> bool:
    """Whether both tell somebody the same kind of thing: a mission, or the same part of a sheet."""
    if one.mission or other.mission:
        return one.mission and other.mission
    return bool(one.section) and one.section == other.section


def parallel(one: Passage, other: Passage) -> frozenset[int]:
    """Which words of `one`, by their places, `other` says in the same way of its own readers."""
    theirs = [said for _, said in _own(other)]
    return frozenset(
        first + place
        for first, said in _sentences(one.text)
        for sentence in theirs
        for place in _alike(said, sentence, one.names, other.names)
    )


def _alike(
    one: list[str], other: list[str], names: tuple[tuple[str, ...], ...], others: tuple[tuple[str, ...], ...]
) -> Iterator[int]:
    """The places of the words with which both begin. Each one's own name counts as the same word, and is not
    among them where the names differ: with it, the words would be about somebody."""
    here = there = 0
    while here < len(one) and there < len(other):
        name, match = _name(one, here, names), _name(other, there, others)
        if one[here] == other[there]:
            yield here
            here, there = here + 1, there + 1
        elif name and match:
            here, there = here + name, there + match
        else:
            return


def _name(said: list[str], place: int, names: tuple[tuple[str, ...], ...]) -> int:
    """How many words of a name stand here."""
    return max((len(name) for name in names if tuple(said[place : place + len(name)]) == name), default=0)


def _own(passage: Passage) -> Iterator[Sentence]:
    """The sentences that do not begin inside quotation marks."""
    quoted = [found.span() for found in _QUOTED.finditer(passage.text)]
    for begin, sentence in _split(passage.text):
        if not any(start <= begin < end for start, end in quoted):
            yield 0, words(sentence)


def _sentences(text: str) -> Iterator[Sentence]:
    first = 0
    for _, sentence in _split(text):
        said = words(sentence)
        yield first, said
        first += len(said)


def _split(text: str) -> Iterator[tuple[int, str]]:
    """Each sentence with where it begins."""
    begin = 0
    for end in _END.finditer(text):
        yield begin, text[begin : end.end()]
        begin = end.end()
    yield begin, text[begin:]
