"""A `match` over a closed set ends in `assert_never`, so that mypy finds it when the set grows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def careless(source: str) -> Iterator[int]:
    """The lines of matches that swallow what they do not name, without a reason beside it."""
    if "match " not in source:
        return  # as in most files, which need not be parsed
    lines = source.splitlines()
    for match in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Match)):
        last = match.cases[-1]
        everything = isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None
        line = last.pattern.lineno if everything and last.guard is None else match.lineno
        never = any("assert_never(" in ast.unparse(said) for said in last.body)
        if not never and "  # " not in lines[line - 1]:
            yield line


def test_no_match_swallows_what_it_does_not_name() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{line}"
        for file in sorted((ROOT / "bot").rglob("*.py"))
        for line in careless(file.read_text(encoding="utf-8"))
    ]

    assert not found, "end these in `case _: assert_never(…)`, or say why not on the same line"


@pytest.mark.parametrize(
    ("ending", "is_careless"),
    [
        ("case 2:\n  pass", True),
        ("case _:\n  pass", True),
        ("case other:\n  print(other)", True),
        ("case _:\n  assert_never(one)", False),
        ("case _:  # Slack may send more\n  pass", False),
    ],
)
def test_a_match_is_told_by_its_ending(ending: str, is_careless: bool) -> None:
    source = "match one:\n case 1:\n  pass\n " + ending.replace("\n", "\n ")

    assert bool(list(careless(source))) is is_careless
    assert not list(careless("match one:  # the others mean nothing here\n case 1:\n  pass"))
