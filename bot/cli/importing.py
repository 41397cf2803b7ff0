"""`moot content import`: makes a pack of what another tool keeps."""

from pathlib import Path

import typer

from bot.scenarios.msel.events import read_events
from bot.scenarios.msel.making import write
from bot.scenarios.msel.plain import plain
from bot.scenarios.skeleton.wishes import key_of


def import_msel(file: Path, to: Path | None) -> None:
    """Writes the pack, checks it, and says what was left out and what is left to do. Raises what reading and
    writing raise."""
    folder = to or Path(key_of(file.stem) or "exercise")
    title = plain(" ".join(file.stem.replace("-", " ").replace("_", " ").split())) or folder.name
    scenario, notes = write(read_events(file), folder, title[:1].upper() + title[1:])
    for note in notes:
        typer.echo(f"- {note}")
    typer.echo(
        f"{folder}: {scenario.title}, with {len(scenario.teams)} teams and {len(scenario.injects)} injects. "
        f'No faults found. To watch it: make rehearse ARGS="--pack {folder}"'
    )
