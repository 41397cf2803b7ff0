"""Files in a pack that Moot would silently ignore: misspelt, misplaced, or of another kind."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from bot.scenarios.faults import nearest

_LANGUAGE = r"(?:\.[a-z]{2}(?:-[A-Z]{2})?)?"
_READ = re.compile(
    rf"(?:pack{_LANGUAGE}\.yaml|handbook{_LANGUAGE}\.md|balance\.yaml|lines/[^/]+\.yaml|formats/[^/]+\.yaml"
    rf"|roles/[^/]+\.md|missions/[^/]+/(?:missions{_LANGUAGE}\.yaml|balance\.yaml|[^/]+\.md)"
    r"|facilitator/[^/]+\.md)"
)
_BESIDE = re.compile(
    r"(?:README|LICEN[CS]E|CHANGELOG|NOTICE)\b.*|.*\.(?:png|jpe?g|gif|svg)|schema/[^/]+\.json", re.IGNORECASE
)
_ENDINGS = {".yml": ".yaml", ".txt": ".md", ".markdown": ".md", ".mdown": ".md"}
_NUMBER = re.compile(r"^0*\d+[-_ ]")


def strays(files: Iterable[str]) -> Iterator[str]:
    """Those that Moot does not read, and that are no picture, no note about the pack and no schema."""
    return (one for one in files if not _READ.fullmatch(one) and not _BESIDE.fullmatch(one))


def corrected(stray: str) -> str:
    """The name under which Moot would read such a file; empty if nobody can tell."""
    path = PurePosixPath(stray)
    ending = _ENDINGS.get(path.suffix.lower(), path.suffix.lower())
    small = str(path.with_suffix(ending)).lower()
    if _READ.fullmatch(small):
        return small
    folders = ("roles", "lines", "formats", "missions", "facilitator")
    folder = nearest(path.parts[0], folders) if len(path.parts) > 1 else ""
    moved = str(PurePosixPath(folder, *path.with_suffix(ending).parts[1:])) if folder else ""
    if _READ.fullmatch(moved):
        return moved
    if path.stem.lower() in folders:
        return f"{path.stem.lower()}/{path.name.lower()}"
    known = ("pack.yaml", "handbook.md", "balance.yaml")
    return nearest(path.name, known, 0.75) if len(path.parts) == 1 else ""


def twin(missing: str, files: Iterable[str]) -> str:
    """Which of these files somebody may have meant to be the missing one; empty if none looks like it."""
    plain = {_plain(one): one for one in files}
    return plain.get(_plain(missing)) or nearest(missing, list(plain.values()), 0.85)


def _plain(file: str) -> str:
    """Its name without what is most often mistaken: folder, number, capitals, ending."""
    return _NUMBER.sub("", PurePosixPath(file).stem.lower()).replace("_", "-").replace(" ", "-")
