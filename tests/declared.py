"""Prints what pyproject.toml declares, as pip reads it: `python -m tests.declared tools`, or `… pdf`,
`… audit` or `… minima`."""

import re
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
DEPENDENCY = re.compile(r"(?P<name>[\w.-]+(?:\[[\w,-]+\])?)>=(?P<least>\d[\w.]*)(?:,<\d[\w.]*)?")


def main() -> None:
    """Prints what tests and checks need besides what runs; what PDF needs; what looks through the
    dependencies; or all that runs, each at its declared minimum."""
    declared = tomllib.loads(PROJECT.read_text("utf-8"))
    pdf = declared["project"]["optional-dependencies"]["pdf"]
    if sys.argv[1:] == ["minima"]:
        print(*minima([*declared["project"]["dependencies"], *pdf]), sep="\n")
    elif sys.argv[1:] == ["pdf"]:
        print(*pdf, sep="\n")
    elif sys.argv[1:] == ["audit"]:
        print(*declared["dependency-groups"]["audit"], sep="\n")
    elif sys.argv[1:] == ["tools"]:
        print(*declared["dependency-groups"]["dev"], *pdf, sep="\n")
    else:
        raise SystemExit(__doc__)


def minima(dependencies: Sequence[str]) -> list[str]:
    """Each dependency, at its declared minimum. SystemExit where one declares none."""
    return [_least(one) for one in dependencies]


def _least(dependency: str) -> str:
    found = DEPENDENCY.fullmatch(dependency)
    if found is None:
        raise SystemExit(f"pyproject.toml: write {dependency!r} as name>=minimum, or name>=minimum,<limit")
    return f"{found['name']}=={found['least']}"


if __name__ == "__main__":
    main()
