"""The commands for content packs. Each imports what it needs when it runs."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias, assert_never

import typer

from bot.cli.choices import (
    Days,
    DaysOff,
    Format,
    Holidays,
    Hours,
    Importable,
    Language,
    Missions,
    PackFile,
    Start,
    Tempo,
    Zone,
    Zones,
)

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.domain.edition import Edition
    from bot.domain.scenario import Scenario

content = typer.Typer(help="Checks content packs, and shows their agendas.", no_args_is_help=True)
PACK = "A content pack: its folder, such as content/my-pack, or its key."
FIRST = "Default: the first in the menu of `/moot new`."
Asked: TypeAlias = str | None  # None where it is to be asked


def scenario_of(pack: str, format_: str = "", missions: str = "", language: str = "") -> "Scenario":
    """The pack that is named by its folder, its pack.yaml, or its key, in one of its editions. Raises what
    `find_pack` raises, UnknownEdition and BrokenPack."""
    from bot.scenarios.load import load_pack
    from bot.scenarios.packs import must_have

    folder, edition = found(pack), edition_of(pack, format_, missions, language)
    must_have(folder, edition)
    return load_pack(folder, edition)


def edition_of(pack: str, format_: str, missions: str, language: str) -> "Edition":
    """Which edition of the pack is meant. Raises what `find_pack` raises."""
    from bot.domain.edition import Edition
    from bot.scenarios.editions.offered import named

    edition = Edition(format_, missions, language)
    return named(found(pack), edition) if language else edition


def found(pack: str) -> Path:
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

    raise typer.Exit(0 if check(found(pack)) else 1)


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

    folder, scenario = found(pack), scenario_of(pack, format_, missions)
    edition = Edition(format_, missions)
    fits = balance.show(folder, faults.as_typed(folder), scenario, edition, as_json=as_json)
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
    """Prints a pack's agenda with the time of each bell and cue, from now or --start on, and how long people
    read."""
    from bot.cli.content import show
    from bot.domain.times.planning import WorkingWishes

    scenario = scenario_of(pack, format_, missions, language)
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

    folder, edition = found(pack), edition_of(pack, format_, missions, language)
    must_have(folder, edition)
    preview(folder, edition, port, browser=not no_browser)


@content.command("guide")
def print_guide(
    pack: Annotated[str, typer.Argument(help=PACK)],
    to: Annotated[Path | None, typer.Option(help="The file to write. Default: one in this folder.")] = None,
) -> None:
    """Writes a pack's guide for facilitators as a file to print. Keep it from players."""
    from bot.cli import guide

    guide.write(scenario_of(pack), found(pack), to)


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
