"""Working time as people write it: a zone, hours, weekdays, days off.

Each reader takes what somebody typed, with the dashes, capitals and blanks of their keyboard, and raises a
Refusal that shows how to write it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

from bot.domain.errors import Refusal

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST_HOLIDAY = timedelta(days=366)

_DASHES = re.compile(r"\s*(?:[-‐‑‒–—−]|\bto\b|\buntil\b)\s*")
_HOUR = re.compile(r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?\s*(?P<half>am|pm)?")
_RANGE = re.compile(r"\s*(?:\.\.|…|\bto\b|\buntil\b|\s[-–—]\s|[–—])\s*")


class UnknownZone(Refusal):
    template = "I don't know the time zone “{zone}”{near}. Write it like Europe/Berlin or America/Chicago."


class UnreadableHours(Refusal):
    template = "I can't read these hours: “{hours}”. Write them like 9-17 or 09:30-18:00."


class HoursBackwards(Refusal):
    template = "These hours end before they have begun: {hours}. Write the earlier one first, like 9-17."


class UnreadableWeekdays(Refusal):
    template = "I can't read these weekdays: “{weekdays}”. Write them like mon-fri, or mon, tue, thu."


class UnreadableDay(Refusal):
    template = (
        "I can't read “{day}” as a day. Write days like 2026-12-24, several with commas, and a stretch like "
        "2026-12-24..2027-01-01."
    )


class StretchBackwards(Refusal):
    template = (
        "The stretch “{stretch}” ends before it begins, or is longer than a year. Write it like "
        "2026-12-24..2027-01-01."
    )


@dataclass(frozen=True, slots=True)
class WorkingWishes:
    """What somebody filled in, field by field, as they typed it."""

    zone: str
    hours: str = "9-17"
    weekdays: str = "mon-fri"
    holidays: str = ""  # countries whose public holidays are days off, such as `FR, DE-BY`
    days_off: str = ""


def read_zone(typed: str) -> str:
    """A zone's name as the database has it: `europe/paris` and `Paris` are Europe/Paris."""
    wanted = re.sub(r"\s+", "_", typed.strip()).casefold()
    known = _zones()
    cities = [name for name in known.values() if name.rpartition("/")[2].casefold() == wanted]
    if wanted in known:
        return known[wanted]
    if len(cities) == 1:
        return cities[0]
    near = get_close_matches(wanted, known, n=1, cutoff=0.7)
    hint = f" (did you mean {known[near[0]]}?)" if near else ""
    raise UnknownZone(zone=_shown(typed), near=hint)


@cache
def _zones() -> dict[str, str]:
    """Every zone by its name in small letters; places before the old names without one."""
    return {name.casefold(): name for name in sorted(available_timezones(), key=lambda one: "/" not in one)}


def read_hours(typed: str) -> tuple[time, time]:
    """`9-17`, `09:30 – 18:00`, `9am to 5pm`: from when to when, on the wall."""
    ends = [_hour(part) for part in _DASHES.split(typed.strip().lower())]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        raise UnreadableHours(hours=_shown(typed))
    if ends[0] >= ends[1]:
        raise HoursBackwards(hours=_shown(typed))
    return ends[0], ends[1]


def _hour(text: str) -> time | None:
    match = _HOUR.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] == "pm" else 0)
    if (hour, minute) == (24, 0):
        hour, minute = 23, 59  # the day's end, as near as a clock shows it
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_weekdays(typed: str) -> tuple[int, ...]:
    """`mon-fri`, `Sun–Thu`, `mon, wed, fri`: Monday is 0."""
    text, found = typed.strip().lower(), set[int]()
    for part in (one for one in re.split(r"[,;/&]|\band\b", text) if one.strip()):
        ends = [_weekday(name) for name in _DASHES.split(part.strip())]
        first, last = ends[0], ends[-1]
        if first is None or last is None or len(ends) > 2:
            raise UnreadableWeekdays(weekdays=_shown(typed))
        found |= {day % 7 for day in range(first, last + (7 if last < first else 0) + 1)}
    if not found:
        raise UnreadableWeekdays(weekdays=_shown(typed))
    return tuple(sorted(found))


def _weekday(name: str) -> int | None:
    plain = name.strip(" .")
    return DAYS.index(plain[:3]) if len(plain) >= 2 and plain[:3] in DAYS else None


def read_days(typed: str) -> tuple[date, ...]:
    """`2026-12-24, 2026-12-28..2026-12-31`: every day that is meant, in order."""
    days = {day for part in re.split(r"[,;\n]", typed) if part.strip() for day in _stretch(part.strip())}
    return tuple(sorted(days))


def _stretch(part: str) -> Iterator[date]:
    ends = [_day(one) for one in _RANGE.split(part)]
    first, last = ends[0], ends[-1]
    if len(ends) > 2:
        raise UnreadableDay(day=_shown(part))
    if not first <= last <= first + LONGEST_HOLIDAY:
        raise StretchBackwards(stretch=_shown(part))
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UnreadableDay(day=_shown(text)) from None


def _shown(typed: str) -> str:
    plain = " ".join(typed.split())
    return plain if len(plain) <= 60 else plain[:59] + "…"
