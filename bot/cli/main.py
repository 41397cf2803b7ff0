"""The `moot` command and its subcommands. Each imports what it needs when it runs."""

import gc
import json
import os
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import privacy_words
from bot.cli import rehearse_options as options
from bot.cli.choices import (
    Days,
    DaysOff,
    Format,
    Holidays,
    Hours,
    Language,
    Missions,
    Paper,
    Print,
    Start,
    Temper,
    Tempo,
    Zone,
    Zones,
)
from bot.cli.content_words import FIRST, PACK, content, edition_of, scenario_of
from bot.cli.database_words import db, games, outbox
from bot.cli.workspace_words import keys, workspaces

cli = typer.Typer(
    help="Moot runs governance role-plays in Slack.", no_args_is_help=True, add_completion=False
)
cli.add_typer(content, name="content")
NO_RESTART = 78  # EX_CONFIG: deploy/moot.service does not restart after it, because somebody has to act
NEW_OBJECTS = 50_000  # between two looks of the garbage collector: what is being loaded is no garbage
cli.add_typer(db, name="db")
cli.add_typer(outbox, name="outbox")
cli.add_typer(games, name="games")
privacy_words.declare(cli, games)
cli.add_typer(workspaces, name="workspaces")
cli.add_typer(keys, name="keys")


def main() -> None:
    """Runs the command line. Says in a sentence what goes wrong; lets only its user read what it writes."""
    os.umask(0o077)
    gc.set_threshold(NEW_OBJECTS, 20, 20)
    _at_home()
    try:
        cli()
    except SystemExit:
        raise  # how most commands end; they need not load the faults
    except _explained() as error:
        from rich.console import Console
        from rich.markup import escape

        err = Console(stderr=True, emoji=False)  # else a fault on line 100 shows 💯
        for sentence in _sentences(error):
            err.print(f"[bold red]moot:[/] {escape(sentence)}", highlight=False)
        raise SystemExit(1 if getattr(error, "restart_helps", False) else NO_RESTART) from None
    except Exception as fault:  # noqa: BLE001 - the edge: Python would print what a database's fault quotes
        typer.echo(_of_a_file(fault) or _trace(fault), err=True)
        raise SystemExit(1) from None


def _at_home() -> None:
    """A user without a name in the system has no home, and then some libraries cannot be loaded."""
    try:
        Path.home()
    except RuntimeError:
        os.environ["HOME"] = os.getcwd()


def _of_a_file(fault: Exception) -> str:
    """A file or folder that cannot be used, in a sentence; empty for any other fault."""
    if not isinstance(fault, OSError) or fault.filename is None:
        return ""
    return f"moot: {fault.filename} cannot be read or written: {fault.strerror}."


def _trace(fault: Exception) -> str:
    from bot.logs import trace

    return trace(fault)


def _explained() -> tuple[type[Exception], ...]:
    from pydantic import ValidationError

    from bot.domain.errors import MootError

    return MootError, ValidationError


def _sentences(error: Exception) -> list[str]:
    from pydantic import ValidationError

    from bot.domain.errors.store import StoreAway

    if isinstance(error, StoreAway) and error.__cause__ is not None:
        return [_of_the_database(error.__cause__)]
    if not isinstance(error, ValidationError):
        return [str(error)]
    return [
        f"{_named(one['loc'])}{one['msg'].removeprefix('Value error, ')}. See .env.example."
        for one in error.errors(include_input=False, include_url=False)
    ]


def _of_the_database(fault: BaseException) -> str:
    """What an operator can do, which differs from what people in Slack read."""
    from bot.db import faults

    return faults.trouble(fault) or str(fault)


def _named(place: tuple[int | str, ...]) -> str:
    """Which setting is wrong; nothing where several do not go together, which their error names itself."""
    return f"the setting {str(place[0]).upper()} is wrong: " if place else ""


def _tell_version(wanted: bool) -> None:
    if wanted:
        from bot.cli.version import version_of_moot

        typer.echo(f"moot {version_of_moot()}")
        raise typer.Exit


@cli.callback()
def moot(
    version: Annotated[
        bool, typer.Option("--version", help="Print Moot's version.", callback=_tell_version, is_eager=True)
    ] = False,
) -> None:
    """Moot runs governance role-plays in Slack."""


# --- running


@cli.command()
def run(
    http: Annotated[
        bool,
        typer.Option("--http", help="Let Slack connect to MOOT_HTTP_ADDRESS instead of using Socket Mode."),
    ] = False,
) -> None:
    """Connects to Slack with the tokens in .env and runs the bot."""
    from bot import logs
    from bot.cli.running import until_stopped
    from bot.config import Settings
    from bot.runtime import app

    settings = Settings()
    logs.hide(settings.secrets)
    logs.configure(settings.moot_log_level, settings.moot_log_format)
    until_stopped(app.run(settings, http=http))


@cli.command()
def manifest(
    http: Annotated[
        str,
        typer.Option(help="For `moot run --http`: the public address, such as https://moot.example.org."),
    ] = "",
    many: Annotated[
        bool, typer.Option("--many", help="With --http: for an app that many workspaces install.")
    ] = False,
) -> None:
    """Prints the app manifest for Slack's "create an app from a manifest"."""
    from bot.slack.edge.manifest import manifest as app_manifest

    if many and not http:
        raise typer.BadParameter("it needs --http with the public address", param_hint="--many")
    typer.echo(json.dumps(app_manifest(http, many=many), indent=2))


@cli.command("check")
def check_all(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    http: Annotated[bool, typer.Option("--http", help="Check for `moot run --http`.")] = False,
) -> None:
    """Checks tokens, scopes, clock, Socket Mode, database, content, PDF and games, and says what to do."""
    from bot.cli import check

    if not check.told(as_json=as_json, http=http):
        raise SystemExit(1)


# --- what is kept


@cli.command()
def export(
    folder: Annotated[Path, typer.Option(help="Where to write the files.")] = Path("var/books"),
    game: Annotated[str, typer.Option(help="A game's id. Default: the newest game.")] = "",
    log: Annotated[
        bool, typer.Option("--log", help="Write the game's log, too. It holds secrets: for operators only.")
    ] = False,
    schemas: Annotated[
        Path | None, typer.Option(help="Write only the JSON schemas, into this folder.")
    ] = None,
    person: Annotated[
        str, typer.Option(help="Write only what is kept about this person, named as for `moot forget`.")
    ] = "",
    workspace: Annotated[
        list[str] | None, typer.Option(help="With --person: a workspace's id. Default: the only one.")
    ] = None,
) -> None:
    """Writes a game's policy books (Markdown, PDF, JSON), its report (HTML, PDF) and its tables (CSV)."""
    from bot.cli import export, privacy

    if person:
        privacy.export_person(folder, person, workspace or ())
    elif schemas is not None:
        export.schemas(schemas)
    else:
        export.export(folder, game, log=log)


@cli.command()
def replay(
    file: Annotated[Path, typer.Argument(help="A log that `moot export --log` wrote.")],
    speed: Annotated[
        float, typer.Option(min=1, max=100_000, help="How many times as fast as the game was played.")
    ] = 20,
    at: Annotated[str, typer.Option(help="Begin with the phase of this number or title.")] = "",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The page's port; 0 picks a free one.")] = 0,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Print the page's address without opening it.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--print", help="Print how the game ended as JSON instead of showing a board.")
    ] = False,
) -> None:
    """Replays a game on a board from its log, without a database or Slack."""
    from bot.cli import replay

    if as_json:
        replay.show_end(file)
    else:
        replay.show(file, speed=speed, at=at, port=port, browser=not no_browser)


@cli.command("print")
def print_kit(
    what: Annotated[
        str, typer.Argument(help=f"A game's id; or, for a blank kit: {PACK}", metavar="GAME|PACK")
    ],
    only: Annotated[
        list[Print] | None, typer.Option(help="Print only this; can be repeated. Default: everything.")
    ] = None,
    paper: Annotated[Paper, typer.Option(help="The size of the pages.")] = Paper.A4,
    to: Annotated[Path, typer.Option(help="The folder for the files.")] = Path("var/print"),
    all_sheets: Annotated[
        bool,
        typer.Option(
            "--with-slack-sheets",
            help="Print the role sheets of all seats, not only of those on paper.",
        ),
    ] = False,
    tempo: Annotated[Tempo, typer.Option(help="The tempo of a pack; a format sets its own.")] = Tempo.LIVE,
    start: Start = "",
    tz: Zone = "UTC",
    hours: Hours = "9-17",
    days: Days = "mon-fri",
    holidays: Holidays = "",
    off: DaysOff = "",
    zones: Zones = "",
    format_: Format = "",
    missions: Missions = "",
    language: Language = "",
) -> None:
    """Writes PDF files to print: role sheets, table tents, badges, Handbook, schedule, policy pad, ballots,
    claim slips and runbook."""
    from bot.cli.printing import OfPack, print_kit
    from bot.domain import print_kit as kit
    from bot.domain.times.planning import WorkingWishes

    times = WorkingWishes(tz, hours, days, holidays, off)
    wish = kit.PrintWish(
        tuple(kit.Print(one) for one in only or Print), kit.Paper(paper), all_sheets=all_sheets
    )
    print_kit(what, wish, to, OfPack(format_, missions, language, tempo.value, start, times, zones))


# --- content


@cli.command()
def gallery(
    to: Annotated[Path, typer.Option(help="Where to write the page.")] = Path("var/gallery.html"),
    pack: Annotated[str, typer.Option("--pack", "--scenario", help=f"{PACK} {FIRST}")] = "",
    extremes: Annotated[
        bool, typer.Option("--extremes", help="Add pages with extreme content, one for each kind.")
    ] = False,
    words: Annotated[bool, typer.Option("--words", help="Write only Moot's own words, for reading.")] = False,
    format_: Format = "",
    missions: Missions = "",
    language: Language = "",
) -> None:
    """Writes a page that shows every card, form and Home, or all of Moot's words."""
    from bot.gallery.page import pages
    from bot.gallery.words import words_page

    to.parent.mkdir(parents=True, exist_ok=True)
    if words:
        written = [(to.with_stem(f"{to.stem}-words"), words_page())]
    else:
        written = list(pages(scenario_of(pack, format_, missions, language), to, extremes=extremes))
    for file, text in written:
        file.write_text(text, encoding="utf-8")
        typer.echo(file)


# --- rehearsing


@cli.command()
def rehearse(
    auto: options.Auto = False,
    tempo: options.Haste = 12,
    players: options.Players = 0,
    temperament: options.Temperament = Temper.MIXED,
    ballot: options.HeldBy = None,
    seed: options.Seed = 1,
    port: options.Port = 0,
    folder: options.Folder = Path("var/rehearsal"),
    pack: options.Pack = "",
    format_: Format = "",
    missions: Missions = "",
    language: Language = "",
    from_the_start: options.FromTheStart = False,
    workspaces: options.Workspaces = 1,
    no_browser: options.NoBrowser = False,
    keep: options.Keep = False,
    serve_only: options.ServeOnly = False,
    manifest: options.AppManifest = None,
) -> None:
    """Plays a game in a local workspace, with the real bot and stand-ins."""
    from bot.cli import rehearse
    from bot.rehearsal.stage import Plan

    plan = Plan(
        *(tempo, players, seed, port, folder, temperament.value, keep),
        ballot=ballot.value if ballot else "",
        pack=pack,
        opening=not (auto or from_the_start),
        edition=edition_of(pack, format_, missions, language),
        workspaces=workspaces,
    )
    if serve_only:
        rehearse.serve_only(plan, manifest)
    else:
        rehearse.rehearse(plan.with_players(), auto=auto, browser=not no_browser)
