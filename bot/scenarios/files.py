"""What a pack's files are called. Each can come in several languages, as `handbook.de.md` beside
`handbook.md`."""

import re
from pathlib import Path

PACK, HANDBOOK, ROLES, LINES = "pack.yaml", "handbook.md", "roles", "lines"
FORMATS, MISSIONS, SET = "formats", "missions", "missions.yaml"
FACILITATOR = "facilitator"
_SUFFIX = re.compile(r"\.[a-z]{2}(-[A-Z]{2})?$")  # of a name without its extension


def in_language(path: Path, language: str) -> Path:
    """The file to read: the one in this language if there is one, and else the file itself."""
    translated = path.with_name(f"{path.stem}.{language}{path.suffix}") if language else path
    return translated if translated.is_file() else path


def is_translation(path: Path) -> bool:
    """Whether it says in another language what a file beside it says."""
    return bool(_SUFFIX.search(path.stem))


def originals(folder: Path, ending: str) -> list[Path]:
    """The files in a folder with this ending, such as `.md`, each once, whatever languages it comes in."""
    return [path for path in sorted(folder.glob(f"*{ending}")) if not is_translation(path)]


def languages_of(folder: Path, name: str) -> tuple[str, ...]:
    """The languages that a file comes in besides its own, sorted."""
    stem, _, ending = name.rpartition(".")
    found = (
        path.name.removeprefix(f"{stem}.").removesuffix(f".{ending}")
        for path in folder.glob(f"{stem}.*.{ending}")
    )
    return tuple(sorted(one for one in found if _SUFFIX.fullmatch(f".{one}")))
