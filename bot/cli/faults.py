"""`moot content check`: what is wrong with a pack, as lines that editors link."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import typer

from bot.cli.balance import sentence
from bot.domain.edition import AS_WRITTEN, Edition
from bot.domain.scenario import Scenario
from bot.scenarios.balance.reading import Weighed, weigh
from bot.scenarios.editions.offered import editions_of
from bot.scenarios.faults import Fault
from bot.scenarios.files import FORMATS, MISSIONS
from bot.scenarios.load import checked


def check(folder: Path) -> bool:
    """Prints each fault of a pack in any of its editions, each piece of advice, and a summary; whether it can
    be played."""
    called = as_typed(folder)
    editions = tuple(editions_of(folder))
    found = {one: checked(folder, one, called) for one in editions if not one.language}
    if not any(draft.faults for _, draft in found.values()):  # else a translation would only repeat them
        found |= {one: checked(folder, one, called) for one in editions if one.language}
    faults = sorted(_where({edition: draft.faults for edition, (_, draft) in found.items()}))
    advice = sorted(_where({edition: draft.advice for edition, (_, draft) in found.items()}))
    played, _ = found[AS_WRITTEN]
    weighed = (
        {} if faults else _weighed(folder, called, {one: scenario for one, (scenario, _) in found.items()})
    )
    faults += sorted(_where({one: found.faults for one, found in weighed.items() if not one.format}))
    advice += sorted(_where({one: found.faults for one, found in weighed.items() if one.format}))
    for fault in faults:
        typer.echo(str(fault))
    for one in advice:
        typer.echo(f"{one.file}:{one.line}: advice: {one.message}")
    if faults or played is None:
        typer.echo(f"{_counted(faults)}; {called} cannot be played until none is left.")
        return False
    typer.echo(f"{played.title}: {len(played.roles)} roles, {len(played.agenda)} phases. No faults found.")
    for edition, balance in weighed.items():
        if balance.verdict and not edition.format:
            typer.echo(sentence(balance.verdict, edition))
    return True


def _weighed(folder: Path, called: str, played: Mapping[Edition, Scenario | None]) -> dict[Edition, Weighed]:
    """The balance of each set of missions, and of each format in which some do not play and all others have
    the same missions."""
    found: dict[Edition, Weighed] = {}
    for edition, scenario in played.items():
        whole = played[replace(edition, format="")]
        some = not edition.format or (whole and scenario and _plays_some_of(scenario, whole))
        if scenario and some and not edition.language:
            weighed = weigh(folder, scenario, called, edition, whole)
            found |= {edition: weighed} if weighed else {}
    return found


def _plays_some_of(scenario: Scenario, whole: Scenario) -> bool:
    missions, known = (
        {(role.number, one.team(role.team).mission, role.sheet.mission) for role in one.roles}
        for one in (scenario, whole)
    )
    return missions < known


def _where(found: Mapping[Edition, Iterable[Fault]]) -> Iterator[Fault]:
    """Each fault once; one that is there in a format or with a set of missions only says in which, unless it
    stands in that file."""
    known: set[Fault] = set()
    for edition, faults in found.items():
        names = {FORMATS: edition.format, MISSIONS: edition.missions}
        inside = [f"{folder}/{name}" for folder, name in names.items() if name]
        for fault in {*faults} - known:
            told = [] if any(f"/{one}" in fault.file for one in inside) else inside
            yield replace(fault, message=f"{fault.message} (in {' with '.join(told)})") if told else fault
        known.update(faults)


def as_typed(folder: Path) -> str:
    """The folder as it was typed; one that was found by its key, from here on if it lies below."""
    if not folder.is_absolute():
        return str(folder)
    near = os.path.relpath(folder)
    return str(folder) if near.startswith(os.pardir) else near


def _counted(faults: Sequence[Fault]) -> str:
    """`3 faults in 2 files`."""
    files = len({fault.file for fault in faults})
    where = "1 file" if files == 1 else f"{files} files"
    return f"{len(faults)} {'fault' if len(faults) == 1 else 'faults'} in {where}"
