"""Broken packs, and all that the check says of each: `corpus/broken.yaml` tells how `choir` is broken."""

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import bot.scenarios
from bot.scenarios.faults import Fault
from bot.scenarios.load import checked
from bot.scenarios.text_checks import emoji_names
from bot.workspace.api.emoji import standard

CORPUS = Path(__file__).parent / "corpus"
BROKEN: list[dict[str, Any]] = yaml.load(
    (CORPUS / "broken.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader
)
SAVED_AS = {
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "cr": lambda text: text.replace("\n", "\r").encode(),
    "bom": lambda text: text.encode("utf-8-sig"),
    "utf-16": lambda text: text.encode("utf-16"),
    "latin-1": lambda text: text.encode("latin-1"),
}
PNG = b"\x89PNG\r\n\x1a\n"
SHOWN = 50  # characters of the line that a fault blames


def broken(entry: dict[str, Any], folder: Path) -> Path:
    """A copy of the pack with what the entry does to it."""
    pack = Path(shutil.copytree(CORPUS / "choir", folder / "choir"))
    for old, new in entry.get("move", {}).items():
        (pack / new).parent.mkdir(exist_ok=True)
        (pack / old).rename(pack / new)
    for file, text in entry.get("write", {}).items():
        (pack / file).parent.mkdir(exist_ok=True)
        (pack / file).write_bytes(text.encode())
    for file, size in entry.get("picture", {}).items():
        (pack / file).write_bytes(PNG.ljust(size, b"0"))
    for file in entry.get("remove", ()):
        (pack / file).unlink()
    for file, old, new in [*entry.get("edit", ()), ["pack.yaml", "", ""]]:
        text = (pack / file).read_text("utf-8") if (pack / file).exists() else ""
        assert old in text, f"{old!r} is not in {file}"
        if old:
            (pack / file).write_bytes(text.replace(old, new, 1).encode())
    if "end" in entry:
        with (pack / "pack.yaml").open("a", encoding="utf-8") as written:
            written.write(entry["end"])
    for file, how in entry.get("saved_as", {}).items():
        (pack / file).write_bytes(SAVED_AS[how]((pack / file).read_text("utf-8")))
    return pack


def told(pack: Path, fault: Fault, kind: str = "") -> str:
    """The fault with the line that it blames."""
    file = fault.file.removeprefix("choir/")
    written = (pack / file).read_bytes() if (pack / file).is_file() else b""
    lines = written.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    blamed = lines[fault.line - 1].strip()[:SHOWN].strip() if fault.line <= len(lines) else ""
    return f"{file} [{blamed}] {kind}{fault.message.replace('choir/', '')}"


@pytest.mark.parametrize("entry", BROKEN, ids=lambda entry: entry["name"])
def test_all_that_is_said_of_a_broken_pack_is(entry: dict[str, Any], tmp_path: Path) -> None:
    pack = broken(entry, tmp_path)

    _, draft = checked(pack, called="choir")

    faults = [told(pack, fault) for fault in sorted(set(draft.faults))]
    advice = [told(pack, one, "advice: ") for one in sorted(set(draft.advice))]
    said, wanted = [*faults, *advice], entry["says"]
    assert len(said) == len(wanted), said
    for one, other in zip(said, wanted, strict=True):
        assert one == other or (other.endswith("…") and one.startswith(other[:-1]))


def test_the_pack_that_is_broken_has_no_fault_itself() -> None:
    scenario, draft = checked(CORPUS / "choir")

    assert scenario is not None
    assert (draft.faults, draft.advice) == ([], [])


# --- every sentence of the check

NO_CHECKS = {"reference", "json_schema", "packs", "debrief", "fitting", "parallels", "passages", "files"}
NEVER_SAID = {  # what the parser calls them, and what no file can be made to say
    "syntax.py": r"^(found|expected|could not find|but found|while|mapping values|end of stream|YAML cannot)"
    r"|^there is an invisible control character",
    "strays.py": r"^\(\?:",
    "marked.py": r"^tuple\[",
    "schema.py": r"^is not right: ",
    "draft.py": r"^(it belongs to|there is no .*of which this is a translation)",  # test_languages has them
    "reading.py": r"^in “",  # as has test_reading
}


def sentences() -> Iterator[tuple[str, str, str]]:
    """Each sentence in the modules of the check: where, its words, and a pattern that finds it in a fault."""
    for path in sorted(Path(bot.scenarios.__path__[0]).glob("*.py")):
        if path.stem not in NO_CHECKS:
            for node in _texts(ast.parse(path.read_text("utf-8"))):
                words, pattern = _read(node)
                passed_over = NEVER_SAID.get(path.name)
                if len(re.findall(r"[a-z]{2,}", words)) > 2 and not (
                    passed_over and re.search(passed_over, words)
                ):
                    yield f"{path.name}:{node.lineno}", words, pattern


def _texts(tree: ast.Module) -> Iterator[ast.expr]:
    """Its texts, without docstrings and without the pieces of those that are filled in."""
    inner: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            inner.add(node.value)
        if isinstance(node, ast.JoinedStr):
            inner |= {
                piece for piece in ast.walk(node) if isinstance(piece, ast.Constant | ast.JoinedStr)
            } - {node}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant | ast.JoinedStr) and node not in inner:
            yield node


def _read(node: ast.expr) -> tuple[str, str]:
    if isinstance(node, ast.JoinedStr):
        pieces = [str(one.value) if isinstance(one, ast.Constant) else "" for one in node.values]
        return " ".join(pieces), ".*".join(re.escape(one) for one in pieces if one)
    text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    return text if " " in text else "", re.sub(r"\\\{\w[^}]*\\\}", ".*", re.escape(text))


def test_the_corpus_has_each_sentence_that_the_check_can_say() -> None:
    said = "\n".join(line for entry in BROKEN for line in entry["says"])

    missing = [f"{place}: {words}" for place, words, pattern in sentences() if not re.search(pattern, said)]

    assert missing == []


def test_the_check_knows_slacks_emoji() -> None:
    assert emoji_names() == frozenset(standard())
