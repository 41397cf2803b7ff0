"""The files that reports make, to send or to write."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.domain.ids import Moment
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


def marked(file: File, mark: str) -> File:
    """The file with a mark at the end of its name, so that it is another one than an earlier of its kind."""
    path = Path(file.name)
    return file._replace(name=f"{path.stem}-{mark}{path.suffix}") if mark else file


def zipped(name: str, title: str, files: Iterable[File], at: Moment) -> File:
    """A ZIP of these files, made at this moment."""
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as packed:
        for file in files:
            packed.writestr(ZipInfo(file.name, at.timetuple()[:6]), file.content, ZIP_DEFLATED)
    return File(name, title, held.getvalue())


def written(folder: Path, file: File) -> Path:
    """The file in a folder. Only its owner can read it, whatever was there before."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / file.name
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(file.content)
    return path
