"""Every time that people write: lengths, moments, times of day, zones, weekdays, days; each grammar once.

Each reader takes what somebody typed, with the dashes, capitals and blanks of their keyboard. What cannot be
read is refused with an example: by a Refusal to whoever typed it, by a ValueError to the author of a pack.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from functools import cache
from typing import Any
from unicodedata import category
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.errors import Refusal
from bot.domain.ids import Moment
from bot.domain.times.working_time import DAY, Window

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST_HOLIDAY = timedelta(days=366)
SOON = timedelta(hours=12)  # a bare time of day that comes later than this was meant for today, and is over

_DASHES = re.compile(r"\s*(?:[-‐‑‒–—−]|\bto\b|\buntil\b)\s*")
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


class NotATime(Refusal):
    template = "I could not read a length of time there. Write it like `{command} 2m` or `{command} 30s`."


class NotAMoment(Refusal):
    template = (
        "I could not read a time there. Write it like `{command} 12:00`, or `{command} tomorrow 12:00`."
    )


class MomentHasPassed(Refusal):
    template = (
        "It is {now} in {zone} already, so {said} has passed. Write a later time, or a day with it, like "
        "this: `{command} tomorrow 12:00`"
    )


# --- lengths


_UNITS = {"d": "d|days?", "h": "h|hrs?|hours?", "m": "m|mins?|minutes?", "s": "s|secs?|seconds?"}
_PLEASE = re.compile(r",?\s*\b(?:please|pls)\b|[.!]+$")
_ALL = re.compile(r"\b(?:(?:for|to|from|in|of)\s+)?(?:all|everything)\b(?:\s+that is left)?")


def _lengths(words: bool = False, **units: str) -> re.Pattern[str]:
    """The grammar of a length: numbers, each with its unit, the largest first; `words` are units in full."""
    blank = r"\s*" if words else ""
    parts = (
        rf"(?:(?P<{unit}>{number}){blank}(?:{_UNITS[unit] if words else unit}){blank})?"
        for unit, number in units.items()
    )
    return re.compile("".join(parts))


_DURATION = _lengths(h=r"\d+", m=r"\d+", s=r"\d+")
_WINDOW = _lengths(d=r"\d{1,3}(?:\.\d{1,2})?", h=r"\d{1,4}", m=r"\d{1,5}")
_SPAN = _lengths(words=True, d=r"\d{1,4}", h=r"\d{1,4}", m=r"\d{1,4}", s=r"\d{1,4}")


def _length(grammar: re.Pattern[str], text: str) -> dict[str, float] | None:
    """How many of each unit; None for what is no length, or names no unit."""
    match = grammar.fullmatch(text)
    if match is None or not any(match.groups()):
        return None
    return {unit: float(number) for unit, number in match.groupdict(default="0").items()}


def read_duration(value: Any) -> Any:
    """A pack's `"10m"` becomes a timedelta; a timedelta stays; anything else raises ValueError."""
    if isinstance(value, timedelta):
        return value
    found = _length(_DURATION, str(value).strip())
    if found is None:
        raise ValueError(f"{value!r} is not a duration; write it like 30s, 10m or 1h30m (0s for none)")
    return timedelta(hours=found["h"], minutes=found["m"], seconds=found["s"])


def read_window(value: Any) -> Any:
    """A pack's `"1d"` becomes a Window; a Window stays; anything else raises ValueError."""
    if isinstance(value, Window):
        return value
    found = _length(_WINDOW, str(value).strip())
    if found is None:
        raise ValueError(f"{value!r} is not a window; write it like 1d, 0.5d or 4h (0h for none)")
    return Window(found["d"], timedelta(hours=found["h"], minutes=found["m"]))


def read_span(text: str, command: str, day: timedelta = DAY) -> timedelta:
    """`2m`, `2 minutes please`, `1h30m`; a bare number is minutes, and a `day` what the game counts as one.

    Raises NotATime.
    """
    plain = _PLEASE.sub("", _plain(text)).strip()
    found = _length(_SPAN, f"{plain}m" if re.fullmatch(r"\d{1,4}", plain) else plain)
    if found is None or not any(found.values()):
        raise NotATime(command=command)
    return found["d"] * day + timedelta(hours=found["h"], minutes=found["m"], seconds=found["s"])


def read_for_all(text: str) -> tuple[str, bool]:
    """`10m all`, `10 minutes to everything`: the length, and whether it is for all that is left."""
    rest, found = _ALL.subn(" ", _plain(text))
    return rest.strip(), bool(found)


# --- times of day, and moments


_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?:[:.](\d{2}))?\s*([ap])?\.?(?:m\b\.?)?")
_WORDS = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
_FILLERS = {"at", "on", "by", "the", "today", "o'clock", "uhr"}


def _clock(text: str, *, bare: bool = False) -> time | None:
    """A time of day. `9` and `9h30` are one where `bare` times are meant; elsewhere they may be lengths."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None or not (bare or (match[2] and "h" not in text) or match[4]):
        return None
    hour, minute, second = (int(number or 0) for number in match.groups()[:3])
    if match[4] is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[4] == "p" else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def read_hours(typed: str) -> tuple[time, time]:
    """`9-17`, `09:30 – 18:00`, `9am to 5pm`: from when to when, on the wall."""
    ends = [_hour(part) for part in _DASHES.split(_plain(typed))]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        raise UnreadableHours(hours=_shown(typed))
    if ends[0] >= ends[1]:
        raise HoursBackwards(hours=_shown(typed))
    return ends[0], ends[1]


def _hour(text: str) -> time | None:
    """The day's end as near as a clock shows it."""
    return time(23, 59) if re.fullmatch(r"24([:.h]00)?", text.strip()) else _clock(text, bare=True)


def read_moment(text: str, zone: str, now: Moment, command: str) -> Moment:
    """`12:00`, `12.30 tomorrow`, `noon`, `9am friday`, `2031-03-04 12:00`, on the clock of `zone`.

    Without a day, the next time that the clock shows it. Raises NotAMoment and MomentHasPassed.
    """
    local = now.astimezone(ZoneInfo(zone))
    words = _PLEASE.sub("", _plain(text)).replace(",", " ").split()
    days = [found for word in words if (found := _day_named(word, local.date())) is not None]
    rest = " ".join(_WORDS.get(word, word) for word in words if _day_named(word, local.date()) is None)
    clock = _clock(" ".join(word for word in rest.split() if word not in _FILLERS))
    if clock is None or len(days) > 1:
        raise NotAMoment(command=command)
    tried = days or [local.date(), local.date() + DAY]
    coming = [one for day in tried for one in _moments(day, clock, zone) if one > now]
    if not coming or (not days and coming[0] - now > SOON):
        raise MomentHasPassed(now=f"{local:%H:%M}", zone=zone, said=" ".join(words), command=command)
    return coming[0]


def _day_named(word: str, today: date) -> date | None:
    if word == "tomorrow":
        return today + DAY
    weekday = _weekday(word)
    return _iso(word) if weekday is None else today + DAY * ((weekday - today.weekday() - 1) % 7 + 1)


def _moments(day: date, clock: time, zone: str) -> Iterator[Moment]:
    """When the clock shows this time on that day: twice in the hour that is repeated in autumn. In the hour
    that is skipped in spring it never does; then what it would show if it went on, an hour later."""
    for fold in (0, 1):
        yield datetime.combine(day, clock, ZoneInfo(zone)).replace(fold=fold).astimezone(UTC)


# --- zones


def read_zone(typed: str) -> str:
    """A zone's name as the database has it: `europe/paris` and `Paris` are Europe/Paris."""
    wanted = re.sub(r"\s+", "_", _plain(typed)).casefold()
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


# --- weekdays and days


def read_weekdays(typed: str) -> tuple[int, ...]:
    """`mon-fri`, `Sun–Thu`, `mon, wed, fri`: Monday is 0."""
    text, found = _plain(typed), set[int]()
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
    """`mon`, `Tues.`, `fridays`: three letters of its name or more."""
    plain = name.strip(" .").removesuffix("s")
    return next((day for day, full in enumerate(WEEKDAYS) if len(plain) > 2 and full.startswith(plain)), None)


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
    day = _iso(text.strip())
    if day is None:
        raise UnreadableDay(day=_shown(text))
    return day


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


# --- what was typed


def _plain(typed: str) -> str:
    """In small letters, without blanks around it and without characters that nobody sees."""
    return "".join(one for one in typed if category(one) != "Cf").strip().lower()


def _shown(typed: str) -> str:
    plain = " ".join(typed.split())
    return plain if len(plain) <= 60 else plain[:59] + "…"
