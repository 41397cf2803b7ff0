"""What the authors' guide (content/README.md) has its reader do, step by step."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.scenarios.packs import content_folder

_BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<info>[^\n]+))?\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)
_HEADING, _NEXT = "\n## A pack from scratch\n", "\n## The files of a pack\n"
ADDED = ">> "  # before the name of a file to whose end a block is added


@dataclass(frozen=True, slots=True)
class Step:
    """A command, without `moot`, and what it prints; or, with a `file`, what its author writes into it."""

    text: str
    printed: str = ""
    file: str = ""
    kind: str = ""


def steps() -> Iterator[Step]:
    """The commands and the files of the worked example, in order."""
    guide = (content_folder() / "README.md").read_text(encoding="utf-8")
    example = guide.partition(_HEADING)[2].partition(_NEXT)[0]
    for block in _BLOCK.finditer(example):
        if block["kind"] != "console":
            yield Step(block["text"], file=block["info"], kind=block["kind"])
            continue
        for command in block["text"].removeprefix("$ ").split("\n$ "):
            typed, _, printed = command.partition("\n")
            yield Step(typed, printed=printed)


def write(step: Step, folder: Path) -> None:
    """Does what the guide says with a file: writes it, adds to it, or changes lines of it."""
    path = folder / step.file.removeprefix(ADDED)
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text("utf-8") if path.exists() else ""
    if step.kind == "diff":
        old, new = ("".join(re.findall(rf"^{sign}(.*\n)", step.text, re.MULTILINE)) for sign in (r"-", r"\+"))
        assert before.count(old) == 1, old
        path.write_text(before.replace(old, new), "utf-8")
    else:
        path.write_text(before + step.text if step.file.startswith(ADDED) else step.text, "utf-8")


def is_printed(shown: str, printed: str) -> bool:
    """Whether this is what the guide shows; `…` there is anything."""
    pattern = ".*".join(re.escape(part) for part in shown.strip().split("…"))
    return re.fullmatch(pattern, printed.strip(), re.DOTALL) is not None
