"""`moot content show`: a pack's agenda as it would be played, and how long people read in it."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot import clock
from bot.cli import reading
from bot.domain.agenda import plan_agenda
from bot.domain.cues import CueKind, Tempo
from bot.domain.errors import MootError
from bot.domain.ids import Moment, moment
from bot.domain.scenario import Scenario
from bot.domain.times.planning import WorkingWishes, working_time
from bot.domain.times.working_time import EVERY_SECOND, WorkingTime
from bot.domain.times.zones import read_zone
from bot.domain.timetable import Slot, timetable
from bot.slack.clock import timetables

out = Console()
PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


class UnreadableStart(MootError):
    template = "I can't read “{start}” as a start. Write it like 2026-11-23T09:00, in the time zone of --tz."


def show(scenario: Scenario, tempo: str, start: str, wishes: WorkingWishes, zones: str) -> None:
    """Prints a pack's agenda as it would be played from `start` on, or from now if that is empty. Times are
    shown in the zone of the wishes and in the other `zones`, which are separated by commas."""
    slots, working = planned(scenario, tempo, start, wishes)
    out.print(_table(scenario, slots, working, read_zones(wishes, zones)))
    for line in (*timetables.days_off(slots, working), "", *reading.told(scenario, Tempo(tempo))):
        out.print(line, highlight=False, markup=False)


def planned(
    scenario: Scenario, tempo: str, start: str, wishes: WorkingWishes
) -> tuple[Sequence[Slot], WorkingTime | None]:
    """The phases as they would be played, and over days the working time."""
    starts = _start(start, read_zone(wishes.zone))
    working: WorkingTime | None = None
    if Tempo(tempo) is Tempo.ASYNC:
        working = working_time(wishes, starts if start else None, min(starts, clock.now()))
    return timetable(plan_agenda(scenario, working=working), starts, working or EVERY_SECOND), working


def read_zones(wishes: WorkingWishes, zones: str) -> list[str]:
    """The facilitator's zone, and the others."""
    return [read_zone(one) for one in (wishes.zone, *zones.split(",")) if one.strip()]


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
        table.add_row(f"[bold]{escape(slot.phase.title)}[/]", begins[0], ends, *begins[1:])
        for when, words in _cues(scenario, slot):
            at = [timetables.local(when, zone, working) for zone in zones]
            table.add_row(f"  {escape(words)}", at[0], "", *at[1:], style="dim")
    return table


def _cues(scenario: Scenario, slot: Slot) -> Iterator[tuple[Moment, str]]:
    told = scenario.phase(slot.phase.key)
    for when, cue in slot.cues:
        if cue.inject:
            words = f"inject: {scenario.inject(cue.inject).title}"
        elif cue.asks:
            words = f"question {'closes' if cue.closes else 'opens'}: {scenario.ask(cue.asks).title}"
        elif cue.kind is CueKind.BALLOT:
            words = "the final vote opens"
        else:
            place = slot.phase.place(slot.phase.cues.index(cue))
            words = f"{cue.kind}: {' '.join(PLACEHOLDER.sub('…', told.cues[place].text).split())}"
        yield when, words if len(words) <= 44 else words[:43] + "…"
