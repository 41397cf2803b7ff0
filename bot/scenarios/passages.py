"""Every text of a pack with its place and its readers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.roles import Holds, Missions
from bot.scenarios.audience_checks import readers_of
from bot.scenarios.draft import Draft
from bot.scenarios.files import HANDBOOK, PACK
from bot.scenarios.marked import Marked

_SAID = {"title", "text", "sender", "picture"}
_SAID_BY_A_PHASE = {"inject", "sender", "picture"}
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Passage:
    """A text and the numbers of the roles that read it; None is everybody.

    `section` is the part of the sheet on which it stands, and `names` are the words of what its readers' own
    team and role are called. `told` is what some are told in the course of the game.
    """

    file: str
    line: int
    text: str
    readers: frozenset[int] | None = None
    mission: bool = False
    owner: str = ""
    section: str = ""
    names: tuple[tuple[str, ...], ...] = ()
    told: bool = False
    guide: bool = False  # facilitators read it, who may know everything


def words(text: str) -> list[str]:
    """Its words in small letters, without marks, so that two texts can be compared or counted."""
    return _WORD.findall(text.lower().replace("’", "'"))


def passages(draft: Draft) -> Iterator[Passage]:
    """The texts of pack.yaml, the lines, the handbook, the facilitator's guide and the sheets."""
    yield from _public(draft)
    yield from _team_missions(draft)
    yield from _told(draft)
    for file, written in draft.lines.items():
        yield from (Passage(file, text.line, text.value) for text in written.texts())
    for section in draft.handbook:
        yield Passage(draft.name(HANDBOOK), section.line, f"{section.heading}\n{section.text}")
    for one in draft.guide:
        for section in one.sections:
            text, owner = f"{section.heading}\n{section.text}", "the facilitator's guide"
            yield Passage(one.file, section.line, text, frozenset(), owner=owner, guide=True)
    everybody = missions_are_public(draft)
    teams = {team.text("key"): team.text("name") for team in draft.pack.each("teams")}
    roles = {role.number("number"): role for role in draft.written.each("roles")}
    for sheet in {sheet.file: sheet for sheet in draft.sheets.values()}.values():
        owner, role = f"role {sheet.numbers[0]}", roles[sheet.numbers[0]]
        names = _names(role.text("name"), teams.get(role.text("team"), ""))
        for heading, part in sheet.sections:
            mission = heading.holds is Holds.MISSION
            readers = None if mission and everybody else frozenset(sheet.numbers)
            below = heading.heading
            yield Passage(sheet.file, part.line, part.value, readers, mission, owner, below, names)


def _names(*called: str) -> tuple[tuple[str, ...], ...]:
    return tuple(said for name in called if (said := tuple(words(name))))


def missions_are_public(draft: Draft) -> bool:
    """Whether the pack lets everybody know the missions."""
    return draft.pack.text("missions") == Missions.PUBLIC


def _public(draft: Draft) -> Iterator[Passage]:
    private = {id(text) for part, _, _ in _addressed(draft.pack) for text in part.texts()}
    for name, part in draft.pack.parts.items():
        parts = [part] if name != "teams" else list(_public_of_teams(draft.pack))
        for text in (text for part in parts for text in part.texts() if id(text) not in private):
            yield Passage(draft.name(PACK), text.line, text.value)


def _told(draft: Draft) -> Iterator[Passage]:
    for part, readers, owner in _addressed(draft.pack):
        for text in part.texts():
            yield Passage(draft.name(PACK), text.line, text.value, readers, owner=owner, told=True)


def _addressed(pack: Marked) -> Iterator[tuple[Marked, frozenset[int], str]]:
    """What only some are told, with the numbers of its readers, and how a fault calls it."""
    for inject in pack.each("injects"):
        if (readers := readers_of(pack, inject.parts.get("to"))) is not None:
            yield from (
                (inject.at(name), readers, f"inject `{inject.text('key')}`")
                for name in _SAID & inject.parts.keys()
            )
    for phase in pack.each("agenda"):
        owner = f"phase `{phase.text('key')}`"
        if (readers := readers_of(pack, phase.parts.get("to"))) is not None:
            yield from (
                (phase.at(name), readers, f"the inject of {owner}")
                for name in _SAID_BY_A_PHASE & phase.parts.keys()
            )
        for cue in phase.each("cues"):
            if (readers := readers_of(pack, cue.parts.get("to"))) is not None:
                yield from ((cue.at(name), readers, f"a cue of {owner}") for name in _SAID & cue.parts.keys())


def _public_of_teams(pack: Marked) -> Iterator[Marked]:
    for team in pack.each("teams"):
        yield from (part for name, part in team.parts.items() if name != "mission")


def _team_missions(draft: Draft) -> Iterator[Passage]:
    for team in draft.pack.each("teams"):
        key, numbers = team.text("key"), set()
        for role in draft.pack.each("roles"):
            if role.text("team") == key:
                numbers.add(role.number("number") or 0)
        line, text, names = team.at("mission").line, team.text("mission"), _names(team.text("name"))
        readers = None if missions_are_public(draft) else frozenset(numbers)
        yield Passage(draft.name(PACK), line, text, readers, True, f"team `{key}`", names=names)
