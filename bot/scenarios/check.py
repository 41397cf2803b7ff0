"""Checks across a pack's parts, beyond what the schema can say. They look at what the author wrote, so that
they also work where the schema already found faults."""

from collections.abc import Callable, Iterator

from bot.domain.edition import AS_WRITTEN
from bot.scenarios.agenda_checks import AGENDA_CHECKS
from bot.scenarios.ask_checks import ASK_CHECKS
from bot.scenarios.audience_checks import names_mean_somebody
from bot.scenarios.decision_checks import DECISION_CHECKS
from bot.scenarios.draft import Draft
from bot.scenarios.electorate_checks import check_electorate
from bot.scenarios.expansion import known_numbers, written_phases
from bot.scenarios.expansion_checks import EXPANSION_CHECKS
from bot.scenarios.facilitator import numbered_twice
from bot.scenarios.faults import did_you_mean, nearest
from bot.scenarios.files import PACK
from bot.scenarios.inject_checks import INJECT_CHECKS
from bot.scenarios.lines_checks import check_lines
from bot.scenarios.marked import Marked
from bot.scenarios.name_checks import check_names
from bot.scenarios.optional_checks import check_optional
from bot.scenarios.order_checks import check_order
from bot.scenarios.passages import passages
from bot.scenarios.pictures import check_pictures
from bot.scenarios.promise_checks import check_promises
from bot.scenarios.reading import check_reading
from bot.scenarios.room_checks import ROOM_CHECKS
from bot.scenarios.schema import Found
from bot.scenarios.secrecy import check_secrecy
from bot.scenarios.strays import corrected, strays
from bot.scenarios.text_checks import check_texts
from bot.scenarios.turns_checks import TURNS_CHECKS


def check(draft: Draft) -> None:
    """Notes a fault for everything that does not fit together."""
    if draft.edition == AS_WRITTEN:
        _only_known_files(draft)
    if not isinstance(draft.pack.value, dict):
        return
    looks = (*_CHECKS, *AGENDA_CHECKS, *INJECT_CHECKS, *ROOM_CHECKS, *TURNS_CHECKS, *DECISION_CHECKS)
    for look in (*looks, *ASK_CHECKS):
        for line, message in look(draft.pack):
            draft.complain(draft.name(PACK), line, message)
    for look in (_roles_and_phases_are_unique, *EXPANSION_CHECKS):
        for line, message in look(draft.written):
            draft.complain(draft.name(PACK), line, message)
    for line, message in check_names(draft):
        draft.complain(draft.name(PACK), line, message)
    check_order(draft)
    _folder_is_key(draft)
    check_optional(draft)
    check_promises(draft)
    check_lines(draft)
    texts = tuple(passages(draft))
    check_reading(draft, texts)
    check_pictures(draft, texts)
    draft.faults.extend(numbered_twice(draft.guide))
    check_texts(draft, texts)
    check_secrecy(draft, texts)


def _only_known_files(draft: Draft) -> None:
    for file in strays(draft.files):
        if meant := draft.meant.get(file) or corrected(file):
            message = f"Moot does not read this file (did you mean `{meant}`?); rename or move it"
        else:
            message = "Moot does not read this file; move it out of the pack, or begin its name with `x-`"
        draft.complain(draft.name(*file.split("/")), 1, message)


def _folder_is_key(draft: Draft) -> None:
    key = draft.pack.text("key")
    if key and key != draft.folder.name:
        message = f"`key` is `{key}`, but the folder is `{draft.folder.name}`; give both the same name"
        draft.complain(draft.name(PACK), draft.pack.at("key").line, message)


def _unique(entries: Iterator[tuple[object, int]], what: str) -> Iterator[Found]:
    first: dict[object, int] = {}
    for name, line in entries:
        if name in first:
            yield line, f"the {what} `{name}` is taken (line {first[name]}); choose another"
        elif name not in ("", None):
            first[name] = line


def _keys(entries: tuple[Marked, ...], key: str = "key") -> Iterator[tuple[str, int]]:
    for entry in entries:
        yield entry.text(key), entry.at(key).line


def _keys_are_unique(pack: Marked) -> Iterator[Found]:
    yield from _unique(_keys(pack.each("teams")), "team key")
    yield from _unique(_keys(pack.each("agenda")), "phase key")
    yield from _unique(_keys(pack.each("injects")), "inject key")
    yield from _unique(_keys(pack.each("strategy")), "question key")
    yield from _unique(_keys(pack.each("asks")), "question's key")
    rules = (rule for rule in pack.at("charter").each("rules") if rule.text("kind") != "share")
    yield from _unique(_keys(tuple(rules), "kind"), "decision rule")
    priorities = (priority for team in pack.each("teams") for priority in team.each("priorities"))
    yield from _unique(_keys(tuple(priorities)), "priority key")


def _roles_and_phases_are_unique(written: Marked) -> Iterator[Found]:
    """As their author wrote them: seats share a key, and rounds have keys of their own besides."""
    yield from _unique(_keys(written.each("roles")), "role key")
    yield from _unique(_keys(tuple(written_phases(written))), "phase key")


def _teams_and_roles_match(pack: Marked) -> Iterator[Found]:
    teams = {team.text("key") for team in pack.each("teams")}
    named = {role.text("team") for role in pack.each("roles")}
    for team, line in _keys(pack.each("roles"), "team"):
        if team and team not in teams and "" not in teams:
            yield line, f"there is no team `{team}`{did_you_mean(team, teams)}"
    meant = {nearest(team, teams) for team in named - teams}
    for key, line in _keys(pack.each("teams")):
        if key and key not in named and key not in meant:
            yield line, f"team `{key}` has no role; add one to `roles`, or drop the team"


def _somebody_chairs(pack: Marked) -> Iterator[Found]:
    teams = pack.each("teams")
    if teams and not any("stewards" in team.parts and team.at("stewards").value for team in teams):
        yield pack.at("teams").line, "no team chairs the council; write `stewards: true` in one of them"


def _minimum_fits(pack: Marked) -> Iterator[Found]:
    """The smallest council seats somebody from each team, and no more people than there are roles."""
    minimum, teams, roles = pack.number("minimum"), len(pack.each("teams")), len(pack.each("roles"))
    if minimum is None:
        return
    line = pack.at("minimum").line
    if minimum > roles:
        yield line, f"`minimum` is {minimum}, but there are only {roles} roles to fill; lower it or add roles"
    if minimum < teams:
        yield line, f"`minimum` is {minimum}, but {teams} teams need a seat each; raise it to {teams} or more"


def _samples_have_roles(pack: Marked) -> Iterator[Found]:
    numbers = known_numbers(pack)
    for sample in pack.each("samples"):
        number = sample.number("role")
        if number is not None and number not in numbers and None not in numbers:
            yield sample.at("role").line, f"there is no role {number} to make this proposal"


def _questions_exist(pack: Marked) -> Iterator[Found]:
    """Where a question's own key cannot be read, nothing is said about those who may have meant it."""
    if "strategy" in pack.parts and not isinstance(pack.at("strategy").value, list):
        return
    known = {question.text("key") for question in pack.each("strategy")}
    covered = (part for phase in pack.each("agenda") for part in phase.each("covers"))
    answered = (sample.at("question") for sample in pack.each("samples") if sample.text("question"))
    for part in (*covered, *answered):
        if isinstance(part.value, str) and part.value not in known and "" not in known:
            near = did_you_mean(part.value, known)
            yield part.line, f"there is no question `{part.value}` in `strategy`{near}"


def _questions_are_covered(pack: Marked) -> Iterator[Found]:
    known = [question.text("key") for question in pack.each("strategy")]
    parts = [part.value for phase in pack.each("agenda") for part in phase.each("covers")]
    covered = {key if key in known else nearest(str(key), known) for key in parts}
    for question in pack.each("strategy"):
        if question.text("key") and question.text("key") not in covered:
            yield question.line, f"no phase `covers` question `{question.text('key')}`; add it to a session"


_CHECKS: tuple[Callable[[Marked], Iterator[Found]], ...] = (
    _keys_are_unique,
    _teams_and_roles_match,
    _somebody_chairs,
    _minimum_fits,
    _samples_have_roles,
    _questions_exist,
    _questions_are_covered,
    names_mean_somebody,
    check_electorate,
)
