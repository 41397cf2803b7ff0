"""Every text of a pack with its place and its readers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.scenarios.draft import HANDBOOK, PACK, Draft
from bot.scenarios.marked import Marked

MISSION = "mission"
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Passage:
    """A text and the numbers of the roles that read it; None is everybody.

    `section` is the part of the sheet on which it stands, and `names` are the words of what its readers' own
    team and role are called.
    """

    file: str
    line: int
    text: str
    readers: frozenset[int] | None = None
    mission: bool = False
    owner: str = ""
    section: str = ""
    names: tuple[tuple[str, ...], ...] = ()


def words(text: str) -> list[str]:
    """Its words in small letters, without marks, so that two texts can be compared or counted."""
    return [word.replace("’", "'") for word in _WORD.findall(text.lower())]


def passages(draft: Draft) -> Iterator[Passage]:
    """The texts of pack.yaml, the lines, the handbook and the sheets."""
    yield from _public(draft)
    yield from _team_missions(draft)
    for file, written in draft.lines.items():
        yield from (Passage(file, text.line, text.value) for text in written.texts())
    for section in draft.handbook:
        yield Passage(draft.name(HANDBOOK), section.line, f"{section.heading}\n{section.text}")
    teams = {team.text("key"): team.text("name") for team in draft.pack.each("teams")}
    roles = draft.pack.each("roles")
    for place, sheet in draft.sheets.items():
        owner, readers = f"role {sheet.number}", frozenset({sheet.number})
        names = _names(roles[place].text("name"), teams.get(roles[place].text("team"), ""))
        for name, part in sheet.fields.parts.items():
            yield Passage(
                sheet.file, part.line, part.value, readers, name == MISSION, owner, str(name), names
            )


def _names(*called: str) -> tuple[tuple[str, ...], ...]:
    return tuple(said for name in called if (said := tuple(words(name))))


def _public(draft: Draft) -> Iterator[Passage]:
    for name, part in draft.pack.parts.items():
        parts = [part] if name != "teams" else list(_public_of_teams(draft.pack))
        for text in (text for part in parts for text in part.texts()):
            yield Passage(draft.name(PACK), text.line, text.value)


def _public_of_teams(pack: Marked) -> Iterator[Marked]:
    for team in pack.each("teams"):
        yield from (part for name, part in team.parts.items() if name != MISSION)


def _team_missions(draft: Draft) -> Iterator[Passage]:
    for team in draft.pack.each("teams"):
        key, numbers = team.text("key"), set()
        for role in draft.pack.each("roles"):
            if role.text("team") == key:
                numbers.add(role.number("number") or 0)
        line, text, names = team.at(MISSION).line, team.text(MISSION), _names(team.text("name"))
        file, owner = draft.name(PACK), f"team `{key}`"
        yield Passage(file, line, text, frozenset(numbers), True, owner, MISSION, names)
