"""No secret may be read where it does not belong: not in public text, and not on somebody else's sheet."""

import re
from collections.abc import Iterator

from bot.scenarios.draft import Draft
from bot.scenarios.passages import Passage, passages, words

LONGEST_SHARED_RUN = 7  # words of a mission that may also stand elsewhere by chance
SHORTEST_SENTENCE = 5  # shorter ones, such as "Have fun.", are nobody's secret

_END = re.compile(r"[.!?…:]+[\"'”’*_)]*\s+|\n+")


def check_secrecy(draft: Draft) -> None:
    """Notes a fault where a private sentence, or a long run of a mission's words, is shown to others."""
    everything = [(passage, words(passage.text)) for passage in passages(draft)]
    plain = [f" {' '.join(said)} " for _, said in everything]
    beginnings = _beginnings([said for _, said in everything])
    for secret in (passage for passage, _ in everything if passage.readers is not None):
        given_away: dict[int, str] = {}
        for piece in _pieces(secret):
            for place in beginnings.get(_beginning(piece), ()):
                if f" {' '.join(piece)} " in plain[place]:
                    given_away.setdefault(place, " ".join(piece))
        for place in sorted(given_away):
            shown, _ = everything[place]
            if not _may_read(secret, shown):
                draft.complain(shown.file, shown.line, _message(secret, given_away[place]))


def _beginnings(texts: list[list[str]]) -> dict[tuple[str, ...], set[int]]:
    """Which texts have these words one after the other: a pack has thousands of pieces, and few of them begin
    in any other text."""
    found: dict[tuple[str, ...], set[int]] = {}
    for place, said in enumerate(texts):
        for run in _runs(said, SHORTEST_SENTENCE):
            found.setdefault(tuple(run), set()).add(place)
    return found


def _beginning(piece: list[str]) -> tuple[str, ...]:
    return tuple(piece[:SHORTEST_SENTENCE])


def _may_read(secret: Passage, shown: Passage) -> bool:
    """Whether everybody who reads `shown` may know `secret`. Different people may be told the same."""
    if secret.told and shown.told:
        return True
    return shown.readers is not None and secret.readers is not None and shown.readers <= secret.readers


def _pieces(secret: Passage) -> Iterator[list[str]]:
    """The runs of words by which the secret would be recognised."""
    for sentence in _END.split(secret.text):
        said = words(sentence)
        if len(said) >= SHORTEST_SENTENCE:
            yield said
    if secret.mission:
        yield from _runs(words(secret.text), LONGEST_SHARED_RUN + 1)


def _runs(said: list[str], length: int) -> Iterator[list[str]]:
    for start in range(len(said) - length + 1):
        yield said[start : start + length]


def _message(secret: Passage, piece: str) -> str:
    start = " ".join(piece.split()[: LONGEST_SHARED_RUN + 1])
    what = "the secret mission of " if secret.mission else "" if secret.told else "the sheet of "
    return f"this gives away {what}{secret.owner} (“{start}”); say it in other words"
