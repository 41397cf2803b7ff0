"""The schedule on paper: when each phase begins and ends, in local times."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.game import Game
from bot.domain.ids import Moment
from bot.domain.times import writing
from bot.domain.times.working_time import EVERY_SECOND, WorkingTime
from bot.domain.times.zones import zone_name
from bot.domain.timetable import Slot, still_to_come
from bot.reports.qr import svg

ZONES = 3  # side by side on a page


@dataclass(frozen=True, slots=True)
class Schedule:
    """The phases that are still to come, and the zones in which their times are told, the game's first.
    Without a `planned` start, times are counted from the first bell."""

    slots: Sequence[Slot]
    zones: Sequence[str]
    working: WorkingTime | None
    planned: bool


def of_game(game: Game, at: Moment, zones: Mapping[Any, str]) -> Schedule:
    """A game's, with the zones of its people, those of most people first."""
    planned = game.clock is not None or (game.starts_at is not None and game.starts_at > at)
    people = [*zones.values()]
    others = sorted({*people} - {game.timezone}, key=lambda zone: (-people.count(zone), zone))
    return Schedule(still_to_come(game, at), (game.timezone, *others), game.working, planned)


def data(schedule: Schedule, scenario: str, address: str) -> dict[str, Any]:
    """For the template: a table for every few zones, each with the game's own."""
    own, *others = schedule.zones
    groups = [others[start : start + ZONES - 1] for start in range(0, len(others), ZONES - 1)] or [[]]
    tables = (
        [_table(schedule, (own, *group)) for group in groups] if schedule.planned else [_lengths(schedule)]
    )
    qr = svg(address) if address else ""
    return {"scenario": scenario, "when": _when(schedule), "tables": tables, "qr": qr}


def _when(schedule: Schedule) -> str:
    length = sum((slot.phase.lasts for slot in schedule.slots), start=timedelta())
    if schedule.working is not None:
        hours = writing.working_hours(schedule.working)
        return f"{writing.working_span(schedule.working, length)} ({hours})"
    return writing.length(length)


def _table(schedule: Schedule, zones: Sequence[str]) -> dict[str, Any]:
    begins = (("Begins", _place(zone)) for zone in zones)
    columns = [("Phase", ""), *begins, ("Ends", _place(zones[0]))]
    rows = [
        [
            slot.phase.title,
            *(_local(slot.begins, zone, schedule.working) for zone in zones),
            _local(slot.ends, zones[0], schedule.working) if slot.phase.lasts else "",
        ]
        for slot in schedule.slots
    ]
    return {"columns": columns, "rows": rows, "notes": [*_votes(schedule, zones[0])]}


def _place(zone: str) -> str:
    return zone_name(zone).replace("_", " ")


def _local(at: Moment, zone: str, working: WorkingTime | None) -> str:
    """`Mon 23 Nov, 09:00`; nights and free days are said."""
    there = at.astimezone(ZoneInfo(zone))
    if working is None:
        return f"{writing.day_and_time(there)}{f':{there:%S}' if there.second else ''}"
    free = writing.free(at, zone, working)
    return f"{writing.day_and_time(there)}{f' ({free})' if free else ''}"


def _votes(schedule: Schedule, zone: str) -> Iterator[str]:
    for slot in schedule.slots:
        for when, cue in slot.cues:
            if slot.phase.ballot is not None and cue is slot.phase.cues[slot.phase.ballot]:
                yield f"The final vote opens at {_local(when, zone, schedule.working)}."


def _lengths(schedule: Schedule) -> dict[str, Any]:
    """With room to write the times by hand."""
    time, first = schedule.working or EVERY_SECOND, schedule.slots[0].begins if schedule.slots else None
    rows = []
    for slot in schedule.slots:
        assert first is not None
        since = time.between(first, slot.begins)
        rows.append([slot.phase.title, _span(schedule, since), _span(schedule, slot.phase.lasts), ""])
    columns = [(name, "") for name in ("Phase", "After the first bell", "Lasts", "Our time")]
    return {"columns": columns, "rows": rows, "notes": []}


def _span(schedule: Schedule, span: timedelta) -> str:
    if not span:
        return "—"
    return writing.working_span(schedule.working, span) if schedule.working else writing.brief(span)
