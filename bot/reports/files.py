"""The files that reports make, to send or to write."""

from pathlib import Path
from typing import NamedTuple

from bot.reports.pdf import State


class File(NamedTuple):
    """A file; `title` is for people."""

    name: str
    title: str
    content: bytes


class Files(NamedTuple):
    """Files, and how their PDFs came out."""

    files: tuple[File, ...]
    pdf: State


def written(folder: Path, file: File) -> Path:
    """The file in a folder. Only its owner can read it, whatever was there before."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / file.name
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(file.content)
    return path
