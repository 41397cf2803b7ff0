"""Whether a pack says the same in another language, beyond pack.yaml: its Handbook, sheets and lines."""

from collections.abc import Iterator

from bot.scenarios.draft import Draft, Sheet
from bot.scenarios.files import HANDBOOK, LINES, PACK
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
    for message in _silent(own, said):
        said.advise(said.name(PACK), 1, message)


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
