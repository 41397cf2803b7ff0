"""Reading a content pack: `load_pack(folder)` gives a checked Scenario or every fault at once."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from bot.domain.edition import AS_WRITTEN, Edition, Format, MissionSet
from bot.domain.lines import Lines
from bot.domain.parts import Part
from bot.domain.roles import RoleSheet, SheetSection
from bot.domain.scenario import Scenario
from bot.domain.times.lengths import read_duration
from bot.scenarios.check import check
from bot.scenarios.debrief import with_debrief
from bot.scenarios.draft import Draft, read_draft
from bot.scenarios.editions.offered import OWN
from bot.scenarios.facilitator import guide_of
from bot.scenarios.faults import BrokenPack
from bot.scenarios.files import HANDBOOK, PACK
from bot.scenarios.languages.comparing import compare
from bot.scenarios.marked import Marked
from bot.scenarios.pictures import pictures_of
from bot.scenarios.public_missions import with_missions
from bot.scenarios.reading import advise_on_reading
from bot.scenarios.schema import explained

_BLANK = RoleSheet()
_HUGE = re.compile(r"\d{7}")  # no shorter number is beyond what can be counted


P = TypeVar("P", bound=Part)


def load_pack(folder: Path, edition: Edition = AS_WRITTEN) -> Scenario:
    """The scenario in this folder, in one of its editions; raises BrokenPack with all the faults of all its
    files."""
    scenario, draft = checked(folder, edition)
    if draft.faults or scenario is None:
        raise BrokenPack(draft.faults)
    return scenario


def checked(folder: Path, edition: Edition = AS_WRITTEN, called: str = "") -> tuple[Scenario | None, Draft]:
    """The scenario, if it can be read, and the draft with its faults and advice, which call the folder so."""
    draft = read_draft(folder, edition, called)
    sheets = _sheets(draft)
    scenario = _scenario(draft, sheets, _lines(draft))
    check(draft)
    if edition.language:
        compare(read_draft(folder, replace(edition, language=""), called), draft)
    if scenario is not None and not draft.faults:
        advise_on_reading(draft, scenario)
    return scenario and with_missions(with_debrief(scenario)), draft


def _sheets(draft: Draft) -> dict[int, RoleSheet]:
    """The sheets that fit the schema, by their role's place. Missing headings are faults already."""
    sheets = {}
    for place, sheet in draft.sheets.items():
        sections = []
        for heading, text in sheet.sections:
            try:
                said = {"heading": heading.heading, "holds": heading.holds, "text": text.value}
                sections.append(SheetSection.model_validate(said))
            except ValidationError as error:
                for _, message in explained(error, SheetSection, text):
                    draft.complain(sheet.file, text.line, message.replace("`text`", f"`{heading.heading}`"))
        sheets[place] = RoleSheet(sections=tuple(sections))
    return sheets


def _lines(draft: Draft) -> Lines:
    """What the files of lines say together, as far as they fit the schema."""
    files = []
    for file, written in draft.lines.items():
        if written.value is None:
            if all(fault.file != file for fault in draft.faults):  # else it is no YAML
                draft.complain(file, 1, "this file is empty; write some lines, or delete it")
            continue
        try:
            files.append(Lines.model_validate(written.value))
        except ValidationError as error:
            for line, message in explained(error, Lines, written):
                draft.complain(file, line, message)
    return Lines(
        issues=tuple(one for file in files for one in file.issues),
        negations=tuple(one for file in files for one in file.negations),
        opinions=tuple(one for file in files for one in file.opinions),
        proofs=tuple(one for file in files for one in file.proofs),
        voices=tuple(one for file in files for one in file.voices),
    )


def _scenario(draft: Draft, sheets: dict[int, RoleSheet], lines: Lines) -> Scenario | None:
    """The scenario if pack.yaml fits the schema. A sheet that does not stays blank: it is a fault already."""
    written = draft.pack.value
    if not isinstance(written, dict):
        if PACK in draft.files and all(fault.file != draft.name(PACK) for fault in draft.faults):
            draft.complain(draft.name(PACK), 1, "this file must begin with keys, such as `key: my-pack`")
        return None
    _refuse_what_has_its_own_file(draft)
    if _endless_durations(draft):
        return None
    try:
        return Scenario.model_validate(_whole(draft, written, sheets, lines))
    except ValidationError as error:
        for line, message in explained(error, Scenario, draft.pack):
            draft.complain(draft.name(PACK), line, message)
        return None


def _endless_durations(draft: Draft) -> bool:
    """Whether a duration is beyond what can be counted; the schema could not be tried with it."""
    count = len(draft.faults)
    for text in (one for one in draft.pack.texts() if _HUGE.search(one.value)):
        try:
            read_duration(text.value)
        except ValueError:
            continue  # not a duration; the schema says so where there should be one
        except OverflowError:
            draft.complain(
                draft.name(PACK), text.line, f"`{text.value}` is too long for a duration; shorten it"
            )
    return len(draft.faults) > count


def _whole(
    draft: Draft, written: dict[str, Any], sheets: dict[int, RoleSheet], lines: Lines
) -> dict[str, Any]:
    """What pack.yaml says, with the sheets, the handbook and the lines put in."""
    whole = {
        **written,
        "handbook": tuple((part.heading, part.text) for part in draft.handbook),
        "pictures": pictures_of(draft),
        "guide": guide_of(draft.guide),
        "lines": lines,
        "format": _said(draft, _own(draft.format), Format) if draft.edition.format else None,
        "mission_set": _said(draft, draft.missions, MissionSet) if draft.edition.missions else None,
    }
    if isinstance(whole.get("roles"), list):
        whole["roles"] = [
            {**role, "sheet": sheets.get(place, _BLANK)} if isinstance(role, dict) else role
            for place, role in enumerate(whole["roles"])
        ]
    return whole


def _own(form: Marked) -> Marked:
    """What a format says of itself."""
    return (
        form.with_parts({name: part for name, part in form.parts.items() if name in OWN})
        if form.parts
        else form
    )


def _said(draft: Draft, written: Marked, kind: type[P]) -> P | None:
    """What the file of a format or a set of missions says of it, if it fits the schema."""
    try:
        return kind.model_validate(written.value)
    except ValidationError as error:
        for line, message in explained(error, kind, written):
            draft.complain(draft.name(PACK), line, message)
        return None


def _refuse_what_has_its_own_file(draft: Draft) -> None:
    if "handbook" in draft.pack.parts:
        message = f"`handbook` is not written here; its text belongs in {HANDBOOK}"
        draft.complain(draft.name(PACK), draft.pack.at("handbook").line, message)
    if "pictures" in draft.pack.parts:
        message = (
            f"`pictures` is not written here; {HANDBOOK} shows them, each as `![what it shows](graph.png)`"
        )
        draft.complain(draft.name(PACK), draft.pack.at("pictures").line, message)
    if "guide" in draft.pack.parts:
        message = "`guide` is not written here; its text belongs in files in facilitator/"
        draft.complain(draft.name(PACK), draft.pack.at("guide").line, message)
    if "lines" in draft.pack.parts:
        message = "`lines` is not written here; what stand-ins say belongs in files in lines/"
        draft.complain(draft.name(PACK), draft.pack.at("lines").line, message)
    for role in draft.pack.each("roles"):
        if "sheet" in role.parts:
            message = "`sheet` is not written here; its text belongs in the role's own file"
            draft.complain(draft.name(PACK), role.at("sheet").line, message)
