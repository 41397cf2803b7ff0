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
    everything = list(passages(draft))
    indexed = [(passage, f" {' '.join(words(passage.text))} ") for passage in everything]
    for secret in (passage for passage in everything if passage.readers is not None):
        pieces = list(_pieces(secret))
        for shown, plain in indexed:
            piece = next((piece for piece in pieces if f" {piece} " in plain), None)
            if piece and not _may_read(secret, shown):
                draft.complain(shown.file, shown.line, _message(secret, piece))


def _may_read(secret: Passage, shown: Passage) -> bool:
    """Whether everybody who reads `shown` may know `secret`."""
    return shown.readers is not None and secret.readers is not None and shown.readers <= secret.readers


def _pieces(secret: Passage) -> Iterator[str]:
    """The runs of words by which the secret would be recognised."""
    for sentence in _END.split(secret.text):
        said = words(sentence)
        if len(said) >= SHORTEST_SENTENCE:
            yield " ".join(said)
    if secret.mission:
        yield from _runs(words(secret.text), LONGEST_SHARED_RUN + 1)


def _runs(said: list[str], length: int) -> Iterator[str]:
    for start in range(len(said) - length + 1):
        yield " ".join(said[start : start + length])


def _message(secret: Passage, piece: str) -> str:
    start = " ".join(piece.split()[: LONGEST_SHARED_RUN + 1])
    what = "the secret mission" if secret.mission else "the sheet"
    return f"this gives away {what} of {secret.owner} (“{start}”); say it in other words"
