"""A pack as its author wrote it, good or not: the files, read as far as they can be."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePath

from pydantic import ValidationError

from bot.domain.edition import AS_WRITTEN, Edition
from bot.domain.roles import Heading, Holds, Missions, headings_by_default
from bot.scenarios.editions.composing import with_format, with_missions
from bot.scenarios.editions.leaving_out import Gone, lines_without, lines_without_missions, without
from bot.scenarios.expansion import expanded, numbers_of, seats_of
from bot.scenarios.facilitator import Written, read_part
from bot.scenarios.faults import Fault, nearest
from bot.scenarios.files import (
    FACILITATOR,
    FORMATS,
    HANDBOOK,
    LINES,
    MISSIONS,
    PACK,
    ROLES,
    SET,
    files_of,
    in_language,
    originals,
)
from bot.scenarios.languages.documents import translated
from bot.scenarios.languages.orphans import orphans
from bot.scenarios.languages.weaving import Weaver
from bot.scenarios.marked import Complain, LineOf, Marked, read_yaml
from bot.scenarios.sections import Section, read_sections
from bot.scenarios.strays import strays, twin
from bot.scenarios.unseen import visible

_LINE_ENDS = re.compile("\r\n?")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A role's file: the numbers of the roles that share it, and what stands below each heading that the pack
    knows, in the pack's order."""

    file: str
    numbers: tuple[int, ...]
    sections: tuple[tuple[Heading, Marked], ...]

    @property
    def mission(self) -> str:
        """The role's mission; empty where there is none."""
        return next((text.value for one, text in self.sections if one.holds is Holds.MISSION), "")


@dataclass(slots=True)
class Draft:
    """What was read, and what is wrong so far.

    `called` is what faults call the folder; `advice` is what can be played, but had better be changed.
    `meant` has the files that were meant to be others, which are missing.

    `written` is pack.yaml as it stands there, with what the edition changes in it, and `pack` the same with
    each seat and each round. `sheets` go by the role's place in `pack`, `lines` by the names of their files.
    """

    folder: Path
    edition: Edition = AS_WRITTEN
    called: str = ""
    faults: list[Fault] = field(default_factory=list)
    advice: list[Fault] = field(default_factory=list)
    written: Marked = field(default_factory=lambda: Marked(None, 1))
    pack: Marked = field(default_factory=lambda: Marked(None, 1))
    sheets: dict[int, Sheet] = field(default_factory=dict)
    lines: dict[str, Marked] = field(default_factory=dict)
    handbook: tuple[Section, ...] = ()
    format: Marked = field(default_factory=lambda: Marked(None, 1))
    missions: Marked = field(default_factory=lambda: Marked(None, 1))
    guide: list[Written] = field(default_factory=list)
    gone: Gone | None = None
    files: tuple[str, ...] = ()
    meant: dict[str, str] = field(default_factory=dict)
    _names: dict[tuple[str, ...], str] = field(default_factory=dict)

    def path(self, *parts: str) -> Path:
        """Where a file of the pack lies: the one in the edition's language. Of the facilitator's folder, that
        is the pack's own where it is not translated."""
        own = self.folder.joinpath(*parts)
        shown = in_language(own, self.edition.language)
        return own if parts[0] == FACILITATOR and not shown.is_file() else shown

    def name(self, *parts: str) -> str:
        """How faults call a file."""
        if parts not in self._names:
            called = self.called or f"{self.folder.parent.name}/{self.folder.name}"
            self._names[parts] = str(PurePath(called, *parts[:-1], self.path(*parts).name))
        return self._names[parts]

    @property
    def sheets_in(self) -> tuple[str, ...]:
        """The folder of the sheets."""
        return (MISSIONS, self.edition.missions) if self.edition.missions else (ROLES,)

    def complain(self, file: str, line: int, message: str) -> None:
        """Notes a fault in the file that `name` gave this name, or in the one that the line knows."""
        self.faults.append(Fault(line.file if isinstance(line, LineOf) else file, int(line), message))

    def advise(self, file: str, line: int, message: str) -> None:
        """Notes what had better be changed."""
        self.advice.append(Fault(line.file if isinstance(line, LineOf) else file, int(line), message))

    def into(self, file: str) -> Complain:
        """`complain` for one file."""
        return lambda line, message: self.complain(file, line, message)

    def weaver(self, *parts: str) -> Weaver:
        """What compares this file with the one that it translates."""
        file = self.name(*parts)
        return Weaver(parts[-1], self.into(file), partial(self.advise, file))


def read_draft(folder: Path, edition: Edition = AS_WRITTEN, called: str = "") -> Draft:
    """Reads pack.yaml and the other files of the pack in `folder`, as the edition has them.
    Faults call the folder as its author does; else by its own name and that of the folder around it."""
    draft = Draft(folder.resolve(), edition, called, files=files_of(folder))
    text = _text(draft, PACK)
    if text is not None:
        draft.written = _document(draft, text, PACK)
        _edit(draft)
        draft.pack = expanded(draft.written)
    text = _text(draft, HANDBOOK)
    if text is not None:
        draft.handbook = read_sections(text, draft.into(draft.name(HANDBOOK)))
    _read_sheets(draft)
    _read_guide(draft)
    _read_lines(draft)
    for parts, message in orphans(draft.folder, draft.files) if edition == AS_WRITTEN else ():
        draft.complain(draft.name(*parts), 1, message)
    return draft


def _document(draft: Draft, text: str, *parts: str) -> Marked:
    """What a file of YAML says: in another language, the words of a translation in the places of its own."""
    words = read_yaml(text, draft.into(draft.name(*parts)))
    own = draft.folder.joinpath(*parts)
    language = draft.edition.language
    return translated(own, words, language, draft.weaver(*parts)) if language else words


def _read_guide(draft: Draft) -> None:
    for path in originals(draft.folder / FACILITATOR, ".md"):
        if (text := _text(draft, FACILITATOR, path.name)) is not None:
            file = draft.name(FACILITATOR, path.name)
            draft.guide.append(read_part(file, text, draft.into(file)))


def _read_lines(draft: Draft) -> None:
    for path in originals(draft.folder / LINES, ".yaml"):
        if draft.edition.language and not draft.path(LINES, path.name).is_file():
            continue
        if (text := _text(draft, LINES, path.name)) is not None:
            file = draft.name(LINES, path.name)
            lines = read_yaml(text, draft.into(file))
            lines = lines_without_missions(lines) if draft.edition.missions else lines
            draft.lines[file] = lines_without(lines, draft.gone) if draft.gone else lines
    if draft.missions.each("proofs"):
        lines = draft.missions.with_parts({"proofs": draft.missions.at("proofs")})
        file = draft.name(MISSIONS, draft.edition.missions, SET)
        draft.lines[file] = lines_without(lines, draft.gone) if draft.gone else lines


def _edit(draft: Draft) -> None:
    """Has the format and the set of missions change what pack.yaml says."""
    edition, complain = draft.edition, draft.into(draft.name(PACK))
    if edition.format:
        whole, draft.format = draft.written, _beside(draft, FORMATS, f"{edition.format}.yaml")
        draft.written = with_format(whole, draft.format, complain)
        draft.gone = Gone.between(whole, draft.written)
        draft.written = without(draft.written, draft.gone)
    if edition.missions:
        draft.missions = _beside(draft, MISSIONS, edition.missions, SET)
        left_out = draft.gone.people if draft.gone else frozenset()
        draft.written = with_missions(draft.written, draft.missions, complain, left_out)


def _beside(draft: Draft, *parts: str) -> Marked:
    """What another file than pack.yaml says, where each line knows it."""
    if (text := _text(draft, *parts)) is None:
        return Marked(None, 1)
    return _document(draft, text, *parts).elsewhere(draft.name(*parts))


def _text(draft: Draft, *parts: str) -> str | None:
    """The file's text; None, and a fault, if it is not there or not UTF-8. What nobody would see in it is
    told, and left out."""
    try:
        text = _LINE_ENDS.sub("\n", draft.path(*parts).read_bytes().decode("utf-8-sig"))
        return visible(text, draft.into(draft.name(*parts)))
    except OSError:
        _missing(draft, *parts)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        draft.complain(draft.name(*parts), line, "this is not UTF-8 text; save the file as UTF-8")
    return None


def _missing(draft: Draft, *parts: str) -> None:
    """Notes that a file is not there, unless it is there under another name, which is told."""
    if draft.edition.language:
        needed = f"it belongs to {draft.path(PACK).name}"
    elif _is_elsewhere(draft, "/".join(parts), ()) or (PACK not in draft.files and parts != (PACK,)):
        return  # where there is no pack, its Handbook is not missed
    else:
        there = sorted({one.partition("/")[0] for one in draft.files}) if parts == (PACK,) else []
        needed = f"every pack has a {parts[-1]}" + (f". Here are: {', '.join(there)}" if there else "")
    draft.complain(draft.name(*parts), 1, f"this file is missing; {needed}")


def _is_elsewhere(draft: Draft, file: str, expected: Collection[str]) -> bool:
    """Whether another file was meant to be this one; it is noted."""
    others = [one for one in draft.files if one not in draft.meant and one not in {*expected, PACK, HANDBOOK}]
    of_its_kind = [one for one in others if one.startswith(f"{ROLES}/") or one in [*strays(others)]]
    if found := twin(file, of_its_kind):
        draft.meant[found] = file
    return bool(found)


def headings_of(pack: Marked) -> tuple[Heading, ...]:
    """The headings of the sheets, as far as they can be read."""
    if not isinstance(pack.value, dict) or not isinstance(pack.value.get("sheet"), list):
        public = pack.text("missions") == Missions.PUBLIC
        return headings_by_default(Missions.PUBLIC if public else Missions.SECRET)
    found = []
    for entry in pack.each("sheet"):
        with suppress(ValidationError):  # the schema tells what is wrong with it
            found.append(Heading.model_validate(entry.value))
    return tuple(found)


def _read_sheets(draft: Draft) -> None:
    headings = headings_of(draft.pack)
    expected: Mapping[int, str] = dict(_expected(draft.written)) if headings else {}
    end = 0
    for place, role in enumerate(draft.written.each("roles")):
        seats = range(end, end + len(seats_of(role)))
        end = seats.stop
        if place not in expected:
            continue
        file = expected[place]
        if not draft.path(*draft.sheets_in, file).is_file():
            within, name = "/".join(draft.sheets_in), draft.path(*draft.sheets_in, file).name
            if _is_elsewhere(draft, f"{within}/{name}", [f"{within}/{one}" for one in expected.values()]):
                continue
            message = f"role {role.number('number')} has no sheet; write {within}/{name}"
            draft.complain(draft.name(PACK), role.line, message)
        elif (text := _text(draft, *draft.sheets_in, file)) is not None:
            numbers = tuple(seat.number("number") or 0 for seat in seats_of(role))
            sheet = _sheet(draft, draft.name(*draft.sheets_in, file), numbers, text, headings)
            draft.sheets.update(dict.fromkeys(seats, sheet))
    if draft.edition.format:
        return  # it leaves roles out, and their sheets stay
    if not headings or len(expected) == len(draft.written.each("roles")) > 0:
        _orphans(draft, set(expected.values()))


def _expected(pack: Marked) -> Iterator[tuple[int, str]]:
    """The file of each role whose number and key can be read, by the role's place. Where a number stands
    twice, nobody can tell whose sheet it is."""
    several = {number for number, count in Counter(numbers_of(pack)).items() if count > 1}
    for place, role in enumerate(pack.each("roles")):
        number, key = role.number("number"), role.text("key")
        if number is not None and key and "/" not in key and number not in several:
            yield place, f"{number:02d}-{key}.md"


def _orphans(draft: Draft, expected: set[str]) -> None:
    within = "/".join(draft.sheets_in)
    for path in originals(draft.folder.joinpath(*draft.sheets_in), ".md"):
        if path.name in expected:
            continue
        meant = draft.meant.get(f"{within}/{path.name}", "").rpartition("/")[2]
        if meant:
            message = f"no role in {PACK} has this sheet (did you mean `{meant}`?); rename it"
        elif taken := next((one for one in expected if one[:3] == path.name[:3]), ""):
            message = f"this role has its sheet in {within}/{taken}; keep one of the two"
        else:
            message = f"no role in {PACK} has this sheet; add the role, or delete the file"
        draft.complain(draft.name(*draft.sheets_in, path.name), 1, message)


def _told_of(draft: Draft, file: str, line: int) -> bool:
    return any((fault.file, fault.line) == (file, line) for fault in draft.faults)


def _sheet(
    draft: Draft, file: str, numbers: tuple[int, ...], text: str, headings: tuple[Heading, ...]
) -> Sheet:
    known = {one.heading: one for one in headings}
    found: dict[str, Marked] = {}
    for section in read_sections(text, draft.into(file)):
        heading = section.heading if section.heading in known else nearest(section.heading, known)
        if section.heading not in known and not _told_of(draft, file, section.line):
            message = f"a sheet has no heading `{section.heading}`"
            said = f" (did you mean `{heading}`?)" if heading else f"; it has: {', '.join(known)}"
            draft.complain(file, section.line, f"{message}{said}")
        elif heading in found:
            draft.complain(file, section.line, f"`{heading}` is here twice; merge the two")
        if heading:
            found.setdefault(heading, Marked(section.text, section.line))
    aims = any(known[heading].holds is not Holds.ROLE for heading in found)
    for heading, one in known.items():
        if heading not in found and (aims if one.holds is not Holds.ROLE else not one.optional):
            draft.complain(file, 1, f"the heading `## {heading}` is missing; add it with its text")
    return Sheet(file, numbers, tuple((known[name], found[name]) for name in known if name in found))
