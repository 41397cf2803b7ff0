"""`moot rehearse`: what it prints while a game plays unattended, or while people watch it in a browser."""

import asyncio
import json
import os
import sys
import webbrowser
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from bot import clock
from bot.cli.running import until_stopped
from bot.domain.council import Council
from bot.domain.game import Game
from bot.rehearsal import stage
from bot.rehearsal.account import account, why_no_vote
from bot.rehearsal.alone import serve_alone
from bot.rehearsal.cast import NoVote, comes, play, prepare
from bot.rehearsal.ending import sentence
from bot.rehearsal.projector import board
from bot.rehearsal.show import Show
from bot.reports import pdf
from bot.reports.book_files import write_books

out = Console()
err = Console(stderr=True, emoji=False)
COLUMNS = (
    TextColumn("{task.description}"),
    BarColumn(),
    TextColumn("{task.percentage:>3.0f} %"),
    TimeElapsedColumn(),
)


def rehearse(plan: stage.Plan, *, auto: bool, browser: bool) -> None:
    """Plays a game in a local workspace: unattended to its end, or in the browser until somebody stops it."""
    until_stopped(_auto(plan) if auto else _watched(plan, browser=browser))


def serve_only(plan: stage.Plan, manifest: Path | None) -> None:
    """Serves a workspace for any app; `manifest` is a file with the app's manifest."""
    app = json.loads(manifest.read_text(encoding="utf-8")) if manifest else None
    until_stopped(serve_alone(plan.port, app, plan.kept if plan.keep else None, typer.echo))


async def _auto(plan: stage.Plan) -> None:
    with Progress(*COLUMNS, console=err) as progress:
        async with stage.rehearsals(plan) as all_running:
            bars = [progress.add_task("Setting up", total=None) for _ in all_running]
            casts = [await prepare(one) for one in all_running]  # takes seconds: nobody waits for an answer
            games = await _together(
                play(one, partial(_advance, progress, bar), ready)
                for one, ready, bar in zip(all_running, casts, bars, strict=True)
            )
            told = [await _told(one, game) for one, game in zip(all_running, games, strict=True)]
            for game, bar in zip(games, bars, strict=True):
                progress.update(bar, description="Played", completed=len(game.agenda) + 1)
    for running, (_, lines) in zip(all_running, told, strict=True):
        heading = [running.workspace.name] if len(all_running) > 1 else []
        for line in (*heading, *lines):
            out.print(line, soft_wrap=True, markup=False, highlight=False)
    if not pdf.can_make():
        out.print(f"There is no PDF of the books and the report. {pdf.HOW_TO_ADD}", soft_wrap=True)
    for running, (councils, _) in zip(all_running, told, strict=True):
        if not any(council.decided for council in councils):
            raise NoVote(why=why_no_vote(councils), log=running.log)


async def _told(running: stage.Running, game: Game) -> tuple[Sequence[Council], list[str]]:
    """The councils; and what became of each, and where its book and the report are."""
    _, scenario, councils = await stage.outcome(running, game.id)
    books = write_books(running.plan.folder / "books", game, scenario, councils, clock.now())
    report, *_ = await stage.report(running, game.id)
    lines: list[str] = []
    for council, book in zip(councils, books, strict=True):
        lines.append(f"{sentence(council)} Policy book: {book}")
        lines += (f"  {line}" for line in account(scenario, council))
    return councils, [*lines, f"Report of the game: {report}"]


async def _together(games: Iterable[Coroutine[Any, Any, Game]]) -> list[Game]:
    """Plays them at the same time; if one cannot go on, none does."""
    tasks = [asyncio.create_task(one) for one in games]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _advance(progress: Progress, bar: TaskID, game: Game) -> None:
    done = game.clock.phase + 1 if game.clock else 0
    title = game.phase.title if game.phase else game.stage.value.replace("_", " ")
    progress.update(bar, description=title, total=len(game.agenda) + 1, completed=done)


async def _watched(plan: stage.Plan, *, browser: bool) -> None:
    async with stage.rehearsals(plan) as (running, *others):
        with err.status("Starting the bot …") as status:
            await stage.connected(running)
            await comes(running)
            status.update("Setting the scene …")
            places: asyncio.Queue[str] = asyncio.Queue()
            visitor = _visitor(running)
            show = Show(running, visitor, _tell_fault)
            place = asyncio.create_task(places.get())
            playing = [asyncio.create_task(show.run(places.put_nowait))]
            stopped = asyncio.create_task(running.bot.wait())
            await asyncio.wait([place, *playing, stopped], return_when=asyncio.FIRST_COMPLETED)
            beside = await board(running, visitor) if place.done() else ""
        if place.done():
            _invite(running.page_url + place.result(), beside, browser=browser)
        playing += [asyncio.create_task(_show_another(one)) for one in others]
        again = asyncio.create_task(_show_new_boards(running, visitor, places, browser=browser))
        try:
            done, _ = await asyncio.wait([*playing, stopped], return_when=asyncio.FIRST_COMPLETED)
            stage.alive(running)
            for one in done:
                one.result()
        finally:
            tasks = (place, *playing, stopped, again)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _show_another(running: stage.Running) -> None:
    """In another workspace a game begins when the visitor has installed the bot there."""
    visitor = _visitor(running)
    address = f"{running.page_url}/?as={visitor}"
    out.print(
        f"{running.workspace.name}, where you install Moot yourself: [bold]{address}[/]", soft_wrap=True
    )
    await Show(running, visitor, _tell_fault).run(lambda _: None)


async def _show_new_boards(
    running: stage.Running, visitor: str, places: asyncio.Queue[str], *, browser: bool
) -> None:
    """Each time the visitor plays again, the new game's board opens, too."""
    while True:
        await places.get()
        if beside := await board(running, visitor):
            out.print(f"The new game's board: [bold]{beside}[/]", soft_wrap=True)
            _open(beside, browser=browser)


def _visitor(running: stage.Running) -> str:
    """The id of the visitor who opens the page, as a person in the workspace."""
    people = running.workspace.people.values()
    known = next((one for one in people if one.name == "you"), None)
    return (known or running.workspace.add_person("you", real_name="You", display_name="You")).id


def _invite(address: str, beside: str, *, browser: bool) -> None:
    out.print(f"The workspace is open: [bold]{address}[/]", soft_wrap=True)
    if beside:
        out.print(f"The board, as the room's projector shows it: [bold]{beside}[/]", soft_wrap=True)
    out.print("Act as You, or as anybody else there; Ctrl-C ends it.")
    _open(beside, address, browser=browser)  # the page last, so that it is in front


def _open(*addresses: str, browser: bool) -> None:
    if browser and has_browser(os.environ, sys.platform, terminal=sys.stdout.isatty()):
        for address in filter(None, addresses):
            webbrowser.open(address)


def has_browser(environment: Mapping[str, str], platform: str, *, terminal: bool) -> bool:
    """Whether there is somebody with a browser: no CI, no pipe, and on Linux a display."""
    if environment.get("CI") or not terminal:
        return False
    displays = ("DISPLAY", "WAYLAND_DISPLAY")
    return platform in ("darwin", "win32") or any(environment.get(one) for one in displays)


def _tell_fault(fault: BaseException) -> None:
    err.print(f"[bold red]moot:[/] somebody stopped playing: {escape(str(fault))}", highlight=False)
