"""`moot rehearse`: what is printed while a game plays by itself, or while people watch it in a browser."""

import asyncio
import json
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from bot import clock
from bot.cli.running import until_stopped
from bot.domain.council import Council
from bot.domain.game import Game, Stage
from bot.rehearsal import stage
from bot.rehearsal.alone import serve_alone
from bot.rehearsal.cast import PLENARY, NoResult, cast, play
from bot.rehearsal.guide import guiding
from bot.reports import pdf
from bot.reports.book_files import write_books

out = Console()
err = Console(stderr=True)
COLUMNS = (
    TextColumn("{task.description}"),
    BarColumn(),
    TextColumn("{task.percentage:>3.0f} %"),
    TimeElapsedColumn(),
)


def rehearse(plan: stage.Plan, *, auto: bool) -> None:
    """Plays a game in a local workspace: by itself to its end, or for those who watch until they stop it."""
    until_stopped(_auto(plan) if auto else _watched(plan))


def serve_only(plan: stage.Plan, manifest: Path | None) -> None:
    """Serves a workspace for any app; `manifest` is a file with the app's manifest."""
    app = json.loads(manifest.read_text(encoding="utf-8")) if manifest else None
    until_stopped(serve_alone(plan.port, app, plan.kept if plan.keep else None, typer.echo))


async def _auto(plan: stage.Plan) -> None:
    with Progress(*COLUMNS, console=err) as progress:
        bar = progress.add_task("Setting up", total=None)
        async with stage.rehearsal(plan) as running:
            game = await play(running, lambda game: _advance(progress, bar, game))
            _, scenario, councils = await stage.outcome(running, game.id)
            books = write_books(plan.folder / "books", game, scenario, councils, clock.now())
            progress.update(bar, description="Played", completed=len(game.agenda) + 1)
    for council, book in zip(councils, books, strict=True):
        out.print(f"{_result(council)}. Policy book: {book}", soft_wrap=True)
    if not pdf.can_make():
        out.print(f"The books are Markdown only. {pdf.HOW_TO_ADD}", soft_wrap=True)
    if game.stage is not Stage.ENDED or not any(council.outcome for council in councils):
        raise NoResult(seconds=0, log=running.log)


def _advance(progress: Progress, bar: TaskID, game: Game) -> None:
    done = game.clock.phase + 1 if game.clock else 0
    title = game.phase.title if game.phase else game.stage.value.replace("_", " ")
    progress.update(bar, description=title, total=len(game.agenda) + 1, completed=done)


def _result(council: Council) -> str:
    if council.outcome is None:
        verdict = "no vote was held"
    else:
        verdict = f"{'won' if council.won else 'no win'}: {council.outcome.reason}"
    return f"{council.name}: {len(council.policies)} policies, {verdict}"


async def _watched(plan: stage.Plan) -> None:
    async with stage.rehearsal(plan) as running:
        await stage.connected(running)
        workspace = running.workspace
        known = (one for one in workspace.people.values() if one.name == "you")
        visitor = next(known, None) or workspace.add_person("you", real_name="You", display_name="You")
        playing = [asyncio.create_task(one) for one in cast(running)]
        playing.append(asyncio.create_task(guiding(running, visitor.id)))
        for task in playing:
            task.add_done_callback(_tell_fault)
        place = f"as={visitor.id}&channel={workspace.names[PLENARY].id}"
        out.print(f"The workspace is open: [bold]{running.server.page_url}?{place}[/]", soft_wrap=True)
        out.print(f"A game begins by itself in #{PLENARY}. Act as anybody; Ctrl-C ends it.")
        try:
            await running.bot.wait()
            raise stage.BotStopped(code=running.bot.returncode, log=running.log)
        finally:
            for task in playing:
                task.cancel()


def _tell_fault(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (fault := task.exception()) is not None:
        err.print(f"[bold red]moot:[/] somebody stopped playing: {fault}", highlight=False)
