"""No secret may be read where it does not belong: not in public text, and not on somebody else's sheet,
except for what that sheet says of its own reader."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TypeAlias

from bot.domain.guide import own_words
from bot.scenarios.draft import Draft
from bot.scenarios.parallels import may_be_parallel, parallel
from bot.scenarios.passages import Passage, words

LONGEST_SHARED_RUN = 7  # words of a mission that may also stand elsewhere by chance
SHORTEST_SENTENCE = 5  # shorter ones, such as "Have fun.", are nobody's secret

Piece: TypeAlias = tuple[int, list[str]]  # some words of a secret, and which of its words is the first
Start: TypeAlias = tuple[str, ...]  # the first words of a piece

_END = re.compile(r"[.!?…:]+[\"'”’*_)]*\s+|\n+")


def check_secrecy(draft: Draft, passages: Iterable[Passage]) -> None:
    """Notes a fault where a private sentence, or a long run of a mission's words, is shown to others."""
    texts = _Texts(passages)
    for secret, pieces in texts.secrets:
        for place, piece in sorted(_given_away(secret, pieces, texts).items()):
            shown = texts.passages[place]
            draft.complain(shown.file, shown.line, _message(secret, piece))


def _given_away(secret: Passage, pieces: Iterable[Piece], texts: "_Texts") -> dict[int, str]:
    """The texts that show some of the secret to others, and its first words that they show."""
    found: dict[int, str] = {}
    known = _Known(secret, texts.private)
    for first, piece in pieces:
        places = texts.places_of(piece)
        if secret.guide:  # who reads it may read the sheets, too, and it may quote them
            places = [one for one in places if texts.passages[one].readers is None]
        if not secret.mission and any(_is_their_mission(secret, texts.passages[one]) for one in places):
            continue  # a sheet repeats its reader's mission, which is looked for by itself
        for place in (one for one in places if one not in found):
            if not known.to_all_who_read(texts.passages[place], range(first, first + len(piece))):
                found[place] = " ".join(piece)
    return found


def _is_their_mission(secret: Passage, other: Passage) -> bool:
    return other.mission and (secret.readers or frozenset()) <= (other.readers or frozenset())


def _is_public_mission(passage: Passage) -> bool:
    """Whether it may say what sheets say, and they what it says."""
    return passage.mission and passage.readers is None


class _Texts:
    """Every text of the pack, the secrets among them in pieces, and where a piece stands in the texts: a pack
    has thousands of pieces, and few of them begin in any other text."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self.passages = [one for one in passages if not _is_public_mission(one)]
        self.private = [passage for passage in self.passages if passage.readers is not None]
        self.secrets = [(secret, list(_pieces(secret))) for secret in self.private]
        said = [words(passage.text) for passage in self.passages]
        self._plain = [f" {' '.join(one)} " for one in said]
        starts = {_start(piece) for _, pieces in self.secrets for _, piece in pieces}
        self._beginnings = _beginnings(said, starts)

    def places_of(self, piece: list[str]) -> list[int]:
        """Which texts hold these words, by their places among all."""
        words_of_it = f" {' '.join(piece)} "
        places = self._beginnings.get(_start(piece), ())
        return [place for place in places if words_of_it in self._plain[place]]


class _Known:
    """Who may know a secret's words: its readers, and whoever reads the same about themselves."""

    def __init__(self, secret: Passage, private: list[Passage]) -> None:
        self._secret, self._private = secret, private

    def to_all_who_read(self, shown: Passage, places: range) -> bool:
        """Whether everybody who reads `shown` may know the secret's words at these places. Different people
        may be told the same in the course of the game."""
        if shown.told and self._secret.told:
            return True
        if shown.readers is None or self._secret.readers is None:
            return False
        strangers = shown.readers - self._secret.readers
        return not strangers or strangers <= self._who_read_the_same(places)

    def _who_read_the_same(self, places: range) -> frozenset[int]:
        also = (one.readers or frozenset() for one, said in self._parallels if said.issuperset(places))
        return frozenset[int]().union(*also)

    @cached_property
    def _parallels(self) -> list[tuple[Passage, frozenset[int]]]:
        """Every text that says something in the same way, and which words of the secret that is."""
        alike = (one for one in self._private if may_be_parallel(self._secret, one))
        return [(one, parallel(self._secret, one)) for one in alike if one is not self._secret]


def _beginnings(texts: list[list[str]], starts: set[Start]) -> dict[Start, list[int]]:
    """Which texts have the words of each start one after the other."""
    found: dict[Start, list[int]] = {}
    for place, said in enumerate(texts):
        runs = zip(*(said[first:] for first in range(SHORTEST_SENTENCE)), strict=False)
        for start in starts.intersection(runs):
            found.setdefault(start, []).append(place)
    return found


def _start(piece: list[str]) -> Start:
    return tuple(piece[:SHORTEST_SENTENCE])


def _pieces(secret: Passage) -> Iterator[Piece]:
    """The runs of words by which the secret would be recognised, and where each begins among its words."""
    first = 0
    text = own_words(secret.text) if secret.guide else secret.text
    for sentence in _END.split(text):
        said = words(sentence)
        if len(said) >= SHORTEST_SENTENCE:
            yield first, said
        first += len(said)
    if secret.mission:
        said, length = words(text), LONGEST_SHARED_RUN + 1
        yield from ((start, said[start : start + length]) for start in range(len(said) - length + 1))


def _message(secret: Passage, piece: str) -> str:
    start = " ".join(piece.split()[: LONGEST_SHARED_RUN + 1])
    what = "the secret mission of " if secret.mission else ""
    what = what or ("" if secret.told or secret.guide else "the sheet of ")
    return f"this gives away {what}{secret.owner} (“{start}”); say it in other words"
