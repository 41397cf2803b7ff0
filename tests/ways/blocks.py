"""The commands of a page, as they stand there."""

import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

FENCED = re.compile(
    r"^(?P<indent> *)```(?P<language>\w*)\n(?P<lines>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL
)
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines between fences, under a heading of the second level."""

    heading: str
    language: str
    text: str


def blocks(page: Path) -> list[Block]:
    """All of a page, in order."""
    words = page.read_text("utf-8")
    headings = [(0, ""), *((found.start(), found[1]) for found in HEADING.finditer(words))]
    return [
        Block(
            [title for start, title in headings if start <= found.start()][-1],
            found["language"],
            textwrap.dedent(found["lines"]),
        )
        for found in FENCED.finditer(words)
    ]


def commands(page: Path, heading: str) -> list[str]:
    """What an operator types under a heading, a block each."""
    return [one.text for one in blocks(page) if one.heading == heading and one.language == "sh"]
