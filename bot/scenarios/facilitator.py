"""A pack's guide for facilitators: files such as `facilitator/1-runbook.md`, in the order of their numbers.

Each begins with `# ` and its title, and goes on as the Handbook does, with `## ` headings.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.domain.guide import GuidePart
from bot.scenarios.faults import Fault
from bot.scenarios.marked import Complain
from bot.scenarios.sections import Section, read_sections

_NAME = re.compile(r"(\d{1,3})-[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]{2}(-[A-Z]{2})?)?\.md")
TITLE_LENGTH = 60  # characters: what fits beside a button


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the folder as its author wrote it; `number` is 0 where its name has none."""

    file: str
    number: int
    title: str
    sections: tuple[Section, ...]


def read_part(file: str, text: str, complain: Complain) -> Written:
    """The file of this name, with a fault for all that it lacks."""
    named = _NAME.fullmatch(file.rpartition("/")[2])
    if named is None:
        complain(1, "name a file in this folder like `1-runbook.md`: a number, then a name in small letters")
    first, _, rest = text.partition("\n")
    title = first.removeprefix("# ").strip() if first.startswith("# ") else ""
    if not 0 < len(title) <= TITLE_LENGTH:
        complain(1, f"begin with a title of up to {TITLE_LENGTH} characters: `# How to run it`")
    sections = read_sections(f"\n{rest}" if first.startswith("# ") else text, complain)
    if not sections:
        complain(1, "there is no `## ` heading; give this part at least one, with text below it")
    for section in sections:
        if not section.text:
            complain(
                section.line, f"the text below `{section.heading}` is empty; write it, or drop the heading"
            )
    return Written(file, int(named[1]) if named else 0, title, sections)


def numbered_twice(parts: Iterable[Written]) -> Iterator[Fault]:
    """A fault for each file with the number of another."""
    first: dict[int, Written] = {}
    for one in parts:
        if first.setdefault(one.number, one) is not one and one.number:
            other = first[one.number].file.rpartition("/")[2]
            yield Fault(one.file, 1, f"the number {one.number} is taken by `{other}`; choose another")


def guide_of(parts: Iterable[Written]) -> tuple[GuidePart, ...]:
    """The guide, part by part."""
    return tuple(
        GuidePart(
            title=one.title, sections=tuple((section.heading, section.text) for section in one.sections)
        )
        for one in sorted(parts, key=lambda one: one.number)
        if one.title
    )
