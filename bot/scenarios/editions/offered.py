"""Which editions a pack has."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from bot.domain.edition import Edition, Format, MissionSet, Offered
from bot.domain.languages import ENGLISH
from bot.domain.parts import Part
from bot.scenarios.files import (
    FORMATS,
    MISSIONS,
    PACK,
    SET,
    in_language,
    is_passed_over,
    languages_of,
    originals,
)
from bot.scenarios.languages.documents import translated
from bot.scenarios.languages.weaving import Weaver
from bot.scenarios.marked import read_yaml

OWN = frozenset(Format.model_fields)  # the keys of a format's file that pack.yaml does not know
P = TypeVar("P", bound=Part)


def formats_of(folder: Path, language: str = "") -> tuple[str, ...]:
    """The keys of its formats, in a language: of those that are translated."""
    paths = originals(folder / FORMATS, ".yaml")
    return tuple(path.stem for path in paths if in_language(path, language).is_file())


def missions_of(folder: Path, language: str = "") -> tuple[str, ...]:
    """The keys of its further sets of missions, in a language: of those that are translated."""
    paths = (path for path in sorted((folder / MISSIONS).glob("*")) if path.is_dir())
    sets = (path for path in paths if not is_passed_over(path.name))
    return tuple(path.name for path in sets if not language or in_language(path / SET, language).is_file())


def editions_of(folder: Path) -> Iterator[Edition]:
    """Every edition of the pack, as it is written first."""
    for language in ("", *languages_of(folder, PACK)):
        kinds = formats_of(folder, language), missions_of(folder, language)
        for format_, missions in product(*(("", *kind) for kind in kinds)):
            yield Edition(format_, missions, language)


def missing(folder: Path, edition: Edition) -> tuple[str, str] | None:
    """What of the edition the pack does not have, and how it is called; None if it has all of it."""
    chosen = dict(
        zip(
            known := kinds(folder, edition.language),
            (edition.language, edition.format, edition.missions),
            strict=True,
        )
    )
    return next(((what, key) for what, key in chosen.items() if key and key not in known[what]), None)


def kinds(folder: Path, language: str) -> Mapping[str, tuple[str, ...]]:
    """What editions differ in, and the keys of each in this language."""
    return {
        "language": languages_of(folder, PACK),
        "format": formats_of(folder, language),
        "set of missions": missions_of(folder, language),
    }


def named(folder: Path, edition: Edition) -> Edition:
    """The edition that somebody means who may name the pack's own language, too."""
    try:
        own = read_yaml((folder / PACK).read_bytes().decode("utf-8-sig"), _ignore).text("language")
    except (OSError, UnicodeDecodeError):
        return edition  # the check tells it
    return replace(edition, language="") if edition.language == (own or ENGLISH) else edition


def offered(folder: Path, language: str = "") -> Offered:
    """What facilitators choose from. What cannot be read is left out; the check tells why."""
    formats = ((key, folder / FORMATS / f"{key}.yaml") for key in formats_of(folder, language))
    sets = ((key, folder / MISSIONS / key / SET) for key in missions_of(folder, language))
    return Offered(
        {key: form for key, path in formats if (form := _read(path, language, Format))},
        {key: one for key, path in sets if (one := _read(path, language, MissionSet))},
        languages_of(folder, PACK),
    )


def _read(path: Path, language: str, kind: type[P]) -> P | None:
    try:
        said = read_yaml(in_language(path, language).read_bytes().decode("utf-8-sig"), _ignore)
        written = (translated(path, said, language, Weaver("", _ignore, _ignore)) if language else said).value
        own = {key: value for key, value in written.items() if key in kind.model_fields or kind is not Format}
        return kind.model_validate(own)
    except (OSError, ValueError, AttributeError, ValidationError):
        return None


def _ignore(line: int, message: str) -> None:
    """The check tells it."""
