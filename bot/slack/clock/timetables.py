"""The timetable in words: what would happen when, in one zone and in those of the others."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import Block

from bot.domain.game import Game
from bot.domain.ids import Moment
from bot.domain.scenario import Scenario
from bot.domain.times import writing
from bot.domain.times.working_time import WorkingTime, at_night
from bot.domain.times.zones import zone_name
from bot.domain.timetable import Slot, still_to_come
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, context, divider, escaped, header, section, sections

MOST_ZONES = 8


def headline(scenario: Scenario, slots: Sequence[Slot], working: WorkingTime | None) -> str:
    """`Rainbow Road: 5 working days (Mon–Fri, 09:00–17:00 Europe/Paris)`."""
    length = sum((slot.phase.lasts for slot in slots), start=timedelta())
    if working is None:
        return f"{scenario.title}: {writing.length(length)}"
    return f"{scenario.title}: {writing.working_span(working, length)} ({writing.working_hours(working)})"


def local(at: Moment, zone: str, working: WorkingTime | None) -> str:
    """The moment in a zone: `Mon 23 Nov, 09:00`, played live to the second; nights are said."""
    there = at.astimezone(ZoneInfo(zone))
    if working is None:
        return f"{there:%a %H:%M:%S}"
    return writing.day_and_time(there) + (" (night)" if at_night(at, zone) else "")


def lines(slots: Sequence[Slot], zone: str, working: WorkingTime | None) -> Iterator[str]:
    """A phase a line."""
    for slot in slots:
        begins, ends = local(slot.begins, zone, working), local(slot.ends, zone, working)
        yield f"*{escaped(slot.phase.title)}*: {begins}" + (f" to {ends}" if slot.phase.lasts else "")


def elsewhere(slots: Sequence[Slot], zones: Mapping[str, int], working: WorkingTime | None) -> Iterator[str]:
    """The bells in other people's zones, those of most people first."""
    busiest = sorted(zones, key=lambda zone: (-zones[zone], zone))
    for zone in busiest[:MOST_ZONES]:
        bells = "; ".join(
            f"{escaped(slot.phase.title)} {local(slot.begins, zone, working)}" for slot in slots
        )
        yield f"*{zone_name(zone)}* ({p.count_of(zones[zone], 'person', 'people')}): {bells}"
    if len(busiest) > MOST_ZONES:
        yield f"… and {p.count_of(len(busiest) - MOST_ZONES, 'more zone')}."


def agenda(game: Game, at: Moment, zones: Mapping[str, int] | None = None) -> Message:
    """What is still to come, in the reader's own time; with `zones`, for a facilitator, also in theirs."""
    slots = still_to_come(game, at)
    if not slots:
        return Message.of(section("The game is over, so nothing is left on its agenda."))
    begun = game.clock is not None
    told = "in your own time" + ("" if begun or game.starts_at else ", if it began now")
    own = (
        f"*{escaped(slot.phase.title)}*: {p.clock_time(game, slot.begins)}"
        + (f" to {p.clock_time(game, slot.ends)}" if slot.phase.lasts else "")
        for slot in slots
    )
    blocks: list[Block] = [header(f"{game.name}: the agenda"), context(f"Times are {told}.")]
    blocks += [*sections(own), *(context(line) for line in days_off(slots, game.working))]
    if zones and game.working is not None:
        blocks += [divider(), section("*For the others it begins:*")]
        blocks += sections(elsewhere(slots, zones, game.working), limit=6_000)
    return Message.of(*blocks)


def days_off(slots: Sequence[Slot], working: WorkingTime | None) -> Iterator[str]:
    """Which days off the game meets, so that nobody wonders why a window is longer than it looks."""
    if working is None:
        return
    first, last = (one.astimezone(ZoneInfo(working.zone)).date() for one in (slots[0].begins, slots[-1].ends))
    met = [day for day in working.days_off if first <= day <= last]
    if met:
        yield f"Days off in between: {', '.join(map(writing.day, met))}."
