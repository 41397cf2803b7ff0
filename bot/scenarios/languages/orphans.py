"""Translations without an original, or in a language that the pack does not come in."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.scenarios.files import PACK, in_language, language_of, languages_of

Parts = tuple[str, ...]


def orphans(folder: Path, files: Iterable[str]) -> Iterator[tuple[Parts, str]]:
    """Each such file among those of the pack, with what to do about it."""
    languages = languages_of(folder, PACK)
    for path in (folder / file for file in files):
        if path.suffix not in (".md", ".yaml") or not (language := language_of(path)):
            continue
        parts = path.relative_to(folder).parts
        own = path.with_name(path.name.replace(f".{language}.", "."))
        if language not in languages:
            there = in_language(Path(PACK), language)
            yield (
                parts,
                f"the pack does not come in this file's language; write {there}, or delete or rename this",
            )
        elif not own.is_file():
            yield parts, f"there is no {own.name} of which this is a translation; write it, or delete this"
