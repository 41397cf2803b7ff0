"""The agenda as an iCalendar file (RFC 5545), for Outlook, Google and Apple calendars.

Over days each phase is an entry, which leaves people's time free; a live game is one. All moments are in
UTC: each calendar shows those in its reader's own zone, and no zone has to be described. An entry keeps its
UID in later files, and its SEQUENCE counts the changes of the plan. There is no METHOD: with one, the file
would be an invitation, which needs an organiser's address. Nothing secret is in it, and no person's name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from bot.domain.game import Game, Stage
from bot.domain.ids import Moment
from bot.domain.scenario import Scenario
from bot.domain.times.zones import zone_name
from bot.domain.timetable import still_to_come
from bot.reports.files import File

if TYPE_CHECKING:
    from icalendar import Event

CANCELLED = "Cancelled: "
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A phase as calendars have it, or a whole live game; `text` tells about it."""

    key: str
    title: str
    begins: Moment
    ends: Moment
    text: str
    cancelled: bool = False


class Place(NamedTuple):
    """Where it happens: the address of the channel, and that of the call; each may be empty."""

    channel: str
    call: str


def entries(game: Game, scenario: Scenario, at: Moment) -> tuple[Entry, ...]:
    """What belongs into calendars, as things stand; nothing while nobody knows when the game starts."""
    if game.clock is None and game.starts_at is None:
        return ()
    phases = tuple(_phases(game, scenario, at))
    return phases if game.working is not None or not phases else (_whole(game, scenario, phases),)


def _phases(game: Game, scenario: Scenario, at: Moment) -> Iterator[Entry]:
    """Past phases, then those to come, without emergencies, which come by surprise. In a game that has ended,
    the rest is cancelled."""
    over, ended = game.calendar.played, game.stage is Stage.ENDED
    left = {slot.phase.key: slot for slot in still_to_come(*_as_planned(game, at))}
    for index, phase in enumerate(game.agenda):
        slot, told = left.get(phase.key), _plain(scenario.phase(phase.key).told(game.tempo))
        if ended and index in over:
            slot = None
        if slot is None and index in over:
            yield Entry(phase.key, phase.title, *over[index], told)
        elif slot is not None and (game.runs.get(index) or not phase.kind.traits.breaks_in):
            running = game.clock if game.clock and game.clock.phase == index else None
            begins = running.bell if running else slot.begins  # no pause moves the bell
            yield Entry(phase.key, phase.title, begins, slot.ends, told, cancelled=ended)


def _plain(text: str) -> str:
    """Without Slack's marks for bold words."""
    return re.sub(r"\*([^*\n]+)\*", r"\1", text)


def _as_planned(game: Game, at: Moment) -> tuple[Game, Moment]:
    """The game, as if it had not ended, and as if a planned start that has passed were still ahead."""
    if game.clock is not None:
        running = replace(game, stage=Stage.RUNNING, ended_at=None)
        return running, game.ended_at or at
    assert game.starts_at is not None
    return replace(game, stage=Stage.SIGN_UP), min(at, game.starts_at - SECOND)


def _whole(game: Game, scenario: Scenario, phases: Sequence[Entry]) -> Entry:
    """A live game, with its agenda told in the game's zone. One that ended early is not cancelled."""
    zone, never = ZoneInfo(game.timezone), game.clock is None and game.stage is Stage.ENDED
    shown = (one for one in phases if never or not one.cancelled)
    lines = (f"{one.begins.astimezone(zone):%H:%M} {one.title}" for one in shown)
    text = "\n".join([scenario.title, *lines, f"Times are in {zone_name(game.timezone)}."])
    ends = game.ended_at if game.ended_at and not never else max(one.ends for one in phases)
    return Entry("", "", min(one.begins for one in phases), ends, text, cancelled=never)


def file_of(game: Game, scenario: Scenario, where: Place, at: Moment, mark: str) -> File:
    """The file; `mark` ends its name."""
    from icalendar import Calendar  # here, since it takes long to load

    calendar = Calendar()
    calendar.add("prodid", "-//Moot//Agenda//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", game.name)
    for entry in entries(game, scenario, at):
        calendar.add_component(_event(game, entry, where, at))
    return File(f"{game.id}-agenda-{mark}.ics", f"Agenda of {game.name}", calendar.to_ical())


def _event(game: Game, entry: Entry, where: Place, at: Moment) -> "Event":
    from icalendar import Event

    event, title = Event(), f"{game.name}: {entry.title}" if entry.title else game.name
    event.add("uid", str(uuid5(NAMESPACE_URL, f"moot:{game.plenary}:{game.id}:{entry.key}")))
    event.add("dtstamp", at.replace(microsecond=0))
    event.add("sequence", game.calendar.moves)
    event.add("dtstart", entry.begins.replace(microsecond=0))
    if entry.ends - entry.begins >= SECOND:
        event.add("dtend", entry.ends.replace(microsecond=0))
    event.add("summary", f"{CANCELLED}{title}" if entry.cancelled else title)
    event.add("description", "\n".join(filter(None, [entry.text, where.channel])))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE" if game.working is None and not entry.cancelled else "TRANSPARENT")
    event.add("location", where.call or "Slack")
    if where.channel:
        event.add("url", where.channel)
    return event
