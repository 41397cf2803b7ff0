"""Prints what pyproject.toml declares, as pip reads it: `python -m tests.declared dev`."""

import sys
import tomllib
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"


def development(project: dict[str, Any]) -> list[str]:
    """What the tests and checks need beside what runs."""
    return [str(one) for one in project["dependency-groups"]["dev"]]


def main() -> None:
    """Prints one of them."""
    project = tomllib.loads(PROJECT.read_text("utf-8"))
    print(*{"dev": development}[sys.argv[1]](project), sep="\n")


if __name__ == "__main__":
    main()
