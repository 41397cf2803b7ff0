"""The file with the settings: which one is read, where its paths begin, and what others read otherwise.

Four programs read such a file: Moot, `docker --env-file`, compose and systemd. They agree on lines such as
NAME=value, without quotation marks, and on comments that have a line of their own.
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.domain.errors import MootError

NAMED_IN = "MOOT_ENV_FILE"
HERE = Path(".env")
OF_THE_SERVICE, ITS_FOLDER = Path("/etc/moot.env"), Path("/var/lib/moot")  # as in deploy/moot.service
IN_A_FILE = re.compile(r"(sqlite(?:\+aiosqlite)?:///)(?!/|:memory:)(.+)")
QUOTES = "\"'"
ODD = re.compile(r"""^\s|\s$|\s#|["'$\\]""")  # what not all read alike
WRITE_PLAINLY = "Write NAME=value without quotation marks, and put comments on lines of their own"


class UnreadableSettings(MootError):
    template = (
        "The file {file} is not in UTF-8, so its settings cannot be read. Save it as UTF-8: editors offer "
        'that as "encoding", under "Save as".'
    )


class NoSuchSettings(MootError):
    template = "MOOT_ENV_FILE names {file}, and there is no such file that you may read."


@dataclass(frozen=True, slots=True)
class EnvFile:
    """The file that is read, if there is one; and where relative paths in it begin, if not here."""

    path: Path | None
    folder: Path | None = None

    def at_home(self, name: str, value: str) -> str:
        """A setting's value, with a path from where it begins."""
        if self.folder is None or not value:
            return value
        if name == "database_url":
            return IN_A_FILE.sub(lambda found: f"{found[1]}{self.folder}/{found[2]}", value)
        return str(self.folder / os.path.expanduser(value))

    def __str__(self) -> str:
        return f"{self.path.absolute()} and the environment" if self.path else "the environment alone"


def found() -> EnvFile:
    """The file that MOOT_ENV_FILE names, or `.env` in this folder, or that of the service. Raises
    NoSuchSettings and UnreadableSettings."""
    named = os.environ.get(NAMED_IN, "")
    if named:
        file = EnvFile(Path(named), Path(named).absolute().parent)
        if not os.access(named, os.R_OK):
            raise NoSuchSettings(file=named)
    elif HERE.is_file():
        file = EnvFile(HERE)
    elif os.access(OF_THE_SERVICE, os.R_OK):
        file = EnvFile(OF_THE_SERVICE, ITS_FOLDER)
    else:
        file = EnvFile(None)
    if file.path is not None:
        _decoded(file.path)
    return file


def _decoded(file: Path) -> str:
    """Raises UnreadableSettings. UTF-16 may pass for UTF-8, as letters with zeros between them."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableSettings(file=file) from None
    if "\0" in text:
        raise UnreadableSettings(file=file)
    return text


def strays(values: Mapping[str, object]) -> Iterator[str]:
    """What is wrong with values that came with marks which were not meant to be part of them, since whoever
    read their file left these in."""
    for name, value in values.items():
        if not isinstance(value, str) or not value:
            continue
        if value[0] in QUOTES or value[-1] in QUOTES:
            yield f"{name.upper()} has quotation marks around its value"
        elif re.search(r"\s#", value):
            yield f"{name.upper()} has a comment after its value"
        elif value != value.strip():
            yield f"{name.upper()} has a space, or the end of a line from Windows, beside its value"


def read_otherwise(file: EnvFile) -> list[str]:
    """The names in this file whose lines docker, compose, systemd and Moot do not all read in one way."""
    if file.path is None:
        return []
    lines = (line.partition("=") for line in _decoded(file.path).split("\n"))
    settings = [(name, value) for name, _, value in lines if not name.lstrip().startswith(("#", ";"))]
    return [name for name, value in settings if ODD.search(value) or not re.fullmatch(r"\w*", name)]
