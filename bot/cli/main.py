"""The `moot` command and its subcommands. Each imports what it needs when it runs."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias, assert_never

import typer

from bot.cli.choices import Ballot, Format, Importable, Language, Missions, PackFile, Temper, Tempo

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.domain.edition import Edition
    from bot.domain.scenario import Scenario

cli = typer.Typer(
    help="Moot runs governance role-plays in Slack.", no_args_is_help=True, add_completion=False
)
content = typer.Typer(help="Checks content packs, and shows their agendas.", no_args_is_help=True)
db = typer.Typer(help="Backs up the database.", no_args_is_help=True)
outbox = typer.Typer(help="Lists what is waiting to be sent or stuck.", invoke_without_command=True)
games = typer.Typer(help="Lists the games in the database.", invoke_without_command=True)
cli.add_typer(content, name="content")
PACK = "A content pack: its folder, such as content/my-pack, or its key."
Asked: TypeAlias = str | None  # None where it is to be asked
FIRST = "Default: the first in the menu of `/moot new`."
cli.add_typer(db, name="db")
cli.add_typer(outbox, name="outbox")
cli.add_typer(games, name="games")


def main() -> None:
    """Runs the command line. Says in a sentence what goes wrong; lets only its user read what it writes."""
    os.umask(0o077)
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
        raise SystemExit(1) from None
    except Exception as fault:  # noqa: BLE001 - the edge: Python would print what a database's fault quotes
        from bot.logs import trace

        typer.echo(trace(fault), err=True)
        raise SystemExit(1) from None


def _explained() -> tuple[type[Exception], ...]:
    from pydantic import ValidationError

    from bot.domain.errors import MootError

    return MootError, ValidationError


def _sentences(error: Exception) -> list[str]:
    from pydantic import ValidationError

    if not isinstance(error, ValidationError):
        return [str(error)]
    return [
        f"the setting {str(one['loc'][0]).upper()} is wrong: {one['msg'].removeprefix('Value error, ')}. "
        "See .env.example."
        for one in error.errors(include_input=False, include_url=False)
    ]


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
    logs.configure(settings.moot_log_level, settings.moot_log_format)
    until_stopped(app.run(settings, http=http))


@cli.command()
def manifest(
    http: Annotated[
        str,
        typer.Option(help="For `moot run --http`: the public address, such as https://moot.example.org."),
    ] = "",
) -> None:
    """Prints the app manifest for Slack's "create an app from a manifest"."""
    from bot.slack.edge.manifest import manifest as app_manifest

    typer.echo(json.dumps(app_manifest(http), indent=2))


@cli.command("check")
def check_all(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    http: Annotated[bool, typer.Option("--http", help="Check for `moot run --http`.")] = False,
) -> None:
    """Checks tokens, scopes, clock, Socket Mode, database, content, PDF and games, and says what to do."""
    from bot.cli import check

    if not check.told(as_json=as_json, http=http):
        raise SystemExit(1)


# --- the database and what is kept


@db.command()
def backup(path: Annotated[Path, typer.Argument(help="A file that does not exist yet.")]) -> None:
    """Copies the SQLite database while Moot runs, and checks the copy."""
    from bot.cli import operating

    operating.backup(path)


@outbox.callback()
def show_outbox(context: typer.Context) -> None:
    """Lists what is waiting, parked or given up, and why, but never its content."""
    if context.invoked_subcommand is None:
        from bot.cli import operating

        operating.show()


@outbox.command()
def retry(which: Annotated[str, typer.Argument(help="A row's number, all-parked or all-dead.")]) -> None:
    """Tries parked or dead work again at once."""
    from bot.cli import operating

    operating.retry(which)


@games.callback()
def show_games(context: typer.Context) -> None:
    """Lists every game: its team, stage and facilitators, and why it is set aside, if it is."""
    if context.invoked_subcommand is None:
        from bot.cli import operating

        operating.games()


@games.command()
def facilitate(
    game: Annotated[str, typer.Argument(help="A game's id.")],
    user: Annotated[str, typer.Argument(help="A person's Slack id, such as U0123ABCD.")],
) -> None:
    """Makes somebody a facilitator of a game that nobody runs any more."""
    from bot.cli import operating

    operating.facilitate(game, user)


@cli.command()
def export(
    folder: Annotated[Path, typer.Option(help="Where to write the policy books.")] = Path("var/books"),
    game: Annotated[str, typer.Option(help="A game's id. Default: the newest game.")] = "",
) -> None:
    """Writes a game's policy books as Markdown, PDF and JSON."""
    from bot.cli import operating

    operating.export(folder, game)


# --- content


def _scenario(pack: str, format_: str = "", missions: str = "", language: str = "") -> "Scenario":
    """The pack that is named by its folder, its pack.yaml, or its key, in one of its editions. Raises what
    `find_pack` raises, UnknownEdition and BrokenPack."""
    from bot.scenarios.load import load_pack
    from bot.scenarios.packs import must_have

    found, edition = _found(pack), _edition(pack, format_, missions, language)
    must_have(found, edition)
    return load_pack(found, edition)


def _edition(pack: str, format_: str, missions: str, language: str) -> "Edition":
    """Which edition of the pack is meant. Raises what `find_pack` raises."""
    from bot.domain.edition import Edition
    from bot.scenarios.editions.offered import named

    edition = Edition(format_, missions, language)
    return named(_found(pack), edition) if language else edition


def _found(pack: str) -> Path:
    """The folder of the pack that is named so. Raises what `find_pack` raises."""
    from bot.scenarios.packs import find_pack

    def settings() -> "Settings":
        from bot.config import Settings

        return Settings()

    return find_pack(pack, settings)


@content.command("check")
def check_pack(
    pack: Annotated[str, typer.Argument(help=PACK)],
) -> None:
    """Checks a content pack and lists every fault with its file and line."""
    from bot.cli.faults import check

    raise typer.Exit(0 if check(_found(pack)) else 1)


@content.command("balance")
def balance_pack(
    pack: Annotated[str, typer.Argument(help=PACK)],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    format_: Format = "",
    missions: Missions = "",
) -> None:
    """Counts the policy books that meet all missions, and shows who clashes with whom, from balance.yaml."""
    from bot.cli import balance, faults
    from bot.domain.edition import Edition

    found, scenario = _found(pack), _scenario(pack, format_, missions)
    edition = Edition(format_, missions)
    fits = balance.show(found, faults.as_typed(found), scenario, edition, as_json=as_json)
    raise typer.Exit(0 if fits else 1)


@content.command("import")
def import_pack(
    kind: Annotated[
        Importable,
        typer.Argument(help="msel: the event list of a table-top exercise, as T3SF keeps it in JSON."),
    ],
    file: Annotated[Path, typer.Argument(help="The file to import.")],
    to: Annotated[
        Path | None, typer.Option(help="The pack's folder, which must not exist. Default: the file's name.")
    ] = None,
) -> None:
    """Turns another tool's file into a pack, checks it, and says what was left out."""
    from bot.cli.importing import import_msel

    match kind:
        case Importable.MSEL:
            import_msel(file, to)
        case _:
            assert_never(kind)


@content.command("show")
def show_pack(
    pack: Annotated[str, typer.Argument(help=PACK)],
    tempo: Annotated[
        Tempo, typer.Option(help="live: to the second. async: over days. A format sets its own.")
    ] = Tempo.LIVE,
    start: Annotated[str, typer.Option(help="The first bell, like 2026-11-23T09:00. Default: now.")] = "",
    tz: Annotated[str, typer.Option(help="The facilitator's time zone, like Europe/Paris.")] = "UTC",
    hours: Annotated[str, typer.Option(help="Working hours, like 9-17.")] = "9-17",
    days: Annotated[str, typer.Option(help="Working days, like mon-fri.")] = "mon-fri",
    holidays: Annotated[
        str, typer.Option(help="Countries whose holidays are days off, like FR or FR,DE-BY.")
    ] = "",
    off: Annotated[
        str,
        typer.Option(
            help="More days off, like 2026-11-26; `..` between two days takes all from one to the other."
        ),
    ] = "",
    zones: Annotated[str, typer.Option(help="Other people's time zones, separated by commas.")] = "",
    format_: Format = "",
    missions: Missions = "",
    language: Language = "",
) -> None:
    """Prints a pack's agenda with the time of each bell and cue, and how long people read."""
    from bot.cli.content import show
    from bot.domain.times.planning import WorkingWishes

    scenario = _scenario(pack, format_, missions, language)
    played = scenario.format.tempo if scenario.format else tempo
    show(scenario, played.value, start, WorkingWishes(tz, hours, days, holidays, off), zones)


@content.command()
def preview(
    pack: Annotated[str, typer.Argument(help=PACK)],
    port: Annotated[int, typer.Option(help="The page's port; 0 picks a free one.")] = 0,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Print the page's address without opening it.")
    ] = False,
    format_: Format = "",
    missions: Missions = "",
    language: Language = "",
) -> None:
    """Shows every card as players will see it, in the browser, and follows your changes."""
    from bot.cli.preview import preview
    from bot.scenarios.packs import must_have

    found, edition = _found(pack), _edition(pack, format_, missions, language)
    must_have(found, edition)
    preview(found, edition, port, browser=not no_browser)


@content.command("guide")
def print_guide(
    pack: Annotated[str, typer.Argument(help=PACK)],
    to: Annotated[Path | None, typer.Option(help="The file to write. Default: one in this folder.")] = None,
) -> None:
    """Writes a pack's guide for facilitators as a file to print. Keep it from players."""
    from bot.cli import guide

    guide.write(_scenario(pack), _found(pack), to)


@content.command("new")
def new_pack(
    folder: Annotated[Asked, typer.Argument(help="Its folder, such as content/my-pack.")] = None,
    title: Annotated[Asked, typer.Option(help="What players read.")] = None,
    teams: Annotated[
        Asked, typer.Option(help="Teams with their seats, like “Farms 3, Town 2, Regulator”.")
    ] = None,
    chair: Annotated[Asked, typer.Option(help="The team that chairs. Default: the first.")] = None,
    decide: Annotated[Asked, typer.Option(help="majority, two_thirds, stewards, consent or teams.")] = None,
    tempo: Annotated[
        Tempo | None, typer.Option(help="Whether it is meant to be played live or over days.")
    ] = None,
    length: Annotated[
        Asked, typer.Option(help="Length of the whole game: such as 60m, or 5d over days.")
    ] = None,
    missions: Annotated[Asked, typer.Option(help="secret, public or none.")] = None,
    claims: Annotated[
        bool | None, typer.Option("--claims/--no-claims", help="Whether people claim that they have won.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing; take defaults.")] = False,
) -> None:
    """Writes a small pack that plays, to make your own. Asks for what is missing; overwrites nothing."""
    from bot.cli.new import Given, new

    kind = tempo.value if tempo else None
    new(Given(folder, title, teams, chair, decide, kind, length, missions, claims, asks=not yes))


@content.command()
def schema(
    file: Annotated[PackFile, typer.Argument(help="Which file's schema to print.")] = PackFile.PACK,
    to: Annotated[
        Path | None, typer.Option(help="Write the schemas of all files to this folder instead.")
    ] = None,
) -> None:
    """Prints the JSON Schema with which editors complete and check a pack's file."""
    from bot.scenarios.json_schema import write_schemas, written

    if to is None:
        typer.echo(written(file.value), nl=False)
    else:
        for path in write_schemas(to):
            typer.echo(path)


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
        written = list(pages(_scenario(pack, format_, missions, language), to, extremes=extremes))
    for file, text in written:
        file.write_text(text, encoding="utf-8")
        typer.echo(file)


# --- rehearsing


@cli.command()
def rehearse(
    auto: Annotated[bool, typer.Option("--auto", help="Play to the end unattended, then exit.")] = False,
    tempo: Annotated[int, typer.Option(min=1, max=600, help="How many times faster than real time.")] = 12,
    players: Annotated[
        int,
        typer.Option(
            min=0, max=1000, help="How many stand-ins play. 0: two full councils, but 20 people at most."
        ),
    ] = 0,
    temperament: Annotated[
        Temper, typer.Option(help="How the stand-ins play: all alike, or mixed as at a real table.")
    ] = Temper.MIXED,
    ballot: Annotated[
        Ballot | None, typer.Option(help="How the final vote is held. Default: as the scenario says.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same stand-ins.")] = 1,
    port: Annotated[int, typer.Option(help="The page's port; 0 picks a free one.")] = 0,
    folder: Annotated[Path, typer.Option(help="Where to keep the database, log and policy books.")] = Path(
        "var/rehearsal"
    ),
    pack: Annotated[str, typer.Option(help=f"{PACK} {FIRST}")] = "",
    format_: Format = "",
    missions: Missions = "",
    language: Language = "",
    from_the_start: Annotated[
        bool, typer.Option("--from-the-start", help="Start with an empty channel, to practise /moot new.")
    ] = False,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Print the page's address without opening it.")
    ] = False,
    keep: Annotated[bool, typer.Option("--keep", help="Continue the last rehearsal in this folder.")] = False,
    serve_only: Annotated[
        bool, typer.Option("--serve-only", help="Serve any Bolt app, without Moot, stand-ins or a game.")
    ] = False,
    manifest: Annotated[
        Path | None, typer.Option(help="With --serve-only: the manifest (JSON) of the app to install.")
    ] = None,
) -> None:
    """Plays a game in a local workspace, with the real bot and stand-ins."""
    from bot.cli import rehearse
    from bot.rehearsal.stage import Plan

    plan = Plan(
        *(tempo, players, seed, port, folder, temperament.value, keep),
        ballot=ballot.value if ballot else "",
        pack=pack,
        opening=not (auto or from_the_start),
        edition=_edition(pack, format_, missions, language),
    )
    if serve_only:
        rehearse.serve_only(plan, manifest)
    else:
        rehearse.rehearse(plan.with_players(), auto=auto, browser=not no_browser)
