"""`moot export`: what a game leaves, as files in a folder."""

import asyncio
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import typer

from bot import clock
from bot.cli.operating import NoSuchGame
from bot.cli.schemas import write_schemas
from bot.config import Settings
from bot.domain.errors import MootError
from bot.domain.game import Game
from bot.domain.ids import GameId
from bot.domain.log import Log
from bot.queries.whole import why_not
from bot.reports import pdf
from bot.reports.book_files import write_books
from bot.reports.files import File, written
from bot.reports.log.csv_files import csv_files
from bot.reports.log.lines import LOG, log_file, read
from bot.reports.story.files import files_of
from bot.runtime.app import NoGameYet
from bot.runtime.existing import open_existing

WARNING = (
    "The log holds secrets: who holds which seat, every vote, claim, answer and feedback. Only you can read "
    "the file; keep it that way. `moot replay {path}` shows the game again."
)


class LogDiffers(MootError):
    template = "The log of {game} differs when it is read back from its file. Please report this."


def export(folder: Path, game: str, *, log: bool) -> None:
    """Writes the files of a game, by default the newest, and prints their names. Books and report are PDF,
    too, if Moot can make it."""
    for path in asyncio.run(_export(folder, game, log)):
        typer.echo(path)
        if path.suffix == LOG:
            typer.echo(WARNING.format(path=path), err=True)
    if not pdf.can_make():
        typer.echo(f"There is no PDF of the books and the report. {pdf.HOW_TO_ADD}", err=True)


def schemas(folder: Path) -> None:
    """Writes the schemas of all JSON that Moot writes, except packs."""
    for path in write_schemas(folder):
        typer.echo(path)


async def _export(folder: Path, game: str, log: bool) -> list[Path]:
    async with open_existing(Settings()) as store:
        reader = store.services.reader
        key = GameId(game) if game else await reader.latest()
        if key is None:
            raise NoGameYet
        if await reader.team_of(key) is None:
            raise NoSuchGame(game=key)
        if (cause := await why_not(reader, key)) is not None:
            raise cause
        found, scenario = await reader.game(key)
        councils = await reader.councils(found)
        events = await reader.log(key)
    now = clock.now()
    books = write_books(folder, found, scenario, councils, now)
    report = files_of(found, scenario, councils, events, now, for_facilitators=True)
    files = *report.files, *csv_files(found, scenario, councils), *([_log(found, events)] if log else [])
    return [*books, *(written(folder, file) for file in files)]


def _log(game: Game, log: Log) -> File:
    """The log's file, which was read back. Raises LogDiffers."""
    events = tuple(log.in_order())
    file = log_file(game, events, clock.now())
    kept = read(file.name, BytesIO(file.content))
    if [replace(one, place=0) for one in kept.events] != [replace(one, place=0) for one in events]:
        raise LogDiffers(game=game.id)
    return file
