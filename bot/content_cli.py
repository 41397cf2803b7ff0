"""`moot content`: what authors and facilitators ask of a pack."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table

from bot import clock
from bot.domain.agenda import plan_agenda
from bot.domain.errors import MootError
from bot.domain.ids import Moment, moment
from bot.domain.scenario import CueKind, Phase, Scenario, Tempo
from bot.domain.times.planning import WorkingWishes, working_time
from bot.domain.times.reading import read_zone
from bot.domain.times.working_time import EVERY_SECOND, WorkingTime
from bot.domain.timetable import Slot, timetable
from bot.scenarios.load import load_pack
from bot.scenarios.packs import available, content_folder
from bot.slack.clock import timetables

content = typer.Typer(help="Content packs.", no_args_is_help=True)
out = Console()


class UnreadableStart(MootError):
    """I can't read “{start}” as a start. Write it like 2026-11-23T09:00; it is taken in the zone of --tz."""


class NoSuchPack(MootError):
    """There is no content pack {pack}. Name a folder, or one of: {known}."""


@content.command()
def check(folder: Annotated[Path, typer.Argument(help="A content pack's folder.")]) -> None:
    """Checks a content pack: every fault with file and line."""
    pack = load_pack(folder)
    typer.echo(f"{pack.title}: {len(pack.roles)} roles, {len(pack.agenda)} phases. No faults found.")


@content.command()
def show(
    pack: Annotated[str, typer.Argument(help="A pack's key, such as rainbow-road, or its folder.")],
    tempo: Annotated[Tempo, typer.Option(help="live: to the second. async: over days.")] = Tempo.LIVE,
    start: Annotated[str, typer.Option(help="The first bell, like 2026-11-23T09:00; now if left out.")] = "",
    tz: Annotated[str, typer.Option(help="The facilitator's time zone, like Europe/Paris.")] = "UTC",
    hours: Annotated[str, typer.Option(help="Working hours, like 9-17.")] = "9-17",
    days: Annotated[str, typer.Option(help="Working days, like mon-fri.")] = "mon-fri",
    holidays: Annotated[str, typer.Option(help="Countries with their holidays, like FR or FR,DE-BY.")] = "",
    off: Annotated[str, typer.Option(help="More days off, like 2026-11-26 or a stretch with `..`.")] = "",
    zones: Annotated[str, typer.Option(help="Other people's zones, with commas.")] = "",
) -> None:
    """Prints a pack's agenda as it would be played."""
    scenario, zone = _pack(pack), read_zone(tz)
    starts = _start(start, zone)
    working: WorkingTime | None = None
    if tempo is Tempo.ASYNC:
        wishes = WorkingWishes(zone, hours, days, holidays, off)
        working = working_time(wishes, starts if start else None, min(starts, clock.now()))
    slots = timetable(plan_agenda(scenario, working=working), starts, working or EVERY_SECOND)
    others = [read_zone(one) for one in zones.split(",") if one.strip()]
    out.print(_table(scenario, slots, working, [zone, *others]))
    for line in timetables.days_off(slots, working):
        out.print(line, highlight=False)


def _pack(name: str) -> Scenario:
    known = available(content_folder())
    folder = Path(name)
    if not folder.is_dir() and name not in known:
        raise NoSuchPack(pack=name, known=", ".join(known))
    return load_pack(folder if folder.is_dir() else known[name])


def _start(typed: str, zone: str) -> Moment:
    if not typed:
        return clock.now().replace(second=0, microsecond=0)
    try:
        local = datetime.fromisoformat(typed.strip())
    except ValueError:
        raise UnreadableStart(start=typed) from None
    return moment(local if local.tzinfo else local.replace(tzinfo=ZoneInfo(zone)))


def _table(
    scenario: Scenario, slots: Sequence[Slot], working: WorkingTime | None, zones: Sequence[str]
) -> Table:
    table = Table(title=timetables.headline(scenario, slots, working), title_justify="left")
    table.add_column("Phase")
    table.add_column(f"Begins ({zones[0]})", no_wrap=True)
    table.add_column("Ends", no_wrap=True)
    for zone in zones[1:]:
        table.add_column(f"Begins ({zone})", no_wrap=True)
    for slot in slots:
        begins = [timetables.local(slot.begins, zone, working) for zone in zones]
        ends = timetables.local(slot.ends, zones[0], working)
        table.add_row(f"[bold]{slot.phase.title}[/]", begins[0], ends, *begins[1:])
        for when, words in _cues(scenario.phase(slot.phase.key), slot):
            at = [timetables.local(when, zone, working) for zone in zones]
            table.add_row(f"  {words}", at[0], "", *at[1:], style="dim")
    return table


def _cues(told: Phase, slot: Slot) -> Iterator[tuple[Moment, str]]:
    for when, cue in slot.cues:
        place = slot.phase.cues.index(cue)
        text = " ".join(told.cues[slot.phase.place(place)].text.replace("{left}", "…").split())
        words = "the final vote opens" if cue.kind is CueKind.BALLOT else f"{cue.kind}: {text}"
        yield when, words if len(words) <= 44 else words[:43] + "…"
