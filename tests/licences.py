"""Lists what comes with Moot, and under which licence, for deploy/licences.md: `python -m tests.licences`.

It asks the packages' own metadata, in this environment. SystemExit where a licence is not one of those below,
which all allow running, changing and passing on Moot under its own.
"""

import re
from collections.abc import Iterator
from importlib.metadata import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = {"requirements.lock": "to run", "requirements-pdf.lock": "PDF and plots"}
ALLOWED = frozenset(
    [
        "0BSD",
        "Apache-2.0",
        "BSD",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "ISC",
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "MPL-2.0",
        "PSF-2.0",
        "Zlib",
    ]
)
CLASSIFIED = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
LOOK = "Look at these licences, and name them in tests/licences.py or leave the package out:"
HEAD = """# What comes with Moot

Moot is under the [MIT licence](../LICENSE). To run it, these packages are installed, each as its authors
publish it. `make licences` writes this page from what the packages say of themselves; a test compares it.

| package | version | licence | for |
|---|---|---|---|"""


def rows() -> Iterator[tuple[str, str, str, str]]:
    """Each pinned package: name, version, licence as an SPDX expression, and what needs it."""
    seen = set()
    for lock, why in LOCKS.items():
        for name, version in re.findall(r"^([a-z0-9-]+)==(\S+) \\$", (ROOT / lock).read_text("utf-8"), re.M):
            if name not in seen:
                yield name, version, licence(name), why
            seen.add(name)


def licence(name: str) -> str:
    """What a package says of itself."""
    prefix = "License :: OSI Approved :: "
    told = [
        one.removeprefix(prefix)
        for one in metadata(name).get_all("Classifier") or []
        if one.startswith(prefix)
    ]
    classified = [CLASSIFIED[one] for one in told if one in CLASSIFIED]
    said = _said(name, "License-Expression") or " AND ".join(classified) or _said(name, "License")
    return said or "unknown"


def _said(name: str, key: str) -> str:
    about = metadata(name)
    return about[key].strip() if key in about else ""


def forbidden(expression: str) -> set[str]:
    """The licences of an expression that are not allowed; of those joined by OR, one is enough."""
    choices = [set(re.findall(r"[\w.-]+", one)) - {"AND", "WITH"} for one in expression.split(" OR ")]
    return set() if any(one <= ALLOWED for one in choices) else set.union(*choices) - ALLOWED


def page() -> str:
    """The page, in Markdown."""
    listed = list(rows())
    if bad := [f"{name}: {said}" for name, _, said, _ in listed if forbidden(said)]:
        raise SystemExit("\n".join([LOOK, *bad]))
    return "\n".join([HEAD, *(f"| {' | '.join(row)} |" for row in listed)])


if __name__ == "__main__":
    print(page())
