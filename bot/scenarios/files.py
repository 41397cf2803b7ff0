"""What a pack's files are called. Each can come in several languages, as `handbook.de.md` beside
`handbook.md`."""

import re
from pathlib import Path, PurePosixPath

from bot.domain.languages import is_language

PACK, HANDBOOK, ROLES, LINES = "pack.yaml", "handbook.md", "roles", "lines"
FORMATS, MISSIONS, SET = "formats", "missions", "missions.yaml"
FACILITATOR = "facilitator"
_PASSED_OVER = re.compile(r"[.#]|x-|__pycache__$|.*~$|Thumbs\.db$|desktop\.ini$")


def is_passed_over(name: str) -> bool:
    """Whether a file or folder of this name is no part of the pack: an editor or a system leaves it there, or
    it begins with `x-`."""
    return _PASSED_OVER.match(name) is not None


def files_of(folder: Path) -> tuple[str, ...]:
    """The files below a pack's folder, as `roles/01-mayor.md`, sorted, without what is passed over."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return tuple(sorted(str(PurePosixPath(one)) for one in found if not any(map(is_passed_over, one.parts))))


def in_language(path: Path, language: str) -> Path:
    """The file in this language, or the file itself if it is in none."""
    return path.with_name(f"{path.stem}.{language}{path.suffix}") if language else path


def language_of(path: Path) -> str:
    """The language in a file's name; empty where it has none."""
    _, dot, language = path.stem.rpartition(".")
    return language if dot and is_language(language) else ""


def is_translation(path: Path) -> bool:
    """Whether it says in another language what a file beside it says."""
    return bool(language_of(path))


def originals(folder: Path, ending: str) -> list[Path]:
    """The files in a folder with this ending, such as `.md`, each once, whatever languages it comes in."""
    found = (path for path in sorted(folder.glob(f"*{ending}")) if not is_passed_over(path.name))
    return [path for path in found if not is_translation(path)]


def languages_of(folder: Path, name: str) -> tuple[str, ...]:
    """The languages that a file comes in besides its own, sorted."""
    stem, _, ending = name.rpartition(".")
    found = (
        path for path in folder.glob(f"{stem}.*.{ending}") if path.stem.count(".") == stem.count(".") + 1
    )
    return tuple(sorted(language for path in found if (language := language_of(path))))
