"""`moot content balance`: whether all missions can be met, how rare that is, and which teams clash."""

import json
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from bot.domain.edition import AS_WRITTEN, Edition
from bot.domain.errors import MootError
from bot.domain.scenario import Scenario
from bot.scenarios.balance.model import OPEN, BalanceIssue
from bot.scenarios.balance.reading import Weighed, balance_file, weigh
from bot.scenarios.balance.stakes import Stake
from bot.scenarios.balance.verdict import Verdict
from bot.scenarios.load import load_pack

out = Console(markup=False, emoji=False, highlight=False)  # it prints what authors wrote


class NoBalance(MootError):
    template = (
        "There is no file {file}. Write one that says which policies meet which mission; content/README.md "
        "has an example."
    )


class OtherMissions(MootError):
    template = "The format {format} has missions of its own, and {file} says nothing about them."


def show(folder: Path, called: str, scenario: Scenario, edition: Edition, *, as_json: bool) -> bool:
    """Prints what counting says of an edition, which is the scenario, and its faults, which call the folder
    so; whether there are none. Raises NoBalance if the pack has no balance.yaml for it."""
    whole = load_pack(folder, Edition(missions=edition.missions)) if edition.format else None
    weighed = weigh(folder, scenario, called, edition, whole)
    if weighed is None:
        file = balance_file(folder, edition)
        raise OtherMissions(file=file, format=edition.format) if file.is_file() else NoBalance(file=file)
    if as_json:
        typer.echo(json.dumps(_as_data(scenario, weighed), indent=2, ensure_ascii=False))
    elif weighed.verdict is not None:
        _tell(scenario, weighed.balance.issues, weighed.verdict)
    for fault in weighed.faults if not as_json else ():
        typer.echo(str(fault))
    return not weighed.faults


def sentence(verdict: Verdict, edition: Edition = AS_WRITTEN) -> str:
    """The balance in a sentence."""
    of = f" of missions/{edition.missions}" if edition.missions else ""
    met = _met(verdict.all_missions.count, verdict)
    clash = f"{len(verdict.clashes)} of {verdict.pairs} pairs of asks clash"
    return f"Balance{of}: {met} meet all {len(verdict.missions)} missions; {clash}."


def _tell(scenario: Scenario, issues: tuple[BalanceIssue, ...], verdict: Verdict) -> None:
    texts = {
        issue.key: {one.key: one.text for one in issue.positions} | {OPEN: "left open"} for issue in issues
    }
    names = {issue.key: issue.name for issue in issues}
    out.print(
        f"{scenario.title}: {len(issues)} issues, {verdict.books.count:,} possible books.", style="bold"
    )
    if verdict.missions:
        count = len(verdict.missions)
        out.print(f"{_met(verdict.all_missions.count, verdict)} meet all {count} missions.")
    if verdict.all_missions.book and verdict.missions:
        out.print(_book("One that meets all missions", verdict.all_missions.book, names, texts))
    out.print(_missions(verdict))
    if verdict.priorities:
        out.print(_of_priorities(verdict))
    out.print(_teams(scenario, verdict, names))
    out.print(f"{len(verdict.clashes)} of {verdict.pairs} pairs of asks clash.")


def _met(count: int, verdict: Verdict) -> str:
    books = verdict.books.count
    about = "one" if count and not books % count else "about one"
    rare = f" ({about} in {books // count:,})" if count > 1 else ""
    return f"{count:,} of {books:,} books{rare}"


def _book(
    title: str, book: Mapping[str, str], names: Mapping[str, str], texts: Mapping[str, Mapping[str, str]]
) -> Table:
    table = Table("Issue", "What the book says", title=title, title_justify="left")
    for issue, said in book.items():
        table.add_row(names[issue], texts[issue][said])
    return table


def _missions(verdict: Verdict) -> Table:
    table = Table("Mission", title="How many books meet each", title_justify="left")
    table.add_column("Books", justify="right")
    table.add_column("Of all", justify="right")
    if verdict.priorities:
        table.add_column("With all priorities", justify="right")
    for one in verdict.missions:
        count = verdict.each[one.name]
        cells = [one.name, f"{count:,}", f"{count / verdict.books.count:.0%}"]
        table.add_row(*cells, *([f"{verdict.with_priorities[one.name]:,}"] if verdict.priorities else []))
    return table


def _of_priorities(verdict: Verdict) -> str:
    count = len(verdict.priorities)
    said = f"{_met(verdict.all_priorities.count, verdict)} have all {count} priorities"
    if not verdict.missions:
        return f"{said}."
    both = f"{verdict.everything:,} of them meet" if verdict.everything else "none of them meets"
    return f"{said}, and {both} every mission."


def _teams(scenario: Scenario, verdict: Verdict, names: Mapping[str, str]) -> Table:
    title = "Where teams clash in what they ask for first"
    table = Table("Teams", "Issue", "Who", title=title, title_justify="left")
    for one, other in combinations(verdict.teams, 2):
        both = f"{scenario.called(one)}, {scenario.called(other)}"
        for clash in verdict.between(one, other):
            where = "; ".join(names[issue] for issue in clash.issues)
            table.add_row(both, where, f"{clash.one.name}; {clash.other.name}")
            both = ""
        if both:
            table.add_row(both, "nowhere", "")
    return table


def _as_data(scenario: Scenario, weighed: Weighed) -> dict[str, Any]:
    verdict = weighed.verdict
    faults = [{"file": one.file, "line": one.line, "message": one.message} for one in weighed.faults]
    if verdict is None:
        return {"pack": scenario.key, "faults": faults}
    return {
        "pack": scenario.key,
        "books": verdict.books.count,
        "meet_all_missions": verdict.all_missions.count,
        "one_that_meets_all_missions": verdict.all_missions.book,
        "have_all_priorities": verdict.all_priorities.count,
        "one_that_has_all_priorities": verdict.all_priorities.book,
        "meet_all_missions_and_priorities": verdict.everything,
        "missions": [_mission(one, verdict) for one in verdict.missions],
        "pairs_of_asks": verdict.pairs,
        "clashes": [
            {
                "between": [one.one.name, one.other.name],
                "teams": sorted(one.teams),
                "issues": list(one.issues),
            }
            for one in verdict.clashes
        ],
        "teams_that_never_clash": [
            list(pair) for pair in combinations(verdict.teams, 2) if not verdict.between(*pair)
        ],
        "faults": faults,
    }


def _mission(one: Stake, verdict: Verdict) -> dict[str, Any]:
    return {
        "mission": one.name,
        "team": one.team,
        "role": one.role,
        "asks": dict(one.ask),
        "books": verdict.each[one.name],
        "with_all_priorities": verdict.with_priorities[one.name],
    }
