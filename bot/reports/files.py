"""The files that reports make, to send or to write."""

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
