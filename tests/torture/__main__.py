"""`make torture`: whole games with a bot that is killed over and over, and with a network that misbehaves."""

import asyncio
import sys
from collections.abc import Awaitable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from tests.postgres import Postgres, a_server
from tests.torture.runs import Result
from tests.torture.stage import Nursery, a_nursery
from tests.torture.trials import BLIND, Trial, Verdict, tried, undisturbed

out = Console(width=max(110, Console().width))
EVERY = 20  # so much is said between two kills, on average


@dataclass(frozen=True, slots=True)
class Where:
    """Where games are kept: in files of a folder, or in databases of a server."""

    folder: Path
    server: Postgres | None = None
    replicas: int = 1

    def database(self) -> str:
        """The URL of a new one; empty for a file."""
        return self.server.new_database() if self.server else ""


async def _all(kills: int, networks: int, seed: int, where: Where) -> list[Verdict]:
    bar = Progress(
        TextColumn("{task.description:<48.48}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=out,
    )
    with bar:
        killed = bar.add_task("the undisturbed game", total=kills)
        async with a_nursery() as nursery:
            expected = asyncio.create_task(undisturbed(nursery, where.folder, seed, where.database()))
            await expected
            verdicts = await _killed(nursery, where, seed, kills, expected, bar, killed)
            passed = bar.add_task("networks", total=networks)
            for number in range(networks):
                trial = Trial(f"network {number + 1}", seed + number, rough=1.0, replicas=where.replicas)
                verdicts.append(await _shown(nursery, where, seed, trial, expected, bar, passed))
                bar.update(passed, advance=1)
    return verdicts


async def _killed(
    nursery: Nursery,
    where: Where,
    seed: int,
    kills: int,
    expected: Awaitable[Result],
    bar: Progress,
    task: TaskID,
) -> list[Verdict]:
    """Games until the bot was killed so often; in each fourth nobody may look back."""
    verdicts: list[Verdict] = []
    while (done := sum(len(one.kills) for one in verdicts)) < kills:
        number, sees = len(verdicts) + 1, len(verdicts) % 4 != 3
        name = f"kills {number}" + ("" if sees else f", {BLIND}")
        trial = Trial(name, seed + number, EVERY, kills - done, sees_history=sees, replicas=where.replicas)
        verdicts.append(await _shown(nursery, where, seed, trial, expected, bar, task))
        bar.update(task, completed=sum(len(one.kills) for one in verdicts))
    return verdicts


async def _shown(
    nursery: Nursery,
    where: Where,
    seed: int,
    trial: Trial,
    expected: Awaitable[Result],
    bar: Progress,
    task: TaskID,
) -> Verdict:
    def tell(what: str) -> None:
        bar.update(task, description=f"{trial.name}: {what}")

    url = where.database()
    verdict = await tried(nursery, where.folder, seed, trial, expected, database_url=url, tell=tell)
    if verdict.fault:
        points = "; ".join(verdict.kills[-3:])
        bar.console.print(
            f"[bold]{trial.name}, seed {trial.seed}[/bold], last kills: {points}", highlight=False
        )
        bar.console.print(verdict.fault, highlight=False, markup=False)
    return verdict


def _table(verdicts: list[Verdict]) -> Table:
    table = Table(
        "game", "seed", "kills", "troubles", "doubled", "copies", "counted", "done again by people", "s", ""
    )
    for one in verdicts:
        result = one.result
        again = ", ".join(f"{count} {kind}" for kind, count in (result.done_again if result else {}).items())
        table.add_row(
            one.trial.name,
            str(one.trial.seed),
            str(len(one.kills)),
            str(one.happened),
            str(len(set(one.doubles))),
            str(len(one.doubles)),
            str(len(result.seen.doubtful)) if result else "",
            again,
            f"{result.seconds:.0f}" if result else "",
            "FAILED" if one.fault else "the same",
        )
    return table


def main(
    kills: Annotated[int, typer.Option(min=0, help="How often the bot is killed, in all.")] = 200,
    networks: Annotated[int, typer.Option(min=0, help="How many games behind a bad network.")] = 3,
    seed: Annotated[int, typer.Option(help="The same seed makes the same game and the same trouble.")] = 7,
    postgres: Annotated[bool, typer.Option(help="On PostgreSQL instead of SQLite.")] = False,
    replicas: Annotated[
        int,
        typer.Option(
            min=1, help="So many bots side by side, on PostgreSQL; one or two are killed at a time."
        ),
    ] = 1,
    folder: Annotated[Path | None, typer.Option(help="Where databases and logs go.")] = None,
) -> None:
    """Exits 0 if every game came to the same as the undisturbed one."""
    own = Path(mkdtemp(prefix="torture-", dir=folder))
    with a_server() if postgres or replicas > 1 else nullcontext() as server:
        verdicts = asyncio.run(_all(kills, networks, seed, Where(own, server, replicas)))
    out.print(_table(verdicts))
    failed = [one for one in verdicts if one.fault]
    total = sum(len(one.kills) for one in verdicts)
    out.print(f"{len(verdicts)} games, {total} kills, {len(failed)} failed. Logs: {own}", highlight=False)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    typer.run(main)
