"""Markdown files of a pack: `##` headings with plain text below them."""

import re
from dataclasses import dataclass

from bot.domain.picture import InText, on_line
from bot.scenarios.marked import Complain

_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINE_ENDS = re.compile(r"\r\n?|\n")
_HEADING = re.compile(r" {0,3}#{1,6}(?P<text>\s+\S.*|[^\W\d_].*)")
_ITEM = re.compile(r"\s*([-•*]|\d+[.)])\s")


@dataclass(frozen=True, slots=True)
class Section:
    """What stands below one `##` heading; `line` (from 1) is the heading's, and each picture has its own."""

    heading: str
    text: str
    line: int
    pictures: tuple[tuple[int, InText], ...] = ()


def read_sections(text: str, complain: Complain) -> tuple[Section, ...]:
    """The sections in order. Hard-wrapped lines of a paragraph or list entry are joined into one."""
    found: list[tuple[str, int, list[str]]] = []
    astray = False
    for number, line in enumerate(_LINE_ENDS.split(text), start=1):
        if (heading := _HEADING.fullmatch(line)) is not None:
            found.append((heading["text"].strip(), number, []))
            if not line.startswith("## "):
                message = "only `## ` headings are understood here: two hashes, a space, the heading"
                complain(number, f"{message}, as in `## {heading['text'].strip()}`")
        elif found:
            found[-1][2].append(line)
            if _PICTURE.search(line) and on_line(line) is None:
                complain(number, "a picture needs a line of its own; move the words off this line")
        elif line.strip() and not astray:
            astray = True
            complain(number, "this text stands before the first `## ` heading; move it below one")
    return tuple(
        Section(heading, unwrap(lines), number, _pictures(lines, number + 1))
        for heading, number, lines in found
    )


def _pictures(lines: list[str], first: int) -> tuple[tuple[int, InText], ...]:
    shown = ((number, on_line(line)) for number, line in enumerate(lines, first))
    return tuple((number, picture) for number, picture in shown if picture is not None)


def unwrap(lines: list[str]) -> str:
    """The text with each paragraph, list entry and picture on a line, as Slack wants it."""
    whole: list[str] = []
    for line in (line.rstrip() for line in lines):
        continues = bool(line) and bool(whole) and bool(whole[-1]) and not _ITEM.match(line)
        if continues and on_line(line) is None and on_line(whole[-1]) is None:
            whole[-1] += " " + line.strip()
        else:
            whole.append(line.strip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(whole)).strip()
