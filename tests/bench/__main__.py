"""Prints each figure as a ratio to its floor, and writes them to a file."""

import argparse
import asyncio
from dataclasses import fields
from importlib import import_module
from pathlib import Path

from rich.console import Console

from tests.bench.figures import Asked, Figure, Measure, row, table, write

MEASURES = (
    "acks",
    "opening",
    "bells",
    "reactions",
    "growth",
    "home",
    "replicas",
    "startup",
    "kills",
    "peers",
    "page",
)
"""The modules that measure, in the order of the table in README.md."""


async def main() -> None:
    """Runs the measures that are asked for, or all."""
    options = _options()
    asked = Asked(**{one.name: getattr(options, one.name) for one in fields(Asked)})
    console, figures = Console(), list[Figure]()
    for name in options.measures or MEASURES:
        measured: Measure = import_module(f"tests.bench.{name}").measured
        async for figure in measured(asked, lambda what, name=name: console.print(f"{name}: {what} …")):  # type: ignore[misc]
            figures.append(figure)
            console.print("  ".join(filter(None, row(figure))), style="dim", highlight=False)
            write(options.json, asked, figures)
    console.print(table(figures))
    console.print(f"Also in {options.json}.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "measures", nargs="*", metavar="MEASURE", help=f"of {', '.join(MEASURES)}; all without"
    )
    parser.add_argument("--players", type=int, default=Asked.players)
    parser.add_argument("--councils", type=int, default=Asked.councils, help="as many as the deal will make")
    parser.add_argument("--times", type=float, default=Asked.times, help="how fast Slack's minutes pass")
    parser.add_argument("--rate", type=int, default=Asked.rate, help="commands a second")
    parser.add_argument("--workspaces", type=int, default=Asked.workspaces, help="on one PostgreSQL")
    parser.add_argument("--crowd", type=int, default=Asked.crowd, help="players in each of them")
    parser.add_argument("--commands", type=int, default=Asked.commands, help="of all workspaces together")
    parser.add_argument(
        "--json", type=Path, default=Path("var/bench.json"), help="where the figures are written"
    )
    options = parser.parse_args()
    if unknown := set(options.measures) - set(MEASURES):
        parser.error(f"there is no measure {', '.join(sorted(unknown))}; there are {', '.join(MEASURES)}")
    return options


if __name__ == "__main__":
    asyncio.run(main())
