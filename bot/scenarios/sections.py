"""Markdown files of a pack: `##` headings with plain text below them."""

import re
from dataclasses import dataclass

from bot.scenarios.marked import Complain

_ITEM = re.compile(r"\s*([-•*]|\d+[.)])\s")


@dataclass(frozen=True, slots=True)
class Section:
    """What stands below one `##` heading; `line` (from 1) is the heading's."""

    heading: str
    text: str
    line: int


def read_sections(text: str, complain: Complain) -> tuple[Section, ...]:
    """The sections in order. Hard-wrapped lines of a paragraph or list entry are joined into one."""
    found: list[tuple[str, int, list[str]]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("## "):
            found.append((line[3:].strip(), number, []))
        elif line.startswith("#"):
            complain(number, "only `## ` headings are understood here: two hashes, a space, the heading")
        elif found:
            found[-1][2].append(line)
        elif line.strip():
            complain(number, "this text stands before the first `## ` heading; move it below one")
    return tuple(Section(heading, unwrap(lines), number) for heading, number, lines in found)


def unwrap(lines: list[str]) -> str:
    """The text with each paragraph and each list entry on one line, as Slack wants it."""
    whole: list[str] = []
    for line in (line.rstrip() for line in lines):
        continues = bool(line) and bool(whole) and bool(whole[-1]) and not _ITEM.match(line)
        if continues:
            whole[-1] += " " + line.strip()
        else:
            whole.append(line.strip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(whole)).strip()
