"""Reads a pack's balance.yaml, and finds what it names that does not exist."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from bot.domain.scenario import Scenario
from bot.scenarios.balance.books import Books, TooEntangled
from bot.scenarios.balance.judging import judged
from bot.scenarios.balance.model import OPEN, Balance, Conditions
from bot.scenarios.balance.stakes import choices_of, missions_of, priorities_of
from bot.scenarios.balance.verdict import Verdict
from bot.scenarios.draft import Draft
from bot.scenarios.faults import Fault, did_you_mean
from bot.scenarios.marked import Marked, read_yaml
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


def weigh(folder: Path, scenario: Scenario, called: str = "") -> Weighed | None:
    """Reads and judges the balance of a pack, whose folder faults call so; None if it has no balance.yaml."""
    if not (folder / BALANCE).is_file():
        return None
    draft = Draft(folder.resolve(), called=called)
    written = _written(draft)
    balance = Balance() if draft.faults else _balance(draft, written)
    if not draft.faults:
        _complain(draft, written, _unknown(balance, scenario))
    verdict = None if draft.faults else _verdict(draft, written, balance, scenario)
    return Weighed(balance, verdict, tuple(sorted(set(draft.faults))))


def _written(draft: Draft) -> Marked:
    name = draft.name(BALANCE)
    try:
        text = (draft.folder / BALANCE).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        draft.complain(name, 1, "this is not UTF-8 text; save the file as UTF-8")
        return Marked(None, 1)
    return read_yaml(text, draft.into(name))


def _balance(draft: Draft, written: Marked) -> Balance:
    try:
        return Balance.model_validate(written.value or {})
    except ValidationError as error:
        for line, message in explained(error, Balance, written):
            draft.complain(draft.name(BALANCE), line, message)
        return Balance()


def _verdict(draft: Draft, written: Marked, balance: Balance, scenario: Scenario) -> Verdict | None:
    """What counting says; None where it cannot be counted."""
    missions, priorities = missions_of(balance, scenario), priorities_of(balance, scenario)
    verdict = Verdict(Books(choices_of(balance.issues)), tuple(missions), tuple(priorities))
    try:
        _complain(draft, written, judged(verdict))
        _ = verdict.everything  # the most entangled of all that is shown
    except TooEntangled as error:
        draft.complain(draft.name(BALANCE), 1, str(error))
        return None
    return verdict


def _complain(draft: Draft, written: Marked, found: Iterator[Named]) -> None:
    for place, message in found:
        draft.complain(draft.name(BALANCE), written.at(*place).line, message)


def _unknown(balance: Balance, scenario: Scenario) -> Iterator[Named]:
    yield from _keys(balance)
    yield from _positions(balance)
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
