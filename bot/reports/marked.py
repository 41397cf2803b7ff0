"""Slack's markup, in which packs are written: without it, or as lines and pieces of text of one look."""

import re
from collections.abc import Iterator
from typing import Any

_MARKED = re.compile(
    r"(?<!\w)\*(?P<bold>[^*\n]+)\*(?!\w)|(?<!\w)_(?P<italic>[^_\n]+)_(?!\w)|`(?P<code>[^`\n]+)`"
)
_ITEM = re.compile(r"(?:[-•*]|(?P<number>\d+)[.)])\s+(?P<said>.*)")


def unmarked(words: str) -> str:
    """The words without signs for bold, italic and code."""
    return _MARKED.sub(lambda found: found[str(found.lastgroup)], words)


def lines(text: str) -> Iterator[dict[str, Any]]:
    """Paragraphs and list entries; `mark` stands before an entry."""
    for line in filter(str.strip, text.split("\n")):
        item = _ITEM.fullmatch(line.strip())
        number = item["number"] if item else None
        mark = "" if item is None else f"{number}." if number else "•"
        yield {"mark": mark, "runs": list(_runs(item["said"] if item else line.strip()))}


def _runs(line: str) -> Iterator[dict[str, str]]:
    end = 0
    for found in _MARKED.finditer(line):
        if found.start() > end:
            yield {"look": "plain", "text": line[end : found.start()]}
        look = str(found.lastgroup)
        yield {"look": look, "text": found[look]}
        end = found.end()
    if line[end:]:
        yield {"look": "plain", "text": line[end:]}
