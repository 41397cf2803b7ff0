"""Whether the lines for stand-ins fit the pack, and one another."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from bot.domain.lines import asks_for
from bot.scenarios.draft import Draft
from bot.scenarios.expansion import known_numbers
from bot.scenarios.faults import did_you_mean
from bot.scenarios.files import LINES
from bot.scenarios.marked import Marked
from bot.scenarios.schema import Found
from bot.scenarios.strays import corrected, strays

Entry: TypeAlias = tuple[str, Marked]  # with the file in which it stands
NAMED_BY = {  # what an entry is about
    "issues": ("key",),
    "opinions": ("role", "issue"),
    "voices": ("role",),
    "proofs": ("role", "team", "priority"),
}


def check_lines(draft: Draft) -> None:
    """Notes a fault for everything in `lines/` that does not fit, and in the samples that lines are about."""
    for look in (_unique, _names, _amendments, _proofs, _chairs):
        for file, line, message in look(draft):
            draft.complain(file, line, message)
    for line, message in _samples(draft):
        draft.complain(draft.name("pack.yaml"), line, message)


Fault: TypeAlias = tuple[str, int, str]


def entries(draft: Draft, key: str) -> Iterator[Entry]:
    """What all files of lines have in one of their lists."""
    for file, written in draft.lines.items():
        yield from ((file, one) for one in written.each(key))


def _unique(draft: Draft) -> Iterator[Fault]:
    """One entry for an issue, for a role and an issue, for a role's voice, for a thing to prove."""
    for key, named_by in NAMED_BY.items():
        first: dict[object, str] = {}
        for file, one in entries(draft, key):
            name = tuple(str(one.at(part).value) for part in named_by if part in one.parts)
            before = first.setdefault(name, f"{file}:{one.line}")
            if before != f"{file}:{one.line}":
                yield file, one.line, f"this entry of `{key}` is already in {before}; keep one"


def _names(draft: Draft) -> Iterator[Fault]:
    """Roles, issues, teams, priorities and titles that are named exist."""
    roles = known_numbers(draft.pack)
    issues = {one.text("key") for _, one in entries(draft, "issues")}
    titles = {one.text("title") for one in draft.pack.each("samples")}
    for key in ("opinions", "voices", "proofs"):
        for file, one in entries(draft, key):
            number = one.number("role")
            if number is not None and number not in roles and None not in roles:
                yield file, one.at("role").line, f"there is no role {number}"
    for file, one in entries(draft, "opinions"):
        if (issue := one.text("issue")) and issue not in issues:
            near = did_you_mean(issue, issues)
            yield file, one.at("issue").line, f"there is no issue `{issue}` in lines/{near}"
        named = [*one.each("likes"), *one.each("dislikes"), *(a.at("of") for a in one.each("amends"))]
        for title in named:
            if isinstance(title.value, str) and title.value not in titles:
                near = did_you_mean(title.value, titles)
                yield file, title.line, f"no sample in pack.yaml has the title `{title.value}`{near}"


def _amendments(draft: Draft) -> Iterator[Fault]:
    """An amendment changes something, and its own role could live with it."""
    samples = {one.text("title"): one for one in draft.pack.each("samples")}
    negations = tuple(str(one.value) for _, one in entries(draft, "negations"))
    for file, one in entries(draft, "opinions"):
        refused = [part.value for part in one.each("refuses") if isinstance(part.value, str)]
        for amendment in one.each("amends"):
            line, text = amendment.at("text").line, amendment.text("text")
            sample = samples.get(amendment.text("of"))
            if sample is not None and text.split() == sample.text("text").split():
                yield file, line, "this amendment says what the sample says; change something, or drop it"
            if sample is not None and sample.number("role") == one.number("role"):
                yield file, line, "this amends the role's own sample; change the sample instead"
            yield from ((file, line, told) for told in _harmed(text, refused, negations))
        if "adds" in one.parts:
            told = _harmed(one.text("adds"), refused, negations)
            yield from ((file, one.at("adds").line, message) for message in told)


def _harmed(text: str, refused: Iterable[str], negations: tuple[str, ...]) -> Iterator[str]:
    for word in refused:
        if asks_for(text, word, negations):
            yield f"the role would refuse its own words: `{word}` is among what it `refuses`"


def _proofs(draft: Draft) -> Iterator[Fault]:
    teams = {team.text("key") for team in draft.pack.each("teams")}
    priorities = {one.text("key") for team in draft.pack.each("teams") for one in team.each("priorities")}
    for file, one in entries(draft, "proofs"):
        if sum(name in one.parts for name in ("role", "team", "priority")) != 1:
            yield file, one.line, "name one of `role`, `team` and `priority`, and only one"
        for name, known in (("team", teams), ("priority", priorities)):
            if (key := one.text(name)) and key not in known:
                yield file, one.at(name).line, f"there is no {name} `{key}`{did_you_mean(key, known)}"
        yield from ((file, line, message) for line, message in _of_no_mission(draft, one))


def _of_no_mission(draft: Draft, proof: Marked) -> Iterator[Found]:
    """A team or role without a mission has nothing to prove."""
    for team in draft.pack.each("teams"):
        if team.text("key") and team.text("key") == proof.text("team") and not team.text("mission"):
            yield proof.at("team").line, f"team `{proof.text('team')}` has no mission; drop this proof"
    for sheet in draft.sheets.values():
        if proof.number("role") in sheet.numbers and not sheet.mission:
            number = proof.number("role")
            yield proof.at("role").line, f"role {number} has no mission; drop this proof"


def _chairs(draft: Draft) -> Iterator[Fault]:
    """Only those who chair record a response, and a slide answers no more than there are questions."""
    chairs, questions = _chairing(draft.pack), len(draft.pack.each("debrief"))
    for file, one in entries(draft, "voices"):
        for key in ("response", "slide"):
            if key in one.parts and one.number("role") not in chairs:
                message = f"only a role whose team chairs has a `{key}`; drop it"
                yield file, one.at(key).line, message
        if questions and len(one.each("slide")) > questions:
            message = f"`slide` has {len(one.each('slide'))} answers, and `debrief` {questions} questions"
            yield file, one.at("slide").line, message


def _samples(draft: Draft) -> Iterator[Found]:
    chairs, roles = _chairing(draft.pack), known_numbers(draft.pack)
    teams = {team.text("key") for team in draft.pack.each("teams")}
    issues = {one.text("key") for _, one in entries(draft, "issues")}
    complete = all(one.value is not None for one in draft.lines.values()) and not _misplaced(draft)
    first: dict[str, int] = {}
    for one in draft.pack.each("samples"):
        before = first.setdefault(" ".join(one.text("text").split()), one.line)
        if before != one.line and one.text("text"):
            yield one.at("text").line, f"this text is another sample's (line {before}); write a new one"
        for name, known in (("owner", teams), ("issue", issues)):
            if (key := one.text(name)) and key not in known and (name != "issue" or complete):
                where = " in lines/" if name == "issue" else ""
                what = "team" if name == "owner" else name
                yield one.at(name).line, f"there is no {what} `{key}`{where}{did_you_mean(key, known)}"
        if one.text("parked_until") and one.number("role") not in chairs:
            yield one.at("parked_until").line, "only a role whose team chairs can park something"
        if one.text("parked_until") and one.number("carried_by") is None:
            yield one.at("parked_until").line, "say who looks after it: `carried_by: <a role's number>`"
        if (number := one.number("carried_by")) is not None and number not in roles and None not in roles:
            yield one.at("carried_by").line, f"there is no role {number}"


def _misplaced(draft: Draft) -> bool:
    """Whether there are lines that are not read."""
    return any(corrected(one).startswith(f"{LINES}/") for one in strays(draft.files))


def _chairing(pack: Marked) -> set[int | None]:
    teams = {team.text("key") for team in pack.each("teams") if team.flag("stewards")}
    return {role.number("number") for role in pack.each("roles") if role.text("team") in teams}
