"""`moot content guide`: a pack's guide for facilitators, to print."""

from pathlib import Path

import typer

from bot import clock
from bot.domain.errors import MootError
from bot.domain.scenario import Scenario
from bot.reports import pdf
from bot.reports.guide import printed


class NoGuide(MootError):
    template = "{title} has no guide for facilitators: there is no file in {folder}/facilitator/."


def write(scenario: Scenario, folder: Path, to: Path | None) -> None:
    """Writes it to a file, by default in the current folder. Raises NoGuide."""
    if not scenario.guide:
        raise NoGuide(title=scenario.title, folder=folder)
    made = printed(scenario, clock.now())
    path = (to or Path(f"{scenario.key}-guide")).with_suffix(f".{made.ending}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made.content)
    typer.echo(path)
    if made.pdf is pdf.State.NONE:
        typer.echo(f"This is a page to open in your browser and print. {pdf.HOW_TO_ADD}", err=True)
    if made.pdf is pdf.State.BOXES:
        typer.echo("The PDF shows boxes in place of letters that no font on this machine has.", err=True)
