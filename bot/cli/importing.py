"""`moot content import`: makes a pack of what another tool keeps."""

from pathlib import Path

import typer

from bot.scenarios.load import load_pack
from bot.scenarios.msel.events import read_events
from bot.scenarios.msel.making import key_of, make, write


def import_msel(file: Path, to: Path | None) -> None:
    """Writes the pack, says what was left out and what is left to do, and checks it. Raises what reading and writing
    raise, and BrokenPack."""
    folder = to or Path(key_of(file.stem))
    made = make(read_events(file), folder.name, " ".join(file.stem.replace("-", " ").replace("_", " ").split()))
    write(made, folder)
    for note in made.notes:
        typer.echo(f"- {note}")
    scenario = load_pack(folder)
    typer.echo(
        f"{folder}: {scenario.title}, with {len(scenario.teams)} teams and {len(scenario.injects)} injects. "
        f'No faults found. To watch it: make rehearse ARGS="--pack {folder}"'
    )
