"""The `moot` command."""

import asyncio
import json
import signal
from collections.abc import Coroutine
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot import checkup, clock, logs, operating
from bot.config import Settings
from bot.content_cli import content
from bot.domain.errors import MootError
from bot.domain.game import Game, Stage
from bot.domain.ids import GameId
from bot.gallery.page import page as gallery_page
from bot.rehearsal import stage as rehearsal
from bot.rehearsal.alone import serve_alone
from bot.rehearsal.cast import PLENARY, NoResult, cast, play
from bot.runtime import app as bot_app
from bot.runtime.store import open_store
from bot.scenarios import packs
from bot.slack.edge.manifest import manifest as app_manifest

cli = typer.Typer(
    help="Moot runs governance role-plays in Slack.", no_args_is_help=True, add_completion=False
)
cli.add_typer(content, name="content")
cli.add_typer(operating.db, name="db")
cli.add_typer(operating.outbox, name="outbox")


class Temper(StrEnum):
    """How stand-ins play."""

    MIXED = "mixed"
    STEADY = "steady"
    QUIET = "quiet"
    EAGER = "eager"
    CLUMSY = "clumsy"


out = Console()
err = Console(stderr=True)


def main() -> None:
    """Runs the command line; what goes wrong is said in a sentence."""
    try:
        cli()
    except MootError as error:
        err.print(f"[bold red]moot:[/] {error}", highlight=False)
        raise SystemExit(1) from None
    except ValidationError as wrong:
        for one in wrong.errors(include_input=False, include_url=False):
            name, why = str(one["loc"][0]).upper(), one["msg"].removeprefix("Value error, ")
            err.print(f"[bold red]moot:[/] the setting {name} is wrong: {why}. See .env.example.")
        raise SystemExit(1) from None


@cli.command()
def run(
    http: Annotated[
        bool, typer.Option("--http", help="Slack comes to MOOT_HTTP_ADDRESS, instead of Socket Mode.")
    ] = False,
) -> None:
    """Connects to Slack and runs the bot, with the tokens in .env."""
    settings = Settings()
    logs.configure(settings.moot_log_level, settings.moot_log_format)
    _until_stopped(bot_app.run(settings, http=http))


@cli.command()
def manifest(
    http: Annotated[
        str,
        typer.Option(help="For `moot run --http`: where Slack reaches it, such as https://moot.example.org."),
    ] = "",
) -> None:
    """Prints the app manifest for Slack's "create an app from a manifest"."""
    typer.echo(json.dumps(app_manifest(http), indent=2))


@cli.command()
def rehearse(
    auto: Annotated[bool, typer.Option(help="Play alone to the end, then exit.")] = False,
    tempo: Annotated[int, typer.Option(min=1, max=600, help="How many times faster than life.")] = 12,
    players: Annotated[int, typer.Option(min=5, max=1000, help="How many stand-ins play.")] = 20,
    temperament: Annotated[
        Temper, typer.Option(help="How the stand-ins play: all alike, or mixed as at a real table.")
    ] = Temper.MIXED,
    seed: Annotated[int, typer.Option(help="The same seed makes the same stand-ins.")] = 1,
    port: Annotated[int, typer.Option(help="The page's port; 0 takes a free one.")] = 0,
    folder: Annotated[Path, typer.Option(help="Where the database, log and books go.")] = Path(
        "var/rehearsal"
    ),
    keep: Annotated[
        bool, typer.Option(help="Go on where the last rehearsal in this folder was left.")
    ] = False,
    serve_only: Annotated[
        bool, typer.Option(help="Only the workspace, for any Bolt app: no bot, no stand-ins, no game.")
    ] = False,
    manifest: Annotated[
        Path | None, typer.Option(help="With --serve-only: the app's manifest (JSON), to be installed.")
    ] = None,
) -> None:
    """Plays a game in a local workspace, with the real bot and stand-ins."""
    if serve_only:
        app = json.loads(manifest.read_text(encoding="utf-8")) if manifest else None
        kept = folder / "workspace.json" if keep else None
        _until_stopped(serve_alone(port, app, kept, typer.echo))
        return
    plan = rehearsal.Plan(tempo, players, seed, port, folder, temperament.value, keep)
    _until_stopped(_auto(plan) if auto else _watched(plan))


@cli.command()
def export(
    folder: Annotated[Path, typer.Option(help="Where the policy books go.")] = Path("var/books"),
    game: Annotated[str, typer.Option(help="A game's id; the newest game if left out.")] = "",
) -> None:
    """Writes the policy books of a game as Markdown and JSON."""
    for path in asyncio.run(_export(folder, game)):
        typer.echo(path)


@cli.command("check")
def check_all(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
    http: Annotated[bool, typer.Option("--http", help="For `moot run --http`.")] = False,
) -> None:
    """Says what is missing to run: tokens, scopes, Socket Mode, clock, database, content."""
    findings = asyncio.run(_checkup(shows=not as_json, http=http))
    if as_json:
        typer.echo(json.dumps(checkup.as_json(findings), indent=2))
    if not checkup.all_well(findings):
        raise SystemExit(1)


@cli.command()
def gallery(
    to: Annotated[Path, typer.Option(help="Where the page goes.")] = Path("var/gallery.html"),
    scenario: Annotated[str, typer.Option(help="The content pack whose words it shows.")] = "rainbow-road",
) -> None:
    """Writes a page of every card, form and Home, with ordinary and with extreme content."""
    pack = packs.packs_of(Settings()).scenario(scenario)
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(gallery_page(pack), encoding="utf-8")
    typer.echo(to)


# --- how they are run


def _until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Runs until done, Ctrl-C or SIGTERM; both of those end it cleanly."""

    async def supervised() -> None:
        task = asyncio.ensure_future(work)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, task.cancel)
        try:
            await task
        except asyncio.CancelledError:
            err.print("Stopped.")

    asyncio.run(supervised())


async def _checkup(*, shows: bool, http: bool) -> list[checkup.Finding]:
    findings = []
    async for one in checkup.checkup(Settings(), clock.now, http=http):
        findings.append(one)
        if shows:
            advice = f" {one.advice}" if one.advice else ""
            typer.echo(f"{one.verdict:<4}  {one.about}: {one.said}{advice}")
    return findings


async def _auto(plan: rehearsal.Plan) -> None:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err) as progress:
        bar = progress.add_task("Setting up", total=None)

        def tell(game: Game) -> None:
            done = game.clock.phase + 1 if game.clock else 0
            title = game.phase.title if game.phase else game.stage.value.replace("_", " ")
            progress.update(bar, description=title, total=len(game.agenda) + 1, completed=done)

        async with rehearsal.rehearsal(plan) as running:
            game = await play(running, tell)
            _, scenario, councils = await rehearsal.outcome(running, game.id)
            books = rehearsal.write_books(plan.folder / "books", game, scenario, councils)
            progress.update(bar, description="Played", completed=len(game.agenda) + 1)
    for council, book in zip(councils, books, strict=True):
        if council.outcome is None:
            verdict = "no vote was held"
        else:
            verdict = f"{'won' if council.won else 'no win'}: {council.outcome.reason}"
        out.print(
            f"{council.name}: {len(council.policies)} policies, {verdict}. Policy book: {book}",
            soft_wrap=True,
        )
    if game.stage is not Stage.ENDED or not any(council.outcome for council in councils):
        raise NoResult(seconds=0, log=running.log)


async def _watched(plan: rehearsal.Plan) -> None:
    async with rehearsal.rehearsal(plan) as running:
        await rehearsal.connected(running)
        workspace = running.workspace
        known = (one for one in workspace.people.values() if one.name == "you")
        visitor = next(known, None) or workspace.add_person("you", real_name="You", display_name="You")
        playing = [asyncio.create_task(one) for one in cast(running)]
        for task in playing:
            task.add_done_callback(_tell_fault)
        place = f"as={visitor.id}&channel={workspace.names[PLENARY].id}"
        out.print(f"The workspace is open: [bold]{running.server.page_url}?{place}[/]", soft_wrap=True)
        out.print(f"A game begins by itself in #{PLENARY}. Act as anybody; Ctrl-C ends it.")
        try:
            await running.bot.wait()
            raise rehearsal.BotStopped(code=running.bot.returncode, log=running.log)
        finally:
            for task in playing:
                task.cancel()


def _tell_fault(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (fault := task.exception()) is not None:
        err.print(f"[bold red]moot:[/] somebody stopped playing: {fault}", highlight=False)


async def _export(folder: Path, game: str) -> list[Path]:
    async with open_store(Settings()) as store:
        reader = store.services.reader
        key = GameId(game) if game else await reader.latest()
        if key is None:
            raise bot_app.NoGameYet
        found, scenario = await reader.game(key)
        return rehearsal.write_books(folder, found, scenario, await reader.councils(found))
