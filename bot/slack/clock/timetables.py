"""The timetable in words: what would happen when, in one zone and in those of the others."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import Block

from bot.domain.game import Game
from bot.domain.ids import Moment
from bot.domain.scenario import Scenario
from bot.domain.times import writing
from bot.domain.times.working_time import WorkingTime
from bot.domain.times.zones import zone_name
from bot.domain.timetable import Slot, still_to_come
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import (
    Message,
    actions,
    button,
    context,
    escaped,
    header,
    section,
    sections,
)


def headline(scenario: Scenario, slots: Sequence[Slot], working: WorkingTime | None) -> str:
    """`The harbour: 5 working days (Mon–Fri, 09:00–17:00 Europe/Paris)`."""
    length = sum((slot.phase.lasts for slot in slots), start=timedelta())
    if working is None:
        return f"{scenario.title}: {writing.length(length)}"
    return f"{scenario.title}: {writing.working_span(working, length)} ({writing.working_hours(working)})"


def local(at: Moment, zone: str, working: WorkingTime | None) -> str:
    """The moment in a zone: `Mon 23 Nov, 09:00`, played live to the second; nights and free days are said."""
    there = at.astimezone(ZoneInfo(zone))
    if working is None:
        return f"{there:%a %H:%M:%S}"
    free = writing.free(at, zone, working)
    return writing.day_and_time(there) + (f" ({free})" if free else "")


def lines(slots: Sequence[Slot], zone: str, working: WorkingTime | None) -> Iterator[str]:
    """A phase a line."""
    for slot in slots:
        begins, ends = local(slot.begins, zone, working), local(slot.ends, zone, working)
        yield f"*{escaped(slot.phase.title)}*: {begins}" + (f" to {ends}" if slot.phase.lasts else "")


def agenda(game: Game, at: Moment, zones: Mapping[str, int] | None = None, own: str = "") -> Message:
    """What is still to come, in the reader's own time; over days, each bell also in the other people's zones.
    `own` is the reader's zone, where it is known. A list, since a table would be too wide for a phone."""
    slots = still_to_come(game, at)
    if not slots:
        return Message.of(section("The game is over, so its agenda is finished."))
    told = "in your own time" + ("" if game.clock or game.starts_at else ", if it began now")
    bells = [(f"*{escaped(slot.phase.title)}*", slot.begins) for slot in slots]
    if slots[-1].ends != slots[-1].begins:
        bells.append(("*The end*", slots[-1].ends))
    lines = (
        "\n".join([f"{title}: {_own(game, when, own)}", *_elsewhere(game, when, zones or {}, own)])
        for title, when in bells
    )
    blocks: list[Block] = [header(f"{game.name}: the agenda"), context(f"Times are {told}.")]
    blocks += [*sections(lines), *(context(line) for line in days_off(slots, game.working))]
    if game.clock is not None or game.starts_at is not None:
        blocks.append(actions(button("Add to my calendar", names.ADD_TO_CALENDAR, game.id)))
    return Message.of(*blocks)


def _own(game: Game, when: Moment, zone: str) -> str:
    free = writing.free(when, zone, game.working) if zone and game.working is not None else ""
    return f"{p.clock_time(game, when)}{_marked(free)}"


def _elsewhere(game: Game, when: Moment, zones: Mapping[str, int], own: str) -> Iterator[str]:
    """When a bell rings for people in other zones, a line for each zone, those of most people first."""
    if game.working is None:
        return
    for zone in sorted(zones, key=lambda one: (-zones[one], one)):
        if zone != own:
            there, free = when.astimezone(ZoneInfo(zone)), writing.free(when, zone, game.working)
            people = p.count_of(zones[zone], "person", "people")
            yield f"• {zone_name(zone)} ({people}): {writing.day_and_time(there)}{_marked(free)}"


def _marked(free: str) -> str:
    return {"night": " :crescent_moon: night", "day off": " :palm_tree: day off"}.get(free, "")


def days_off(slots: Sequence[Slot], working: WorkingTime | None) -> Iterator[str]:
    """Which days off the game meets, so that nobody wonders why a window is longer than it looks."""
    if working is None:
        return
    first, last = (one.astimezone(ZoneInfo(working.zone)).date() for one in (slots[0].begins, slots[-1].ends))
    met = [day for day in working.days_off if first <= day <= last]
    if met:
        yield f"Days off in between: {', '.join(map(writing.day, met))}."
