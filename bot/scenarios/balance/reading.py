"""Reads a pack's balance.yaml, and finds what it names that does not exist."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from bot.domain.edition import AS_WRITTEN, Edition
from bot.domain.roles import RoleSheet
from bot.domain.scenario import Scenario
from bot.scenarios.balance.books import Books, TooEntangled
from bot.scenarios.balance.judging import judged
from bot.scenarios.balance.model import OPEN, Balance, Conditions
from bot.scenarios.balance.stakes import choices_of, missions_of, priorities_of
from bot.scenarios.balance.verdict import Verdict
from bot.scenarios.draft import Draft
from bot.scenarios.faults import Fault, did_you_mean
from bot.scenarios.files import MISSIONS
from bot.scenarios.marked import Complain, Marked, read_yaml
from bot.scenarios.schema import explained

BALANCE = "balance.yaml"
Place = tuple[str | int, ...]
Named = tuple[Place, str]  # a place in balance.yaml, and what is wrong there


@dataclass(frozen=True, slots=True)
class Weighed:
    """What balance.yaml says, and what follows from it: None where its faults keep it from being counted."""

    balance: Balance
    verdict: Verdict | None
    faults: tuple[Fault, ...]


def balance_file(folder: Path, edition: Edition = AS_WRITTEN) -> Path:
    """Where the balance of an edition stands. A further set of missions has its own."""
    return (folder / MISSIONS / edition.missions if edition.missions else folder) / BALANCE


def weigh(
    folder: Path,
    scenario: Scenario,
    called: str = "",
    edition: Edition = AS_WRITTEN,
    whole: Scenario | None = None,
) -> Weighed | None:
    """Reads and judges the balance of a pack in one of its editions, whose folder faults call so; `whole` is
    the same without a format. None if it has no balance: no file, or a format with missions of its own."""
    file = balance_file(folder, edition)
    if not file.is_file():
        return None
    if edition.format and whole is not None:
        scenario = _in_common(scenario, whole)
        if not (scenario.has_missions or scenario.has_priorities):
            return None
    draft = Draft(folder.resolve(), called=called)
    name = draft.name(*file.relative_to(folder).parts)
    written = _written(file, draft.into(name))
    balance = Balance() if draft.faults else _balance(written, draft.into(name))
    if not draft.faults:
        balance = _with_the_packs_own(balance, folder, edition)
        _complain(_unknown(balance, scenario, edition), written, draft.into(name))
    verdict = None if draft.faults else _verdict(balance, scenario, written, draft.into(name))
    return Weighed(balance, verdict, tuple(sorted(set(draft.faults))))


def _in_common(scenario: Scenario, whole: Scenario) -> Scenario:
    """The format, with the missions and priorities of those only whose missions are as in the whole pack."""
    own = {team.mission for team in whole.teams} | {role.sheet.mission for role in whole.roles}
    teams = [
        team if team.mission in own else team.model_copy(update={"mission": "", "priorities": ()})
        for team in scenario.teams
    ]
    roles = [
        role if role.sheet.mission in own else role.model_copy(update={"sheet": RoleSheet()})
        for role in scenario.roles
    ]
    return scenario.model_copy(update={"teams": tuple(teams), "roles": tuple(roles)})


def _written(file: Path, complain: Complain) -> Marked:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        complain(1, "this is not UTF-8 text; save the file as UTF-8")
        return Marked(None, 1)
    return read_yaml(text, complain)


def _balance(written: Marked, complain: Complain) -> Balance:
    try:
        return Balance.model_validate(written.value or {})
    except ValidationError as error:
        for line, message in explained(error, Balance, written):
            complain(line, message)
        return Balance()


def _with_the_packs_own(balance: Balance, folder: Path, edition: Edition) -> Balance:
    """For a further set of missions: the issues and priorities of the pack, unless it names its own. What is
    wrong with those is told where they stand."""
    own = balance_file(folder)
    if not edition.missions or not own.is_file():
        return balance
    packs = _balance(_written(own, lambda *_: None), lambda *_: None)
    issues, priorities = balance.issues or packs.issues, balance.priorities or packs.priorities
    return balance.model_copy(update={"issues": issues, "priorities": priorities})


def _verdict(balance: Balance, scenario: Scenario, written: Marked, complain: Complain) -> Verdict | None:
    """What counting says; None where it cannot be counted."""
    missions, priorities = missions_of(balance, scenario), priorities_of(balance, scenario)
    verdict = Verdict(Books(choices_of(balance.issues)), tuple(missions), tuple(priorities))
    try:
        _complain(judged(verdict), written, complain)
        _ = verdict.everything  # the most entangled of all that is shown
    except TooEntangled as error:
        complain(1, str(error))
        return None
    return verdict


def _complain(found: Iterator[Named], written: Marked, complain: Complain) -> None:
    for place, message in found:
        complain(written.at(*place).line, message)


def _unknown(balance: Balance, scenario: Scenario, edition: Edition) -> Iterator[Named]:
    """What is named that does not exist. A format may leave people out, so it is not asked who there is."""
    yield from _keys(balance)
    yield from _positions(balance)
    if not edition.format:
        yield from _holders(balance, scenario)
        yield from _priorities(balance, scenario)


def _keys(balance: Balance) -> Iterator[Named]:
    yield from _twice([issue.key for issue in balance.issues], ("issues",), "issue")
    for place, issue in enumerate(balance.issues):
        at = ("issues", place, "positions")
        yield from _twice([one.key for one in issue.positions], at, "position")
        for number, one in enumerate(issue.positions):
            if one.key == OPEN:
                yield (
                    (*at, number),
                    f"`{OPEN}` means that the issue is left open; give this position another key",
                )


def _twice(keys: list[str], at: Place, what: str) -> Iterator[Named]:
    for place, key in enumerate(keys):
        if key in keys[:place]:
            yield (*at, place, "key"), f"the {what} `{key}` is here twice; choose another key"


def _positions(balance: Balance) -> Iterator[Named]:
    choices = choices_of(balance.issues)
    for kind, aims in (("missions", balance.missions), ("priorities", balance.priorities)):
        for place, aim in enumerate(aims):
            yield from _in_conditions(aim, choices, (kind, place))
            for number, one in enumerate(aim.either):
                yield from _in_conditions(one, choices, (kind, place, "either", number))
            for issue, said in aim.asks.items():
                yield from _said(issue, (said,), choices, (kind, place, "asks", issue))


def _in_conditions(one: Conditions, choices: Mapping[str, tuple[str, ...]], at: Place) -> Iterator[Named]:
    for key, named in (("accepts", one.accepts), ("refuses", one.refuses)):
        for issue, said in named.items():
            yield from _said(issue, said, choices, (*at, key, issue))
    for key, number in (("left_open", one.left_open), ("settled", one.settled)):
        for issue in number.of if number else ():
            if issue not in choices:
                yield (*at, key, "of"), _no_issue(issue, choices)


def _said(
    issue: str, said: tuple[str, ...], choices: Mapping[str, tuple[str, ...]], at: Place
) -> Iterator[Named]:
    if issue not in choices:
        yield at, _no_issue(issue, choices)
        return
    for one in said:
        if one not in choices[issue] and one == OPEN:
            yield at, f"issue `{issue}` cannot be left open; it says `may_stay_open: false`"
        elif one not in choices[issue]:
            known = choices[issue]
            message = f"issue `{issue}` has no position `{one}`{did_you_mean(one, known)}"
            yield at, f"{message}; it has: {', '.join(known)}"


def _no_issue(issue: str, choices: Mapping[str, tuple[str, ...]]) -> str:
    return f"there is no issue `{issue}`{did_you_mean(issue, choices)}"


def _holders(balance: Balance, scenario: Scenario) -> Iterator[Named]:
    """Each mission of the pack has its entry here, and nothing else has one."""
    teams = [team.key for team in scenario.teams if team.mission]
    first = {role.key: role.number for role in reversed(scenario.roles) if role.sheet.mission}
    roles = sorted(first.values())
    for place, one in enumerate(balance.missions):
        at = ("missions", place)
        if (one.team is None) == (one.role is None):
            yield at, "say whose mission this is: either `team` or `role`"
        elif one.team is not None and one.team not in teams:
            yield (*at, "team"), f"no team `{one.team}` has a mission{did_you_mean(one.team, teams)}"
        elif one.role is not None and one.role not in roles:
            yield (*at, "role"), f"no role {one.role} has a mission; these have: {', '.join(map(str, roles))}"
    told = Counter((one.team, one.role) for one in balance.missions)
    for place, one in enumerate(balance.missions):
        if told.pop((one.team, one.role), 1) > 1:
            yield (
                ("missions", place),
                f"the mission of {_holder(one.team, one.role)} is here twice; keep one entry",
            )
    missing = [(team, None) for team in teams] + [(None, number) for number in roles]
    for team, role in missing:
        if all((one.team, one.role) != (team, role) for one in balance.missions):
            yield (
                ("missions",),
                f"the mission of {_holder(team, role)} has no entry here; say which books meet it",
            )


def _holder(team: str | None, role: int | None) -> str:
    return f"team `{team}`" if team is not None else f"role {role}"


def _priorities(balance: Balance, scenario: Scenario) -> Iterator[Named]:
    known = [priority.key for team in scenario.teams for priority in team.priorities]
    told = [one.priority for one in balance.priorities]
    for place, key in enumerate(told):
        at = ("priorities", place, "priority")
        if key not in known:
            yield at, f"there is no priority `{key}`{did_you_mean(key, known)}"
        elif key in told[:place]:
            yield at, f"the priority `{key}` is here twice; keep one entry"
    for key in (one for one in known if one not in told):
        yield ("priorities",), f"the priority `{key}` has no entry here; say which books have it"
