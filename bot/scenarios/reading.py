"""What players can take in: reading times, lengths, and text that Slack shows as it was meant."""

import re
from collections.abc import Iterable

from bot.domain.picture import without_pictures
from bot.domain.reading import WORDS_A_MINUTE, PhaseReading, minutes, too_much
from bot.domain.scenario import Scenario
from bot.domain.times import writing
from bot.scenarios.draft import Draft
from bot.scenarios.files import HANDBOOK, PACK
from bot.scenarios.marked import Marked
from bot.scenarios.passages import Passage

SHEET_MINUTES = 3
HANDBOOK_MINUTES = 8
HANDBOOK_SECTIONS = 14
HEADING_CHARACTERS = 150
SECTION_CHARACTERS = 2900  # as for the schema's Prose: what fits a Slack section with room to spare

_FOREIGN = (
    (re.compile(r"\*\*\S"), "Slack's bold is one asterisk on each side, not two"),
    (re.compile(r"\]\(\w+:"), "Slack does not know `[text](link)`; write the address by itself"),
    (re.compile(r"^#{1,6} ", re.MULTILINE), "Slack shows no headings inside a text; begin with *bold* words"),
    (re.compile(r"^\|.*\|$", re.MULTILINE), "Slack shows no tables; use a list"),
    (re.compile(r"<[!@#]|(?<!\w)@(?:channel|here|everyone)\b"), "this would ring people in Slack; drop it"),
)


def check_reading(draft: Draft, texts: Iterable[Passage]) -> None:
    """Notes a fault for each text that is too long to read in time or would look broken in Slack."""
    _handbook(draft)
    _sheets(draft)
    for passage in texts:
        _slack(draft, passage)


def advise_on_reading(draft: Draft, scenario: Scenario) -> None:
    """Advice for each phase that people would spend reading, played live."""
    phases = {phase.text("key"): phase for phase in draft.pack.each("agenda")}
    for one in too_much(scenario):
        draft.advise(draft.name(PACK), phases[one.phase.key].at("lasts").line, too_much_to_read(one))


def too_much_to_read(one: PhaseReading) -> str:
    """What is said of such a phase, and what to do."""
    return (
        f"in “{one.phase.title}” people read for {one.takes:.1f} minutes, more than half of its "
        f"{writing.length(one.phase.lasts)}; cut its texts, move some into the Handbook, or give it more time"
    )


def _handbook(draft: Draft) -> None:
    file, sections = draft.name(HANDBOOK), draft.handbook
    if not sections and draft.path(HANDBOOK).is_file():
        draft.complain(file, 1, "the handbook has no `## ` heading; give it at least one with text below")
    if len(sections) > HANDBOOK_SECTIONS:
        message = f"there are {len(sections)} headings; {HANDBOOK_SECTIONS} or fewer fit, so merge some"
        draft.complain(file, sections[HANDBOOK_SECTIONS].line, message)
    for section in sections:
        _fits(draft, section.line, section.text, SECTION_CHARACTERS, f"the text below `{section.heading}`")
        _fits(draft, section.line, section.heading, HEADING_CHARACTERS, "this heading")
    takes = sum(minutes(f"{section.heading}\n{section.text}") for section in sections)
    if takes > HANDBOOK_MINUTES:
        draft.complain(file, 1, _too_long("the handbook", takes, HANDBOOK_MINUTES))


def _fits(draft: Draft, line: int, text: str, limit: int, what: str) -> None:
    length = len(without_pictures(text))
    if not text:
        draft.complain(draft.name(HANDBOOK), line, f"{what} is empty; write it, or drop the heading")
    if length > limit:
        message = f"{what} has {length:,} characters; shorten it to {limit:,} or fewer"
        draft.complain(draft.name(HANDBOOK), line, message)


def _sheets(draft: Draft) -> None:
    """A player reads the sheet together with the team's mission and priorities."""
    teams = {team.text("key"): team for team in draft.pack.each("teams")}
    for place, role in enumerate(draft.pack.each("roles")):
        if place not in draft.sheets:
            continue
        sheet, team = draft.sheets[place], teams.get(role.text("team"), Marked(None, 1))
        priorities = [priority.text("text") for priority in team.each("priorities")]
        own = [part.value for _, part in sheet.sections]
        takes = minutes(" ".join([*own, team.text("mission"), *priorities]))
        if takes > SHEET_MINUTES:
            draft.complain(sheet.file, 1, _too_long("this sheet with its team's texts", takes, SHEET_MINUTES))


def _too_long(what: str, takes: float, limit: int) -> str:
    spare = round((takes - limit) * WORDS_A_MINUTE)
    return f"{what} takes {takes:.1f} minutes to read, and {limit} are allowed; cut some {spare or 1} words"


def _slack(draft: Draft, passage: Passage) -> None:
    said = without_pictures(passage.text)
    for pattern, message in _FOREIGN:
        if pattern.search(said):
            draft.complain(passage.file, passage.line, message)
