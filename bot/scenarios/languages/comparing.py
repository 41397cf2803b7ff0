"""Whether a pack says the same in another language, beyond pack.yaml: its Handbook, sheets and lines."""

from collections.abc import Iterator
from pathlib import Path

from bot.domain.edition import Edition
from bot.scenarios.draft import Draft, Sheet
from bot.scenarios.editions.offered import missions_of
from bot.scenarios.files import (
    FACILITATOR,
    FORMATS,
    HANDBOOK,
    LINES,
    MISSIONS,
    PACK,
    SET,
    in_language,
    originals,
)
from bot.scenarios.languages.prose import compare_sections
from bot.scenarios.lines_checks import NAMED_BY, entries
from bot.scenarios.marked import Marked
from bot.scenarios.sections import Section


def compare(own: Draft, said: Draft) -> None:
    """Notes in the translation what it says less, more, or in the same words."""
    if own.handbook and said.handbook:
        compare_sections(own.handbook, said.handbook, said.weaver(HANDBOOK), said.edition.language)
    for place, sheet in _once(own).items():
        if place in said.sheets:
            weaver = said.weaver(*own.sheets_in, sheet.file.rsplit("/", 1)[-1])
            both = _sections(sheet), _sections(said.sheets[place])
            compare_sections(*both, weaver, said.edition.language)
    _compare_guides(own, said)
    for message in (*_silent(own, said), *_left(own.folder, said.edition)):
        said.advise(said.name(PACK), 1, message)


def _compare_guides(own: Draft, said: Draft) -> None:
    """Part by part of the facilitators' guide, as far as it is translated."""
    parts = {one.number: one for one in said.guide}
    for one in own.guide:
        if (other := parts.get(one.number)) is not None and other.file != one.file:
            weaver = said.weaver(FACILITATOR, one.file.rsplit("/", 1)[-1])
            compare_sections(one.sections, other.sections, weaver, said.edition.language)


def _left(folder: Path, edition: Edition) -> Iterator[str]:
    """For what is not translated and need not be."""
    if edition != Edition(language=edition.language):
        return  # told once
    sets = [folder / MISSIONS / key / SET for key in missions_of(folder)]
    formats, guide = originals(folder / FORMATS, ".yaml"), originals(folder / FACILITATOR, ".md")
    missing = (
        [path for path in paths if not in_language(path, edition.language).is_file()]
        for paths in (formats, sets, guide)
    )
    what = (
        "these formats are not offered in this language",
        "these sets of missions are not offered in this language",
        "facilitators read these parts of the guide in the pack's own language",
    )
    for paths, consequence in zip(missing, what, strict=True):
        if paths:
            names = ", ".join(path.relative_to(folder).as_posix() for path in paths)
            yield f"without a translation, {consequence}: {names}"


def _once(draft: Draft) -> dict[int, Sheet]:
    """Each sheet at the first of the places that share it."""
    first: dict[str, int] = {}
    for place, sheet in draft.sheets.items():
        first.setdefault(sheet.file, place)
    return {place: draft.sheets[place] for place in first.values()}


def _sections(sheet: Sheet) -> list[Section]:
    return [Section(heading.heading, text.value, text.line) for heading, text in sheet.sections]


def _silent(own: Draft, said: Draft) -> Iterator[str]:
    """For what stand-ins have lines in the pack's own language only."""
    if own.lines and not said.lines:
        yield f"stand-ins have no lines in this language; translate {LINES}/*.yaml, or they say little"
        return
    for key, named_by in NAMED_BY.items():
        known, has = (
            {_about(one, named_by): None for _, one in entries(draft, key)} for draft in (own, said)
        )
        if missing := [one for one in known if one not in has]:
            more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
            yield f"the lines lack {key} that are in the pack's own: {', '.join(missing[:3])}{more}"


def _about(entry: Marked, named_by: tuple[str, ...]) -> str:
    return " ".join(f"{part} {entry.at(part).value}" for part in named_by if part in entry.parts)
