"""Counts, lists and pieces of a text, as reports write them."""

import unicodedata
from collections.abc import Iterable

RIGHT_TO_LEFT = ("R", "AL")
LEFT_TO_RIGHT = "\u200e"  # a mark that is not seen


def counted(number: int, one: str, many: str = "") -> str:
    """`1 council`, `2 councils`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def times(number: int) -> str:
    """`once`, `twice`, `3 times`."""
    return {1: "once", 2: "twice"}.get(number, f"{number:,} times")


def listed(words: Iterable[object]) -> str:
    """`1`, `1 and 2`, `1, 2 and 3`."""
    *first, last = [*map(str, words)] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def shortened(words: str, most: int) -> str:
    """Words on one line, cut after a whole word."""
    line = " ".join(words.split())
    if len(line) <= most:
        return line
    return f"{line[:most].rsplit(' ', 1)[0].rstrip(',;:.')} …"


def sentence(words: str) -> str:
    """Words that begin with a capital letter."""
    return words[:1].upper() + words[1:]


def begun(words: str) -> str:
    """Somebody's words at the beginning of a line of ours, which runs from left to right as ever."""
    other = any(unicodedata.bidirectional(one) in RIGHT_TO_LEFT for one in words)
    return f"{LEFT_TO_RIGHT}{words}" if other else words
