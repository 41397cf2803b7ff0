"""The files of a pack in another language: `pack.de.yaml` beside `pack.yaml`."""

import re
from pathlib import Path

from bot.domain.languages import is_language

_NAME = re.compile(r"(.+)\.([a-z][a-z0-9-]*)\.(yaml|md)")


def in_language(name: str, language: str) -> str:
    """What a file is called in a language: `handbook.md` is `handbook.de.md`. Without one, its own name."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}.{language}.{ending}" if language and dot else name


def own_name(name: str, language: str) -> str:
    """The file of which another is the translation."""
    return name.replace(f".{language}.", ".") if language else name


def languages_in(folder: Path) -> tuple[str, ...]:
    """The languages besides its own into which the pack in a folder is translated, sorted."""
    found = (language_of(path.name) for path in folder.glob("pack.*.yaml"))
    return tuple(sorted(language for language in found if language))


def language_of(name: str) -> str:
    """The language in a file's name; empty for the pack's own."""
    found = _NAME.fullmatch(name)
    return found[2] if found and is_language(found[2]) else ""
